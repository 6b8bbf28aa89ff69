"""Checks of what contains a document: zip archives that are built to harm their reader, XML with entities, macros.

Readers of zip and XML trust what a file says of itself. Here the sizes are counted, not believed, and what no word
processor writes (overlapping members, document types with entities) is refused before a reader sees it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from analyzer.errors import ActiveContent, DamagedFile, EncryptedFile, UnsafeFile
from analyzer.reading.limits import Limits

_CHUNK = 65_536
_LOCAL_HEADER = 30
_ENCRYPTED = 1
_ENTRY = b"PK\x01\x02"
# Small parts of blanks pack better than any ratio allows, and harm nobody.
_SMALL = 1_000_000
_MACROS = re.compile(r"(?:^|/)vba(?:project|data)[^/]{0,20}$", re.IGNORECASE)
_XML_PART = re.compile(r"^(?!customXml/).{0,1000}\.(?:xml|rels)$", re.IGNORECASE)
_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]{0,1000}\[.{0,5000}?<!ENTITY\s", re.IGNORECASE | re.DOTALL)
_HEAD = 20_000
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


def list_members(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members of a zip archive, which are few enough."""
    # Counted before a list is made of them.
    limits.check(members=data.count(_ENTRY))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise DamagedFile(
            f"The file starts like a zip container (.docx), but is truncated or corrupt: {error}.",
            "Tệp mở đầu như .docx nhưng bị cụt hoặc hỏng.",
        ) from error


def is_file(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a file and has a name; without one, ``ZipInfo.is_dir`` fails in Python 3.11.

    >>> is_file(zipfile.ZipInfo("a/")), is_file(zipfile.ZipInfo("a/b")), is_file(zipfile.ZipInfo(""))
    (False, True, False)
    """
    return not member.filename.endswith("/") and member.filename != ""


def check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Judge an archive by its list of members: sizes, ratios, passwords, macros, members in each other's place."""
    limits.check(unpacked=sum(m.file_size for m in members))
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise EncryptedFile(
                "The archive is protected by a password; remove it and save again.",
                "Tệp nén được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
            )
        if member.file_size > _SMALL:
            limits.check(ratio=member.file_size // max(1, member.compress_size))
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < 0:
            raise _cut_off(member)
        if member.header_offset < end:
            raise UnsafeFile(
                "The members of the archive overlap, as in a zip bomb.",
                "Các tệp con trong tệp nén chồng lên nhau (dấu hiệu bom nén).",
            )
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    if any(_MACROS.search(m.filename) for m in members):
        raise has_macros()


def check_parts(data: bytes, limits: Limits) -> None:
    """Judge a Word package by what its members unpack to: true sizes, document types, depth of the XML, macros."""
    for member in list_members(data, limits):
        guard = _XmlGuard(limits) if _XML_PART.match(member.filename) else None
        is_index = member.filename == "[Content_Types].xml"
        size, index = 0, b""
        for chunk in _unpacked(data, member):
            size += len(chunk)
            if size > member.file_size:
                raise _larger_than_said()
            if guard is not None:
                limits.check(part=size)
                guard.feed(chunk)
            if is_index:
                index += chunk
        if size < member.file_size:
            raise _cut_off(member)
        if b"macroEnabled" in index:
            raise has_macros()


def unpack(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member of an archive that ``check_members`` has passed; no more than the archive says."""
    content = bytearray()
    for chunk in _unpacked(data, member):
        content += chunk
        if len(content) > member.file_size:
            raise _larger_than_said()
    if len(content) < member.file_size:
        raise _cut_off(member)
    return bytes(content)


def first_bytes(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The beginning of a member, as far as it is unpacked in one piece."""
    return next(_unpacked(data, member), b"")


def check_markup(text: str) -> None:
    """Raise UnsafeFile for XML or HTML that declares entities of its own.

    >>> check_markup('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    Traceback (most recent call last):
    analyzer.errors.UnsafeFile: The text declares XML entities, which are not resolved. Save it without them.
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith("<") and _ENTITIES.search(head):
        raise UnsafeFile(
            "The text declares XML entities, which are not resolved. Save it without them.",
            "Văn bản khai thực thể XML (ENTITY), không được xử lý. Hãy lưu lại không có phần đó.",
        )


def has_macros() -> ActiveContent:
    """The error for a document with macros."""
    return ActiveContent(
        "The document holds macros, which are never run. Save it as .docx without macros.",
        "Tài liệu có macro (không bao giờ được chạy). Hãy lưu lại thành .docx không có macro.",
    )


def _larger_than_said() -> UnsafeFile:
    return UnsafeFile(
        "A member of the archive is larger than the archive says.",
        "Một tệp con lớn hơn kích thước khai trong tệp nén.",
    )


def _cut_off(member: zipfile.ZipInfo) -> DamagedFile:
    return DamagedFile(
        f"The member {member.filename[:100]!r} of the archive is cut off.",
        f"Tệp con {member.filename[:100]!r} trong tệp nén bị cụt.",
    )


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes in pieces, to the true end of its stream and never more at a time than a piece."""
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
    lengths = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    start = member.header_offset + _LOCAL_HEADER + sum(lengths)
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise UnsafeFile(
            f"The archive is packed with method {member.compress_type}, which neither Word documents nor packets use.",
            f"Tệp nén dùng phương pháp {member.compress_type}, không dùng cho tài liệu Word và gói tin.",
        )
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _CHUNK):
            rest = bytes(packed[at : at + _CHUNK])
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
        while not unpacker.eof and (chunk := unpacker.decompress(b"", _CHUNK)):
            yield chunk
    except zlib.error as error:
        raise DamagedFile(
            f"The member {member.filename[:100]!r} of the archive is damaged: {error}.",
            f"Tệp con {member.filename[:100]!r} trong tệp nén bị hỏng.",
        ) from error


class _XmlGuard:
    """Watches an XML part go by: raises for a document type and for elements nested too deeply.

    Whether the part is well-formed is for its reader to say.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close

    def feed(self, chunk: bytes) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(chunk)
        except (ValueError, LookupError, expat.ExpatError) as error:
            if isinstance(error, expat.ExpatError) and error.code != _UNKNOWN_ENCODING:
                self._parser = None
                return
            # What cannot be decoded here could hide from here.
            raise DamagedFile(
                "A part of the Word document is in an encoding that Word does not use.",
                "Một phần của tài liệu Word dùng bảng mã lạ.",
            ) from error

    def _open(self, name: str, attributes: object) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            self._limits.check(depth=self._depth)

    def _close(self, name: str) -> None:
        self._depth -= 1


def _refuse_doctype(*declared: object) -> None:
    raise UnsafeFile(
        "An XML part of the document declares a document type, as entity bombs do and Word never does.",
        "Một phần XML của tài liệu khai DOCTYPE (dấu hiệu bom thực thể), Word không bao giờ làm vậy.",
    )
