"""A report over a document whose every word tries to be something else."""

from __future__ import annotations

from datetime import date

from analyzer.assembly.models import Area, Directive, Issuer
from analyzer.reporting import Report, gather
from analyzer.reporting.gathering import AREAS
from tests.reporting.samples import AS_OF, target
from tests.tracking.samples import assignee, dated, deadline, directive, task

EVIL = '=HYPERLINK("http://x.example/a","b")<script>alert(1)</script><img src=x onerror=alert(2)>&amp;"\'$x^2$\x00\x1b'
FILTERS = {"agency": EVIL, "issuer": EVIL}


def hostile() -> Report:
    """Over two such documents, so that their targets stand side by side and are drawn."""
    return gather([_directive(n) for n in range(2)], AS_OF, filters=FILTERS)


def _directive(number: int) -> Directive:
    limits = (dated(date(2024, 6, 28)), dated(date(2024, 1, 31)), deadline(EVIL, rrule="FREQ=DAILY", next_due=[AS_OF]))
    areas: list[Area] = [AREAS[n] for n in range(3)]
    tasks = [
        task(n, limit, leads=(assignee(f"{EVIL} {n}"),), text=EVIL, section=[EVIL], area=areas[n], confidence=0.1)
        for n, limit in enumerate(limits)
    ]
    metric = f"{EVIL} tỷ lệ hồ sơ nộp trực tuyến {EVIL}"
    targets = [target(year, metric, year - 2000, year, unit=EVIL, text=EVIL, scope=EVIL) for year in range(2023, 2027)]
    made = directive(*tasks, number=f"{EVIL}{number}", issuer=Issuer(name=f"{EVIL} {number}"), title=EVIL)
    return made.model_copy(update={"targets": targets})
