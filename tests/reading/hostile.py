"""Files that are built to harm their reader: made part by part, for the tests of what becomes of them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from tests.reading.builders import word

TEXT = "Giao Sở Y tế báo cáo kết quả."
STORED = zipfile.ZIP_STORED
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)

# Word packages: a good one, taken apart and put together with parts changed or added.


def letter() -> dict[str, bytes]:
    data = word(lambda d: d.add_paragraph(TEXT))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_body(body: str) -> bytes:
    """A Word file with this XML in front of its text."""
    members = letter()
    document = members["word/document.xml"].decode()
    return packed({**members, "word/document.xml": document.replace("<w:body>", f"<w:body>{body}", 1).encode()})


def with_prolog(prolog: str, part: str = "word/document.xml", encoding: str = "utf-8") -> bytes:
    members = letter()
    text = members[part].decode()
    root = text[text.index("?>") + 2 :].lstrip()
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return packed({**members, part: (head + prolog + root).encode(encoding)})


def claimed(data: bytes, name: str, size: int) -> bytes:
    """The archive with another size claimed for a member, and the checksum of so many bytes of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
        content = archive.read(name)
    changed = bytearray(data)
    checksum = zlib.crc32(content[:size])
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    changed[at + 16 : at + 20] = checksum.to_bytes(4, "little")
    changed[at + 24 : at + 28] = size.to_bytes(4, "little")
    changed[info.header_offset + 14 : info.header_offset + 18] = checksum.to_bytes(4, "little")
    changed[info.header_offset + 22 : info.header_offset + 26] = size.to_bytes(4, "little")
    return bytes(changed)


def overlapping() -> bytes:
    """An archive whose last member is said to lie where the first is."""
    data = bytearray(packed({**letter(), "word/more.bin": b"x"}))
    at = bytes(data).rindex(b"PK\x01\x02")
    data[at + 42 : at + 46] = (10).to_bytes(4, "little")
    return bytes(data)


def encrypted_members() -> bytes:
    data = bytearray(packed(letter()))
    for at in (m.start() for m in re.finditer(b"PK\x01\x02", data)):
        data[at + 8] |= 1
    return bytes(data)


def macro_enabled() -> bytes:
    members = letter()
    index = members["[Content_Types].xml"]
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert main in index
    return packed(
        {
            **members,
            "[Content_Types].xml": index.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        }
    )


# PDF files, written object by object.

LATIN = "Giao So Y te"
SHOWN = f"BT /F1 12 Tf 50 700 Td ({LATIN}) Tj ET".encode()


def raw_pdf(
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    *,
    catalog: bytes = b"",
    box: bytes = b"0 0 595 842",
    contents: bytes = SHOWN,
    filters: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + resources
        + b">>" + page + b">>",
        b"<<" + filters + b"/Length %d>>stream\n" % len(contents) + contents + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


# Pictures, byte by byte.


def png(width: int, height: int) -> bytes:
    """A PNG of this size, as its head says; there are no such dots in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress(bytes(1_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def tiff(following: int) -> bytes:
    """A white TIFF of 100 by 100 dots, whose directory names the place of the following one."""
    tags = (
        (256, 3, 100),
        (257, 3, 100),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 200),
        (278, 3, 100),
        (279, 4, 10_000),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags
    )
    return (b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", following)).ljust(
        200, b"\0"
    ) + b"\xff" * 10_000
