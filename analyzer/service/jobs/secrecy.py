"""Whether a document is marked as a state secret (Law on state secrets of 2018).

The header's own reading takes marks that stand alone and are written as they should be. Here a mark counts however it
is set: spaced, without accents, at the end of a line, in the running head, as a scan gives it. To stop at one document
too many is better than to keep a secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from analyzer.knowledge.folding import without_accents
from analyzer.layout.header import Header
from analyzer.layout.marks import Secrecy
from analyzer.reading.manuscript import Manuscript

_HEAD_LINES = 25
_LONGEST = 60
_BARE: dict[str, Secrecy] = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_LABEL = re.compile(r"^(?:(?:muc )?do mat|chi do mat) ?:? ?", re.IGNORECASE)
# At the end or the beginning of a line of capitals, where two columns were printed side by side; "độ TỐI MẬT" is spoken
# of.
_BESIDE = re.compile(r"(?<!ĐỘ )(?<!DO )(?:TỐI|TUYỆT) MẬT$|^(?:TỐI|TUYỆT) MẬT(?= [A-ZĐ])")


def mark_of(manuscript: Manuscript, header: Header) -> Secrecy | None:
    """The mark of secrecy that a document bears, if any."""
    if header.secrecy is not None:
        return header.secrecy
    recognised = manuscript.source.reader == "ocr" or any(line.confidence is not None for line in manuscript.lines[:1])
    end = header.title_span[0] if header.title_span else 0
    for line in _head(manuscript, header):
        mark = mark_in(line, recognised)
        if mark is not None:
            return mark
    for line in manuscript.text[:end].split("\n"):
        if (found := _BESIDE.search(unicodedata.normalize("NFC", line.strip()))) and line.isupper():
            return _BARE[_letters(found.group())]
    return None


def mark_in(line: str, recognised: bool = False) -> Secrecy | None:
    """The mark that a line is; ``recognised``: it was read from a picture, which accents get lost in.

    >>> mark_in("M Ậ T"), mark_in("TOI MAT"), mark_in("[TUYỆT  MẬT]"), mark_in("Độ mật: Tối mật")
    ('MẬT', 'TỐI MẬT', 'TUYỆT MẬT', 'TỐI MẬT')
    >>> mark_in("BỆNH VIỆN"), mark_in("MẮT"), mark_in("Mật"), mark_in("BÍ MẬT"), mark_in("MẶT", recognised=True)
    (None, None, None, None, 'MẬT')
    """
    if len(line) > _LONGEST:
        return None
    line = unicodedata.normalize("NFC", line).strip(" \t|[](){}<>*-–—.\"'“”")
    plain = without_accents(line)
    label = _LABEL.match(plain)
    rest = line[label.end() :] if label else line
    if not label and not line.isupper():
        return None
    letters = _letters(rest)
    mark = _BARE.get(letters)
    if mark is None or any(c.isdigit() for c in rest):
        return None
    accented = "".join(c for c in rest.lower() if c.isalpha())
    # "MẮT" is an eye: a line with accents is to have those of the mark, unless a machine has read them.
    if letters == "mat" and accented not in ("mat", "mật") and not (recognised and accented != "mắt"):
        return None
    return mark


def _letters(line: str) -> str:
    return "".join(c for c in without_accents(line).lower() if c.isalpha())


def _head(manuscript: Manuscript, header: Header) -> Iterator[str]:
    """The lines where a mark may stand: of the head, cell by cell, and what is printed round the pages."""
    for number, block in enumerate(manuscript.blocks):
        if number >= _HEAD_LINES and block.start >= header.body_start:
            break
        spans: Iterable[tuple[int, int]] = block.cells or [(block.start, block.end)]
        for start, end in spans:
            yield from manuscript.text[start:end].split("\n")
    yield from manuscript.furniture
