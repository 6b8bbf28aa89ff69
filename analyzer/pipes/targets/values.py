"""Value phrases: a number with its unit and the words that compare it, found wherever they stand.

Whether a value is a commitment is decided elsewhere; here only its shape is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.numbers import FIGURE, read_figure, read_words
from analyzer.pipes.mentions import Comparator
from analyzer.pipes.targets.lexicon import LABEL_WORDS, LONGEST_PHRASE, PHRASES, Phrase

PERCENT = "%"

_RANGE = r"(?:[ ]?(?:-|–|—|÷)[ ]?|[ ](?:đến|tới)[ ])"
_CORE = re.compile(
    rf"(?<![\w.,/–])(?P<a>{FIGURE})(?P<pa>[ \xa0]?(?:%|phần trăm\b))?"
    rf"(?:{_RANGE}(?P<b>{FIGURE})(?P<pb>[ \xa0]?(?:%|phần trăm\b))?(?!\w|/\d|[.,]\d))?"
)
_WORDED = re.compile(
    r"(?<!\w)(?:[Tt]ối thiểu|[Íí]t nhất|[Kk]hông dưới|[Tt]ối đa|[Kk]hông quá)[ ](?:có[ ]|là[ ])?"
    r"(?=(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)[ ])"
)
_FRACTIONED = re.compile(r"(?<!\w)(?:[Mm]ột )?[Nn]ửa[ ](?=số[ ])")
_FRACTION = re.compile(r"/(\d{1,6}(?:\.\d{3})*)(?![\d/.,]?\d|-|/)")
_STOP = r"(?!(?:vào|và|trong|đến|từ|cho|so|lên|xuống|còn|đạt|là|có|được|với|đối|áp|để|của|tại|trên|dưới|theo|do|sau|trước|khi)\b)"
_PER = re.compile(
    rf"[ ]?/[ ]?(?:\d{{1,3}}(?:\.\d{{3}}){{0,3}}(?:[ ]{_STOP}[^\W\d_]{{1,12}}){{1,4}}|(?:vạn dân|lượt giao dịch|lượt khách|dự án|hộ gia đình|hồ sơ|mô hình|công trình|sản phẩm|học sinh|đơn vị|lao động|cơ sở)\b|[^\W\d_]{{1,12}}(?:[ ]?/[ ]?[^\W\d_]{{1,12}})?)"
)
_PER_AMOUNT = re.compile(r"/1(?:0{2,6}|(?:\.?000){1,2})[ ]")
_RATE = re.compile(
    rf"(?:[^\W\d_]{{1,12}}[ ]){{0,4}}[^\W\d_]{{1,12}}[ ]?/[ ]?1(?:0{{1,6}}|(?:\.?000){{1,2}})(?:[ ]{_STOP}[^\W\d_]{{1,12}}){{1,4}}"
)
_LEADING = re.compile(r"[^;.\n]{0,60}?(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất|tốp đầu|top đầu)(?!\w)")
_AMONG = re.compile(r"(?:nhóm|tốp|top|trong|trong số|vào)(?: nhóm)?\s$", re.IGNORECASE)
_AFTER = re.compile(r"[ ](?:trở lên|trở xuống|trở đi|hoặc (?:cao )?hơn)\b")
_TO_AMOUNT = re.compile(rf"(?:{_RANGE})(?P<b>{FIGURE})[ ]?(?P<unit>\S{{1,12}})")
_TO_LEVEL = re.compile(r"[ ](?:lên|xuống|còn|thành|đến|tới)\b")
_RESTATED = re.compile(r"[ ]?\([^()\d]{1,40}\)")
_TOKEN = re.compile(r"[^\s]+")
_INSERTED_TIME = re.compile(r"(?:vào|đến|trong|tới)[ ](?:hết[ ]|cuối[ ])?năm[ ]\d{4}[ ]?$")
_UNIT_WORD = re.compile(r"[^\W_]+[²³]?")
_SLASHED_WORD = re.compile(r"[^\W_]+(?:[²³]|/[^\W\d_]+[23]?)?")
_RANK_WORDS = frozenset(("thứ", "hạng", "top", "tốp"))
_ONLY_SEPARATORS = re.compile(r"[ ]?(?:,|;|/|và|-|hoặc)[ ]?\Z")
_LIST_END = re.compile(r"\s?(?:[,;.)\n]|và \d|$)")
_SCOPED_LIST = re.compile(r"[ ](?:đối với|ở|cho|tại|của)[ ][^,;.:\d\n]{2,50}(?:,|[ ]và|,[ ]và)[ ]\Z")
_SCOPED_NEXT = re.compile(r"[ ](?:đối với|ở|cho|tại|của)[ ]")
_NO_NOUN = frozenset(
    "và của trong trên là được để cho khi tại từ đến theo với đã sẽ nếu hoặc có không do này các những vào nhằm gồm về "
    "phải cần so trở thì mà như cùng mỗi hằng hàng lên xuống còn đối trước sau ngay".split()
)


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


@cache
def units() -> dict[str, str]:
    """The unit words (lower case) with their kinds, from ``units.tsv``."""
    return {row["unit"].lower(): row["kind"] for row in read_tsv("units.tsv")}


@cache
def _longest_unit() -> int:
    return max(len(u.split()) for u in units())


def find_values(text: str, skip: Callable[[int, int], bool] | None = None) -> list[Value]:
    """All value phrases of a text in order, by the place of their number; ``skip(start, end)`` leaves stretches out.

    >>> [(text[v.start:v.end], v.number, v.unit, v.comparator)
    ...  for text in ("đạt từ 98% trở lên", "giảm xuống còn dưới 4%", "ít nhất một đội")
    ...  for v in find_values(text)]
    [('từ 98% trở lên', 98.0, '%', '>='), ('giảm xuống còn dưới 4%', 4.0, '%', '<'), ('ít nhất một đội', 1.0, 'đội', '>=')]
    """
    spots = sorted(
        [(m.start(), m) for m in _CORE.finditer(text)]
        + [(m.end(), m) for m in _WORDED.finditer(text)]
        + [(m.start(), m) for m in _FRACTIONED.finditer(text)],
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
    if match.group("b") and (high is None or high <= low or (_is_year(low) and _is_year(high) and not match.group("pb"))):
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
    among = _AMONG.search(text, max(0, start - 12), start)
    leading = among is not None and _LEADING.match(text, end) is not None
    if before in LABEL_WORDS and not leading:
        return None
    if before in _RANK_WORDS and not leading and text[max(0, last - 4) : last].lower() != "lần ":
        placed = _noun(text, end) if before in ("top", "tốp") else None
        value = Value(start, start, placed[0] if placed else end, low, placed[1] if placed else before, "rank", upper=high)
        _compare(text, value)
        bare = text[value.start : start].lower() == before + " " and before == "thứ"  # "kỳ họp thứ 8" is an ordinal
        return None if bare else value
    restated = _RESTATED.match(text, end)
    noun_at = restated.end() if restated else end
    fraction = _FRACTION.match(text, noun_at)
    if fraction and _PER_AMOUNT.match(text, noun_at):  # "4/100.000 trẻ": a rate
        per = _PER.match(text, noun_at)
        if per is None:
            return None
        value = Value(start, start, per.end(), low, per.group().strip(), "measure", upper=high)
        _compare(text, value)
        return value
    if fraction:
        total = read_figure(fraction.group(1))
        if not total or low > total or not text[fraction.end() : fraction.end() + 1].isspace():
            return None
        noun = _noun(text, fraction.end())
        if noun is None or noun[2] in ("period", "label"):
            return None
        share = noun[1].startswith("số ") or total <= 10
        value = Value(start, start, noun[0], low / total if share else low, noun[1], "fraction")
        _compare(text, value)
        return value
    noun = _noun(text, noun_at)
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
        second, more = read_figure(onward.group("b")), _noun(text, onward.end("b"))
        if second is not None and more is not None and second > low and more[1] == unit:
            value.upper, value.end = second, more[0]
    _compare(text, value)
    if leading and among is not None:  # "nhóm 10 tỉnh dẫn đầu": the tenth place or a better one
        value.start, value.kind, value.comparator, value.firm = among.start(), "rank", "<=", True
    return value


def _words(text: str, begin: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """The words from ``begin`` on that a unit may take, as ranges; a comma may stand inside ("xã, phường")."""
    words: list[tuple[int, int]] = []
    here = begin
    while len(words) < _longest_unit():
        match = pattern.match(text, here)
        if match is None:
            break
        words.append(match.span())
        here = match.end() + 1
        if text[match.end() : here] == "," and text[here : here + 1] == " ":
            here += 1
        elif text[match.end() : here] not in (" ", "\xa0"):
            break
    return words


def _noun(text: str, at: int) -> tuple[int, str, str] | None:
    """End, words and kind of the counted noun at ``at``: the longest known one, else the next two syllables."""
    glued = not text[at : at + 1].isspace()
    begin = at if glued else at + 1
    rate = None if glued else _RATE.match(text, begin)
    if rate is not None:
        return rate.end(), rate.group(), "measure"
    words = _words(text, begin, _UNIT_WORD)
    ends = {end for _, end in words} | {end for _, end in _words(text, begin, _SLASHED_WORD)}
    for end in sorted(ends, reverse=True):
        kind = units().get(text[begin:end].lower())
        if kind is not None and (not glued or kind in ("measure", "money", "points", "share")):
            return _with_rate(text, begin, end, kind)
    if glued or not words:
        return None
    first = text[words[0][0] : words[0][1]]
    if not first[0].islower() or first.lower() in _NO_NOUN:
        return None
    end = words[0][1]
    if len(words) > 1 and text[words[0][1] : words[1][0]] in (" ", "\xa0"):
        second = text[words[1][0] : words[1][1]]
        if first == "số":  # "2/3 số xã": the noun is what is counted
            end = _noun_end(text, words[0][1]) or words[1][1]
        elif second[0].islower() and second not in _NO_NOUN:
            end = words[1][1]
    return _with_rate(text, begin, end, "other")


def _noun_end(text: str, at: int) -> int | None:
    noun = _noun(text, at) if text[at : at + 4] != " số " else None
    return noun[0] if noun else None


def _with_rate(text: str, begin: int, end: int, kind: str) -> tuple[int, str, str]:
    """Take in what a unit is counted per: "/năm", "/lượt giao dịch", "/1.000 dân" (which makes it a rate)."""
    per = _PER.match(text, end)
    if per is not None and kind != "share":
        end = per.end()
        kind = "measure" if any(c.isdigit() for c in per.group()) else kind
    return end, text[begin:end], kind


def _chain(text: str, at: int) -> tuple[list[tuple[int, Phrase]], str]:
    """The phrases that lead up to ``at``, nearest first with their starts, and the word before them."""
    floor = max(0, at - 64)
    tokens = [(floor + m.start(), m.group()) for m in _TOKEN.finditer(text[floor:at].rpartition("\n")[2])]
    line_start = text.rfind("\n", floor, at) + 1
    if line_start > floor:
        tokens = [(s - floor + line_start, t) for s, t in tokens]
    if floor and tokens and not text[floor - 1].isspace() and tokens[0][0] == floor:
        tokens = tokens[1:]
    found: list[tuple[int, Phrase]] = []
    i = len(tokens)
    while i > 0 and len(found) < 6:
        for size in range(min(LONGEST_PHRASE, i), 0, -1):
            words = " ".join(t for _, t in tokens[i - size : i]).lower()
            phrase = PHRASES.get(words)
            if phrase is not None:
                found.append((tokens[i - size][0], phrase))
                i -= size
                break
        else:
            head = text[floor : tokens[i - 1][0] + len(tokens[i - 1][1])] if i else ""
            inserted = _INSERTED_TIME.search(head) if head[-4:].isdigit() else None
            if inserted is None or not found:
                break
            while i > 0 and tokens[i - 1][0] >= floor + inserted.start():
                i -= 1
    return found, tokens[i - 1][1].lower() if i > 0 else ""


def _compare(text: str, value: Value) -> None:
    """Read the comparator from the words around the value, and widen the phrase to take them in."""
    chain, value.before = _chain(text, value.core)
    after = _AFTER.match(text, value.end)
    value.chain = tuple(p for _, p in chain)
    starts = {"comparator": -1, "from": -1}
    change: Comparator | None = None
    level = ranked = False
    compared: Comparator | None = None
    for start, phrase in chain:
        part = phrase.part
        if part == "comparator":
            if compared is None:
                compared, value.firm = phrase.comparator, phrase.firm
            starts["comparator"] = start
        elif part in ("plus", "minus"):
            if not level:
                change = "+" if part == "plus" else "-"
                starts["comparator"] = start
            break
        elif part == "level":
            level = True
            starts["comparator"] = start
        elif part == "from":
            if compared is None:
                starts["from"] = start
        elif part == "rank":
            ranked = True
            starts["comparator"] = start
        elif part == "times":
            starts["comparator"] = start
        elif part in ("zip", "approximate", "completion") and starts["comparator"] < 0:
            value.start = start
        elif part == "carrier" and compared is None and starts["from"] < 0 and not level and value.start == value.core:
            value.start = start
    for start in starts.values():
        if start >= 0:
            value.start = min(value.start, start)
    if after is not None:
        value.end = after.end()
        downward = "xuống" in after.group()
        compared = compared or ("<=" if downward else ">=") if "đi" not in after.group() else compared
        value.firm = value.kind in ("share", "points", "rank") or ranked
    elif starts["from"] >= 0 and compared is None and not _TO_LEVEL.match(text, value.end):
        compared = ">="
    if value.upper is not None and compared in (None, ">"):
        compared = ">="
    value.comparator = change or compared or "="
    if ranked or value.kind == "rank" and not change:
        value.kind = "rank"
        if value.comparator == ">=" or text[value.start : value.start + 3].lower() in ("top", "tốp"):  # "từ thứ 15 trở lên": the fifteenth place or a better one
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
    elif any(p.part == "level" for p in value.chain) and not re.search(r"[,;.:\n]", between):
        if not between.strip() or any(p.part == "from" for p in previous.chain):
            value.baseline = text[previous.core : previous.end]
            values.pop()
