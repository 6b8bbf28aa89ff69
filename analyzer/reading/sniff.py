"""What a file is, by its bytes; the name plays no part."""

from __future__ import annotations

import re
from typing import Literal

from analyzer.errors import DamagedFile, EmptyDocument, EncryptedFile, UnsupportedFormat
from analyzer.reading.containers import check_members, list_members
from analyzer.reading.edxml.archive import packet_members
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.limits import Limits
from analyzer.reading.word97.ole import MAGIC, entries

Format = Literal["pdf", "docx", "doc", "rtf", "picture", "packet", "text"]

_SAVE_AS = ("save it as .docx or PDF", "hãy lưu lại thành .docx hoặc PDF")
_PICTURE = (
    "save it as PNG, JPEG or PDF",
    "hãy lưu ảnh thành PNG, JPEG hoặc PDF",
)
_UNPACK = ("unpack it and give the documents in it", "hãy giải nén và đưa từng tài liệu bên trong")
_MEDIA = ("give a text document", "hãy đưa vào tài liệu văn bản")

# Magic bytes of formats that are recognised to be refused by name: (prefix, offset, name, advice).
_REFUSED = (
    (b"GIF8", 0, "a GIF picture", _PICTURE),
    (b"WEBP", 8, "a WebP picture", _PICTURE),
    (b"ftypheic", 4, "a HEIC picture", _PICTURE),
    (b"AT&TFORM", 0, "a DjVu document", _SAVE_AS),
    (b"%!PS", 0, "a PostScript document", _SAVE_AS),
    (b"\xdba5-", 0, "an old Word document", _SAVE_AS),
    (b"\x1f\x8b", 0, "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf'\x1c", 0, "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", 0, "a RAR archive", _UNPACK),
    (b"BZh", 0, "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", 0, "an xz archive", _UNPACK),
    (b"ustar", 257, "a tar archive", _UNPACK),
    (b"\x7fELF", 0, "a program", _MEDIA),
    (b"MZ\x90\0", 0, "a program", _MEDIA),
    (b"SQLite format 3\0", 0, "a database", _MEDIA),
    (b"ID3", 0, "a sound file", _MEDIA),
    (b"OggS", 0, "a sound or video file", _MEDIA),
    (b"ftyp", 4, "a video file", _MEDIA),
)
# Markers inside a zip's list of members.
_ZIPPED = (
    ("xl/workbook.xml", "an Excel workbook (.xlsx)"),
    ("xl/workbook.bin", "an Excel workbook (.xlsb)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
    ("content.xml", "an OpenDocument file (.odt, .ods)"),
    ("META-INF/container.xml", "an EPUB book"),
)
_OLE_STREAMS = (
    ("Workbook", "an Excel 97–2003 workbook (.xls)"),
    ("Book", "an Excel workbook (.xls)"),
    ("PowerPoint Document", "a PowerPoint 97–2003 presentation (.ppt)"),
    ("__substg1.0_", "an Outlook message (.msg)"),
)
_MHTML = re.compile(rb"(?im)^content-type:\s{0,8}multipart/related")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # PNG, JPEG, TIFF
_PDF_WINDOW = 1024


def sniff(data: bytes, limits: Limits) -> Format:
    """The format of the bytes; typed errors for what is empty, refused, damaged or encrypted.

    >>> from analyzer.reading.limits import DEFAULT_LIMITS
    >>> sniff(b"%PDF-1.7 ...", DEFAULT_LIMITS)
    'pdf'
    """
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise EmptyDocument("The file is empty.", "Tệp rỗng.")
    if is_packet(data):
        return "packet"
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data, limits)
    if data.startswith(MAGIC):
        return _sniff_ole(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES):
        return "picture"
    for magic, offset, name, advice in _REFUSED:
        if data.startswith(magic, offset):
            raise refused(name, advice)
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        raise refused("a BMP picture", _PICTURE)
    if _MHTML.search(data[:2048]):
        raise refused(
            "a saved web archive (.mht)", ("save the page as HTML or PDF", "hãy lưu trang thành HTML hoặc PDF")
        )
    return "text"


def refused(name: str, advice: tuple[str, str] = _SAVE_AS) -> UnsupportedFormat:
    """The error for a recognised format that is not read."""
    bare = re.sub("^an? ", "", name)
    return UnsupportedFormat(
        f"The file is {name}, which is not read: {advice[0]}.",
        f"Tệp thuộc định dạng chưa hỗ trợ ({bare}): {advice[1]}.",
    )


def _sniff_zip(data: bytes, limits: Limits) -> Format:
    members = list_members(data, limits)
    check_members(members, limits)
    names = {m.filename for m in members}
    if any(re.fullmatch(r"word/document\d*\.xml", n) for n in names):
        return "docx"
    for member, name in _ZIPPED:
        if member in names:
            raise refused(name)
    if packet_members(data, members):
        return "packet"
    raise refused("a zip archive", _UNPACK)


def _sniff_ole(data: bytes) -> Format:
    names = {entry.name for entry in entries(data)}
    if not names:
        raise DamagedFile(
            "The file starts like a document of Windows (OLE2), but is damaged or cut off.",
            "Tệp mở đầu như tài liệu Windows (OLE2) nhưng bị hỏng hoặc bị cụt.",
        )
    if "EncryptedPackage" in names:
        raise EncryptedFile(
            "The document is protected by a password; remove it and save again.",
            "Tài liệu được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
        )
    if "WordDocument" in names:
        return "doc"
    for stream, name in _OLE_STREAMS:
        if any(found.startswith(stream) for found in names):
            raise refused(name)
    raise refused("an OLE2 file of Windows")
