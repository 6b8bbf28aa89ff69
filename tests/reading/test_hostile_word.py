"""Word files and markup that are built to harm: each ends in a typed error, or is read without harm."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from analyzer.errors import (
    ActiveContent,
    DamagedFile,
    EncryptedFile,
    InputTooLarge,
    UnreadableInput,
    UnsafeFile,
    UnsupportedFormat,
)
from analyzer.reading import read
from tests.reading.builders import add_numbering, level, numbered, word, xml
from tests.reading.hostile import (
    LATIN,
    LAUGHS,
    STORED,
    TEXT,
    claimed,
    encrypted_members,
    letter,
    macro_enabled,
    overlapping,
    packed,
    raw_pdf,
    with_body,
    with_prolog,
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


class Listener:
    """A server on this machine that notes whether anybody called."""

    def __enter__(self) -> Listener:
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
    with Listener() as outside:
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
