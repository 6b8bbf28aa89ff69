"""Which of the files of a packet is the document, and what is told of the others."""

from __future__ import annotations

import gzip
import io
import unicodedata
import zipfile
from typing import Any

import pytest
from PIL import Image

from analyzer.errors import DamagedFile, EmptyDocument, EncryptedFile, InputTooLarge, UnsafeFile, UnsupportedFormat
from analyzer.reading import Limits, read
from analyzer.reading.edxml.attachments import Attachment
from analyzer.reading.edxml.choice import choose
from analyzer.reading.manuscript import Manuscript
from tests.reading.builders import word
from tests.reading.hostile import encrypted_members, letter, packed
from tests.reading.packets import LETTER, ORDER, changed, codes, packet, read_of, workbook, zipped

ANNEX = "PHỤ LỤC\nGiao Sở Tài chính một việc khác."


def docx(text: str = ORDER) -> bytes:
    return word(lambda d: [d.add_paragraph(line) for line in text.split("\n")])


CHOICES: list[tuple[str, list[tuple[str, Any]], str]] = [
    # why, files, the one that is read
    ("the first", [("a.txt", LETTER), ("b.txt", LETTER)], "a.txt"),
    ("no annex", [("Phu luc 1.docx", ANNEX), ("cong van.docx", LETTER)], "cong van.docx"),
    ("no annex, joined", [("PhuLuc1.docx", ANNEX), ("congvan.docx", LETTER)], "congvan.docx"),
    ("no annex, capitals", [("PHỤ LỤC KÈM THEO.txt", ANNEX), ("CV.txt", LETTER)], "CV.txt"),
    ("no annex, short", [("PL01.txt", ANNEX), ("CV.txt", LETTER)], "CV.txt"),
    ("no annex, short, Roman", [("PL_II.txt", ANNEX), ("CV.txt", LETTER)], "CV.txt"),
    ("no annex, in the middle", [("1. Danh sách đơn vị.txt", ANNEX), ("2. Tờ trình.txt", LETTER)], "2. Tờ trình.txt"),
    ("no annex, NFD", [(unicodedata.normalize("NFD", "Phụ lục.txt"), ANNEX), ("CV.txt", LETTER)], "CV.txt"),
    ("its number", [("vanban.txt", ANNEX), ("639_UBND-NC_signed.txt", LETTER)], "639_UBND-NC_signed.txt"),
    ("its number, zeros", [("vanban.txt", ANNEX), ("0639-UBND.txt", LETTER)], "0639-UBND.txt"),
    ("its number in an annex's name", [("PL kem 639-UBND-NC.txt", ANNEX), ("VB.txt", LETTER)], "VB.txt"),
    ("its number, about a list", [("a.txt", ANNEX), ("639 UBND danh sách.txt", LETTER)], "639 UBND danh sách.txt"),
    ("another number with its digits", [("a.txt", LETTER), ("1639-UBND.txt", ANNEX)], "a.txt"),
    ("a day with its digits", [("a.txt", LETTER), ("639.txt", ANNEX)], "a.txt"),
    ("an annex alone", [("Phụ lục.txt", LETTER)], "Phụ lục.txt"),
    ("annexes alone", [("Phụ lục 1.txt", LETTER), ("Phụ lục 2.txt", ANNEX)], "Phụ lục 1.txt"),
    ("a plan, not 'PL'", [("Phan loai.txt", LETTER), ("b.txt", ANNEX)], "Phan loai.txt"),
    ("what can be read", [("so lieu.xlsx", workbook()), ("cv.docx", docx())], "cv.docx"),
    ("what can be read, of damaged", [("cv.pdf", b"%PDF-1.7\n%%EOF"), ("cv.docx", docx())], "cv.docx"),
    ("what can be decoded", [("cv.pdf", "!!!"), ("cv.docx", docx())], "cv.docx"),
    ("what has content", [("cv.pdf", None), ("cv.docx", docx())], "cv.docx"),
    ("what holds text", [("cv.docx", docx("")), ("cv2.docx", docx())], "cv2.docx"),
    ("no data", [("dulieu.xml", b"<?xml version='1.0'?><a>Giao</a>"), ("cv.docx", docx())], "cv.docx"),
    ("no password", [("cv.docx", encrypted_members()), ("cv2.docx", docx())], "cv2.docx"),
    ("no odd zip", [("a.zip", zipped({"a.txt": LETTER}, zipfile.ZIP_LZMA)), ("cv.docx", docx())], "cv.docx"),
    ("no packet", [("goi.edxml", packet()), ("cv.docx", docx())], "cv.docx"),
    ("a page", [("cv.xml", f"<?xml version='1.0'?><html><body><p>{ORDER}</p></body></html>".encode())], "cv.xml"),
    ("a Word file, not text", [("a.txt", ANNEX), ("b.docx", docx())], "b.docx"),
    ("within a zip of several", [("tai lieu.zip", zipped({"Phu luc.txt": ANNEX.encode(), "CV 639-UBND.txt": LETTER}))],
     "tai lieu.zip: CV 639-UBND.txt"),
    ("within a folder of a zip",
     [("t.zip", zipped({"__MACOSX/._a": b"x", "a/": b"", "a/cv.txt": LETTER, "a/pl1.txt": LETTER}))],
     "t.zip: a / cv.txt"),
    ("the name without '.zip'", [("cv.docx.zip", zipped({"x": docx()}))], "cv.docx"),
    ("the name without '.gz'", [("cv.docx.gz", gzip.compress(docx()))], "cv.docx"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "chosen"), [c[1:] for c in CHOICES], ids=[c[0] for c in CHOICES])
def test_choices(files: list[tuple[str, Any]], chosen: str) -> None:
    made = [(name, content.encode() if content is ANNEX else content) for name, content in files]
    manuscript = read(packet(made))
    assert read_of(manuscript) == chosen
    assert "Sở Y tế" in manuscript.text
    told = " ".join(note.message_vi for note in manuscript.notes)
    assert manuscript.source.packet is not None
    for name in manuscript.source.packet.attachments:
        # Whatever was not read is named.
        assert name == chosen or name in told, name


def test_annexes_that_the_header_lists() -> None:
    header = changed(OtherInfo={"Appendixes": {"Appendix": ["Bảng số liệu"]}})
    assert read_of(read(packet([("Bảng số liệu.txt", ANNEX.encode()), ("a.txt", LETTER)], header))) == "a.txt"


def test_pictures_come_behind_documents() -> None:
    picture = io.BytesIO()
    Image.new("L", (40, 40), 255).save(picture, "PNG")
    manuscript = read(packet([("a.png", picture.getvalue()), ("b.txt", LETTER)]))
    assert read_of(manuscript) == "b.txt"
    assert codes(manuscript) == ["packet_attachments_left"]  # it was not even tried


def test_an_annex_does_not_stand_for_a_document_that_cannot_be_read() -> None:
    for broken, error in (
        (b"%PDF-1.7\n%%EOF", DamagedFile),
        ("!!!!", DamagedFile),
        (workbook(), UnsupportedFormat),
        (encrypted_members(), EncryptedFile),
        (packet(), UnsupportedFormat),
        (docx(""), EmptyDocument),
        (None, DamagedFile),
    ):
        with pytest.raises(error) as caught:
            read(packet([("cong van.bin", broken), ("Phụ lục.txt", ANNEX.encode())]))
        assert type(caught.value) is error
        assert "cong van.bin" in caught.value.message
        assert "cong van.bin" in caught.value.message_vi


def test_office_files_are_no_packing() -> None:
    text = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})
    for content, name in ((text, "OpenDocument"), (workbook(), "Excel")):
        with pytest.raises(UnsupportedFormat, match=name):
            read(packet([("a.bin", content)]))


def test_not_all_files_that_look_like_documents_are_tried() -> None:
    tried: list[str] = []

    def fail(data: bytes, name: str) -> Manuscript:
        tried.append(name)
        raise DamagedFile("It is damaged.", "Tệp bị hỏng.")

    files = [Attachment(f"{i}.pdf", b"%PDF-1.7") for i in range(50)]
    with pytest.raises(DamagedFile):
        choose(files, None, [], Limits(), fail)
    assert tried == [f"{i}.pdf" for i in range(20)]


def test_hostile_files_end_it() -> None:
    """Others would do, but what was built to harm is told, not passed over."""
    members = letter()
    bomb = packed({**members, "word/a.xml": b" " * 20_000_000})
    entities = packed({**members, "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    for content, error in ((bomb, InputTooLarge), (gzip.compress(bomb), InputTooLarge), (entities, UnsafeFile)):
        with pytest.raises(error, match=r"cong van\.docx"):
            read(packet([("cong van.docx", content), ("b.docx", docx())]))


def test_none_can_be_read() -> None:
    with pytest.raises(DamagedFile, match="None of the documents") as caught:
        read(packet([("a.pdf", "!!!!"), ("b.xlsx", workbook())]))
    for message in (caught.value.message, caught.value.message_vi):
        assert "a.pdf" in message
        assert "b.xlsx" in message


def test_errors_of_a_packet_with_many_long_names_are_short() -> None:
    files = [(f"{'x' * 5_000}{i}.xlsx", workbook()) for i in range(200)]
    with pytest.raises(UnsupportedFormat) as caught:
        read(packet(files))
    assert len(caught.value.message) < 5_000
    good = read(packet([*files, ("a.txt", LETTER)]))
    assert all(len(note.message) < 5_000 for note in good.notes)
