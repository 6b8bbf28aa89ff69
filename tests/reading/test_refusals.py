"""What is not read: recognised by its bytes, named in the error, with advice; nothing but typed errors."""

from __future__ import annotations

import io
import zipfile

import pytest

from analyzer.errors import DamagedFile, EmptyDocument, EncryptedFile, InputTooLarge, UnreadableInput, UnsupportedFormat
from analyzer.reading import Limits, read
from tests.reading.builders import word
from tests.reading.containers_ole import ole


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, "nội dung")
    return buffer.getvalue()


REFUSED = {
    ".xls": ole("Workbook"),
    ".ppt": ole("PowerPoint Document"),
    ".msg": ole("__substg1.0_0037001F"),
    "OLE2": ole("Contents"),
    "GIF": b"GIF89a" + b"\0" * 40,
    "WebP": b"RIFF\x10\0\0\0WEBP" + b"\0" * 40,
    "BMP": b"BM\x36\x10\0\0\0\0\0\0" + b"\0" * 40,
    ".xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    ".pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    ".odt": zipped("mimetype", "content.xml"),
    "zip archive": zipped("a.txt", "b.txt"),
    "RAR": b"Rar!\x1a\x07\x01\0" + b"\0" * 40,
    "7z": b"7z\xbc\xaf'\x1c" + b"\0" * 40,
    "gzip": b"\x1f\x8b\x08" + b"\0" * 40,
    "program": b"MZ\x90\0" + b"\0" * 40,
    ".mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\nabc",
}


@pytest.mark.parametrize(("name", "data"), REFUSED.items(), ids=REFUSED.keys())
def test_refused_formats_are_named(name: str, data: bytes) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        read(data, "tai-lieu.pdf")
    assert name in caught.value.message
    assert caught.value.message_vi


@pytest.mark.parametrize("name", [".xls", ".ppt", ".odt"])
def test_advice_is_to_save_as_docx_or_pdf(name: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"save it as \.docx or PDF"):
        read(REFUSED[name])


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"\xef\xbb\xbf", b"\0\0\0\0", b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read(data)


def test_a_word_file_with_a_password() -> None:
    with pytest.raises(EncryptedFile):
        read(ole("EncryptionInfo", "EncryptedPackage"))


def test_a_broken_zip_is_damaged() -> None:
    data = word(lambda d: d.add_paragraph("Kế hoạch"))
    for cut in (30, len(data) // 2, len(data) - 30):
        with pytest.raises(DamagedFile):
            read(data[:cut])


def test_a_broken_part_is_damaged() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(DamagedFile):
        read(buffer.getvalue())


def test_flipped_bytes_end_in_typed_errors_or_text() -> None:
    data = word(lambda d: d.add_paragraph("Kế hoạch cải cách hành chính năm 2024 của tỉnh"))
    for position in range(0, len(data), max(1, len(data) // 150)):
        broken = bytearray(data)
        broken[position] ^= 0xFF
        try:
            read(bytes(broken))
        except UnreadableInput:
            continue


def test_a_zip_bomb_is_too_large() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 5_000_000)
    with pytest.raises(InputTooLarge):
        read(buffer.getvalue(), limits=Limits(unpacked=1_000_000))


def test_pdf_header_alone_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        read(b"%PDF-1.7\n%%EOF")
