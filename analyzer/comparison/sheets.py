"""Comparisons as workbooks that can be sent as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from analyzer.comparison.changes import KINDS, Change, Comparison
from analyzer.comparison.coverage import Coverage, Row
from analyzer.comparison.telling import (
    answer_gaps,
    area,
    fields,
    gaps,
    leads,
    limits,
    named,
    notes,
    place,
    reasons,
    short_name,
    verdict,
)
from analyzer.comparison.weighing import fitted
from analyzer.writing.limits import due_date
from analyzer.writing.rows import document_name
from analyzer.writing.sheets import Column, Formats, Marked, fill, workbook

GREEN, YELLOW, RED, GREY = "#E2EFDA", "#FFF2CC", "#F8CBAD", "#EDEDED"
_REPEATED = "#8C8C8C"  # letters of what the row above says too
_JUDGED = {"full": GREEN, "partial": YELLOW, "none": RED, "outside": GREY}
_CHANGED = {"changed": YELLOW, "added": GREEN, "dropped": RED, "kept": None}
_TITLE = 120  # characters of a page's head

_MATRIX = (
    Column("order", 5, "centre"),
    Column("place", 7, "centre"),
    Column("asked", 38),
    Column("lead", 20),
    Column("due", 12, "date"),
    Column("judgement", 11, "centre"),
    Column("plan", 16),
    Column("answer", 38),
    Column("answer_lead", 20),
    Column("answer_due", 12, "date"),
    Column("score", 8, "percent"),
    Column("reason", 24),
    Column("gaps", 26),
)
_TARGETS = (
    Column("order", 5, "centre"),
    Column("metric", 40),
    Column("demand", 18),
    Column("by", 12, "date"),
    Column("plan", 18),
    Column("answer_metric", 40),
    Column("answer_demand", 18),
    Column("answer_by", 12, "date"),
    Column("verdict", 16, "centre"),
)
_UNANSWERED = (
    Column("order", 5, "centre"),
    Column("place", 8, "centre"),
    Column("asked", 64),
    Column("lead", 28),
    Column("due", 14, "date"),
    Column("area", 18),
    Column("plan", 24),
)
_EXTRA = (
    Column("order", 5, "centre"),
    Column("plan", 20),
    Column("place", 8, "centre"),
    Column("task", 64),
    Column("lead", 28),
    Column("due", 14, "date"),
    Column("area", 18),
)
_SUMMARY = (
    Column("name", 44),
    Column("issuer", 28),
    Column("tasks", 9, "centre"),
    Column("asked_count", 12, "centre"),
    Column("answered", 12, "centre"),
    Column("share", 9, "percent"),
    Column("open", 8, "centre"),
    Column("later", 9, "centre"),
    Column("targets", 12, "centre"),
    Column("met", 11, "centre"),
    Column("short", 14, "centre"),
    Column("missing", 9, "centre"),
    Column("extra", 12, "centre"),
)
_CHANGES = (
    Column("order", 5, "centre"),
    Column("change", 11, "centre"),
    Column("before_place", 8, "centre"),
    Column("after_place", 8, "centre"),
    Column("difference", 64),
    Column("fields", 40),
    Column("lead", 22),
    Column("due", 12, "date"),
    Column("notes", 28),
)
_ABOUT = (Column("about", 110),)
_COUNTS = (Column("change", 20), Column("count", 12, "centre"))


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row of a sheet: its values by field, and the codes that colour it."""

    values: dict[str, object]
    code: str = ""
    repeated: frozenset[str] = frozenset()

    def __getattr__(self, field: str) -> object:
        try:
            return self.values[field]
        except KeyError:
            raise AttributeError(field) from None


def write_coverage(coverage: Coverage, file: BinaryIO) -> None:
    """Write the workbook of a directive and the plans that answer it."""
    title = named("print")["coverage"].format(document=document_name(coverage.parent))
    sheets = (
        ("summary", _SUMMARY, _summary_rows(coverage), None),
        ("matrix", _MATRIX, _matrix_rows(coverage), "judgement"),
        ("targets", _TARGETS, _target_rows(coverage), "verdict"),
        ("unanswered", _UNANSWERED, _unanswered_rows(coverage), None),
        ("extra", _EXTRA, _extra_rows(coverage), None),
        ("about", _ABOUT, _about_rows(coverage), None),
    )
    _write(file, title, sheets)


def write_comparison(comparison: Comparison, file: BinaryIO) -> None:
    """Write the workbook of two documents compared."""
    title = named("print")["compare"].format(before=short_name(comparison.before), after=short_name(comparison.after))
    sheets = (
        ("changes", _CHANGES, _change_rows(comparison), "change"),
        ("summary", _COUNTS, _count_rows(comparison), None),
    )
    _write(file, title, sheets)


def _write(
    file: BinaryIO, title: str, sheets: Iterable[tuple[str, tuple[Column, ...], Iterable[_Cells], str | None]]
) -> None:
    with workbook(file, title) as book:
        formats = Formats(book)
        for name, columns, rows, coloured in sheets:
            fill(
                book.add_worksheet(named("sheets")[name]),
                formats,
                columns,
                rows,
                title=title[:_TITLE].replace("&", "&&"),
                heads=named("columns"),
                colour=lambda row, column, coloured=coloured: _colour(row, column, coloured),  # type: ignore[misc]
                ink=lambda row, column: _REPEATED if column.field in row.repeated else None,
            )


def _colour(row: _Cells, column: Column, coloured: str | None) -> str | None:
    """The colour of the cell that tells the outcome."""
    if column.field != coloured and not (row.code == "short" and column.field == "answer_demand"):
        return None
    codes = {**_JUDGED, **_CHANGED, "short": RED, "missing": YELLOW, "good": GREEN}
    return codes.get(row.code)


def _day(day: date | None, words: str) -> object:
    return day or words


def _matrix_rows(coverage: Coverage) -> Iterator[_Cells]:
    for order, row in enumerate(coverage.rows, start=1):
        own: dict[str, object] = {
            "order": order,
            "place": place(row.task),
            "asked": row.task.text,
            "lead": leads(row.task),
            "due": _day(due_date(row.task), limits(row.task)),
            "judgement": named("judgement")[row.judgement],
        }
        empty = dict.fromkeys(("plan", "answer", "answer_lead", "answer_due", "score", "reason"))
        if not row.answers:
            yield _Cells({**own, **empty, "gaps": gaps(row, coverage)}, row.judgement)
        for number, answer in enumerate(row.answers):
            about = answer_gaps(row.task, answer, coverage.targets[answer.plan])
            yield _Cells(
                {
                    **own,
                    "plan": _at(short_name(coverage.plans[answer.plan]), place(answer.task)),
                    "answer": answer.task.text,
                    "answer_lead": leads(answer.task),
                    "answer_due": _day(due_date(answer.task), limits(answer.task)),
                    "score": answer.match.total,
                    "reason": reasons(answer.match),
                    "gaps": "\n".join(filter(None, (about, "" if number else gaps(row, coverage)))),
                },
                row.judgement,
                frozenset(own) if number else frozenset(),
            )


def _at(document: str, where: str) -> str:
    return f"{document}\n{where}" if where else document


def _target_rows(coverage: Coverage) -> Iterator[_Cells]:
    order = 0
    for number, plan in enumerate(coverage.plans):
        for m in coverage.targets[number]:
            order += 1
            code = "short" if m.falls_short else {"missing": "missing", "outside": "outside"}.get(m.verdicts[0], "good")
            yield _Cells(
                {
                    "order": order,
                    "metric": m.target.metric or "",
                    "demand": m.target.text,
                    "by": m.by,
                    "plan": short_name(plan),
                    "answer_metric": (m.answer.metric or "") if m.answer else "",
                    "answer_demand": m.answer.text if m.answer else "",
                    "answer_by": m.answer_by,
                    "verdict": verdict(m),
                },
                code,
            )


def _unanswered_rows(coverage: Coverage) -> Iterator[_Cells]:
    """What nobody answers, and what one plan lacks although it is its business."""
    order = 0
    for row in coverage.rows:
        missing = _silent(row, coverage)
        if missing:
            order += 1
            yield _Cells(
                {
                    "order": order,
                    "place": place(row.task),
                    "asked": row.task.text,
                    "lead": leads(row.task),
                    "due": _day(due_date(row.task), limits(row.task)),
                    "area": area(row.task),
                    "plan": "\n".join(missing),
                }
            )


def _silent(row: Row, coverage: Coverage) -> list[str]:
    if row.judgement != "none":
        return []
    return [short_name(plan) for number, plan in enumerate(coverage.plans) if row.business[number]]


def _extra_rows(coverage: Coverage) -> Iterator[_Cells]:
    pairs = ((plan, task) for plan, tasks in zip(coverage.plans, coverage.extra, strict=True) for task in tasks)
    for order, (plan, task) in enumerate(pairs, start=1):
        yield _Cells(
            {
                "order": order,
                "plan": short_name(plan),
                "place": place(task),
                "task": task.text,
                "lead": leads(task),
                "due": _day(due_date(task), limits(task)),
                "area": area(task),
            }
        )


def _summary_rows(coverage: Coverage) -> Iterator[_Cells]:
    for plan, s in zip(coverage.plans, coverage.summaries, strict=True):
        issuer = plan.directive.issuer
        yield _Cells(
            {
                "name": document_name(plan),
                "issuer": issuer.name if issuer else "",
                "tasks": len(plan.tasks),
                "asked_count": s.asked,
                "answered": s.answered,
                "share": s.share if s.share is not None else "",
                "open": s.asked - s.answered,
                "later": s.later,
                "targets": s.targets,
                "met": s.met,
                "short": s.short,
                "missing": s.missing,
                "extra": s.extra,
            }
        )
    counts = coverage.counts
    asked = sum(counts.values()) - counts["outside"]
    answered = counts["full"] + counts["partial"]
    issuer = coverage.parent.directive.issuer
    yield _Cells(
        {
            **dict.fromkeys(("later", "targets", "met", "short", "missing", "extra"), ""),
            "name": f"{named('columns')['all']}: {document_name(coverage.parent)}",
            "issuer": issuer.name if issuer else "",
            "tasks": len(coverage.parent.tasks),
            "asked_count": asked,
            "answered": answered,
            "share": answered / asked if asked else "",
            "open": counts["none"],
        }
    )


def _about_rows(coverage: Coverage) -> Iterator[_Cells]:
    """By what the documents were compared, and what is left to people."""
    said = named("about")
    yield _Cells({"about": said[coverage.way]})
    yield _Cells({"about": said["score"].format(least=f"{fitted(coverage.way).least:.0%}")})
    yield _Cells({"about": said["look"]})


def _change_rows(comparison: Comparison) -> Iterator[_Cells]:
    for order, change in enumerate(comparison.changes, start=1):
        task = change.after or change.before
        assert task is not None
        yield _Cells(
            {
                "order": order,
                "change": named("change")[change.kind],
                "before_place": place(change.before) if change.before else "",
                "after_place": place(change.after) if change.after else "",
                "difference": _difference(change),
                "fields": fields(change),
                "lead": leads(task),
                "due": _day(due_date(task), limits(task)),
                "notes": notes(change, comparison.amendment),
            },
            change.kind,
        )


def _difference(change: Change) -> Marked | str:
    if change.kind == "changed" and change.after is not None:
        return Marked(tuple((op.kind, op.text) for op in change.ops()))
    task = change.after or change.before
    return task.text if task else ""


def _count_rows(comparison: Comparison) -> Iterator[_Cells]:
    counts = comparison.counts
    yield from (_Cells({"change": named("change")[kind], "count": counts[kind]}, kind) for kind in KINDS)
