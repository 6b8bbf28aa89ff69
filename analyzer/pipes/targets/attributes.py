"""What a target measures and under which conditions: metric, scope, exclusions, baseline and due time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from analyzer.pipes.mentions import TimeMention, TimeValue
from analyzer.pipes.targets.judge import Clause
from analyzer.pipes.targets.values import Value

_EXCLUDED = re.compile(
    r"\(\s?(?P<a>(?:trừ|ngoại trừ|không bao gồm|không kể|không tính)\s[^()\n]{1,240})\)"
    r"|,\s(?P<b>(?:trừ|ngoại trừ|không bao gồm|không kể|không tính)\s[^.;()\n]{1,240})"
)
_BASELINE = re.compile(r"so với\s(?P<what>[^,.;()\n]{2,60}?)(?=\s(?:đối với|tại|trong|và|của)\s|[,.;()\n]|$)")
_SCOPE = re.compile(r"(?:^|[\s,(])(?P<what>(?:riêng|đối với|Riêng|Đối với|tại|Tại)\s[^,:;.\n]{2,80})[,:]?\s*$")
_SCOPE_HEAD = re.compile(r"^(?P<what>(?:[Rr]iêng|[Đđ]ối với|[Tt]ại|[Ở])\s[^,:;.\n]{2,80})[,:]\s")
_SCOPE_NAMED = re.compile(r"^[Rr]iêng\s(?P<what>[^,:;.\n]{2,60}?)(?=[,:]|\s(?:đạt|là|phải|có|tối thiểu|ít nhất|từ|trên|dưới)\b|\s*$)")
_SCOPE_AFTER = re.compile(r"\s(?P<what>(?:đối với|tại)\s[^,.;:()\n]{2,80})")
_ZIPPED = re.compile(r"(?:của|đối với|cho|tại|ở)\s(?:các\s)?(?P<list>[^.;:()\n]{3,200})$")
_ZIPPED_END = re.compile(r"\s(?:đạt|tối thiểu|tương ứng|lần lượt|là|phải|từ|ít nhất|bằng|còn)\b")
_COMMIT_HEAD = re.compile(
    r"^(?:[Pp]hấn đấu|[Bb]ảo đảm|[Đđ]ảm bảo|[Mm]ục tiêu|[Cc]hỉ tiêu(?: \d{1,2})?|[Tt]rong đó|[Rr]iêng|có|đạt|Có|và|cụ thể|[,:])(?!\w)[\s,:]{0,3}"
)
_TIME_HEAD = re.compile(
    r"^(?:[Đđ]ến|[Tt]rong|[Vv]ào|[Tt]ừ|[Gg]iai đoạn|[Nn]ăm|[Hh][ằà]ng năm|[Mm]ỗi năm|[Tt]rước)\b[^,:;\n]{0,40}?(?:\d{4}(?: trở đi)?|năm)(?:[,:]\s?|\s)"
)
_TRAILING_VERB = re.compile(
    r"[\s,:]+(?:đạt|đạt tỷ lệ|đạt tỉ lệ|là|bằng|phải|cần|ở|mức|còn|tỷ lệ|có|được|đạt mức|:|đạt được|phấn đấu|xuống|giảm|tăng|từ|và|vào|thêm)?\s*$"
)
_LONGEST_METRIC = 200


def metric_of(clause: Clause, value: Value) -> str | None:
    """The words of what is measured: those before "đạt N%", or those after a value that opens its clause.

    Words of commitment, times and scopes at the head are left off.
    """
    left = _strip_head(clause.left)
    for _ in range(2):
        left = _TRAILING_VERB.sub("", left, count=1)
    left = left.strip(" ,:–-")
    right = _cut(clause.right).strip(" ,:–-.")
    if len(left) >= 4 and value.chain and value.chain[0].part not in ("plus", "minus"):
        return left[-_LONGEST_METRIC:]
    if value.kind not in ("share", "points", "multiple", "rank", "fraction") and value.unit and not right and len(left) < 4:
        return value.unit
    if len(right) >= 4 and len(left) < 40:
        noun = value.unit if value.kind not in ("share", "points", "multiple", "rank") else None
        words = f"{noun} {right}" if noun else right
        return words[:_LONGEST_METRIC].strip()
    if left or right:
        return (left or right)[-_LONGEST_METRIC:]
    return value.unit if value.kind != "share" else None


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
    """The words after a value up to its clause's end: a bracket, a comma before a new value or a comparison ends it."""
    stop = len(right)
    for mark in (" so với ", "; ", " (", "\n", ", trừ ", ", trong đó", ", riêng ", " vào năm ", " trong năm ", " đến năm "):
        at = right.find(mark)
        if 0 <= at < stop:
            stop = at
    comma = re.search(r",\s(?=[^,]{0,60}\d)", right[:stop])
    return right[: comma.start() if comma else stop]


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


def scope_of(clause: Clause) -> str | None:
    """Whom or what field the target holds for ("đối với …", "tại …", "riêng …")."""
    for pattern, words in (
        (_SCOPE_NAMED, clause.left),
        (_SCOPE_HEAD, clause.left),
        (_SCOPE, clause.left),
        (_SCOPE_AFTER, clause.right[:120]),
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
        return not re.search(r"so với(?: cuối| cùng kỳ| đầu)?\s{0,2}$", text[max(0, mention.start - 24) : mention.start])

    inside = [t for t in times.within(max(clause.start, value.core - 600), min(clause.end, value.end + 400)) if usable(t)]
    before = [t for t in inside if t.end <= value.start]
    after = [t for t in inside if t.start >= value.end]
    inner = [t for t in inside if t.end > value.start and t.start < value.end]
    if inner:
        return inner[0].value
    # "đạt 80% vào năm 2025; …": a time right behind the value beats an earlier one
    if after and re.match(r"\s(?:\S+\s){0,8}$", text[value.end : after[0].start][:80]) and after[0].start - value.end <= 60:
        return after[0].value
    if before:
        return before[-1].value
    if after:
        return after[0].value
    line = [t for t in times.within(max(clause.line_start, value.core - 1000), clause.start) if usable(t)]
    return line[-1].value if line else None
