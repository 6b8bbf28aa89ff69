"""What a target measures and under which conditions: metric, scope, exclusions, baseline and due time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.pipes.mentions import TimeMention, TimeValue
from analyzer.pipes.targets import cues
from analyzer.pipes.targets.clause import Clause
from analyzer.pipes.targets.values import Value

_EXCLUDED = re.compile(
    r"\(\s?(?P<a>(?:trừ|ngoại trừ|không bao gồm|không kể|không tính)\s[^()\n]{1,240})\)"
    r"|,\s(?P<b>(?:trừ|ngoại trừ|không bao gồm|không kể|không tính)\s[^.;()\n]{1,240})"
)
_BASELINE = re.compile(r"so với\s(?P<what>[^,.;()\n]{2,60}?)(?=\s(?:đối với|tại|trong|và|của)\s|[,.;()\n]|$)")
_SCOPE = re.compile(r"(?:^|[\s,(])(?:riêng|đối với|Riêng|Đối với|tại|Tại)\s(?P<what>[^,:;.\n]{2,80})[,:]?\s{0,4}$")
_SCOPE_HEAD = re.compile(r"^(?:[Rr]iêng|[Đđ]ối với|[Tt]ại|[Ở])\s(?P<what>[^,:;.\n]{2,80})[,:]\s")
_SCOPE_NAMED = re.compile(
    r"^[Rr]iêng\s(?P<what>[^,:;.\n]{2,60}?)(?=[,:]|\s(?:đạt|là|phải|có|tối thiểu|ít nhất|từ|trên|dưới)\b|\s{0,4}$)"
)
_SCOPE_AFTER = re.compile(r"\s(?:đối với|tại)\s(?P<what>[^,.;:()\n]{2,80})")
_ZIPPED = re.compile(r"(?:của|đối với|cho|tại|ở)\s(?:các\s)?(?P<list>[^.;:()\n]{3,200})$")
_ZIPPED_END = re.compile(r"\s(?:đạt|tối thiểu|tương ứng|lần lượt|là|phải|từ|ít nhất|bằng|còn)\b")
_COMMIT_HEAD = re.compile(
    r"^(?:[Pp]hấn đấu|[Dd]uy trì|[Nn]âng|[Đđ]ưa|[Kk]éo giảm|[Tt]ăng|[Gg]iảm|[Cc]ắt giảm|[Bb]ảo đảm|[Đđ]ảm bảo"
    r"|[Mm]ục tiêu|[Cc]hỉ tiêu(?: \d{1,2})?|[Tt]rong đó|[Rr]iêng|có|đạt|Có|và|cụ thể|[,:])(?!\w)[\s,:]{0,3}"
)
_TIME_HEAD = re.compile(
    r"^(?:[Đđ]ến|[Tt]rong|[Vv]ào|[Tt]ừ|[Gg]iai đoạn|[Nn]ăm|[Hh][ằà]ng năm|[Mm]ỗi năm|[Tt]rước)\b[^,:;\n]{0,40}?"
    r"(?:\d{4}(?: trở đi)?|(?<=[Hh]ằng )năm|(?<=[Hh]àng )năm|(?<=[Mm]ỗi )năm)(?:[,:]\s?|\s)"
)
_TRAILING_VERB = re.compile(
    r"[\s,:]{1,20}(?:đạt|đạt tỷ lệ|đạt tỉ lệ|là|bằng|phải|cần|ở|mức|còn|tỷ lệ|có|được|đạt mức|:|đạt được|phấn đấu|xuống"
    r"|giảm|tăng|từ|và|vào|thêm)?\s{0,4}$"
)
_METRIC_END = re.compile(
    r" so với |; | \(|\n|, trừ |,? trong đó|, riêng | (?:vào|trong|đến)(?: cuối| hết)? năm | so cùng kỳ|[.;,]?\s{0,4}$"
)
_BRACKET_FIRST = re.compile(r"^\s?\([^()\n]{0,240}\)\s")
_TRAILING_LINK = re.compile(r"\s(?:cho|và|với|của|có|đạt|là|được|để|trên|tại|ở)\s{0,4}$")
_RANK_LINK = re.compile(r"\s?(?:thuộc|nằm trong|nằm|lọt|lọt vào|vào|trong|đứng|xếp|ở|đạt)\s{0,4}$")
_PART = re.compile(r"[,;:]\s|\svà(?=\s{0,4}$)|\s(?=trong đó\b|riêng\b)")
_FROM_LEVEL = re.compile(r"\s(?:tăng |giảm )?từ(?: mức)?\s[\d.,]+\s?\S{0,12}\s{0,4}$")
_TOTAL = re.compile(
    r"(?:[Tt]ổng|[Ss]ố|[Ll]ượng|[Tt]ỷ|[Tt]ỉ|[Mm]ức|[Nn]guồn nhân lực|[Qq]uy mô|[Ss]ản lượng|[Dd]iện tích|[Cc]hỉ số)\s"
)
_LONGEST_METRIC = 200


@dataclass(frozen=True, slots=True)
class Around:
    """The words of a clause that speak of one value: those of its neighbours in the clause are left out."""

    left: str
    right: str

    @classmethod
    def of(cls, clause: Clause, previous: int | None, following: int | None) -> Around:
        """``previous`` is where the value before ends, ``following`` where the value after begins, in the same "
        "clause."""
        left, right = clause.left, clause.right
        if previous is not None:
            between = clause.text[max(previous, clause.value.start - 400) : clause.value.start]
            cut = max((m.end() for m in _PART.finditer(between)), default=-1)
            if cut >= 0:
                left = between[cut:]
        if following is not None:
            right = clause.text[clause.value.end : max(clause.value.end, following)][:240]
            cuts = [m.start() for m in _PART.finditer(right)]
            right = right[: cuts[-1]] if cuts else right
        return cls(left, right)


def metric_of(around: Around, value: Value) -> str | None:
    """The words of what is measured: those before "đạt N%", or those after a value that opens its clause.

    Words of commitment, times and scopes at the head are left off. None where only the value itself stands there.
    """
    left = _strip_head(around.left)
    for _ in range(2):
        left = _TRAILING_VERB.sub("", left, count=1)
    left = _FROM_LEVEL.sub("", left).strip(" ,:–-")
    right = _TRAILING_LINK.sub("", _cut(_BRACKET_FIRST.sub(" ", around.right, count=1))).strip(" ,:–-.")
    if value.kind == "rank":
        return _RANK_LINK.sub("", left)[-_LONGEST_METRIC:] or None
    if _SCOPE_AFTER.match(" " + right):  # "80% đối với cấp tỉnh": whom it holds for, not what is measured
        right = ""
    counts = value.kind in ("thing", "people", "other", "fraction")
    carried = bool(value.chain) and value.chain[0].part not in ("plus", "minus", "completion")
    if counts and not (carried and _TOTAL.match(left)):
        return " ".join(w for w in (value.unit, right) if w)[:_LONGEST_METRIC]
    if right and cues.ORDERS.regex.match(left) and not cues.MEASURED.regex.search(left):
        return f"{left} {right}"[:_LONGEST_METRIC]  # "Kiểm tra tối thiểu 30% đơn vị": the order with its object
    if len(left) >= 4 and (carried or not right):
        return left[-_LONGEST_METRIC:]
    if len(right) >= 4:
        return right[:_LONGEST_METRIC].strip()
    return left[-_LONGEST_METRIC:] if len(left) >= 4 else None


def _strip_head(left: str) -> str:
    for _ in range(4):
        shorter = _TIME_HEAD.sub("", _COMMIT_HEAD.sub("", left, count=1), count=1)
        head = _SCOPE_HEAD.match(shorter)
        if head is not None:
            shorter = shorter[head.end() :]
        if shorter == left:
            break
        left = shorter.lstrip()
    return left


def _cut(right: str) -> str:
    """The words after a value up to a comparison, an exclusion, a part or a time."""
    match = _METRIC_END.search(right)
    return right[: match.start()] if match else right


def exclusions_of(clause: Clause) -> str | None:
    """What the target leaves out: "(trừ …)" or ", trừ …" after the value, or in brackets before it."""
    match = _EXCLUDED.search(clause.text, clause.value.end, min(clause.end + 1, clause.value.end + 400))
    if match is None:
        match = _EXCLUDED.search(clause.left)
    return (match.group("a") or match.group("b")).strip() if match else None


def baseline_of(clause: Clause, value: Value) -> str | None:
    """What the change is counted from: "so với năm 2021", or the start of "từ 35% lên 50%"."""
    if value.baseline is not None:
        return value.baseline
    match = _BASELINE.search(clause.right)
    return match.group("what").strip() if match else None


def scope_of(around: Around) -> str | None:
    """Whom or what field the target holds for ("đối với …", "tại …", "riêng …")."""
    for pattern, words in (
        (_SCOPE_NAMED, around.left.lstrip()),
        (_SCOPE_HEAD, around.left.lstrip()),
        (_SCOPE, around.left),
        (_SCOPE_AFTER, _METRIC_END.split(around.right[:160], maxsplit=1)[0]),
    ):
        match = pattern.search(words)
        if match is not None:
            return match.group("what").strip()
    return None


def zipped_scopes(clause: Clause, count: int) -> list[str] | None:
    """The list of scopes a list of values belongs to, in order; None where their numbers differ.

    "của cấp tỉnh, cấp huyện, cấp xã đạt tối thiểu tương ứng là 80%, 70%, 60%" gives the three levels.
    """
    left = clause.left
    for start in [m.start() for m in re.finditer(r"(?:của|đối với|cho|tại|ở)\s", left)][-6:]:
        tail = left[start:]
        end = _ZIPPED_END.search(tail)
        match = _ZIPPED.match(tail[: end.start()] if end else tail.rstrip())
        if match is None:
            continue
        parts = [p.strip() for p in re.split(r",\s+|\s+và\s+", match.group("list").strip()) if p.strip()]
        if len(parts) == count:
            return parts
        merged = [p.strip() for p in re.split(r",\s+(?=cấp\s|các\s|khối\s|lĩnh vực\s)", match.group("list").strip())]
        if len(merged) == count:
            return merged
    return None


class TimeIndex:
    """Looks up time mentions by place."""

    def __init__(self, times: Sequence[TimeMention]) -> None:
        self._times = sorted(times, key=lambda t: t.start)
        self._starts = [t.start for t in self._times]

    def within(self, start: int, end: int) -> list[TimeMention]:
        """The mentions that begin in ``[start, end)``, at most twenty."""
        i, j = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._times[i : min(j, i + 20)]

    def covering(self, start: int, end: int) -> TimeMention | None:
        """A mention that overlaps ``[start, end)``."""
        i = bisect_right(self._starts, end - 1) - 1
        return self._times[i] if i >= 0 and self._times[i].end > start else None


def due_of(clause: Clause, times: TimeIndex, text: str) -> TimeValue | None:
    """The period a target is due in: the nearest time of its clause, else of its sentence's line.

    Times of a comparison ("so với năm 2021") and durations are none.
    """
    value = clause.value

    def usable(mention: TimeMention) -> bool:
        if mention.value.duration is not None:
            return False
        return not re.search(
            r"so với(?: cuối| cùng kỳ| đầu)?\s{0,2}$", text[max(0, mention.start - 24) : mention.start]
        )

    inside = [
        t for t in times.within(max(clause.start, value.core - 600), min(clause.end, value.end + 400)) if usable(t)
    ]
    before = [t for t in inside if t.end <= value.start]
    after = [t for t in inside if t.start >= value.end]
    inner = [t for t in inside if t.end > value.start and t.start < value.end]
    if inner:
        return inner[0].value
    # "đạt 80% vào năm 2025; …": a time right behind the value beats an earlier one
    if (
        after
        and re.match(r"\s(?:\S+\s){0,8}$", text[value.end : after[0].start][:80])
        and after[0].start - value.end <= 60
    ):
        return after[0].value
    if before:
        return before[-1].value
    if after:
        return after[0].value
    line = [t for t in times.within(max(clause.line_start, value.core - 1000), clause.start) if usable(t)]
    return line[-1].value if line else None
