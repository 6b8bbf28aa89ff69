"""The issuing body after "của": how far its name runs.

A name is a run of compounds that occur in the names of public bodies and of capitalised words (places); it ends before
the abstract, which begins with an uncapitalised verb. In capitals only known compounds and places carry it on.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from analyzer.knowledge.doc_kinds import kind_names
from analyzer.knowledge.folding import fold

_WORD: Final = re.compile(r"[^\W_]{1,24}(?:[.&/][^\W_]{1,24}){0,3}")
_JOIN: Final = re.compile(r"[ ]{1,2}-[ ]?|-[ ]|[ ]{1,2}và[ ]{1,2}|,[ ]{1,2}|[ ]{1,2}")
_STOP: Final = re.compile(
    r"(?:ban hành|phê duyệt|quy định|về|v/v|sửa đổi|hướng dẫn|công bố|giao|thực hiện|triển khai|"
    r"bãi bỏ|thay thế|tổ chức thực|căn cứ|điều|khoản|mục|phần|phụ lục|ngày|"
    r"năm|tại|theo|trong|trên|và|để|nhằm|được|kèm)(?!\w)"
)
_HEAD: Final = re.compile(
    r"(?:các|bộ|sở|ủy ban|ubnd|hđnd|hội đồng|chính phủ|thủ tướng|quốc hội|ban|tỉnh ủy|thành ủy|văn phòng|liên đoàn|"
    r"tổng|cục|chủ tịch)(?!\w)"
)
_PLACE: Final = frozenset({"tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu"})
_COUNTED: Final = frozenset({"khóa", "khu vực", "lần thứ"})
#: Compounds that a comma may follow inside a name ("Văn hóa, Thể thao và Du lịch").
_LISTED: Final = frozenset(
    {"văn hóa", "thể thao", "khoa học", "công nghệ", "bưu chính", "bộ trưởng", "dân số", "gia đình", "lao động"}
)
_MAX_WORDS: Final = 24


class _Compounds(NamedTuple):
    pattern: re.Pattern[str]
    small: frozenset[str]


@cache
def _compounds() -> _Compounds:
    lines = (files("analyzer.pipes.references") / "issuers.txt").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    small = frozenset(fold(e[1:]) for e in entries if e.startswith("+"))
    names = sorted({fold(e.lstrip("+")) for e in entries}, key=len, reverse=True)
    return _Compounds(re.compile("(?:" + "|".join(map(re.escape, names)) + r")(?!\w)"), small)


@cache
def _kinds() -> re.Pattern[str]:
    names = [n for n in kind_names() if not _compounds().pattern.match(n)]
    return re.compile("(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)")


def issuer_end(text: str, folded: str, start: int, *, joint: bool = False) -> int:
    """Where the name of the issuing body that begins at ``start`` ends; ``start`` itself where none begins.

    ``folded`` is ``fold(text)``. ``joint`` lets one body follow another, as in a document issued by two.

    >>> text = "của Bộ trưởng Bộ Khoa học và Công nghệ quy định về"
    >>> text[4:issuer_end(text, fold(text), 4)]
    'Bộ trưởng Bộ Khoa học và Công nghệ'
    >>> text = "CỦA ỦY BAN NHÂN DÂN TỈNH HÒA AN BAN HÀNH"
    >>> text[4:issuer_end(text, fold(text), 4)]
    'ỦY BAN NHÂN DÂN TỈNH HÒA AN'
    """
    compounds = _compounds()
    at = end = start
    if not text[start : start + 1].isupper():
        return start
    last, since_place = "", 9
    capitals = text[start : start + 12].isupper() and text[max(0, start - 3) : start].isupper()
    for _ in range(_MAX_WORDS):
        capital = text[at : at + 1].isupper()
        known = compounds.pattern.match(folded, at)
        word = _WORD.match(folded, at)
        kept = known is not None and known.group() != "ban" and capital and not capitals
        if word is None or (_STOP.match(folded, at) and not kept):
            break
        if known is not None and (capital or known.group() in compounds.small):
            if known.group() == "ban" and folded.startswith(" hành", known.end()):
                break
            last, at = known.group(), known.end()
            since_place = 0 if last in _PLACE else since_place + 1
        elif last in _COUNTED or (capital and not _kinds().match(folded, at) and (not capitals or since_place < 4)):
            at = word.end()
            if last not in _COUNTED and not capitals and since_place > 3:
                at = _second_syllable(text, folded, at)
            last = ""
            since_place += 1
        else:
            break
        end = at
        join = _JOIN.match(folded, at)
        if join is None:
            break
        at = join.end()
        sign = join.group().strip()
        if sign and not _may_join(sign, text, folded, at, last, joint=joint):
            break
    return end


def _second_syllable(text: str, folded: str, end: int) -> int:
    """The end of an unknown compound ("Pháp chế"): one small syllable, if the name goes on or ends right after it."""
    following = _WORD.match(folded, end + 1) if folded.startswith(" ", end) else None
    if following is None or not text[end + 1].islower() or _STOP.match(folded, end + 1):
        return end
    after = text[following.end() : following.end() + 2]
    return following.end() if after[:1] in ",.;:)" or after[1:].isupper() else end


def _may_join(sign: str, text: str, folded: str, at: int, last: str, *, joint: bool) -> bool:
    """Whether a comma, hyphen or "và" before the word at ``at`` is part of the name."""
    if not text[at : at + 1].isupper() or _kinds().match(folded, at):
        return False
    if _HEAD.match(folded, at):
        return (joint and sign != ",") or last == "bộ trưởng"
    return sign != "," or last in _LISTED
