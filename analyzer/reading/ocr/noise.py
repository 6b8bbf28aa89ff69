"""What is recognised on a scan and is no writing of the document: specks, seals, the clerk's stamp of arrival."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from analyzer.knowledge.doc_kinds import by_name
from analyzer.knowledge.folding import without_accents
from analyzer.reading.ocr.hocr import Line, Pixels, Word
from analyzer.reading.ocr.rulings import Ruling
from analyzer.reading.syllables import is_syllable

_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[^\w%]+")
_FRAGMENT = re.compile(r"[^\W\d_]")
_TOUCH = 0.12
_NUMBER_HEAD = re.compile(r"(?:\d|\d[-/]|[A-ZĐ]-)$")
_NUMBER_TAIL = re.compile(r"\d|[A-ZĐ]{2}")
_BULLETS = frozenset("-–+*•")
_SPECKS = frozenset("`´'~ˆ˜¬|_°¿^„‘’*=¡—")  # signs that are no writing where they stand alone
_QUOTES = frozenset("\"'’”“‘")
_ALONE = (_SPECKS | _QUOTES) - frozenset("—*=")
_SURE = 0.85
_UNSURE = 0.55
_HOPELESS = 0.35
_FRAME_INCHES = (1.0, 3.2, 0.4, 1.6)  # least and most width, least and most height of a stamp's frame
_ARRIVAL = re.compile(r"\b(?:den|gio|ngay|chuyen|ho so)\b")
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
        line = replace(line, words=_joined(line.words, line.size))
        stamped = [w for w in line.words if any(_inside(w, f) for f in frames)]
        words = [w for w in line.words if w not in stamped] if stamped else line.words
        taken += [" ".join(w.text for w in stamped)] if stamped else []
        rest = replace(line, words=_trimmed(_without_fragments(words)))
        if rest.words and not _is_noise(rest):
            kept.append(rest)
        elif words:
            taken.append(" ".join(w.text for w in words))
    return kept, taken


def _is_noise(line: Line) -> bool:
    sure = [w for w in line.words if w.confidence > _SURE and len(w.text) > 1]
    if line.confidence >= _UNSURE or len(sure) > 1:
        return False
    words = [part for w in line.words for part in _LETTERS.findall(w.text)]
    read = sum(len(w) for w in words if len(w) > 1 and is_syllable(w))
    letters = sum(map(len, words))
    share = read / letters if letters else 0.0
    return share < 0.5 or (line.confidence < _HOPELESS and share < 0.8)


def without_strays(line: Line) -> Line:
    """A line that is the name of a kind of document in capitals, without what was read from a seal beside it.

    >>> words = [Word(w, (0, 0, 9, 9), 0.8) for w in ("Hì", "QUYẾT", "ĐỊNH")]
    >>> without_strays(Line(words, 9, 9)).text
    'QUYẾT ĐỊNH'
    """
    for cut in range(1, 5):
        stray, rest = line.words[:cut], line.words[cut:]
        name = " ".join(w.text for w in rest)
        if rest and name.isupper() and by_name(name.strip(" .:")) and all(len(w.text) < 4 for w in stray):
            return line if by_name(line.text.strip(" .:")) else replace(line, words=rest)
    return line


def _joined(words: list[Word], size: float) -> list[Word]:
    """The words with those put together that touch and are halves of a number or of a syllable ("TH ÔNG", "4 0/NQ")."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        if before is not None and word.box[0] - before.box[2] < _TOUCH * size and _are_halves(before.text, word.text):
            joined[-1] = _one(before, word)
        else:
            joined.append(word)
    return joined


def _are_halves(left: str, right: str) -> bool:
    if _NUMBER_HEAD.search(left) and _NUMBER_TAIL.match(right):
        return True
    whole = left.isalpha() and right.isalpha() and is_syllable(left + right)
    return whole and not (is_syllable(left) and is_syllable(right)) and right.isupper() == left.isupper()


def _one(left: Word, right: Word) -> Word:
    box = left.box[0], min(left.box[1], right.box[1]), max(left.box[2], right.box[2]), max(left.box[3], right.box[3])
    edges = [x for x, _ in left.places()] + [max(x, left.box[0]) for x, _ in right.places()] + [box[2]]
    edges = [max(edges[: i + 1]) for i in range(len(edges))]
    return Word(left.text + right.text, box, min(left.confidence, right.confidence), tuple(edges))


def _without_fragments(words: list[Word]) -> list[Word]:
    """The words without letters that were read a second time out of the word beside them ("ứ ứng"), and without
    quotation marks and specks that stand alone."""
    inner = {id(w) for w in words if not set(w.text) - _ALONE}
    for one, two in pairwise(words):
        for part, whole in ((one, two), (two, one)):
            shared = min(part.box[2], whole.box[2]) - max(part.box[0], whole.box[0])
            inside = shared > 0.6 * (part.box[2] - part.box[0]) and len(whole.text) > 1
            if inside and _FRAGMENT.fullmatch(part.text) and _bare(part) in _bare(whole):
                inner.add(id(part))
    return [w for w in words if id(w) not in inner]


def _bare(word: Word) -> str:
    return without_accents(word.text).lower()


def _trimmed(words: list[Word]) -> list[Word]:
    """The words without signs of low confidence at both ends; a bullet at the head stays."""
    start, end = 0, len(words)
    while start < end and _is_speck(words[start]) and words[start].text not in _BULLETS:
        start += 1
    while end > start and _is_speck(words[end - 1]):
        end -= 1
    words = words[start:end]
    if words and words[0].text[0] in _SPECKS and words[0].text[1:2].isalpha() and _is_unpaired(words):
        words[0] = _without_first(words[0])
    return words


def _is_unpaired(words: list[Word]) -> bool:
    """Whether the sign before the first word is no quotation mark: it has no second one in the line."""
    return not any(sign in _QUOTES for w in words for sign in w.text[1:]) and not any(
        w.text[0] in _QUOTES for w in words[1:]
    )


def _without_first(word: Word) -> Word:
    left = word.places()[1][0]
    return Word(word.text[1:], (left, *word.box[1:]), word.confidence, word.edges[1:])


def _is_speck(word: Word) -> bool:
    if not set(word.text) - _SPECKS:
        return True
    if len(word.text) <= 2 and not word.text[0].isdigit() and word.confidence < _HOPELESS:
        return True
    return _SIGNS.fullmatch(word.text) is not None and word.confidence < 0.8 and word.text not in ("./.", "/.")


def _stamp_frames(lines: Sequence[Line], rulings: Sequence[Ruling], dpi: int) -> list[Pixels]:
    """Frames of the size of a stamp that hold the words of an arrival, or nothing that is read with confidence.

    Of the four sides of a frame, two upright ones and one level one must be seen: stamps print badly.
    """
    low, high, least, most = (inches * dpi for inches in _FRAME_INCHES)
    level = [r for r in rulings if r.is_level]
    upright = [r for r in rulings if not r.is_level and r.y1 - r.y0 <= most]
    found: list[Pixels] = []
    foot_of_page = max((line.base for line in lines), default=0.0)
    for left, right in permutations(upright, 2):
        top, foot = min(left.y0, right.y0), max(left.y1, right.y1)
        shared = min(left.y1, right.y1) - max(left.y0, right.y0)
        if not low <= right.x0 - left.x0 <= high or foot - top > most or shared < 0.5 * (foot - top):
            continue
        across = [r for r in level if _spans(r, left.x0, right.x0) and top - least / 2 < r.y0 < foot + least / 2]
        box = left.x0, min([top, *(r.y0 for r in across)]), right.x0, max([foot, *(r.y0 for r in across)])
        if across and least <= box[3] - box[1] <= most and _is_stamp(lines, box, foot_of_page):
            found.append(box)
    return found


def _spans(level: Ruling, x0: float, x1: float) -> bool:
    """Whether a level line covers most of a stretch and hardly more: a table's lines run on beside."""
    covered = min(level.x1, x1) - max(level.x0, x0)
    return covered > 0.6 * (x1 - x0) and level.x1 - level.x0 < 1.2 * (x1 - x0)


def _is_stamp(lines: Sequence[Line], box: Pixels, foot_of_page: float) -> bool:
    """Whether a frame holds the words of an arrival or, in the upper half of the page, nothing that could be read.

    Below stand the signature and the seal.
    """
    words = [w for line in lines for w in line.words if _inside(w, box)]
    if not words:
        return False
    cues = {m[0] for w in words for m in _ARRIVAL.finditer(without_accents(w.text).lower())}
    unread = sum(w.confidence for w in words) / len(words) < _UNSURE
    return len(cues) >= 2 or (unread and box[3] < foot_of_page / 2)


def _inside(word: Word, box: Pixels) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK
