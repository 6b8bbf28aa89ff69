"""Files that are built to harm their reader, made here: each ends in a typed error, or is read without harm."""

from __future__ import annotations

import contextlib
import io
import re
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from analyzer.errors import (
    ActiveContent,
    DamagedFile,
    EncryptedFile,
    InputTooLarge,
    NoTextLayer,
    OutOfMemory,
    UnreadableInput,
    UnsafeFile,
    UnsupportedFormat,
)
from analyzer.reading import Limits, read
from analyzer.reading.isolation import IsolatedReader
from tests.reading.builders import REGULAR, add_numbering, drawn, level, numbered, word, xml
from tests.reading.test_properties import check

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


HOSTILE_WORD: dict[str, tuple[type[UnreadableInput], Callable[[], bytes]]] = {
    "billion laughs": (UnsafeFile, lambda: with_prolog(LAUGHS)),
    "billion laughs in UTF-16": (UnsafeFile, lambda: with_prolog(LAUGHS, encoding="utf-16")),
    "billion laughs in the styles": (UnsafeFile, lambda: with_prolog(LAUGHS, "word/styles.xml")),
    "billion laughs in the relationships": (UnsafeFile, lambda: with_prolog(LAUGHS, "_rels/.rels")),
    "an external entity": (UnsafeFile, lambda: with_prolog('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')),
    "an external document type": (UnsafeFile, lambda: with_prolog('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">')),
    "an encoding that hides": (DamagedFile, lambda: with_prolog(LAUGHS, encoding="utf-7")),
    "elements without end": (InputTooLarge, lambda: with_body("<w:p>" * 100_000 + "</w:p>" * 100_000)),
    "a ratio": (InputTooLarge, lambda: packed({**letter(), "word/media/image1.bmp": bytes(40_000_000)})),
    "many members": (InputTooLarge, lambda: packed({**letter(), **{f"word/{n}.bin": b"" for n in range(5_001)}})),
    "a size that lies": (UnsafeFile, lambda: claimed(packed(letter()), "word/styles.xml", 100)),
    "a stored size that lies": (UnsafeFile, lambda: claimed(packed(letter(), STORED), "word/styles.xml", 100)),
    "a member cut off": (DamagedFile, lambda: claimed(packed(letter()), "word/styles.xml", 900_000)),
    "members that overlap": (UnsafeFile, overlapping),
    "another packer": (UnsafeFile, lambda: packed(letter(), zipfile.ZIP_LZMA)),
    "macros": (ActiveContent, lambda: packed({**letter(), "word/vbaProject.bin": b"x"})),
    "macros of another name": (ActiveContent, lambda: packed({**letter(), "word/vbaProject2.BIN": b"x"})),
    "a macro-enabled document": (ActiveContent, macro_enabled),
    "members with a password": (EncryptedFile, encrypted_members),
    "a zip in a zip": (UnsupportedFormat, lambda: packed({"a.zip": packed(letter())})),
    "an empty zip": (UnsupportedFormat, lambda: packed({})),
    "the name of a document only": (DamagedFile, lambda: packed({"word/document.xml": b""})),
}  # fmt: skip


@pytest.mark.parametrize(("error", "make"), HOSTILE_WORD.values(), ids=HOSTILE_WORD.keys())
def test_word_files_that_are_refused(error: type[UnreadableInput], make: Callable[[], bytes]) -> None:
    with pytest.raises(error) as caught:
        read(make())
    assert type(caught.value) is error
    assert caught.value.message_vi


def test_a_size_that_lies_never_unpacks_to_its_true_size() -> None:
    """Python's zipfile unpacks a member whole before it looks at the size."""
    import tracemalloc

    bomb = claimed(packed({**letter(), "word/more.bin": bytes(200_000_000)}), "word/more.bin", 1_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnsafeFile):
            read(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


HARMLESS_WORD: dict[str, Callable[[], bytes]] = {
    "a zip bomb inside": lambda: packed({**letter(), "word/embeddings/a.zip": packed({"a": bytes(500_000)})}),
    "tables in tables": lambda: with_body(
        "<w:tbl><w:tr><w:tc>" * 50 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 50 + "<w:p/>"
    ),
    "content controls in each other": lambda: with_body("<w:sdt><w:sdtContent>" * 80 + "</w:sdtContent></w:sdt>" * 80),
    "a document type in custom XML": lambda: packed({**letter(), "customXml/item9.xml": b"<!DOCTYPE html><a/>"}),
    "a HTML part": lambda: packed({**letter(), "word/afchunk.html": b"<!DOCTYPE html><p>a</p>"}),
}


@pytest.mark.parametrize("make", HARMLESS_WORD.values(), ids=HARMLESS_WORD.keys())
def test_word_files_that_are_read(make: Callable[[], bytes]) -> None:
    assert TEXT in read(make()).text


def test_styles_and_numbering_in_circles() -> None:
    def build(document: Any) -> None:
        styles = document.styles.element
        for one, other in (("A", "B"), ("B", "A"), ("C", "C")):
            styles.append(
                xml(
                    f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
                    f'<w:basedOn w:val="{other}"/></w:style>'
                )
            )
        numbering = add_numbering(document, [level("decimal", "%1.%2.%3.%9")])
        paragraph = numbered(document, TEXT, numbering)
        paragraph._p.get_or_add_pPr().insert(0, xml('<w:pStyle w:val="A"/>'))
        root = document.part.numbering_part.element
        root.insert(0, xml('<w:abstractNum w:abstractNumId="77"><w:numStyleLink w:val="L"/></w:abstractNum>'))
        root.append(xml('<w:num w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
        styles.append(
            xml(
                '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="78"/></w:numPr></w:pPr>'
                "</w:style>"
            )
        )
        numbered(document, TEXT, 78)

    assert read(word(build)).text.count(TEXT) == 2


class _Listener:
    """A server on this machine that notes whether anybody called."""

    def __enter__(self) -> _Listener:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/a.png"
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()

    def was_called(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


def test_what_lies_outside_is_never_fetched() -> None:
    with _Listener() as outside:
        members = letter()
        links = "".join(
            f'<Relationship Id="out{n}" TargetMode="External" Target="{outside.url}" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
            for n, kind in enumerate(("image", "hyperlink", "oleObject", "subDocument"))
        )
        name = "word/_rels/document.xml.rels"
        members[name] = members[name].replace(b"</Relationships>", f"{links}</Relationships>".encode())
        found = read(packed(members))
        assert found.text == TEXT
        assert [note.code for note in found.notes] == ["external_content"]
        page = f'<html><head><link rel=stylesheet href="{outside.url}"><base href="{outside.url}"></head><body>' \
               f'<iframe src="{outside.url}"></iframe><img src="{outside.url}"><p>{TEXT}</p></body></html>'  # fmt: skip
        assert read(page.encode()).text == TEXT
        action = f"/OpenAction<</S/URI/URI({outside.url})>>".encode()
        assert read(raw_pdf(catalog=action)).text == LATIN
        assert not outside.was_called()


def test_hyperlinks_alone_are_nothing_to_note() -> None:
    def build(document: Any) -> None:
        document.add_paragraph(TEXT)
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        document.part.relate_to("https://example.org/", kind, is_external=True)

    assert read(word(build)).notes == ()


@pytest.mark.parametrize("head", ['<?xml version="1.0"?>', "", "\ufeff \n"])
def test_entities_in_text(head: str) -> None:
    for root in ("<root>&i;</root>", f"<html><body><p>&i;</p><p>{TEXT}</p></body></html>"):
        with pytest.raises(UnsafeFile):
            read((head + LAUGHS + root).encode())


def test_a_document_type_alone_is_no_bomb() -> None:
    strict = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )
    assert read(f"{strict}<html><body><p>{TEXT}</p></body></html>").text == TEXT
    assert "ENTITY" in read(f"{TEXT} Bỏ khai báo <!DOCTYPE a [<!ENTITY b 'c'>]> trong tệp.").text


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


HARMLESS_PDF: dict[str, bytes] = {
    "as it should be": raw_pdf(),
    "pages in a circle beside one": raw_pdf(
        b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>", more=(b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",)
    ),
    "a parent of its own": raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>"),
    "a negative count": raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count -5>>"),
    "no count": raw_pdf(b"<</Type/Pages/Kids[3 0 R]>>"),
    "arrays in arrays": raw_pdf(catalog=b"/X " + b"[" * 100_000 + b"]" * 100_000),
    "a length that is its stream": raw_pdf().replace(b"/Length %d" % len(SHOWN), b"/Length 4 0 R"),
    "a page without end": raw_pdf(box=b"0 0 99999999999 99999999999"),
    "a box that is no number": raw_pdf(box=b"0 0 1e999 nan"),
    "scripts": raw_pdf(
        catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/true)>>>>",
        page=b"/AA<</O<</S/Launch/F(/bin/true)>>>>",
    ),
    "files inside": raw_pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe) 6 0 R]>>>>",
        more=(b"<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>", b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream"),
    ),
}


@pytest.mark.parametrize("data", HARMLESS_PDF.values(), ids=HARMLESS_PDF.keys())
def test_pdf_files_that_are_read(data: bytes) -> None:
    assert LATIN in read(data).text


HOSTILE_PDF: dict[str, tuple[type[UnreadableInput], bytes]] = {
    "pages in a circle": (DamagedFile, raw_pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "pages that are not there": (DamagedFile, raw_pdf(b"<</Type/Pages/Kids[8 0 R 9 0 R]/Count 2>>")),
    "a million pages": (InputTooLarge, raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>")),
    "contents in a circle": (NoTextLayer, raw_pdf().replace(b"/Contents 4 0 R", b"/Contents 6 0 R").replace(
        b"xref", b"6 0 obj [6 0 R 6 0 R] endobj xref", 1)),
    "the head of a PDF": (DamagedFile, b"%PDF-1.7\n"),
    "half a PDF": (DamagedFile, raw_pdf()[:60]),
}  # fmt: skip


@pytest.mark.parametrize(("error", "data"), HOSTILE_PDF.values(), ids=HOSTILE_PDF.keys())
def test_pdf_files_that_are_refused(error: type[UnreadableInput], data: bytes) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert type(caught.value) is error


def test_pages_that_are_counted_and_not_there_are_noted() -> None:
    found = read(raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 4>>"))
    assert [(n.code, n.page) for n in found.notes] == [("damaged_page", 2), ("damaged_page", 3), ("damaged_page", 4)]


def test_passwords_of_pdf_files() -> None:
    def page(canvas: Any) -> None:
        canvas.setFont(REGULAR, 12)
        canvas.drawString(72, 700, TEXT)

    with pytest.raises(EncryptedFile):
        read(drawn(page, encrypt=StandardEncryption("user", "owner")))
    # A password for changes only: anybody may read.
    assert read(drawn(page, encrypt=StandardEncryption("", "owner", canPrint=0, canCopy=0))).text == TEXT


# A form that draws itself twice, and so on.
FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>/Length 12>>stream\n"
    b"/X Do /X Do \nendstream"
)


@pytest.mark.slow
def test_bombs_of_memory_end_the_child_only() -> None:
    line = b"BT /F1 1 Tf 9 9 Td " + (b"(" + b"a" * 100 + b") Tj ") * 60_000 + b"ET"
    text = raw_pdf(contents=zlib.compress(line), filters=b"/Filter/FlateDecode")
    forms = raw_pdf(contents=SHOWN + b" /X Do", resources=b"/XObject<</X 6 0 R>>", more=(FORM,))
    with IsolatedReader(workers=1) as reader:
        for bomb in (text, forms):
            with pytest.raises((OutOfMemory, InputTooLarge)):
                reader.read(bomb, limits=Limits(memory=400_000_000, characters=2_000_000))
            assert reader.read(raw_pdf()).text == LATIN


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


@pytest.mark.parametrize(
    ("error", "data"),
    [
        (InputTooLarge, png(50_000, 50_000)),
        (InputTooLarge, png(11_000, 10_000)),
        (DamagedFile, png(100, 100)),
        (DamagedFile, png(0, 0)),
        (NoTextLayer, tiff(8)),
        (DamagedFile, tiff(99_999)),
        (DamagedFile, tiff(8)[:150]),
    ],
    ids=["a bomb", "above the limit", "dots missing", "no dots", "directories in a circle", "no directory", "half"],
)
def test_pictures(error: type[UnreadableInput], data: bytes) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert type(caught.value) is error


# Mutations of good files: nothing but a manuscript or a typed error.


def _seeds() -> dict[str, bytes]:
    def page(canvas: Any) -> None:
        canvas.drawString(72, 700, TEXT)
        for y in (600, 640, 680):
            canvas.line(72, y, 400, y)
        for x in (72, 200, 400):
            canvas.line(x, 600, x, 680)
        canvas.drawString(80, 650, "Sở Y tế")

    def build(document: Any) -> None:
        numbered(document, TEXT, add_numbering(document, [level("upperRoman", "%1.")]))
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Nội dung"

    html = f"<!DOCTYPE html><html><head><title>Tin</title></head><body><h1>Kế hoạch</h1><p>{TEXT}</p><table><tr>" \
           f'<td rowspan=2>1</td><td colspan="2">Sở Y tế</td></tr></table></body></html>'  # fmt: skip
    made = word(build)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        small = {n: archive.read(n) for n in archive.namelist() if "thumbnail" not in n and "Effects" not in n}
    plain = {**small, "word/_rels/document.xml.rels": re.sub(
        rb'<Relationship [^>]*stylesWithEffects[^>]*/>', b"", small["word/_rels/document.xml.rels"])}  # fmt: skip
    plain["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", small["_rels/.rels"])
    return {
        "pdf": drawn(page, pageCompression=0),
        "raw pdf": raw_pdf(),
        "docx": made,
        "stored docx": packed(plain, STORED),
        "html": html.encode(),
        "text": f"KẾ HOẠCH\n1. {TEXT}\nSTT | Nội dung\n1 | Rà soát".encode(),
    }


SEEDS = _seeds()


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(list(SEEDS.values()))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(["flip", "cut", "drop", "splice", "repeat", "number"]))
        if kind == "flip" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del data[at:]
        elif kind == "drop":
            del data[at : at + draw(st.integers(1, 200))]
        elif kind == "splice":
            other = draw(st.sampled_from(list(SEEDS.values())))
            begin = draw(st.integers(0, len(other)))
            data[at:at] = other[begin : begin + draw(st.integers(1, 500))]
        elif kind == "repeat":
            data[at:at] = data[at : at + 200] * draw(st.integers(1, 20))
        else:
            numbers = list(re.finditer(rb"\d+", data))
            if numbers:
                found = numbers[at % len(numbers)]
                data[found.start() : found.end()] = draw(
                    st.sampled_from([b"0", b"-1", b"65536", b"4294967295", b"9" * 30])
                )
    return bytes(data)


FUZZ = Limits(bytes=1_000_000, pages=20, characters=100_000, unpacked=5_000_000, seconds=20)


@settings(max_examples=220, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutations())
def test_mutations_end_in_a_manuscript_or_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(UnreadableInput):
        check(read(data, limits=FUZZ))
