"""One document through all pipes: Manuscript → Analysis, everything found, still as spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.layout.header import Header, read_header
from analyzer.layout.outline import Node, Outline, build_outline
from analyzer.layout.tables import Table, read_tables
from analyzer.pipes import agencies, references, targets, times
from analyzer.pipes.mentions import AgencyMention, Reference, Target, TimeMention
from analyzer.pipes.targets import Zone
from analyzer.pipes.tasks import TaskFinder, TaskMention
from analyzer.reading.manuscript import Manuscript
from analyzer.spans import Mask, Span

_ZONES = {"target": "chi_tieu", "tasks": "tasks", "results": "background", "basis": "background"}


@dataclass(frozen=True)
class Analysis:
    """All that was found in a manuscript."""

    manuscript: Manuscript
    header: Header
    outline: Outline
    references: list[Reference]
    times: list[TimeMention]
    targets: list[Target]
    agencies: list[AgencyMention]
    tasks: list[TaskMention]


def analyse(manuscript: Manuscript) -> Analysis:
    """Run every pipe over a manuscript, citations first: what lies inside them is no date and no target."""
    text = manuscript.text
    header = read_header(manuscript)
    outline = build_outline(manuscript, start=header.body_start, skip=header.closing)
    found_references = references.find(text, own_number=header.number)
    own = [s for s in (header.number_span, header.date_span) if s is not None]
    mask = Mask([*found_references, *own, *header.closing])
    found_times = times.find(text, issued_on=header.issued_on, mask=mask)
    tables = read_tables(outline)
    found_targets = targets.find(text, times=found_times, mask=mask, zones=_zones(outline, tables))
    found_targets = _with_rows(text, found_targets, tables)
    found_agencies = agencies.find(text, as_of=header.issued_on, mask=None)
    addressees = [m for m in found_agencies if any(s.start <= m.start and m.end <= s.end for s in header.addressees)]
    body = [m for m in found_agencies if not any(s.start <= m.start < s.end for s in header.closing)]
    tasks = TaskFinder(outline, body, found_times, addressees, tables=tables).find()
    return Analysis(manuscript, header, outline, found_references, found_times, found_targets, found_agencies, tasks)


def _zones(outline: Outline, tables: Sequence[Table]) -> list[Zone]:
    zones: list[Zone] = []
    for node in outline.nodes:
        kind = _ZONES.get(node.zone or "")
        if kind:
            zones.append(Zone(node.label_start, node.end, kind))
    return zones


def _with_rows(text: str, found: list[Target], tables: Sequence[Table]) -> list[Target]:
    """Targets of prose, and those of the rows of chỉ tiêu tables, which their columns tell."""
    rows: list[Target] = []
    covered: list[Node] = []
    for table in tables:
        if table.kind != "targets":
            continue
        for row in table.rows:
            covered.append(row.node)
            cells = [(c.start, text[c.start : c.end]) for c in row.node.block.cells]
            rows.extend(targets.parse_target_row(cells, table.header))
    mask = Mask(Span(n.label_start, n.end) for n in covered)
    kept = [t for t in found if not mask.covers(t.start, t.end)]
    return sorted([*kept, *rows], key=lambda t: t.start)
