"""Directives of invented documents, made by hand, for tests of what is tracked."""

from __future__ import annotations

from datetime import date
from typing import Any

from analyzer.assembly.models import Assignee, Body, Deadline, Directive, DirectiveHeader, Number, Source, Span, Task

NOWHERE = Span(start=0, end=1)
AS_OF = date(2024, 6, 17)  # a Monday


def deadline(text: str, **parts: Any) -> Deadline:
    return Deadline.model_validate({"text": text, "span": NOWHERE, **parts})


def dated(day: date, **parts: Any) -> Deadline:
    return deadline(f"trước ngày {day.day}/{day.month}/{day.year}", end=day, due=day, bound="before", **parts)


def assignee(name: str, *answers: Body, agency: str | None = None, role: str = "lead", **parts: Any) -> Assignee:
    given = {"name": name, "id": agency, "role": role, "text": name, "span": NOWHERE, "answers": list(answers)}
    return Assignee.model_validate({**given, **parts})


def task(number: int = 1, *deadlines: Deadline, leads: tuple[Assignee, ...] | None = None, **parts: Any) -> Task:
    leads = (assignee("Sở Muối"),) if leads is None else leads
    parts.setdefault("text", f"Rà soát hồ sơ {number}.")
    return Task(id=f"t{number}", span=NOWHERE, deadlines=list(deadlines), assignees=list(leads), **parts)


def directive(*tasks: Task, number: str = "17/CT-UBND", **header: Any) -> Directive:
    return Directive(
        source=Source(name=f"{number.replace('/', '-')}.txt", media_type="text/plain", sha256="ab" * 32, reader="text"),
        directive=DirectiveHeader(
            kind="CT", kind_name="Chỉ thị", number=Number(text=number), issued_on=date(2024, 3, 4), **header
        ),
        tasks=list(tasks),
    )
