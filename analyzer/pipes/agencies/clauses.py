"""Clauses that say which members of a class are meant: "Các đơn vị có trên 50 hồ sơ trễ hạn phải giải trình"."""

from __future__ import annotations

import re

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText

_ALONE = read_toml("collectives.toml")["alone"]
_HEADS_CLAUSE = re.compile(r"(?:[.;:|\n\"-] ?|, |\d[.)] |\w\) |yêu cầu |đề nghị |riêng |thủ trưởng |lãnh đạo |những )$")
_OPENS = (
    *(" có", " đang", " chưa", " đã", " bị", " được"),
    *(" nằm trong", " trong vùng", " trong khu vực", " tại khu vực", " thuộc khu vực", " thuộc vùng"),
)
_CLAUSE = (
    rf"(?:{'|'.join(_OPENS)})(?! (?:{'|'.join(_ALONE['no_clause'])})(?!\w))"
    r"[^.;:,|()\n]{{{least},90}}?(?<! trong)(?<! để)(?<! của)(?<! về)(?= (?:{verbs})(?!\w)|: ?\n|$)"
)
_BEFORE_COLON = re.compile(r" (?:có|chưa|đang|bị) [^.;:,|()\n]{4,60}(?=: )")
_BEFORE_DUTY = re.compile(_CLAUSE.format(least=4, verbs="|".join(_ALONE["duties"])))
_BEFORE_WORK = re.compile(_CLAUSE.format(least=18, verbs="|".join(_ALONE["work"])))


def clause_end(text: FoldedText, begin: int, end: int) -> int:
    """Where a clause ends that says which members are meant: "Các đơn vị có trên 50 hồ sơ trễ hạn | phải …".

    It is read at the head of a sentence, or behind an order, where the duty that follows is seen.
    """
    if not text.low.startswith(_OPENS, end):
        return end
    before = text.low[max(0, begin - 24) : begin]
    if before and not _HEADS_CLAUSE.search(before):
        return end
    clause = _BEFORE_DUTY.match(text.low, end) or _BEFORE_COLON.match(text.low, end)
    if clause is None and not before.endswith(", "):
        clause = _BEFORE_WORK.match(text.low, end)
    return begin + len(text.low[begin : clause.end()].rstrip()) if clause else end
