"""The counted noun or unit after a number: the longest one of ``units.tsv``, a rate, or else two syllables."""

from __future__ import annotations

import re
from functools import cache

from analyzer.knowledge.data import read_tsv

_NO_RATE = "vào và trong đến từ cho so lên xuống còn đạt là có được với đối áp để của tại trên dưới theo do sau khi"
_STOP = rf"(?!(?:{_NO_RATE.replace(' ', '|')})\b)"
PER = re.compile(
    rf"[ ]?/[ ]?(?:\d{{1,3}}(?:\.\d{{3}}){{0,3}}(?:[ ]{_STOP}[^\W\d_]{{1,12}}){{1,4}}|(?:vạn dân|lượt giao dịch"
    rf"|lượt khách|dự án|hộ gia đình|hồ sơ|mô hình|công trình|sản phẩm|học sinh|đơn vị|lao động|cơ sở)\b"
    rf"|[^\W\d_]{{1,12}}(?:[ ]?/[ ]?[^\W\d_]{{1,12}})?)"
)
_RATE = re.compile(
    rf"(?:[^\W\d_]{{1,12}}[ ]){{0,4}}[^\W\d_]{{1,12}}[ ]?/[ ]?1(?:0{{0,2}}(?:\.?000){{1,2}}|0{{1,6}})"
    rf"(?:[ ]{_STOP}[^\W\d_]{{1,12}}){{1,4}}"
)
_LONGEST_RATED = 72  # up to five words and spaces, before what they are counted per
_UNIT_WORD = re.compile(r"[^\W_]+[²³]?")
_SLASHED_WORD = re.compile(r"[^\W_]+(?:[²³]|/[^\W\d_]+[23]?)?")
_FUNCTION_WORDS = (
    "và của trong trên là được để cho khi tại từ đến theo với đã sẽ nếu hoặc có không do này các những vào nhằm gồm về "
    "phải cần so trở thì mà như cùng mỗi hằng hàng lên xuống còn đối trước sau ngay"
)
_NO_NOUN = frozenset(_FUNCTION_WORDS.split())


@cache
def units() -> dict[str, str]:
    """The unit words (lower case) with their kinds, from ``units.tsv``."""
    return {row["unit"].lower(): row["kind"] for row in read_tsv("units.tsv")}


@cache
def _longest_unit() -> int:
    return max(len(u.split()) for u in units())


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


def noun_at(text: str, at: int) -> tuple[int, str, str] | None:
    """End, words and kind of the counted noun at ``at``: the longest known one, else the next two syllables."""
    glued = not text[at : at + 1].isspace()
    begin = at if glued else at + 1
    rated = not glued and text.find("/", begin, begin + _LONGEST_RATED) >= 0
    rate = _RATE.match(text, begin) if rated else None
    if rate is not None:
        return rate.end(), rate.group(), "measure"
    words = _words(text, begin, _UNIT_WORD)
    ends = {end for _, end in words}
    if words and text.find("/", begin, words[-1][1] + 1) >= 0:
        ends |= {end for _, end in _words(text, begin, _SLASHED_WORD)}
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
    noun = noun_at(text, at) if text[at : at + 4] != " số " else None
    return noun[0] if noun else None


def _with_rate(text: str, begin: int, end: int, kind: str) -> tuple[int, str, str]:
    """Take in what a unit is counted per: "/năm", "/lượt giao dịch", "/1.000 dân" (which makes it a rate)."""
    per = PER.match(text, end)
    if per is not None and kind != "share":
        end = per.end()
        kind = "measure" if kind == "period" or any(c.isdigit() for c in per.group()) else kind
    return end, text[begin:end], kind
