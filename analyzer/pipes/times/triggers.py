"""Where a time expression may begin: one pattern over the whole text, which says what kind of word it has found."""

from __future__ import annotations

import re

_SPACED = r"(?=[ \n])"
_COUNTED = r"(?=[ \n\d])"
_OF_EACH = r"(?=[ \n]{1,4}(?:ngày|tuần|tháng|qu[ýí]|năm|\d))"
_OF_PART = r"(?=[ \n]{1,4}(?:năm|tháng|qu[ýí]))"
_OF_LENGTH = r"(?=[ \n]{1,4}(?:đầu|cuối|ngày|tuần|tháng|năm|giờ|lần|lăm|mươi))"
_OF_SHORT = r"(?=\.?\d{1,2}/20)"
_OF_REPORT = r"(?= (?:tháng|qu[ýí]|0?6 tháng)[ ,])"

# The heads that rules name, and the words that are such a head: each begins with a letter of its own.
_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("day", _COUNTED, ("ngày",)),
    ("month", _COUNTED, ("tháng",)),
    ("quarter", _SPACED, ("qu[ýí]",)),
    ("year", r"(?=[ \n\d.,;)|]|$)", ("năm",)),
    ("each", _OF_EACH, ("h[ằà]ng", "mỗi", "từng")),
    ("every", _SPACED, ("định k[ỳì]", "thường k[ỳì]", "theo k[ỳì]")),
    (
        "period",
        _SPACED,
        ("giai đoạn", "thời k[ỳì]", "nhiệm k[ỳì]", "niên (?:khóa|khoá|độ)", "chu k[ỳì]", "kh(?:o[áa]|óa)"),
    ),
    ("edge", _OF_PART, ("đầu", "giữa", "cuối", "cả(?= năm)")),
    ("word", _OF_LENGTH, ("nửa", "một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười")),
    ("now", "", ("từ (?:nay|bây)", "đến nay")),
    ("vision", _SPACED, ("tầm nhìn",)),
    ("century", _SPACED, ("thế kỷ",)),
    ("week", _SPACED, ("tuần",)),
    ("weekday", "", ("thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])", "chủ nhật")),
    ("short", _OF_SHORT, ("t", "q")),
    ("tet", r"(?!\w)", ("tết",)),
    ("lunar", _SPACED, ("rằm", "m[ùồ]ng")),
    ("report", _OF_REPORT, ("báo cáo", "chế độ", "sơ kết")),
    ("tomorrow", "", ("hôm nay", "sáng mai", "chiều mai", "tối mai")),
)
# What stands behind the figures of a time tells which rules can read it: the rest of a date, of a range or of a list,
# or a unit. Most numbers are numerals of items and counts of things, which none can; 2024 is a year before any stop.
_AFTER_DATE = r"[ \n]{0,3}(?:[/-]|\.[ \n]{0,3}\d|đến|(?:,[ \n]{0,3}(?:và)?|;|và|hoặc)[ \n]{0,3}(?:\d|ngày|các|những))"
_AFTER_YEAR = r"[ \n]{0,3}(?:[.,)|;:\]\n]|và|hoặc|$)"
_AFTER_COUNT = r"[ \n]{0,3}(?:\(|[hg](?![^\W\d_])|ngày|tháng|năm|tuần|giờ|phút|lần)"
_FIGURES = rf"(?<=\d)(?:(\d{{0,3}}(?={_AFTER_DATE})|(?<=2)0\d\d(?={_AFTER_YEAR}))|(\d{{0,3}}(?={_AFTER_COUNT})))"
_BLANK = r"(?<=/)((?= {0,3}/ {0,3}20))"


def _compiled() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern, and for each of its groups the head it is of.

    It begins with a set of characters, to which the engine skips; then come one look back, the branch of the letter,
    and only there the words, each with its empty group behind it, for the engine tells words apart by how they begin.
    With the words side by side it would take twice the time.
    """
    letters: dict[str, list[tuple[str, str]]] = {}
    for head, behind, words in _WORDS:
        for word in words:
            letters.setdefault(word[0], []).append((head, f"{word[1:]}{behind}()"))
    branches = [f"(?<={letter})(?:{'|'.join(word for _, word in found)})" for letter, found in letters.items()]
    heads = [head for found in letters.values() for head, _ in found]
    begins = rf"[{''.join(letters)}/\d]"
    pattern = rf"{begins}(?:(?<![^\W\d_].)(?:{'|'.join(branches)}|{_FIGURES})|{_BLANK})"
    return re.compile(pattern), ("", *heads, "date", "count", "slash")


#: Finds the next place; ``HEADS[match.lastindex]`` is the kind of word there.
TRIGGER, HEADS = _compiled()
