"""Value phrases: a number with its unit and the words that compare it, found wherever they stand.

Whether a value is a commitment is decided elsewhere; here only its shape is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from analyzer.knowledge.numbers import FIGURE, FIGURE_ON, read_figure, read_words
from analyzer.pipes.mentions import Comparator
from analyzer.pipes.targets.lexicon import LABEL_WORDS, Phrase, chain_before
from analyzer.pipes.targets.nouns import PER, noun_at

PERCENT = "%"

_RANGE = r"(?:[ ]?(?:-|–|—|÷)[ ]?|[ ](?:đến|tới)[ ])"
# Both begin with a set of characters, to which the engine skips, and look back only there.
_CORE = re.compile(
    rf"(?P<a>\d(?<![\w.,/–].){FIGURE_ON})(?P<pa>[ \xa0]?(?:%|phần trăm\b))?"
    rf"(?:{_RANGE}(?P<b>{FIGURE})(?P<pb>[ \xa0]?(?:%|phần trăm\b))?(?!\w|/\d|[.,]\d))?"
)
_WORDED = re.compile(
    r"[TtÍíKk](?<!\w.)(?:(?<=[Tt])ối (?:thiểu|đa)|(?<=[Íí])t nhất|(?<=[Kk])hông (?:dưới|quá))[ ](?:có[ ]|là[ ])?"
    r"(?=(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)[ ])"
)
_FRACTIONED = re.compile(r"(?<!\w)(?:[Mm]ột )?[Nn]ửa[ ](?=số[ ])")
_FRACTION = re.compile(r"/(\d{1,6}(?:\.\d{3})*)(?![\d/.,]?\d|-|/)")
_PER_AMOUNT = re.compile(r"/1(?:0{0,2}(?:\.?000){1,2}|0{2,6})[ ]")
_LEADING = re.compile(r"[^;.\n]{0,60}?(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất|tốp đầu|top đầu)(?!\w)")
_AMONG_WORDS = ("nhóm", "tốp", "top", "trong", "trong số", "vào")
_AMONG = re.compile(rf"(?:{'|'.join(_AMONG_WORDS)})(?: nhóm)?\s$", re.IGNORECASE)
_AFTER = re.compile(r"[ ](?:trở lên|trở xuống|hoặc (?:cao )?hơn)\b")
_TO_AMOUNT = re.compile(rf"(?:{_RANGE})(?P<b>{FIGURE})[ ]?(?P<unit>\S{{1,12}})")
_TO_LEVEL = re.compile(r"[ ](?:lên|xuống|còn|thành|đến|tới)\b")
_RESTATED = re.compile(r"[ ]?\([^()\d]{1,40}\)")
_STOPS = frozenset(("", *'.,;:)|]-–"”'))
_RANK_WORDS = frozenset(("thứ", "hạng", "top", "tốp"))
_ONLY_SEPARATORS = re.compile(r"[ ]?(?:,|;|/|và|-|hoặc)[ ]?\Z")
_NO_LABEL = re.compile(r"(?:dứt điểm|mỗi [^\W\d_]{1,6}) $", re.IGNORECASE)
_CLAUSE_MARK = re.compile(r"[,;.:\n]")
_LIST_END = re.compile(r"\s?(?:[,;.)\n]|và \d|$)")
_SCOPED_LIST = re.compile(r"[ ](?:đối với|ở|cho|tại|của)[ ][^,;.:\d\n]{2,50}(?:,|[ ]và|,[ ]và)[ ]\Z")
_SCOPED_NEXT = re.compile(r"[ ](?:đối với|ở|cho|tại|của)[ ]")


@dataclass(slots=True)
class Value:
    """A value phrase. ``core`` is where the number itself starts; ``firm`` tells that a comparator demands;
    ``chain`` holds the phrases before the number, nearest first; ``listed`` that it carries on a list of values."""

    start: int
    core: int
    end: int
    number: float
    unit: str | None
    kind: str
    comparator: Comparator = "="
    upper: float | None = None
    firm: bool = False
    chain: tuple[Phrase, ...] = ()
    baseline: str | None = None
    listed: bool = False
    before: str = field(default="")


def find_values(text: str, skip: Callable[[int, int], bool] | None = None) -> list[Value]:
    """All value phrases of a text in order, by the place of their number; ``skip(start, end)`` leaves stretches out.

    >>> [(text[v.start:v.end], v.number, v.unit, v.comparator)
    ...  for text in ("đạt từ 98% trở lên", "giảm còn dưới 4%", "ít nhất một đội")
    ...  for v in find_values(text)]
    [('từ 98% trở lên', 98.0, '%', '>='), ('giảm còn dưới 4%', 4.0, '%', '<'), ('ít nhất một đội', 1.0, 'đội', '>=')]
    """
    spots = sorted(
        [(m.start(), m) for m in _CORE.finditer(text)]
        + [(m.end(), m) for m in _WORDED.finditer(text)]
        + ([(m.start(), m) for m in _FRACTIONED.finditer(text)] if "ửa số " in text else []),
        key=lambda s: s[0],
    )
    values: list[Value] = []
    for at, match in spots:
        if values and at < values[-1].end:
            continue
        if skip is not None and skip(at, match.end() if match.re is _CORE else at + 1):
            continue
        value = _read(text, at, match)
        if value is None:
            continue
        if values:
            _carry_on(text, values, value)
        values.append(value)
    return values


def _read(text: str, at: int, match: re.Match[str]) -> Value | None:
    if match.re is _CORE:
        return _figures(text, match)
    if match.re is _FRACTIONED:
        value = Value(at, at, match.end() - 1, 50, PERCENT, "share")
        _compare(text, value)
        return value
    words = read_words(text, at)
    return None if words is None else _counted(text, at, words.end, words.value, None)


def _figures(text: str, match: re.Match[str]) -> Value | None:
    low = read_figure(match.group("a"))
    if low is None:
        return None
    start, end = match.start(), match.end()
    high = read_figure(match.group("b")) if match.group("b") else None
    if match.group("b") and (
        high is None or high <= low or (_is_year(low) and _is_year(high) and not match.group("pb"))
    ):
        end, high = match.end("pa") if match.group("pa") else match.end("a"), None
    if match.group("pa") or (high is not None and match.group("pb")):
        return _percent(text, start, end, low, high)
    return _counted(text, start, end, low, high)


def _percent(text: str, start: int, end: int, low: float, high: float | None) -> Value | None:
    if text[end : end + 1].isalnum() or (text[end : end + 1] == "/" and text[end + 1 : end + 2].isdigit()):
        return None
    value = Value(start, start, end, low, PERCENT, "share", upper=high)
    _compare(text, value)
    return value


def _is_year(number: float) -> bool:
    return 1900 <= number <= 2100 and number == int(number)


def _counted(text: str, start: int, end: int, low: float, high: float | None) -> Value | None:
    """A number with a counted noun or measure after it."""
    last = text.rfind(" ", max(0, start - 12), max(0, start - 1)) + 1
    before = text[max(last, start - 12) : start].strip().lower()
    if text[end : end + 1] in _STOPS and before not in _RANK_WORDS:
        return None  # most numbers: numerals of items, parts of dates
    near = text[max(0, start - 12) : start].rstrip().lower()
    among = _AMONG.search(text, max(0, start - 12), start) if near.endswith(_AMONG_WORDS) else None
    leading = among is not None and _LEADING.match(text, end) is not None
    if before in LABEL_WORDS and not leading and not _NO_LABEL.search(text, max(0, start - 16), start):
        return None
    if before in _RANK_WORDS and not leading and text[max(0, last - 4) : last].lower() != "lần ":
        placed = noun_at(text, end) if before in ("top", "tốp") else None
        value = Value(
            start, start, placed[0] if placed else end, low, placed[1] if placed else before, "rank", upper=high
        )
        _compare(text, value)
        bare = text[value.start : start].lower() == before + " " and before == "thứ"  # "kỳ họp thứ 8" is an ordinal
        return None if bare else value
    restated = _RESTATED.match(text, end)
    after_words = restated.end() if restated else end
    fraction = _FRACTION.match(text, after_words)
    if fraction and _PER_AMOUNT.match(text, after_words):  # "4/100.000 trẻ": a rate
        per = PER.match(text, after_words)
        if per is None:
            return None
        value = Value(start, start, per.end(), low, per.group().strip(), "measure", upper=high)
        _compare(text, value)
        return value
    if fraction:
        total = read_figure(fraction.group(1))
        if not total or low > total or not text[fraction.end() : fraction.end() + 1].isspace():
            return None
        noun = noun_at(text, fraction.end())
        if noun is None or noun[2] in ("period", "label"):
            return None
        share = noun[1].startswith("số ") or (total <= 10 and low < total and noun[1] != "điểm")
        value = Value(start, start, noun[0], low / total if share else low, noun[1], "fraction")
        _compare(text, value)
        return value
    noun = noun_at(text, after_words)
    if noun is None and _AFTER.match(text, end):  # "xếp hạng từ 20 trở lên"
        value = Value(start, start, end, low, "hạng", "rank", upper=high)
        _compare(text, value)
        return value if any(p.part == "rank" for p in value.chain) else None
    if noun is None:
        return None
    noun_end, unit, kind = noun
    value = Value(start, start, noun_end, low, unit, kind, upper=high)
    onward = _TO_AMOUNT.match(text, noun_end) if high is None else None
    if onward is not None:
        second, more = read_figure(onward.group("b")), noun_at(text, onward.end("b"))
        if second is not None and more is not None and second > low and more[1] == unit:
            value.upper, value.end = second, more[0]
    _compare(text, value)
    if leading and among is not None:  # "nhóm 10 tỉnh dẫn đầu": the tenth place or a better one
        value.start, value.kind, value.comparator, value.firm = among.start(), "rank", "<=", True
    return value


@dataclass(slots=True)
class _Comparison:
    """What a chain of phrases says: how the value compares and where its words begin (None: at the number)."""

    comparator: Comparator | None = None
    firm: bool = False
    change: Comparator | None = None
    level: bool = False
    ranked: bool = False
    from_start: int | None = None
    start: int | None = None


def _compared(chain: list[tuple[int, Phrase]]) -> _Comparison:
    """Read a chain, nearest phrase first. A change stops it; a level ("xuống còn") keeps the change out."""
    found = _Comparison()
    for start, phrase in chain:
        part = phrase.part
        if part == "comparator":
            if found.comparator is None:
                found.comparator, found.firm = phrase.comparator, phrase.firm
            found.start = start
        elif part in ("plus", "minus"):
            if not found.level:
                found.change = "+" if part == "plus" else "-"
                found.start = start
            break
        elif part in ("level", "rank", "times"):
            found.level, found.ranked = found.level or part == "level", found.ranked or part == "rank"
            found.start = start
        elif part == "from":
            if found.comparator is None:
                found.from_start = start
                found.start = start if found.start is None else min(found.start, start)
        elif found.start is None and (part != "carrier" or len(chain) == 1 or start == chain[0][0]):
            found.start = start
    return found


def _compare(text: str, value: Value) -> None:
    """Read the comparator from the words around the value, and widen the phrase to take them in."""
    chain, value.before = chain_before(text, value.core)
    value.chain = tuple(p for _, p in chain)
    found = _compared(chain)
    if found.start is not None:
        value.start = found.start
    compared, value.firm = found.comparator, found.firm
    after = _AFTER.match(text, value.end)
    if after is not None:
        value.end = after.end()
        compared = compared or ("<=" if "xuống" in after.group() else ">=")
        value.firm = value.kind in ("share", "points", "rank") or found.ranked
    elif found.from_start is not None and compared is None and not _TO_LEVEL.match(text, value.end):
        compared = ">="
    if value.upper is not None and compared in (None, ">"):
        compared = ">="
    value.comparator = found.change or compared or "="
    if found.ranked or (value.kind == "rank" and found.change is None):
        value.kind = "rank"
        # "từ thứ 15 trở lên", "top 15": the fifteenth place or a better one
        if value.comparator == ">=" or text[value.start : value.start + 3].lower() in _RANK_WORDS - {"thứ"}:
            value.comparator = "<="


def _carry_on(text: str, values: list[Value], value: Value) -> None:
    """Join a value to the one before it: a list shares its comparator, "từ 35% lên 50%" is one value with its start."""
    previous = values[-1]
    if not 0 <= value.start - previous.end <= 80:
        return
    between = text[previous.end : value.start]
    if previous.kind == value.kind == "share" and not value.chain:
        zipped = any(p.part == "zip" for p in previous.chain)
        ends = _LIST_END.match(text, value.end) is not None
        if (_ONLY_SEPARATORS.match(between) and (zipped or ends)) or (
            _SCOPED_LIST.match(between) and _SCOPED_NEXT.match(text, value.end)
        ):
            value.comparator, value.firm, value.listed = previous.comparator, previous.firm, True
            value.chain = previous.chain
        return
    levelled = any(p.part == "level" for p in value.chain) and not _CLAUSE_MARK.search(between)
    if levelled and (not between.strip() or any(p.part == "from" for p in previous.chain)):
        value.baseline = text[previous.core : previous.end]
        values.pop()
