"""From outline to tasks: walks the body in order and carries agencies and limits down the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from analyzer.layout.attributes import Attribute, trailing_attributes
from analyzer.layout.labels import BULLETS
from analyzer.layout.outline import Node, Outline
from analyzer.layout.tables import Row, Table
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.addressees import bracketed_roles, is_limit_line, only_roles, states_lead
from analyzer.pipes.tasks.context import Contexts
from analyzer.pipes.tasks.finding import Verdict
from analyzer.pipes.tasks.introductions import Introductions
from analyzer.pipes.tasks.judges import RULES, Judges
from analyzer.pipes.tasks.ledger import Ledger
from analyzer.pipes.tasks.mentions import TaskMention
from analyzer.pipes.tasks.reader import SentenceReader
from analyzer.pipes.tasks.rows import read_row
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.pipes.tasks.shape import Shapes
from analyzer.pipes.tasks.themes import Themes
from analyzer.pipes.tasks.units import Unit, UnitKind, UnitLog, decide
from analyzer.pipes.tasks.view import Facts, View
from analyzer.spans import Span

_NEAR = 4  # lines between a task and what is said of it in a table written out line by line


class TaskFinder:
    """Finds the tasks of one document.

    ``agencies`` and ``times`` are the mentions of the whole text, in order; ``facts`` what its header tells.
    """

    def __init__(
        self,
        outline: Outline,
        agencies: Sequence[AgencyMention],
        times: Sequence[TimeMention],
        facts: Facts,
        tables: Sequence[Table] = (),
        judges: Judges = RULES,
    ) -> None:
        self._outline = outline
        self._text = outline.text
        self._view = View(outline.text, agencies, times, facts)
        self._facts = facts
        self._tables = tables
        self._shapes = Shapes(self._view, outline)
        self._contexts = Contexts()
        self._contexts.own(None).assignees = [(m, "lead") for m in facts.addressees]
        self._ledger = Ledger(self._view, self._shapes, self._contexts)
        work_begins = self._first_work()
        self._log = UnitLog(self._view, judges)
        self._introductions = Introductions(self._view, self._contexts, Themes(self._view, outline), work_begins)
        self._reader = SentenceReader(
            self._view,
            outline,
            self._shapes,
            self._contexts,
            self._ledger,
            self._introductions,
            self._log,
            judges,
            work_begins=work_begins,
            with_targets=_holders(outline, facts.commitments),
        )

    def find(self) -> list[TaskMention]:
        """The tasks, in text order."""
        nodes = [n for n in self._outline.nodes if n.style != "row"]
        in_table: set[int] = set()
        tasks = self._ledger.tasks
        for table in self._tables:
            in_table.update(n.index for n in table.groups)
            if table.kind == "tasks":
                for row in table.rows:
                    self._read_row(row)
        closing_from = _closing_from(nodes)
        for node in nodes:
            if node.index not in in_table:
                self._read_node(node, closing=node.index >= closing_from)
        self._note_others()
        tasks.sort(key=lambda t: (t.start, t.end))
        return tasks

    @property
    def units(self) -> list[Unit]:
        """Everything that was asked whether it sets work, in text order; known after :meth:`find`."""
        return sorted(self._log.units, key=lambda u: (u.start, u.end))

    def _follows_work(self, node: Node) -> bool:
        """Whether a task of the same part stands a few lines above."""
        last = self._ledger.tasks[-1].node if self._ledger.tasks else None
        return last is not None and last.parent is node.parent and last.index >= node.index - _NEAR

    def _read_row(self, row: Row) -> None:
        task = read_row(self._view, self._ledger, row)
        if task is None:
            return
        unit = self._log.note(task.start, task.end, row.node, "row", Verdict("row", "row"))
        if decide(unit):
            unit.task = task
            self._ledger.tasks.append(task)

    def _note_others(self) -> None:
        """Note the lines of which no unit was made: group rows, rows of other tables, descriptions."""
        noted = self._log.noted()
        for node in self._outline.nodes:
            if node.index not in noted and self._text[node.start : node.end].strip():
                self._log.note(node.start, self._view.rstrip(node.end), node, "line", Verdict(None, "line"))

    def _note(self, node: Node, kind: UnitKind, why: str) -> None:
        if (end := self._view.rstrip(node.end)) > node.start:  # a heading may be a label without words
            self._log.note(node.start, end, node, kind, Verdict(None, why))

    def _first_work(self) -> int:
        """Where the preamble ends: the first labelled or announced part. An article has none."""
        if not self._facts.has_preamble:
            return 0
        for node in self._outline.nodes:
            if (node.style not in ("paragraph", "caps") and node.style not in BULLETS) or node.zone is not None:
                return node.index
        return 0

    def _read_node(self, node: Node, *, closing: bool) -> None:
        attributes = self._shapes.attributes[node.index]
        if attributes and attributes[0].kind != "content":
            self._note(node, "attribute", attributes[0].kind)
            self._ledger.attach(node, attributes)
            return
        described = node.parent is not None and node.parent.index in self._shapes.tasks
        if described and (attributes or node.style == "paragraph"):
            return  # the heading above is the task, this line describes it
        line = not attributes and node.style in ("paragraph", "dash", "plus")
        if line and states_lead(self._view, node.start, node.end):
            self._note(node, "attribute", "states_lead")
            lead = Attribute("lead", node.start, node.start, node.end)
            self._ledger.attach(node, [lead, Attribute("time", node.start, node.start, node.end)])
            return
        if line and self._follows_work(node) and is_limit_line(self._view, node):
            self._note(node, "attribute", "states_limit")
            self._ledger.attach(node, [Attribute("time", node.start, node.start, node.end)])
            return
        if node.parent is not None and self._shapes.awaits_lead(node.parent) and only_roles(self._view, node):
            self._note(node, "attribute", "only_roles")
            self._ledger.assign_value(node.parent, node.start, node.end, "lead")
            return
        start = attributes[0].start if attributes else node.start
        if attributes and start >= node.end:
            return
        shape = self._shapes.shape(node)
        if shape == "heading":
            self._note(node, "heading", "heading")
            self._introductions.open_heading(node, start, node.end)
            return
        sentences = split_sentences(self._text, start, node.end)
        trailing = trailing_attributes(self._text[start : node.end], start)
        if trailing:
            cut = trailing[0].key_start
            sentences = [Span(s.start, min(s.end, cut)) for s in sentences if s.start < cut]
            sentences = [s for s in sentences if self._text[s.start : s.end].strip(" (-–")]
        brackets = None if trailing else bracketed_roles(self._view, start, node.end)
        if brackets and sentences and self._text[start : brackets[0] - 1].strip():
            last = sentences[-1]
            sentences[-1] = Span(last.start, min(last.end, self._view.rstrip(brackets[0] - 1)))
            trailing = [Attribute(kind, brackets[0], *brackets) for kind in ("lead", "time")]
        made = self._reader.read(node, sentences, introduces=shape == "intro", closing=closing)
        for task in made if trailing else ():
            self._ledger.apply(trailing, [task])


def _closing_from(nodes: Sequence[Node]) -> int:
    """Where the closing paragraphs begin: at most four unlabelled lines at the very end."""
    at = len(nodes)
    while at > 0 and nodes[at - 1].style == "paragraph" and len(nodes) - at < 4:
        at -= 1
    return nodes[at].index if at < len(nodes) else (nodes[-1].index if nodes else 0)


def _holders(outline: Outline, offsets: Sequence[int]) -> set[int]:
    """The nodes in which the offsets lie."""
    starts = [n.label_start for n in outline.nodes]
    return {bisect_right(starts, at) - 1 for at in offsets}
