"""Analysis → Directive: the contract's objects with their ids, pages and boxes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, takewhile

from analyzer.assembly import models
from analyzer.assembly.actions import action_span, deliverable_spans
from analyzer.assembly.analysis import Analysis, collection_paused
from analyzer.assembly.bodies import Bodies
from analyzer.assembly.confidence import Judged, confidences, judge_tasks
from analyzer.assembly.consistency import inconsistencies
from analyzer.assembly.header import directive_header
from analyzer.assembly.limits import Limits
from analyzer.assembly.packet import packet_model
from analyzer.assembly.places import Places
from analyzer.assembly.review import units_to_review
from analyzer.assembly.ties import Ties
from analyzer.due.settings import DueSettings
from analyzer.models.store import review_threshold
from analyzer.pipes.tasks import Assignee, TaskMention
from analyzer.spans import HasSpan


def assemble(
    analysis: Analysis, *, as_of: date | None = None, settings: DueSettings | None = None, review: bool = False
) -> models.Directive:
    """The Directive of an analysis.

    ``as_of`` is the day for which present agencies and next occurrences are named (today by default), ``settings`` say
    how due days are counted. With ``review`` it has the units to look at. Raises ModelError where the installation
    lacks their threshold.
    """
    with collection_paused():
        assembler = _Assembler(analysis, as_of or date.today(), settings or DueSettings())
        directive = assembler.directive()
        doubts = inconsistencies(directive, assembler.settings.calendar)
        directive = directive.model_copy(update={"warnings": [*directive.warnings, *doubts]})
        return directive.model_copy(update={"review": assembler.review()}) if review else directive


class _Assembler:
    def __init__(self, analysis: Analysis, as_of: date, settings: DueSettings) -> None:
        self._analysis = analysis
        self._places = Places(analysis.manuscript)
        self._text = analysis.manuscript.text
        self._as_of = as_of
        self.settings = settings
        self._bodies = Bodies(analysis, self._places, as_of)
        self._ties = Ties(analysis, self._places)
        self._limits = Limits(analysis, self._places, settings, as_of)

    def directive(self) -> models.Directive:
        analysis = self._analysis
        source = analysis.manuscript.source
        return models.Directive(
            as_of=self._as_of,
            policy=self.settings.policy,
            source=models.Source(
                name=source.name,
                media_type=source.media_type,
                sha256=source.sha256,
                pages=source.pages,
                reader=source.reader,
                packet=packet_model(source.packet),
                warnings=[
                    models.Warning(code=n.code, message=n.message, message_vi=n.message_vi, page=n.page)
                    for n in analysis.manuscript.notes
                ],
            ),
            text=self._text,
            directive=directive_header(
                analysis.header,
                self._bodies.setting,
                self._as_of,
                effective_on=self._limits.days.effective_on,
                due_on=source.packet.due_on if source.packet else None,
            ),
            references=[
                models.Reference(
                    id=f"r{i}",
                    text=self._places.quote(r),
                    span=self._places.span(r),
                    kind=r.kind,
                    number=r.number,
                    issued_on=r.issued_on,
                    issuer=r.issuer,
                    relation=r.relation,
                )
                for i, r in enumerate(analysis.references, 1)
            ],
            times=[self._limits.time(i, t) for i, t in enumerate(analysis.times, 1)],
            targets=[
                models.Target(
                    id=f"g{i}",
                    text=self._places.quote(g),
                    span=self._places.span(g),
                    metric=g.metric,
                    comparator=g.comparator,
                    value=g.value,
                    upper=g.upper,
                    unit=g.unit,
                    baseline=g.baseline,
                    scope=g.scope,
                    exclusions=g.exclusions,
                    due=models.Period(start=g.due.start, end=g.due.end) if g.due else None,
                )
                for i, g in enumerate(analysis.targets, 1)
            ],
            agencies=self._bodies.agencies(),
            tasks=[self._task(i, judged) for i, judged in enumerate(judge_tasks(analysis), 1)],
            warnings=self._warnings(),
        )

    def review(self) -> list[models.ReviewUnit]:
        """The units to look at."""
        return [
            models.ReviewUnit(
                id=f"u{i}",
                text=self._places.quote(unit),
                span=self._places.span(unit),
                probability=probability,
                reason=unit.verdict.why,
                section=unit.node.path(),
            )
            for i, (unit, probability) in enumerate(units_to_review(self._analysis, review_threshold()), 1)
        ]

    # ---------------------------------------------------------------- parts

    def _task(self, number: int, judged: Judged) -> models.Task:
        text, task = self._text, judged.task
        sure = self._analysis.judges.sure
        found = confidences(judged, sure) if sure else None
        action = action_span(text, task)
        return models.Task.model_validate(
            {
                "id": f"t{number}",
                "text": self._places.quote(task),
                "span": self._places.span(task),
                "action": text[action.start : action.end] if action else None,
                "modality": task.modality,
                "area": judged.area,
                "assignees": [self._bodies.assignee(a) for a in _distinct(task)],
                "deadlines": [self._limits.deadline(d) for d in task.deadlines],
                "triggers": self._ties.triggers(task),
                "pace": self._ties.pace(task, text[action.start : action.end] if action else None),
                "targets": self._within("g", self._analysis.targets, task),
                "references": self._within("r", self._analysis.references, task),
                "deliverables": [text[s.start : s.end] for s in deliverable_spans(text, task)],
                "section": [*task.node.path(), *task.place],
                "confidence": found["task"] if found else 1.0,
                "confidences": found,
            }
        )

    def _within(self, letter: str, items: Sequence[HasSpan], task: TaskMention) -> list[str]:
        begin, end = task.start, task.end
        if task.node.style == "row":  # a row's numbers and documents stand in its other cells too
            begin, end = task.node.label_start, task.node.end
        first = bisect_left(items, begin, key=lambda item: item.start)
        inside = takewhile(lambda item: item.start < end, islice(items, first, None))
        return [f"{letter}{i}" for i, item in enumerate(inside, first + 1) if item.end <= end]

    def _warnings(self) -> list[models.Warning]:
        found = [
            models.Warning(code=w.code, message=w.message, message_vi=w.message_vi)
            for w in self._analysis.header.warnings
        ]
        if not self._analysis.tasks:
            found.append(
                models.Warning(
                    code="no_tasks",
                    message="No task was found in the document.",
                    message_vi="Không tìm thấy nhiệm vụ nào trong văn bản.",
                )
            )
        return found


def _distinct(task: TaskMention) -> Iterator[Assignee]:
    """Each agency once a role; a lead is not also named as support."""
    seen: set[tuple[str, str]] = set()
    leads = {a.mention.name.lower() for a in task.assignees if a.role == "lead"}
    for assignee in task.assignees:
        key = (assignee.mention.name.lower(), assignee.role)
        if key in seen or (assignee.role == "support" and key[0] in leads):
            continue
        seen.add(key)
        yield assignee
