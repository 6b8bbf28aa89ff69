"""Laws cited by name and date: "Luật Lưu trữ ngày 11 tháng 11 năm 2011", "Bộ luật Dân sự năm 2015".

A name alone is no reference; the date (or the year it was passed) must follow the name directly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from analyzer.pipes.references.frame import DATE, date_of
from analyzer.pipes.references.words import KindHit

#: Kinds that are cited by name.
NAMED: Final = frozenset({"L", "PL", "HP"})
_REACH: Final = 360
_AMENDING: Final = re.compile(r"\s{1,2}sửa đổi(?!\w)")
_DATE: Final = re.compile(DATE)
_ADOPTED: Final = re.compile(
    r"(?:đã )?được quốc hội[^.;|\n]{0,60}?thông qua[^.;|\n\d]{0,40}(?:\d{1,2}[^.;|\n\d/]{0,12}?)?" + DATE
)
_YEAR: Final = re.compile(r"(?:năm\s{1,2})?(?:19|20)\d\d(?!\d|\s?[-–/]\s?\d)")
_YEAR_IN_BRACKETS: Final = re.compile(r"\((?:năm )?(?:19|20)\d\d\)")
_BILL: Final = re.compile(r"(?:dự án|dự thảo|xây dựng)\s\Z")  # a bill; its year is that of the work
_REVISED: Final = re.compile(r"\(sửa đổi[^()\n]{0,30}\)")
# Where the name may end: a date or year ends it well, any of the others means that no date belongs to it.
_MARK: Final = re.compile(
    r"[;:|\n\"“”]|\.\s|\(|(?<=\s)ngày\s|(?<=\s)năm\s{1,2}(?=\d{4})|(?<=\s)(?:19|20)\d\d(?!\d)|(?:đã )?được quốc hội|"
    r",\s(?:kinh phí|nguồn|các|những|thực hiện|triển khai|bảo đảm|đảm bảo|tổ chức|xây dựng|ủy ban|ubnd|sở|bộ(?! luật)|"
    r"phấn đấu|theo|tại|trong)(?!\w)|"
    r"(?<!\w)(?<!pháp )(?:bộ luật|luật|pháp lệnh)(?!\w)|(?<!\w)số\s{0,2}:?\s{0,2}\d|"
    r"(?<!\w)(?:trước|sau|từ|đến|vào|trong|hết|của|tại|cho|và)\s(?=ngày\s|năm\s\d)|"
    r"(?<!\w)(?:báo cáo|hoàn thành|trước|đã|được|phải|(?<!tiền )gửi|yêu cầu|giao(?! dịch| thông| thương)|"
    r"chậm nhất|kể từ|hiệu lực|nếu|này|nêu trên|kế hoạch|"
    r"dự toán|nhiệm vụ|tình hình|kết quả|chương trình|nghị quyết|nghị định|quyết định|thông tư|"
    r"chỉ thị|kết luận|giai đoạn|tháng|quý|căn cứ)(?!\w)"
)


class LawMention(NamedTuple):
    """A law cited by name."""

    start: int
    end: int
    abbr: str
    issued_on: date | None


def law_mentions(text: str, folded: str, kinds: Iterable[KindHit]) -> Iterator[LawMention]:
    """Laws, codes, ordinances and constitutions with the date or year that follows their name."""
    done = 0
    for hit in kinds:
        if hit.abbr is None or hit.abbr not in NAMED or hit.start < done or not text[hit.start].isupper():
            continue
        found = _dated(text, folded, hit, hit.abbr)
        if found is not None:
            done = found.end
            yield found


def _dated(text: str, folded: str, hit: KindHit, abbr: str) -> LawMention | None:
    amending = _AMENDING.match(folded, hit.end) is not None
    limit = min(len(folded), hit.end + _REACH)
    at = hit.end
    while (mark := _MARK.search(folded, at, limit)) is not None:
        words, at = mark.group(), mark.end()
        name = folded[hit.end : mark.start()].strip(" ,")
        named = abbr == "HP" or (name != "" and name[0] not in ')”"')  # "(sau đây gọi là Luật) được thông qua ngày …"
        if words.startswith("ngày"):
            dated = _DATE.match(folded, mark.start())
            return LawMention(hit.start, dated.end(), abbr, date_of(dated)) if dated and named else None
        if words.endswith("được quốc hội"):
            adopted = _ADOPTED.match(folded, mark.start())
            return LawMention(hit.start, adopted.end(), abbr, date_of(adopted)) if adopted and named else None
        if words.startswith("năm") or words[0] in "12":
            year = _YEAR.match(folded, mark.start())
            capitals = text[hit.start : hit.start + 12].isupper()
            doubtful = capitals or _BILL.search(folded, max(0, hit.start - 12), hit.start)
            return LawMention(hit.start, year.end(), abbr, None) if year and named and not doubtful else None
        if words == "(":
            bracketed = _YEAR_IN_BRACKETS.match(folded, mark.start())
            if bracketed is not None and named:
                return LawMention(hit.start, bracketed.end(), abbr, None)
            revised = _REVISED.match(folded, mark.start())
            if revised is None:
                return None
            at = revised.end()
        elif words == "\n":
            if not text[at : at + 1].islower() and not text[at : at + 1].isdecimal():  # no wrapped line
                return None
        elif words in ("luật", "bộ luật", "pháp lệnh"):
            if text[mark.start()].isupper() and not amending:
                return None
        else:
            return None
    return None
