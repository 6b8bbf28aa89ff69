"""What the whole chain makes of a document of the set, against the rows that are written beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer import analyze
from analyzer.assembly.models import Directive, Target, Task
from analyzer.learning.matching import squash
from analyzer.learning.naming import agency_key
from tests.tables.cases import Case, TargetRow, TaskRow


@dataclass
class Score:
    """Rows expected, found, with all cells right, and those that should not be there."""

    expected: int = 0
    found: int = 0
    right: int = 0
    surplus: int = 0
    misses: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        self.expected += other.expected
        self.found += other.found
        self.right += other.right
        self.surplus += other.surplus
        self.misses += other.misses
        return self

    def figures(self) -> dict[str, Any]:
        return {
            "rows": self.expected,
            "found": round(self.found / self.expected, 4),
            "right": round(self.right / self.expected, 4),
            "surplus": self.surplus,
        }


def measure(case: Case, content: bytes, suffix: str) -> Score:
    """Read the rendered document back and compare its rows."""
    directive = analyze(content, name=f"{case.document.name}.{suffix}")
    score = Score()
    _tasks(case, directive, score)
    _targets(case, directive, score)
    score.misses = [f"{case.document.name}.{suffix}: {miss}" for miss in score.misses]
    return score


def _key(words: str) -> str:
    return squash(words).strip(" .;")


def _tasks(case: Case, directive: Directive, score: Score) -> None:
    found = {_key(task.text): task for task in directive.tasks}
    wanted = {_key(row.content): row for row in case.tasks}
    score.expected += len(case.tasks)
    for key, row in wanted.items():
        task = found.get(key)
        if task is None:
            score.misses.append(f"no task {row.content!r}")
            continue
        score.found += 1
        wrong = list(_differences(row, task))
        score.right += not wrong
        score.misses += [f"{row.content!r}: {w}" for w in wrong]
    prose = _key("\n".join(p.text for p in case.document.parts if hasattr(p, "style")))
    for key in found.keys() - wanted.keys():
        if key not in prose:
            score.surplus += 1
            score.misses.append(f"surplus task {found[key].text!r}")


def _differences(row: TaskRow, task: Task) -> Iterable[str]:
    for role in ("lead", "support", "recipient"):
        wanted = sorted(agency_key(name) for name in getattr(row, role))
        named = sorted({agency_key(a.name) for a in task.assignees if a.role == role})
        if wanted != named:
            yield f"{role} {named} for {wanted}"
    dues = [d.rrule or d.duration or f"{d.start or ''}/{d.end or ''}" for d in task.deadlines]
    if dues != list(row.due):
        yield f"due {dues} for {list(row.due)}"
    products = [_key(p) for p in task.deliverables]
    if products != [_key("; ".join(row.product))] * bool(row.product):
        yield f"product {products} for {row.product}"


def _targets(case: Case, directive: Directive, score: Score) -> None:
    score.expected += len(case.targets)
    wanted = {_key(row.metric) for row in case.targets}
    for row in case.targets:
        own = [t for t in directive.targets if _key(t.metric or "") == _key(row.metric)]
        if not own:
            score.misses.append(f"no target {row.metric!r}")
            continue
        score.found += 1
        wrong = list(_values(row, own))
        score.right += not wrong
        score.misses += [f"{row.metric!r}: {w}" for w in wrong]
    if case.targets:
        for target in directive.targets:
            if _key(target.metric or "") not in wanted and not any(
                t.span.start <= target.span.start < t.span.end for t in directive.tasks
            ):
                score.surplus += 1
                score.misses.append(f"surplus target {target.text!r} of {target.metric!r}")


def _values(row: TargetRow, targets: Sequence[Target]) -> Iterable[str]:
    values = [f"{t.comparator}{t.value:g}@{t.due.end if t.due else ''}" for t in targets]
    if values != list(row.values):
        yield f"values {values} for {list(row.values)}"
    if {t.unit for t in targets} != {row.unit}:
        yield f"units {[t.unit for t in targets]} for {row.unit}"
