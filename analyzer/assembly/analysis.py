"""One document through all pipes: Manuscript → Analysis, everything found, still as spans.

The steps run in a fixed order, each reading what the earlier ones wrote: citations first, for what lies inside them is
no date and no target. ``analyzer.language`` runs the same steps as spaCy components.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from analyzer.assembly.packet import with_packet
from analyzer.layout.header import Header, read_header
from analyzer.layout.outline import Outline, build_outline
from analyzer.layout.tables import Table, read_tables
from analyzer.pipes import agencies, references, targets, times
from analyzer.pipes.mentions import AgencyMention, Reference, Target, TimeMention
from analyzer.pipes.targets import Zone
from analyzer.pipes.targets.levels import without_levels
from analyzer.pipes.tasks import Facts, Judges, TaskFinder, TaskMention, Unit
from analyzer.pipes.tasks.coreference import issuer_alone, own_bodies
from analyzer.reading.manuscript import Manuscript
from analyzer.spans import HasSpan, Mask

#: A text of fewer lines is no whole document: the models of work and of confidence have seen none like it.
_FRAGMENT = 3

_ZONES: dict[str, targets.ZoneKind] = {
    "target": "chi_tieu",
    "tasks": "tasks",
    "results": "background",
    "basis": "background",
    "funding": "background",
}


@dataclass
class Analysis:
    """All that is found in a manuscript, filled step by step."""

    manuscript: Manuscript
    judges: Judges = field(default_factory=Judges)
    header: Header = field(init=False)
    outline: Outline = field(init=False)
    tables: list[Table] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    citations: Mask = field(default_factory=Mask)
    times: list[TimeMention] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    agencies: list[AgencyMention] = field(default_factory=list)
    tasks: list[TaskMention] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.manuscript.text


def read_layout(analysis: Analysis) -> None:
    """Header, outline and tables."""
    analysis.header = with_packet(read_header(analysis.manuscript), analysis.manuscript.source)
    header = analysis.header
    analysis.outline = build_outline(
        analysis.manuscript,
        start=header.body_start,
        end=header.body_end if header.source_kind == "article" else None,
        skip=header.closings,
        kind=header.kind,
    )
    analysis.tables = read_tables(analysis.outline)


def find_references(analysis: Analysis) -> None:
    """Documents referred to, and the ranges in which no date and no number is read: citations, the document's own
    number and date wherever they stand, the closing parts."""
    header = analysis.header
    analysis.references = references.find(analysis.text, own_number=header.number, own_date=header.issued_on)
    hidden: list[HasSpan] = [*analysis.references, *header.closings]
    hidden += [s for s in (header.number_span, header.date_span) if s is not None]
    if header.number:
        hidden += references.own_mentions(analysis.text, header.number)
    analysis.citations = Mask(hidden)


def find_times(analysis: Analysis) -> None:
    """Time expressions outside citations; an article also tells on what day its directive was issued."""
    header = analysis.header
    found = times.find(analysis.text, issued_on=header.issued_on, mask=analysis.citations)
    if header.source_kind == "article" and header.number and header.issued_on:
        own = references.own_mentions(analysis.text, header.number)
        found = [t for t in found if not _tells_issue(analysis.text, t, header.issued_on, own)]
    analysis.times = found


def _tells_issue(text: str, time: TimeMention, issued_on: date, own: Sequence[HasSpan]) -> bool:
    """ "Ngày 5/3/2024, UBND tỉnh ban hành Kế hoạch số 12/KH-UBND": the day of issue, before the number in its line."""
    if time.value.start != issued_on or time.value.end != issued_on:
        return False
    after = next((s for s in own if s.start >= time.end), None)
    return after is not None and "\n" not in text[time.end : after.start]


def find_targets(analysis: Analysis) -> None:
    """Numeric commitments of the prose and of chỉ tiêu tables."""
    zones = [
        Zone(node.label_start, node.end, _ZONES[node.zone]) for node in analysis.outline.nodes if node.zone in _ZONES
    ]
    analysis.targets = targets.find(
        analysis.text,
        times=analysis.times,
        mask=analysis.citations,
        zones=zones,
        issued_on=analysis.header.issued_on,
        tables=analysis.tables,
    )
    analysis.times = without_levels(analysis.times, analysis.targets)


def find_agencies(analysis: Analysis) -> None:
    """Organisations named anywhere in the document."""
    found = agencies.find(analysis.text, as_of=analysis.header.issued_on)
    found = agencies.complete(analysis.text, analysis.tables, found)
    found += issuer_alone(analysis.text, found, analysis.header.issuer)
    analysis.agencies = sorted([*found, *own_bodies(analysis.text, found)], key=lambda m: m.start)


def find_tasks(analysis: Analysis) -> None:
    """Tasks of the body, with who acts and by when."""
    header = analysis.header
    closing = Mask(header.closings)
    acting = [m for m in analysis.agencies if not closing.covers(m.start, m.end)]
    addressees = [m for m in acting if any(s.start <= m.start and m.end <= s.end for s in header.addressees)]
    facts = Facts(
        issued_on=header.issued_on,
        issuer=header.issuer,
        has_preamble=header.source_kind == "document",
        addressees=addressees,
        commitments=[t.start for t in analysis.targets],
    )
    if len(analysis.outline.nodes) < _FRAGMENT:
        analysis.judges = analysis.judges.without("work", "sure")
    finder = TaskFinder(analysis.outline, acting, analysis.times, facts, analysis.tables, analysis.judges)
    analysis.tasks, analysis.units = finder.find(), finder.units


STEPS: dict[str, Callable[[Analysis], None]] = {
    "layout": read_layout,
    "references": find_references,
    "times": find_times,
    "targets": find_targets,
    "agencies": find_agencies,
    "tasks": find_tasks,
}


def analyse(manuscript: Manuscript, judges: Judges | None = None) -> Analysis:
    """Run every step over a manuscript, with the shipped models unless others are given."""
    analysis = Analysis(manuscript, Judges.shipped() if judges is None else judges)
    with collection_paused():
        for step in STEPS.values():
            step(analysis)
    return analysis


@contextmanager
def collection_paused() -> Iterator[None]:
    """Within the block the garbage collector rests.

    An analysis makes many objects that all stay alive until it ends; to look through them again and again for cycles
    takes a sixth of the time. Nothing is collected later than it would be at the end of one document.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
