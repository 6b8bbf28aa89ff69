"""Packets: telling them, the forms they come in, and those that carry no document."""

from __future__ import annotations

import base64
import gzip
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import EmptyDocument, UnreadableInput, UnsupportedFormat
from analyzer.reading import read
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.isolation import read_isolated
from analyzer.reading.limits import DEFAULT_LIMITS
from analyzer.reading.manuscript import Manuscript
from analyzer.reading.sniff import sniff
from tests.reading.builders import word
from tests.reading.packets import (
    HEADER,
    LETTER,
    NAMESPACE,
    ORDER,
    changed,
    codes,
    document,
    encoded,
    envelope,
    packet,
    read_of,
    workbook,
    zipped,
)

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
    "base64 behind blanks": lambda: packet([("vanban.txt", "\r\n" * 50 + B64)]),
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
    "in an archive of another system": lambda: zipped(
        {"__MACOSX/._goi.xml": b"\0", "goi.xml": packet([("vanban.txt", None)]), "vanban.txt": LETTER}
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


def test_text_goes_to_the_child_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def remember(source: object, *arguments: object, **options: object) -> Manuscript:
        asked.append(source)
        return read(LETTER)

    monkeypatch.setattr("analyzer.reading.isolation._shared.read", remember)
    read_isolated(packet().decode())
    assert asked == [packet()]


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


# Packets without a document.


def test_without_attachments() -> None:
    manuscript = read(packet([]), "goi.edxml")
    assert manuscript.text == "V/v rà soát quy trình nội bộ\nRà soát quy trình nội bộ năm 2024"
    assert (manuscript.source.reader, read_of(manuscript)) == ("edxml", None)
    assert codes(manuscript) == ["packet_without_document"]
    assert read_isolated(packet([]), "goi.edxml") == manuscript


def test_attachments_named_but_not_there() -> None:
    for content in (None, "", " \n" * 50, "base64", "\nBase64\n"):
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
