"""What is to be done and what comes of it: a task's words without addressee, partners and time limit."""

from __future__ import annotations

import re

from analyzer.pipes.tasks.mentions import TaskMention
from analyzer.spans import Span

_LEAD_IN = re.compile(
    r"[\s,;:–-]*(?:(?:đồng thời|ngoài ra|theo đó|bên cạnh đó|cùng với đó|và|có trách nhiệm|có nhiệm vụ|chủ trì|phối hợp(?: chặt chẽ)?(?: với)?|cùng với|"
    r"các đơn vị(?: có)? liên quan|(?:có )?liên quan|căn cứ chức năng, nhiệm vụ(?: được giao)?|theo chức năng, nhiệm vụ(?: được giao)?)\b[\s,:;–-]*)*",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\([^()]{1,200}\)\s*")
_TAIL = re.compile(r"[\s,;(–-]*(?:(?:và\s+)?(?:phải\s+)?(?:hoàn thành|xong|thời hạn|thời gian)(?:\s+(?:thực hiện|hoàn thành|xong))?)?[\s,:;(–-]*$", re.IGNORECASE)
_DELIVERABLE = re.compile(
    r"(?:ban hành|xây dựng|trình|lập|hoàn thiện|dự thảo|phê duyệt|báo cáo|soạn thảo|hoàn thành)\s+(?:(?:và\s+)?(?:ban hành|trình|phê duyệt|triển khai|xây dựng|dự thảo|hồ sơ)\s*,?\s*)*"
    r"((?:các\s+)?(?:Kế hoạch|Đề án|Báo cáo|Quyết định|Quy chế|Quy định|Chương trình|Nghị quyết|Nghị định|Thông tư|Danh mục|Phương án|Hướng dẫn|Tờ trình|Dự án|Bộ chỉ số|Bộ tiêu chí|Sổ tay|Quy trình|Chiến lược|Quy hoạch|Đề cương|"
    r"kế hoạch|đề án|phương án|danh mục|quy chế|quy trình|bộ tiêu chí|văn bản hướng dẫn|chương trình)\b[^,.;:()]{0,120})"
)
_STOP = re.compile(r"\s+(?:và\s+(?:tổ chức|triển khai|báo cáo|gửi|trình)|để|nhằm|trước|trong|theo quy định|bảo đảm|đảm bảo|phù hợp|làm cơ sở)\b")


def action_span(text: str, task: TaskMention) -> Span | None:
    """The range of the action within the task; None where nothing is left.

    It begins behind the agencies that open the sentence and ends before a time limit that closes it.
    """
    start, end = task.start, task.end
    heads = sorted(
        (a.mention for a in task.assignees if not a.inherited and a.role in ("lead", "support") and task.start <= a.mention.start < end),
        key=lambda m: m.start,
    )
    supports = [a.mention for a in task.assignees if a.role == "support"]
    for mention in heads:
        between = text[start : mention.start]
        if len(between) > 60 or "." in between or (";" in between and mention not in supports):
            break
        start = max(start, mention.end)
    bracket = _BRACKET.match(text, start, end) if start > task.start else None
    if bracket:
        start = bracket.end()
    lead_in = _LEAD_IN.match(text, start, end)
    if lead_in:
        start = lead_in.end()
    while end > start and text[end - 1] in " .;/…":
        end -= 1
    for deadline in sorted((d.mention for d in task.deadlines if not d.inherited), key=lambda m: -m.end):
        if end - 3 <= deadline.end <= end and deadline.start > start:
            end = deadline.start
            tail = _TAIL.search(text, max(start, end - 40), end)
            if tail:
                end = max(start, tail.start())
    return Span(start, end) if end - start > 3 else None


def deliverable_spans(text: str, task: TaskMention) -> list[Span]:
    """The documents that the task is to bring forth, as written."""
    found = list(task.deliverables)
    if found:
        return found
    limits = [d.mention.start for d in task.deadlines if not d.inherited]
    for match in _DELIVERABLE.finditer(text, task.start, task.end):
        start, end = match.span(1)
        end = min([end, *(at for at in limits if at > start)])
        stop = _STOP.search(text, start, end)
        if stop:
            end = stop.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start > 6:
            found.append(Span(start, end))
    return found
