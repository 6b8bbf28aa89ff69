"""What the editor of a task shows: each field with what the machine said, and the choices there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.assembly.models import Deadline, Directive, Reference, Target, Task
from analyzer.service.pages import review_words
from analyzer.service.pages.review_marks import by_hand
from analyzer.service.pages.review_rhythms import RHYTHMS, rhythm
from analyzer.service.pages.review_rows import Row, Sheet
from analyzer.writing.labels import labels
from analyzer.writing.words import shortened

#: Units of a length of time, by the ISO 8601 letter.
UNITS: Mapping[str, str] = {"D": "ngày", "W": "tuần", "M": "tháng", "Y": "năm"}


@dataclass(frozen=True, slots=True)
class LimitFields:
    """A deadline as the fields of the editor hold it. ``length`` and ``unit`` are its length of time; a rule or length
    that the editor has no choice for stands in ``rrule`` and ``duration`` as it is."""

    deadline: Deadline
    start: int | None
    end_at: int | None
    rrule: str
    duration: str
    length: str
    unit: str

    @classmethod
    def of(cls, deadline: Deadline, task: Task) -> LimitFields:
        """The fields of a deadline. One set by hand without words of its own lies on the whole task.

        >>> from analyzer import analyze
        >>> [task] = analyze("Giao Sở Y tế báo cáo trong 05 ngày làm việc.").tasks
        >>> fields = LimitFields.of(task.deadlines[0], task)
        >>> fields.length, fields.unit, fields.rrule
        ('5', 'D', '')
        """
        duration = deadline.duration or ""
        simple = duration[:1] == "P" and duration[1:-1].isdecimal() and duration[-1:] in UNITS
        return cls(
            deadline,
            deadline.span.start,
            deadline.span.end,
            deadline.rrule or "",
            duration,
            duration[1:-1] if simple else "",
            duration[-1] if simple else "D",
        )


def editor(sheet: Sheet, row: Row) -> dict[str, Any]:
    """The values for the template of a task's editor."""
    directive, task = sheet.directive, row.task
    machine = {found.id: found for found in sheet.reviewed.machine.tasks}.get(task.id)
    said = machine.model_dump(mode="json") if machine else None
    following = next((r for r in sheet.rows if r.order == row.order + 1), None)
    return {
        "row": row,
        "task": task,
        "revision": sheet.reviewed.revisions.get(f"task:{task.id}", 0),
        "revisions": {item: number for item, number in sheet.reviewed.revisions.items() if number},
        "machine": _machine(sheet.reviewed.machine, said) if said else None,
        "following": following.task if following else None,
        "limits": [LimitFields.of(deadline, task) for deadline in task.deadlines],
        "areas": labels("area"),
        "modalities": labels("modality"),
        "paces": labels("pace"),
        "roles": labels("role"),
        "comparators": labels("comparator"),
        "rhythms": RHYTHMS,
        "rhythm": rhythm,
        "units": UNITS,
        "statuses": review_words.STATUSES,
        "other_targets": [(t.id, target_words(t)) for t in directive.targets if t.id not in task.targets],
        "other_references": [(r.id, reference_words(r)) for r in directive.references if r.id not in task.references],
        "machine_targets": {t.id: target_words(t) for t in sheet.reviewed.machine.targets},
        "by_hand": by_hand,
        "target_words": target_words,
        "reference_words": reference_words,
    }


def _machine(directive: Directive, said: Mapping[str, Any]) -> dict[str, str]:
    """What the machine said of each field of a task, in words."""
    targets = {target.id: target_words(target) for target in directive.targets}
    references = {reference.id: reference_words(reference) for reference in directive.references}
    names = {
        **said,
        "targets": [targets.get(id_, id_) for id_ in said["targets"]],
        "references": [references.get(id_, id_) for id_ in said["references"]],
    }
    fields = ("text", "action", "assignees", "deadlines", "modality", "area", "pace", "deliverables")
    return {field: review_words.words(field, names[field]) for field in (*fields, "targets", "references")}


def target_words(target: Target) -> str:
    """A target in a line.

    >>> from analyzer.assembly.models import Span
    >>> span = Span(start=0, end=12)
    >>> target_words(Target(id="g1", text="từ 90% trở lên", span=span, metric="Đúng hạn", value=90, comparator=">="))
    'Đúng hạn: từ 90% trở lên'
    """
    metric = shortened(target.metric, 120) if target.metric else ""
    return f"{metric}: {shortened(target.text, 80)}" if metric else shortened(target.text, 120)


def reference_words(reference: Reference) -> str:
    """A document that is referred to, in a line."""
    return shortened(reference.text, 120)
