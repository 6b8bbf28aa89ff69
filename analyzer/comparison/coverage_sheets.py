"""A directive and the plans that answer it, as a workbook that can be sent as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from analyzer.comparison.books import Cells, day_or_words, write
from analyzer.comparison.coverage import Coverage, Row
from analyzer.comparison.telling import (
    answer_gaps,
    area,
    gaps,
    leads,
    limits,
    named,
    place,
    reasons,
    short_name,
    verdict,
)
from analyzer.comparison.weighing import fitted
from analyzer.writing.limits import due_date
from analyzer.writing.rows import document_name
from analyzer.writing.sheets import Column

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
_ABOUT = (Column("about", 110),)


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
    write(file, title, sheets)


def _matrix_rows(coverage: Coverage) -> Iterator[Cells]:
    for order, row in enumerate(coverage.rows, start=1):
        own: dict[str, object] = {
            "order": order,
            "place": place(row.task),
            "asked": row.task.text,
            "lead": leads(row.task),
            "due": day_or_words(due_date(row.task), limits(row.task)),
            "judgement": named("judgement")[row.judgement],
        }
        empty = dict.fromkeys(("plan", "answer", "answer_lead", "answer_due", "score", "reason"))
        if not row.answers:
            yield Cells({**own, **empty, "gaps": gaps(row, coverage)}, row.judgement)
        for number, answer in enumerate(row.answers):
            about = answer_gaps(row.task, answer, coverage.targets[answer.plan])
            yield Cells(
                {
                    **own,
                    "plan": _at(short_name(coverage.plans[answer.plan]), place(answer.task)),
                    "answer": answer.task.text,
                    "answer_lead": leads(answer.task),
                    "answer_due": day_or_words(due_date(answer.task), limits(answer.task)),
                    "score": answer.match.total,
                    "reason": reasons(answer.match),
                    "gaps": "\n".join(filter(None, (about, "" if number else gaps(row, coverage)))),
                },
                row.judgement,
                frozenset(own) if number else frozenset(),
            )


def _at(document: str, where: str) -> str:
    return f"{document}\n{where}" if where else document


def _target_rows(coverage: Coverage) -> Iterator[Cells]:
    order = 0
    for number, plan in enumerate(coverage.plans):
        for m in coverage.targets[number]:
            order += 1
            code = "short" if m.falls_short else {"missing": "missing", "outside": "outside"}.get(m.verdicts[0], "good")
            yield Cells(
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


def _unanswered_rows(coverage: Coverage) -> Iterator[Cells]:
    """What nobody answers, and what one plan lacks although it is its business."""
    order = 0
    for row in coverage.rows:
        missing = _silent(row, coverage)
        if missing:
            order += 1
            yield Cells(
                {
                    "order": order,
                    "place": place(row.task),
                    "asked": row.task.text,
                    "lead": leads(row.task),
                    "due": day_or_words(due_date(row.task), limits(row.task)),
                    "area": area(row.task),
                    "plan": "\n".join(missing),
                }
            )


def _silent(row: Row, coverage: Coverage) -> list[str]:
    if row.judgement != "none":
        return []
    return [short_name(plan) for number, plan in enumerate(coverage.plans) if row.business[number]]


def _extra_rows(coverage: Coverage) -> Iterator[Cells]:
    pairs = ((plan, task) for plan, tasks in zip(coverage.plans, coverage.extra, strict=True) for task in tasks)
    for order, (plan, task) in enumerate(pairs, start=1):
        yield Cells(
            {
                "order": order,
                "plan": short_name(plan),
                "place": place(task),
                "task": task.text,
                "lead": leads(task),
                "due": day_or_words(due_date(task), limits(task)),
                "area": area(task),
            }
        )


def _summary_rows(coverage: Coverage) -> Iterator[Cells]:
    for plan, s in zip(coverage.plans, coverage.summaries, strict=True):
        issuer = plan.directive.issuer
        yield Cells(
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
    yield Cells(
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


def _about_rows(coverage: Coverage) -> Iterator[Cells]:
    """By what the documents were compared, and what is left to people."""
    said = named("about")
    yield Cells({"about": said[coverage.way]})
    yield Cells({"about": said["score"].format(least=f"{fitted(coverage.way).least:.0%}")})
    yield Cells({"about": said["look"]})
