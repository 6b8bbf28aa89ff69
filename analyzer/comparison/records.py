"""Comparisons as plain records, for JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from analyzer.assembly.models import Directive, Target, Task
from analyzer.comparison.changes import KINDS, Change, Comparison
from analyzer.comparison.coverage import Answer, Coverage
from analyzer.comparison.telling import answer_gaps, gaps, place, reasons, short_name
from analyzer.writing.bodies import assignees
from analyzer.writing.limits import due_date, limit_words
from analyzer.writing.rows import document_name


def write(comparison: Comparison | Coverage, file: BinaryIO) -> None:
    """Write a comparison as one JSON object."""
    record = coverage_record(comparison) if isinstance(comparison, Coverage) else comparison_record(comparison)
    file.write(json.dumps(record, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Two documents compared."""
    return {
        "before": _document(comparison.before),
        "after": _document(comparison.after),
        "amendment": comparison.amendment,
        "counts": {kind: comparison.counts[kind] for kind in KINDS},
        "changes": [_change(change) for change in comparison.changes],
    }


def coverage_record(coverage: Coverage) -> dict[str, Any]:
    """A directive and the plans that answer it."""
    return {
        "parent": _document(coverage.parent),
        "plans": [
            {**_document(plan), **asdict(summary), "share": summary.share}
            for plan, summary in zip(coverage.plans, coverage.summaries, strict=True)
        ],
        "way": coverage.way,
        "counts": {key: coverage.counts[key] for key in ("full", "partial", "none", "outside")},
        "tasks": [
            {
                "task": _task(row.task),
                "judgement": row.judgement,
                "addressed": list(row.business),
                "later": row.later,
                "gaps": gaps(row, coverage).splitlines(),
                "answers": [_answer(row.task, answer, coverage) for answer in row.answers],
            }
            for row in coverage.rows
        ],
        "targets": [
            {
                "plan": number,
                "target": _target(m.target),
                "answer": _target(m.answer) if m.answer else None,
                "by": m.by.isoformat() if m.by else None,
                "answer_by": m.answer_by.isoformat() if m.answer_by else None,
                "verdicts": list(m.verdicts),
                "score": m.score,
            }
            for number, targets in enumerate(coverage.targets)
            for m in targets
        ],
        "extra": [
            {"plan": number, "task": _task(task)} for number, tasks in enumerate(coverage.extra) for task in tasks
        ],
    }


def _document(directive: Directive) -> dict[str, Any]:
    header = directive.directive
    return {
        "name": document_name(directive),
        "number": header.number.text if header.number else None,
        "issued_on": header.issued_on.isoformat() if header.issued_on else None,
        "issuer": header.issuer.name if header.issuer else None,
        "title": header.title,
        "source": directive.source.name,
        "tasks": len(directive.tasks),
        "short_name": short_name(directive),
    }


def _task(task: Task) -> dict[str, Any]:
    day = due_date(task)
    return {
        "id": task.id,
        "text": task.text,
        "place": place(task),
        "page": task.span.page,
        "lead": [a.name for a in assignees(task, "lead")],
        "support": [a.name for a in assignees(task, "support")],
        "due": day.isoformat() if day else None,
        "limits": limit_words(task),
        "area": task.area,
        "modality": task.modality,
    }


def _target(target: Target) -> dict[str, Any]:
    return target.model_dump(mode="json", exclude={"span"})


def _answer(task: Task, answer: Answer, coverage: Coverage) -> dict[str, Any]:
    match = answer.match
    return {
        "plan": answer.plan,
        "task": _task(answer.task),
        "score": match.total,
        "parts": {
            "words": match.words,
            "meaning": match.meaning,
            "agencies": match.agencies,
            "area": match.area,
            "targets": match.targets,
        },
        "reason": reasons(match),
        "later": answer.later,
        "gaps": answer_gaps(task, answer, coverage.targets[answer.plan]).splitlines(),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "what": change.what,
        "before": _task(change.before) if change.before else None,
        "after": _task(change.after) if change.after else None,
        "score": change.score,
        "moved": change.moved,
        "by": change.by,
        "fields": [asdict(field) for field in change.fields],
        "ops": [[op.kind, op.text] for op in change.ops()] if change.kind == "changed" else [],
    }
