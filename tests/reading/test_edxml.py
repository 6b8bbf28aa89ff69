"""Packets: telling them, the forms they come in, and which of their files is the document."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analyzer.errors import (
    DamagedFile,
    EmptyDocument,
    EncryptedFile,
    UnreadableInput,
    UnsupportedFormat,
)
from analyzer.reading import read
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.isolation import read_isolated
from analyzer.reading.limits import DEFAULT_LIMITS
from analyzer.reading.manuscript import Manuscript
from analyzer.reading.sniff import sniff
from tests.reading.builders import word
from tests.reading.hostile import encrypted_members
from tests.reading.packets import HEADER, LETTER, NAMESPACE, ORDER, changed, document, encoded, envelope, packet, zipped

ANNEX = "PHỤ LỤC\nGiao Sở Tài chính một việc khác."


def read_of(manuscript: Manuscript) -> str | None:
    assert manuscript.source.packet is not None
    return manuscript.source.packet.document


def codes(manuscript: Manuscript) -> list[str]:
    return [note.code for note in manuscript.notes]


# Forms of the XML.

FORMS: dict[str, Callable[[], bytes]] = {
    "prefix": packet,
    "another prefix": lambda: packet(prefix="ns1"),
    "no prefix": lambda: packet(prefix=""),
    "envelope at the root": lambda: (
        envelope(HEADER, [("0", "vanban.txt")]).removesuffix(END)
        + edxml(f"<AttachmentEncoded>{encoded('vanban.txt', '0', B64)}</AttachmentEncoded>") + END
    ).encode(),
    "attachments without a namespace": lambda: (
        f'<e:edXML xmlns:e="{NAMESPACE}">{envelope(HEADER, [("cid:0", "vanban.txt")], "e")}'
        f"<AttachmentEncoded>{encoded('vanban.txt', 'cid:0', B64)}</AttachmentEncoded></e:edXML>"
    ).encode(),
    "root without a namespace": lambda: (
        f"<edXML>{envelope(HEADER, [('cid:0', 'vanban.txt')])}"
        f"<AttachmentEncoded>{encoded('vanban.txt', 'cid:0', B64)}</AttachmentEncoded></edXML>"
    ).encode(),
    "namespace with https and a slash": lambda: document(namespace=NAMESPACE.replace("http:", "https:") + "/").encode(),
    "BOM": lambda: packet(mark=b"\xef\xbb\xbf"),
    "blanks before the declaration": lambda: b"\r\n \t" + packet(),
    "BOM and blanks": lambda: packet(mark=b"\xef\xbb\xbf\n"),
    "no declaration": lambda: document().encode(),
    "comments": lambda: document(prolog="<!-- edXML 1.0 -->\n<?xml-stylesheet href='a.xsl'?>\n").encode(),
    "UTF-16 with a mark": lambda: packet(encoding="utf-16"),
    "UTF-16 LE": lambda: packet(encoding="utf-16-le", declared="utf-16"),
    "UTF-16 BE": lambda: packet(encoding="utf-16-be", declared="utf-16"),
    "UTF-16 BE with a mark": lambda: packet(encoding="utf-16-be", declared="utf-16", mark=b"\xfe\xff"),
    "UTF-32": lambda: packet(encoding="utf-32"),
    "UTF-8 that says it is UTF-16": lambda: packet(declared="utf-16"),
    "UTF-8 with a mark that says it is UTF-16": lambda: packet(declared="UTF-16", mark=b"\xef\xbb\xbf"),
    "Windows-1258": lambda: in_1258(),
    "NFD": lambda: unicodedata.normalize("NFD", packet().decode()).encode(),
    "base64 in one line": lambda: packet(wrapped=False),
    "base64 without padding": lambda: packet([("vanban.txt", B64.rstrip("="))]),
    "base64 with blanks": lambda: packet([("vanban.txt", " \n".join(B64[i : i + 7] for i in range(0, len(B64), 7)))]),
    "base64 in CDATA": lambda: packet([("vanban.txt", f"<![CDATA[{B64}]]>")]),
    "a file in a zip": lambda: packet([("vanban.txt", zipped({"b1946ac9.edxml": LETTER}))]),
    "a file in a zip, stored": lambda: packet([("vanban.txt", zipped({"x": LETTER}, 0))]),
    "a file in gzip": lambda: packet([("vanban.txt", gzip.compress(LETTER))]),
    "a signature": lambda: packet().replace(
        b"</edXML:edXMLHeader>",
        b'<Signature><SignedInfo><Reference URI=""/></SignedInfo></Signature>'
        b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object><ds:edXMLEnvelope/></ds:Object>'
        b"</ds:Signature></edXML:edXMLHeader>",
    ),
    "names in other letters": lambda: packet().replace(b"edXMLEnvelope", b"EdXmlEnvelope").replace(b"Code", b"CODE"),
    "in an archive": lambda: zipped({"000.00.00.H99.edxml": packet()}),
    "in an archive beside its file": lambda: zipped(
        {"goi/tin.xml": packet([("vanban.txt", None)]), "goi/": b"", "goi/VanBan.TXT": LETTER}
    ),
    "in an archive beside a file that is not named": lambda: zipped({"a.xml": packet([]), "vanban.txt": LETTER}),
}  # fmt: skip

B64 = base64.b64encode(LETTER).decode()
END = "</edXML:edXMLEnvelope>"


def edxml(text: str) -> str:
    """The elements of an encoded attachment, with the prefix of the standard."""
    return text.replace("</", "</edXML:").replace("<A", "<edXML:A").replace("<C", "<edXML:C")


def in_1258() -> bytes:
    """With the tones typed behind their letters, as Windows-1258 has them."""
    parts = []
    for char in document():
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", "".join(c for c in marks if c not in tones)) + tones)
    return b'<?xml version="1.0" encoding="windows-1258"?>' + "".join(parts).encode("cp1258")


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_every_form_reads_the_same(make: Callable[[], bytes]) -> None:
    data = make()
    assert sniff(data, DEFAULT_LIMITS) == "packet"
    manuscript = read(data, "goi.edxml")
    expected = read(packet(), "goi.edxml")
    assert manuscript.text == ORDER
    assert manuscript.source.packet is not None
    assert expected.source.packet is not None
    for name in ("number", "issued_on", "due_on", "sender", "subject", "recipients", "document"):
        if name != "document" or "VanBan" not in str(manuscript.source.packet.document):
            assert getattr(manuscript.source.packet, name) == getattr(expected.source.packet, name), name
    assert manuscript.source.name == "goi.edxml"
    assert manuscript.source.reader == "text"
    assert manuscript.notes == ()


def test_the_source_is_the_packet() -> None:
    data = packet([("van ban.docx", word(lambda d: d.add_paragraph(ORDER)))])
    source = read(data, "goi.edxml").source
    assert (source.name, source.media_type, source.reader) == ("goi.edxml", "application/xml", "docx")
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert read(zipped({"a.edxml": data})).source.media_type == "application/zip"


def test_read_apart_and_as_text(tmp_path: Path) -> None:
    data = packet([("639-UBND-NC.docx", word(lambda d: d.add_paragraph(ORDER)))])
    here = read(data, "goi.edxml")
    assert read_isolated(data, "goi.edxml") == here
    path = tmp_path / "goi.edxml"
    path.write_bytes(data)
    assert read_isolated(path) == here
    assert read(data.decode(), "goi.edxml") == here
    assert read_isolated(data.decode(), "goi.edxml") == here


NOT_PACKETS: dict[str, bytes] = {
    "a page about packets": f"<!DOCTYPE html><html><body><p>edXML, {NAMESPACE}</p></body></html>".encode(),
    "a page without a doctype": f"<html><head><title>edXML</title></head><body>{NAMESPACE}</body></html>".encode(),
    "text about packets": f"Gói tin edXML có không gian tên {NAMESPACE}".encode(),
    "other XML": b'<?xml version="1.0"?><report><edXML/></report>',
    "XML that is broken at once": b"<edXML <",
    "nothing but a mark": b"\xff\xfe<\0",
    "half a letter in UTF-16": b"\xff\xfe<\0e",
}  # fmt: skip


@pytest.mark.parametrize("data", NOT_PACKETS.values(), ids=NOT_PACKETS.keys())
def test_what_is_no_packet(data: bytes) -> None:
    assert not is_packet(data)


def test_an_archive_without_a_packet_is_refused_as_before() -> None:
    with pytest.raises(UnsupportedFormat, match="unpack it"):
        read(zipped({"a.txt": LETTER, "b.html": NOT_PACKETS["a page about packets"]}))


# Which file is the document.


def docx(text: str = ORDER) -> bytes:
    return word(lambda d: [d.add_paragraph(line) for line in text.split("\n")])


def workbook() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


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
    ("no packet", [("goi.edxml", packet()), ("cv.docx", docx())], "cv.docx"),
    ("a page", [("cv.xml", f"<?xml version='1.0'?><html><body><p>{ORDER}</p></body></html>".encode())], "cv.xml"),
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


# Packets without a document.


def test_without_attachments() -> None:
    manuscript = read(packet([]), "goi.edxml")
    assert manuscript.text == "V/v rà soát quy trình nội bộ\nRà soát quy trình nội bộ năm 2024"
    assert (manuscript.source.reader, read_of(manuscript)) == ("edxml", None)
    assert codes(manuscript) == ["packet_without_document"]
    assert read_isolated(packet([]), "goi.edxml") == manuscript


def test_attachments_named_but_not_there() -> None:
    for content in (None, "", " \n", "base64"):
        manuscript = read(packet([("cong van.pdf", content)]))
        assert codes(manuscript) == ["packet_without_document"]
        assert "cong van.pdf" in manuscript.notes[0].message
        assert "cong van.pdf" in manuscript.notes[0].message_vi


def test_a_summary_that_repeats_the_subject() -> None:
    header = changed(Subject="Rà soát quy trình", Content="Rà soát quy trình")
    assert read(packet([], header)).text == "Rà soát quy trình"


def test_nothing_at_all() -> None:
    with pytest.raises(EmptyDocument):
        read(packet([], changed(Subject="", Content="N/A")))


STATUS = {
    "From": {"OrganId": "000.00.07.H99", "OrganName": "Sở Y tế"},
    "ResponseFor": {"Code": "639/UBND-NC", "PromulgationDate": "2024/03/01"},
    "StatusCode": "05",
    "Timestamp": "2024/03/02 08:00:00",
}


@pytest.mark.parametrize("named", ["MessageHeader", "Status"])
def test_status_messages(named: str) -> None:
    data = packet([], STATUS).replace(b"edXML:MessageHeader", f"edXML:{named}".encode())
    with pytest.raises(UnsupportedFormat, match="status message") as caught:
        read(data)
    for message in (caught.value.message, caught.value.message_vi):
        assert "đang xử lý" in message
        assert "639/UBND-NC" in message


def test_a_packet_of_another_standard() -> None:
    for namespace in ("http://www.e-doc.vn/Schema/", "urn:x", f"{NAMESPACE}_X"):
        data = document(namespace=namespace).replace(NAMESPACE, namespace).encode()
        with pytest.raises(UnsupportedFormat, match="QCVN 102:2016") as caught:
            read(data)
        assert namespace in caught.value.message
        assert namespace in caught.value.message_vi


@pytest.mark.parametrize(
    "text",
    [
        f'<edXML xmlns="{NAMESPACE}"/>',
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope/></edXML>',
        f'<edXMLEnvelope xmlns="{NAMESPACE}"><edXMLHeader/></edXMLEnvelope>',
        f'<MessageHeader xmlns="{NAMESPACE}">edXML</MessageHeader>',
    ],
)
def test_without_a_header(text: str) -> None:
    with pytest.raises(UnsupportedFormat, match="no message header"):
        read(text.encode())


def test_several_packets_in_an_archive() -> None:
    with pytest.raises(UnsupportedFormat, match="2 packets"):
        read(zipped({"a.edxml": packet(), "b.edxml": packet()}))


def test_files_that_the_manifest_joins_by_name_or_not_at_all() -> None:
    body = f"{envelope(HEADER, [('x', 'b.txt'), ('', 'a.txt')])}"
    parts = encoded("a.txt", "7", B64) + encoded("c.txt", "", B64)
    manuscript = read(
        f'<edXML xmlns="{NAMESPACE}">{body}<AttachmentEncoded>{parts}</AttachmentEncoded></edXML>'.encode()
    )
    assert manuscript.source.packet is not None
    assert manuscript.source.packet.attachments == ("b.txt", "a.txt", "c.txt")
    assert read_of(manuscript) == "a.txt"
    assert sorted(codes(manuscript)) == ["packet_attachment_unreadable", "packet_attachments_left"]


def test_links_of_the_manifest() -> None:
    body = envelope(HEADER, [("", "van ban.txt")]).replace(
        "<edXML:Reference>", '<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:A7">'
    )
    data = f'<edXML xmlns="{NAMESPACE}">{body}<AttachmentEncoded>{encoded("", "a7", B64)}</AttachmentEncoded></edXML>'
    assert read_of(read(data.encode())) == "van ban.txt"


def test_notes_of_the_document_are_kept() -> None:
    broken = LETTER * 20 + b"\xff"
    manuscript = read(packet([("a.txt", broken), ("b.txt", LETTER)]))
    assert codes(manuscript) == ["packet_attachments_left", *codes(read(broken))]
    assert len(manuscript.notes) == 2


def test_errors_are_the_same_in_the_child() -> None:
    for data in (packet([("a.pdf", "!!!!")]), packet([("a.xlsx", workbook())]), packet([], STATUS), packet()[:-200]):
        with pytest.raises(UnreadableInput) as here:
            read(data)
        with pytest.raises(UnreadableInput) as there:
            read_isolated(data)
        assert (type(here.value), str(here.value)) == (type(there.value), str(there.value))
