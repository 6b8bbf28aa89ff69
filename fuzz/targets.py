"""What is fuzzed: functions of bytes that may end in nothing or in a typed error of the package.

What a reader gives is checked (``tests.reading.test_properties.check``). Programs that are started for a document
(Tesseract, LibreOffice, antiword) are out of reach here: the harness empties the search path.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from analyzer import analyze
from analyzer.errors import AnalyzerError
from analyzer.reading import Limits, read
from analyzer.reading.containers import check_members, check_parts, list_members, unpack
from analyzer.reading.encodings import decode
from analyzer.reading.isolation import codec
from analyzer.reading.legacy import convert_blocks
from analyzer.reading.ocr.pictures import open_pages
from analyzer.reading.sniff import sniff
from analyzer.reading.word97 import ole
from tests.reading.hostile import letter, packed, raw_pdf
from tests.reading.test_properties import check

LIMITS = Limits(
    bytes=1_000_000, pages=20, characters=50_000, unpacked=5_000_000, part=1_000_000, pixels=1_000_000,
    total_pixels=4_000_000, seconds=20,
)  # fmt: skip
PARTS = (
    "word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml", "word/settings.xml",
    "word/_rels/document.xml.rels",
)  # fmt: skip
_UNUSED = ("Effects.xml", ".jpeg", "core.xml", "app.xml")
#: What a byte stands for in a text of the chain: phrases that its steps look for, then letters and marks.
PHRASES = tuple(
    line.replace("\\n", "\n")
    for line in (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8").split("\n")
    if line
)


def encodings(data: bytes) -> None:
    decoded = decode(data[1:], ("windows-1252", None, "utf-8")[data[0] % 3] if data else None)
    assert decoded.replaced <= len(data)


def text(data: bytes) -> None:
    check(read(data.decode("utf-8", "surrogateescape" if data[:1] == b"s" else "replace"), limits=LIMITS))


def html(data: bytes) -> None:
    check(read("<!DOCTYPE html><html><body>" + data.decode("utf-8", "replace"), limits=LIMITS))


def docx(data: bytes) -> None:
    """A sound package with one part from the fuzzer."""
    if not data:
        return
    part = PARTS[data[0] % len(PARTS)]
    check(read(packed({**sound_letter(), part: data[1:]}), limits=LIMITS))


@cache
def sound_letter() -> dict[str, bytes]:
    """With what a letter needs, and few styles of hundreds: packing and reading them would take most of the time."""
    unused = re.compile(rb'<Relationship [^>]{0,300}Target="[^"]{0,99}(?:Effects.xml|\.jpeg|core.xml|app.xml)"/>')
    parts = {name: unused.sub(b"", part) for name, part in letter().items() if not name.endswith(_UNUSED)}
    first, *styles = parts["word/styles.xml"].split(b"<w:style ")
    return {**parts, "word/styles.xml": b"<w:style ".join((first, *styles[:6])) + b"</w:styles>"}


def containers(data: bytes) -> None:
    """Archives: their lists of members and what is in them."""
    members = list_members(data, LIMITS)
    check_members(members, LIMITS)
    for member in members:
        unpack(data, member)
    check_parts(data, LIMITS)


def sniffed(data: bytes) -> None:
    """Any file, by its bytes."""
    sniff(data, LIMITS)
    check(read(data, limits=LIMITS))


def pdf(data: bytes) -> None:
    check(read(b"%PDF-1.4\n" + data, limits=LIMITS))


def pdf_contents(data: bytes) -> None:
    """A sound PDF whose page draws what the fuzzer says."""
    check(read(raw_pdf(contents=data), limits=LIMITS))


def pictures(data: bytes) -> None:
    for page in open_pages(data, LIMITS):
        assert page.picture.width * page.picture.height <= LIMITS.pixels


def edxml(data: bytes) -> None:
    check(read(data, limits=LIMITS))


def word97(data: bytes) -> None:
    ole.entries(data)
    ole.check(data)


def legacy(data: bytes) -> None:
    """Old Vietnamese encodings, told and converted."""
    convert_blocks(data.decode("latin-1").split("\n"))


def answers(data: bytes) -> None:
    """What a child process answers."""
    with contextlib.suppress(ValueError):
        codec.decode(data)


def chain(data: bytes) -> None:
    """The whole analysis of a text of phrases; a byte is one."""
    made = "".join(PHRASES[byte] + " " if byte < len(PHRASES) else chr(byte) for byte in data[:2_000])
    directive = analyze(made, as_of=date(2026, 1, 1), isolated=False, review=True, limits=LIMITS)
    _check_spans(directive.model_dump(mode="json"), len(directive.text or ""))


def raw_chain(data: bytes) -> None:
    """The whole analysis of any text."""
    decoded = data.decode("utf-8", "replace")
    directive = analyze(decoded, as_of=date(2026, 1, 1), isolated=False, limits=LIMITS)
    _check_spans(directive.model_dump(mode="json"), len(directive.text or ""))


def _check_spans(value: object, length: int) -> None:
    """What is told of a text lies in it."""
    if isinstance(value, dict):
        if {"start", "end"} <= value.keys() and all(isinstance(value[key], int) for key in ("start", "end")):
            assert 0 <= value["start"] <= value["end"] <= length, value
        for inner in value.values():
            _check_spans(inner, length)
    elif isinstance(value, list):
        for inner in value:
            _check_spans(inner, length)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        encodings, text, html, docx, containers, sniffed, pdf, pdf_contents, pictures, edxml, word97, legacy, answers,
        chain, raw_chain,
    )
}  # fmt: skip


def run(name: str, data: bytes) -> None:
    """One input; a typed error is as good as none."""
    with contextlib.suppress(AnalyzerError):
        TARGETS[name](data)
