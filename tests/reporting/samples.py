"""Three invented directives whose report is worked out by hand: figures in the comments."""

from __future__ import annotations

from datetime import date
from typing import Any

from analyzer.assembly.models import Directive, DirectiveHeader, Issuer, Source, Target
from tests.tracking.samples import AS_OF, NOWHERE, assignee, dated, deadline, directive, task

__all__ = ["AS_OF", "DIRECTIVES", "GIO", "MUOI", "target"]

MUOI, GIO = assignee("Sở Muối"), assignee("Sở Gió")
HELP = assignee("Sở Muối", role="support")
ISSUER = Issuer(name="Ủy ban nhân dân tỉnh Vịnh Xanh")
QUARTERLY = deadline("hằng quý", rrule="FREQ=MONTHLY;INTERVAL=3", next_due=[date(2024, 6, 30), date(2024, 9, 30)])
WAITING = deadline("trong 05 ngày kể từ ngày họp", duration="P5D")


def target(number: int, metric: str | None, value: float, year: int | None, **parts: Any) -> Target:
    due = {"start": None, "end": date(year, 12, 31)} if year else None
    given = {"id": f"g{number}", "text": f"{value} %", "span": NOWHERE, "metric": metric, "comparator": ">="}
    return Target.model_validate({**given, "value": value, "unit": "%", "due": due, **parts})


def nameless(*targets: Target) -> Directive:
    """A document of which neither number nor day nor issuer is known."""
    return Directive(
        source=Source(name="ban-chup.txt", media_type="text/plain", sha256="cd" * 32, reader="text"),
        directive=DirectiveHeader(),
        targets=list(targets),
    )


#: 2 overdue, 1 due soon, 1 recurring, 2 open, 1 without limit: 7 tasks, 8 with each body that leads.
FIRST = directive(
    task(1, area="procedures"),  # without limit
    task(2, dated(date(2024, 6, 28)), leads=(MUOI, GIO), area="digital_government"),  # due soon: 9 working days
    task(3, dated(date(2024, 6, 14)), leads=(GIO, HELP), area="digital_government"),  # overdue: 1 working day
    task(4, QUARTERLY),  # recurring: next on 30 June
    task(5, dated(date(2024, 9, 30)), leads=(), confidence=0.5),  # open, nobody named, doubtful
    task(6, dated(date(2022, 1, 31)), leads=(GIO,), area="institutions"),  # overdue, before the months shown
    issuer=ISSUER,
).model_copy(
    update={
        "targets": [
            target(1, "Tỷ lệ hồ sơ nộp trực tuyến", 70, 2024),
            target(2, "Tỷ lệ hồ sơ nộp trực tuyến", 80, 2025),
            target(3, "người", 25, None, unit="người", comparator="<="),  # says nothing of what is measured
        ]
    }
)
SECOND = directive(
    task(1, WAITING),  # open without a day
    number="5/KH-UBND",
    issuer=ISSUER,
).model_copy(
    update={
        "targets": [target(1, "phấn đấu đến năm 2026 nâng tỉ lệ hồ sơ được nộp trực tuyến", 75, 2026)],  # lower
    }
)
SECOND.source.sha256 = "ef" * 32
THIRD = nameless(
    target(1, "Hồ sơ nộp trực tuyến", 60, None, comparator="="),
    target(2, "Hồ sơ nộp trực tuyến cấp xã", 50, 2025),  # of another level: a metric of its own
)
DIRECTIVES = (FIRST, SECOND, THIRD)
