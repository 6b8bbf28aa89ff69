"""What is recognised on a scan and is no writing of the document: specks, seals, the clerk's stamp of arrival."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.reading.ocr.hocr import Line, Word
from analyzer.reading.ocr.rulings import Ruling
from analyzer.reading.syllables import is_syllable

_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[^\w%]+")
_BULLETS = frozenset("-–+*•")
_UNSURE = 0.55
_HOPELESS = 0.35
_BOX_INCHES = (1.0, 3.2, 0.4, 1.6)  # least and most width, least and most height of a stamp's frame
_ARRIVAL = re.compile(r"đến|giờ|ngày|chuyển|lưu hồ sơ", re.IGNORECASE)
_SLACK = 12.0


def without_noise(lines: Sequence[Line], rulings: Sequence[Ruling], dpi: int) -> tuple[list[Line], list[str]]:
    """The lines of the document, and what was taken away.

    Taken away are: what stands in the frame of a stamp of arrival, lines that are read with no confidence and make no
    syllables, and single signs read from specks at the ends of a line.
    """
    frames = _stamp_frames(lines, rulings, dpi)
    kept: list[Line] = []
    taken: list[str] = []
    for line in lines:
        stamped = [w for w in line.words if any(_inside(w, f) for f in frames)]
        words = [w for w in line.words if w not in stamped] if stamped else line.words
        taken += [" ".join(w.text for w in stamped)] if stamped else []
        words = _trimmed(words)
        if not words:
            continue
        rest = Line(words, line.base, line.size)
        if _is_noise(rest):
            taken.append(rest.text)
        else:
            kept.append(rest)
    return kept, taken


def _is_noise(line: Line) -> bool:
    if line.confidence >= _UNSURE:
        return False
    words = [part for w in line.words for part in _LETTERS.findall(w.text)]
    read = sum(len(w) for w in words if len(w) > 1 and is_syllable(w))
    letters = sum(map(len, words))
    share = read / letters if letters else 0.0
    return share < 0.5 or (line.confidence < _HOPELESS and share < 0.8)


def _trimmed(words: list[Word]) -> list[Word]:
    """The words without signs of low confidence at both ends; a bullet at the head stays."""
    start, end = 0, len(words)
    while start < end and _is_speck(words[start]) and words[start].text not in _BULLETS:
        start += 1
    while end > start and _is_speck(words[end - 1]):
        end -= 1
    return words[start:end]


def _is_speck(word: Word) -> bool:
    return _SIGNS.fullmatch(word.text) is not None and word.confidence < 0.8 and word.text not in ("./.", "/.")


def _stamp_frames(lines: Sequence[Line], rulings: Sequence[Ruling], dpi: int) -> list[tuple[float, ...]]:
    """The frames, drawn by at least one upright line between two level ones, that hold the words of an arrival."""
    level = [r for r in rulings if r.is_level]
    upright = [r for r in rulings if not r.is_level]
    found: list[tuple[float, ...]] = []
    low, high, least, most = (inches * dpi for inches in _BOX_INCHES)
    for side in upright:
        tops = [r for r in level if abs(r.y0 - side.y0) < _SLACK * 2 and _meets(r, side.x0)]
        feet = [r for r in level if abs(r.y0 - side.y1) < _SLACK * 2 and _meets(r, side.x0)]
        for top in tops:
            for foot in feet:
                box = min(top.x0, foot.x0), top.y0, max(top.x1, foot.x1), foot.y0
                width, height = box[2] - box[0], box[3] - box[1]
                if low <= width <= high and least <= height <= most and _holds_arrival(lines, box):
                    found.append(box)
    return found


def _meets(level: Ruling, x: float) -> bool:
    return level.x0 - _SLACK <= x <= level.x1 + _SLACK


def _holds_arrival(lines: Sequence[Line], box: tuple[float, ...]) -> bool:
    words = [w.text for line in lines for w in line.words if _inside(w, box)]
    return len({m[0].lower() for w in words for m in _ARRIVAL.finditer(w)}) >= 2


def _inside(word: Word, box: tuple[float, ...]) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK
