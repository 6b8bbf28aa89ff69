"""Packets built to harm their reader, or broken: a typed error, and in no long time."""

from __future__ import annotations

import base64
import gzip
import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import (
    ActiveContent,
    AnalyzerError,
    DamagedFile,
    EncryptedFile,
    InputTooLarge,
    UnreadableInput,
    UnsafeFile,
    UnsupportedFormat,
)
from analyzer.reading import Limits, read
from analyzer.reading.edxml.markup import parse
from tests.linear import assert_linear
from tests.reading.builders import word
from tests.reading.hostile import claimed, encrypted_members, letter, overlapping, packed
from tests.reading.packets import HEADER, LETTER, NAMESPACE, ORDER, changed, document, packet, zipped
from tests.reading.test_properties import check

LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefghi", "bcdefghij", strict=True)
)

DEEP = "<a>" * 300 + "</a>" * 300
BOMB = f"<!DOCTYPE a [{LAUGHS}]><a>&j;</a>".encode()


def with_doctype(declarations: str, subject: str = "&j;", encoding: str = "utf-8", name: str = "edXML") -> bytes:
    text = document(header=changed(Subject="SUBJECT"), prolog=f"<!DOCTYPE {name} [{declarations}]>")
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + text.replace("SUBJECT", subject)).encode(encoding)


def many(count: int) -> str:
    return "<Attachment><ContentTransferEncoded>QQ==</ContentTransferEncoded></Attachment>" * count


def with_parts(parts: str) -> bytes:
    return document([]).replace("</AttachmentEncoded>", f"{parts}</AttachmentEncoded>").encode()


def macros() -> bytes:
    return packed({**letter(), "word/vbaProject.bin": b"x"})


HOSTILE: dict[str, tuple[type[UnreadableInput], Callable[[], bytes]]] = {
    "an entity bomb": (UnsafeFile, lambda: with_doctype(LAUGHS)),
    "an entity bomb in UTF-16": (UnsafeFile, lambda: with_doctype(LAUGHS, encoding="utf-16")),
    "an entity of great length": (UnsafeFile, lambda: with_doctype(f'<!ENTITY j "{"x" * 9_000}">', "&j;" * 9_000)),
    "a parameter entity": (UnsafeFile, lambda: with_doctype('<!ENTITY % p SYSTEM "http://x.example/p.dtd">%p;', "x")),
    "an external entity": (UnsafeFile, lambda: with_doctype('<!ENTITY j SYSTEM "file:///etc/hostname">')),
    "an entity in an attribute": (
        UnsafeFile,
        lambda: with_doctype(LAUGHS).replace(b"<edXML xmlns", b'<edXML id="&j;" xmlns', 1),
    ),
    "an external document type": (
        UnsafeFile,
        lambda: document(prolog='<!DOCTYPE edXML SYSTEM "http://x.example/e.dtd">').encode(),
    ),
    "a document type of another prefix": (UnsafeFile, lambda: with_doctype("", "x", name="a:edXMLEnvelope")),
    "a document type of another name with entities": (UnsafeFile, lambda: with_doctype(LAUGHS, name="a")),
    "depth": (InputTooLarge, lambda: with_parts(DEEP)),
    "depth in what is passed over": (InputTooLarge, lambda: with_parts(f"<Signature>{DEEP}</Signature>")),
    "elements without end": (InputTooLarge, lambda: with_parts("<a/>" * 200_000)),
    "more files than an archive may have": (InputTooLarge, lambda: with_parts(many(6_000))),
    "more files in its zips than an archive may have": (
        InputTooLarge,
        lambda: packet([(f"{i}.zip", zipped({f"{n}.txt": b"x" for n in range(3_000)})) for i in range(2)]),
    ),
    "a zip bomb": (InputTooLarge, lambda: packet([("cv.zip", zipped({"cv.txt": b"\0" * 20_000_000}))])),
    "a zip bomb beside a document": (
        InputTooLarge,
        lambda: packet([("cv.txt", LETTER), ("pl.zip", zipped({"cv.txt": b"\0" * 20_000_000}))]),
    ),
    "a gzip bomb": (InputTooLarge, lambda: packet([("cv.gz", gzip.compress(b"\0" * 20_000_000))])),
    "an archive with a bomb": (InputTooLarge, lambda: zipped({"a.edxml": packet(), "b.txt": b"\0" * 20_000_000})),
    "a document that is a bomb": (
        InputTooLarge,
        lambda: packet([("cv.docx", packed({**letter(), "word/a.xml": b" " * 20_000_000}))]),
    ),
    "a document with entities": (
        UnsafeFile,
        lambda: packet([("cv.docx", packed({**letter(), "word/document.xml": BOMB}))]),
    ),
    "members in each other's place": (UnsafeFile, lambda: packet([("cv.zip", overlapping())])),
    "a member that is larger than it says": (
        UnsafeFile,
        lambda: packet([("cv.zip", claimed(zipped({"a.txt": LETTER * 50}), "a.txt", 10))]),
    ),
    "a member that is smaller than it says": (
        DamagedFile,
        lambda: packet([("cv.zip", claimed(zipped({"a.txt": LETTER * 50}), "a.txt", 100_000))]),
    ),
    "a password": (EncryptedFile, lambda: packet([("cv.docx", encrypted_members())])),
    "macros": (ActiveContent, lambda: packet([("cv.docm", macros())])),
    "macros in a zip": (ActiveContent, lambda: packet([("cv.zip", zipped({"cv.docm": macros()}))])),
    "a packet in the packet": (UnsupportedFormat, lambda: packet([("a.edxml", packet())])),
    "a packet in a zip in the packet": (UnsupportedFormat, lambda: packet([("a.zip", zipped({"a.edxml": packet()}))])),
    "an archive with a packet in the packet": (
        UnsupportedFormat,
        lambda: packet([("a.zip", zipped({"a.zip": zipped({"a.edxml": packet()})}))]),
    ),
    "zips in zips": (UnsupportedFormat, lambda: packet([("a.zip", zipped({"a.zip": zipped({"a.zip": LETTER})}))])),
    "gzip in gzip": (UnsupportedFormat, lambda: packet([("a.gz", gzip.compress(gzip.compress(LETTER)))])),
    "gzip cut off": (DamagedFile, lambda: packet([("a.gz", gzip.compress(LETTER * 99)[:-20])])),
    "gzip broken": (DamagedFile, lambda: packet([("a.gz", gzip.compress(LETTER)[:12] + b"\xff" * 90)])),
    "zip cut off": (DamagedFile, lambda: packet([("a.zip", zipped({"a.txt": LETTER})[:-30])])),
    "base64 of other signs": (DamagedFile, lambda: packet([("cv.txt", "R2lhb-_*")])),
    "base64 of one sign": (DamagedFile, lambda: packet([("cv.txt", "R")])),
    "base64 of Vietnamese": (DamagedFile, lambda: packet([("cv.txt", "Giao Sở Y tế")])),
    "base64 behind its end": (DamagedFile, lambda: packet([("cv.txt", "R2lh=bw==")])),
    "base64 of nothing but padding": (DamagedFile, lambda: packet([("cv.txt", "====")])),
    "tags that are not closed": (DamagedFile, lambda: packet().replace(b"</edXML:Subject>", b"")),
    "a prefix that is not bound": (DamagedFile, lambda: packet().replace(b"<edXML:Subject>", b"<x:Subject>")),
    "letters that are none": (DamagedFile, lambda: packet().replace("rà".encode(), b"r\xe0")),
    "a control character": (DamagedFile, lambda: packet().replace(b"Subject>", b"Subject>\x01", 1)),
    "half a letter of UTF-16": (DamagedFile, lambda: packet(encoding="utf-16")[:-1]),
    "an unknown encoding": (DamagedFile, lambda: packet().replace(b'encoding="utf-8"', b'encoding="x-none"')),
    "an encoding of several bytes": (DamagedFile, lambda: packet().replace(b'encoding="utf-8"', b'encoding="big5"')),
    "something behind its end": (DamagedFile, lambda: packet() + b"<edXML/>"),
}  # fmt: skip


@pytest.mark.parametrize(("error", "make"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_packets(error: type[UnreadableInput], make: Callable[[], bytes]) -> None:
    data = make()
    begin = time.process_time()
    with pytest.raises(error) as caught:
        read(data)
    assert type(caught.value) is error
    assert time.process_time() - begin < 10
    assert caught.value.message_vi
    assert len(caught.value.message) < 2_000


def test_the_file_that_passes_a_limit_is_named() -> None:
    for name, content in (
        ("a.zip", zipped({"cv.txt": b"\0" * 20_000_000})),
        ("b.docx", packed({**letter(), "word/a.xml": b" " * 20_000_000})),
    ):
        with pytest.raises(InputTooLarge, match=name) as caught:
            read(packet([("cv.txt", LETTER), (name, content)]))
        assert name in caught.value.message_vi


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Giao Sở Bí mật.", "utf-8")
    data = with_doctype(f'<!ENTITY j SYSTEM "{secret.as_uri()}">')
    with pytest.raises(UnsafeFile) as caught:
        read(data)
    assert "Bí mật" not in caught.value.message


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (Limits(bytes=2_000), "bytes"),
        (Limits(part=2_000), "XML part"),
        (Limits(depth=4), "elements in one another"),
        (Limits(characters=300), "characters"),
        (Limits(members=2), "members"),
        (Limits(unpacked=300), "unpacked"),
    ],
)
def test_limits(limits: Limits, name: str) -> None:
    data = packet([(f"{i}.txt", LETTER * 3) for i in range(3)])
    read(data)
    with pytest.raises(InputTooLarge, match=name):
        read(data, limits=limits)


def test_packets_cut_off_anywhere() -> None:
    data = packet(wrapped=False)
    for end in range(len(NAMESPACE) * 3, len(data), 97):
        with pytest.raises(UnreadableInput):
            read(data[:end])


def test_files_cut_off_anywhere() -> None:
    whole = base64.b64encode(zipped({"a.docx": word(lambda d: d.add_paragraph(ORDER))})).decode()
    for end in range(1, len(whole), len(whole) // 40):
        with pytest.raises(UnreadableInput):
            read(packet([("a.docx", whole[:end])]))


def test_parsing_takes_linear_time() -> None:
    limits = Limits()
    assert_linear(lambda text: parse(packet(header=changed(Content=text)), limits), "Rà soát\n")
    assert_linear(lambda text: parse(packet([("a", text)]), limits), "QUJD\n")
    assert_linear(lambda text: parse(f"<!--{text}-->{document()}".encode(), limits), "<edXML ")


def test_thousands_of_files_take_no_long_time() -> None:
    names = [(f"{i}.xlsx", b"PK") for i in range(4_000)]
    begin = time.process_time()
    manuscript = read(packet([*names, ("639-UBND.txt", LETTER)]))
    assert manuscript.text == ORDER
    with pytest.raises(UnreadableInput):
        read(packet([(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") for name, _ in names]))
    assert time.process_time() - begin < 10


# Anything at all.


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
HEADS = [
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\0",
    b"<p>",
    b"<?xml ",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\0",
]
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=200).map(gzip.compress),
    st.dictionaries(NAMES, st.binary(max_size=100), max_size=4).map(zipped),
    st.builds(bytes.__add__, st.sampled_from(HEADS), st.binary(max_size=100)),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    CONTENTS, st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
)
def test_any_bytes_in_an_attachment(content: bytes, name: str) -> None:
    with suppress(AnalyzerError):
        check(read(packet([(name, content)])))


SEED = packet([("cv.txt", LETTER), ("pl.zip", zipped({"x": LETTER}))], HEADER)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutations_of_a_packet(data: st.DataObject) -> None:
    mutated = bytearray(SEED)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        kind = data.draw(st.sampled_from(["set", "cut", "insert", "drop"]))
        if kind == "set":
            mutated[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del mutated[at + 1 :]
        elif kind == "insert":
            mutated[at:at] = data.draw(
                st.sampled_from([b"<", b">", b"&", b"]]>", b"&#0;", b"<!--", b"\0", b'"', b"<edXML>"])
            )
        else:
            del mutated[at : at + data.draw(st.integers(1, 200))]
            mutated = mutated or bytearray(b"<")
    with suppress(AnalyzerError):
        check(read(bytes(mutated)))


def test_an_archive_of_odd_members() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.edxml"), packet([("b.txt", None)]))
        archive.writestr("../../b.txt", LETTER)
        archive.writestr("c.bz2", b"x" * 100, zipfile.ZIP_BZIP2)
    with pytest.raises(UnsafeFile):
        read(buffer.getvalue())
