"""From outline to tasks: walks the body in order and carries agencies and limits down the tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from analyzer.knowledge.patterns import pattern
from analyzer.layout.attributes import Attribute, trailing_attributes
from analyzer.layout.labels import BULLETS
from analyzer.layout.outline import Node, Outline
from analyzer.layout.tables import Table
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.addressees import (
    competent_bodies,
    duty_holder,
    members_in_brackets,
    names_addressee,
    only_roles,
    states_lead,
    unlisted_body,
)
from analyzer.pipes.tasks.context import Context, Contexts
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.finding import Unit, sets_work
from analyzer.pipes.tasks.ledger import Ledger
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.roles import Role, Roles, issues
from analyzer.pipes.tasks.rows import read_row
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.pipes.tasks.shape import SILENT_ZONES, Shapes
from analyzer.pipes.tasks.view import Facts, View
from analyzer.spans import Span

_WEAK = frozenset({"adverbial", "must"})  # told by little: where nobody is named, fewer than half are tasks
_BEFORE_TIME = frozenset({"và", "vào", "đồng thời", "định kỳ", "hoặc", "trong", "đến", "chậm nhất", "trước"})
_APPROVES_PLAN = pattern("task.walk.approves_plan")
_IN_DETAIL = pattern("task.walk.in_detail")
_OF_ALL_ABOVE = pattern("task.walk.of_all_above")
_WORK_DUE = pattern("task.walk.work_due")
_SPEAKS = pattern("task.walk.speaks")
_ORDERS = pattern("task.walk.orders")
_ORDERED = pattern("task.walk.ordered")
_IF_TROUBLE = pattern("task.walk.if_trouble")
_SEMICOLON = re.compile(r";\s+")
_MOST_UNCUT = 60  # clauses under one agency before a sentence is split no further: each is read with those before it
_AHEAD = 2_000  # characters in which the agency behind a semicolon shows what it is to do
_ASKED = pattern("task.walk.asked")
_WORK_JUST_NAMED = pattern("task.walk.work_just_named")
_STATES_TIME = pattern("task.walk.states_time")


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
        self._unstructured = not any(n.label for n in outline.nodes)
        self._work_begins = self._first_work()
        self._with_targets = _holders(outline, facts.commitments)
        self._trail: dict[int | None, Context] = {}

    def find(self) -> list[TaskMention]:
        """The tasks, in text order."""
        nodes = [n for n in self._outline.nodes if n.style != "row"]
        in_table: set[int] = set()
        tasks = self._ledger.tasks
        for table in self._tables:
            in_table.update(n.index for n in table.groups)
            if table.kind == "tasks":
                tasks += [task for row in table.rows if (task := read_row(self._view, self._ledger, row)) is not None]
        closing_from = _closing_from(nodes)
        for node in nodes:
            if node.index not in in_table:
                self._read_node(node, closing=node.index >= closing_from)
        tasks.sort(key=lambda t: (t.start, t.end))
        return tasks

    def _first_work(self) -> int:
        """Where the preamble ends: the first labelled or announced part. An article has none."""
        if not self._facts.has_preamble:
            return 0
        for node in self._outline.nodes:
            if (node.style not in ("paragraph", "caps") and node.style not in BULLETS) or node.zone is not None:
                return node.index
        return 0

    # ---------------------------------------------------------------- nodes

    def _read_node(self, node: Node, *, closing: bool) -> None:
        attributes = self._shapes.attributes[node.index]
        if attributes and attributes[0].kind != "content":
            self._ledger.attach(node, attributes)
            return
        described = node.parent is not None and node.parent.index in self._shapes.tasks
        if described and (attributes or node.style == "paragraph"):
            return  # the heading above is the task, this line describes it
        if not attributes and node.style in ("paragraph", "dash", "plus") and states_lead(self._view, node):
            lead = Attribute("lead", node.start, node.start, node.end)
            self._ledger.attach(node, [lead, Attribute("time", node.start, node.start, node.end)])
            return
        if node.parent is not None and self._shapes.awaits_lead(node.parent) and only_roles(self._view, node):
            self._ledger.assign_value(node.parent, node.start, node.end, "lead")
            return
        start = attributes[0].start if attributes else node.start
        if attributes and start >= node.end:
            return
        shape = self._shapes.shape(node)
        if shape == "heading":
            self._open_heading(node, start, node.end)
            return
        sentences = split_sentences(self._text, start, node.end)
        trailing = trailing_attributes(self._text[start : node.end], start)
        if trailing:
            cut = trailing[0].key_start
            sentences = [Span(s.start, min(s.end, cut)) for s in sentences if s.start < cut]
            sentences = [s for s in sentences if self._text[s.start : s.end].strip(" (-–")]
        made = self._read_sentences(node, sentences, introduces=shape == "intro", closing=closing)
        for task in made if trailing else ():
            self._ledger.apply(trailing, [task])

    def _open_heading(self, node: Node, start: int, end: int) -> None:
        """A heading: the agencies it addresses and the limit it states hold for what stands under it."""
        if node.zone in SILENT_ZONES and node.zone_here:
            return
        roles = self._view.roles(start, end, heading=True)
        context = self._contexts.own(node)
        members = members_in_brackets(self._view, end, roles)
        if members:
            context.assignees = [(m, "lead") for m in members]
            return
        named = bool(roles.by("lead")) and names_addressee(self._view, start, end, roles)
        body = None if named else unlisted_body(self._view, node, start, end)
        if body is not None:
            context.assignees = [(body, "lead")]
        elif named:
            context.assignees = _taking_part(roles)
            context.asked = roles.asked or bool(_ASKED.match(self._view.lowered, start, end))
        found = self._view.limits(start, end)
        if found and node.style not in ("annex", "caps") and not self._text[start:end].isupper():
            context.limits = found

    def _introduce(self, node: Node, start: int, end: int, roles: Roles) -> None:
        """A line that opens a list: its agencies and limits hold for what it introduces."""
        if node.zone in SILENT_ZONES:
            return
        if node.index < self._work_begins and not _ORDERS.search(self._view.lowered, start, end):
            return  # the issuer says what it issues
        found, asked = self._introduced(node, start, end, roles)
        ordered = max((m.end() for m in _ORDERS.finditer(self._view.lowered, start, end)), default=end)
        if _WORK_DUE.match(self._view.lowered, start, end):
            ordered = start
        limits = [t for t in self._view.limits(start, end) if t.start >= ordered]
        for target in (node, node.parent) if node.style == "paragraph" else (node,):
            context = self._contexts.own(target)
            if any(r == "lead" for _, r in found):
                context.assignees, context.asked = found, asked
            if limits:
                context.limits = limits

    def _introduced(
        self, node: Node, start: int, end: int, roles: Roles
    ) -> tuple[list[tuple[AgencyMention, Role]], bool]:
        """The agencies an introducing line gives work to, and whether it asks rather than orders."""
        found = _taking_part(roles)
        heading = self._view.roles(start, end, heading=True)
        members = members_in_brackets(self._view, end, heading)
        if members:
            found = [(m, "lead") for m in members]
        elif not roles.by("lead") and heading.by("lead") and names_addressee(self._view, start, end, heading):
            found, roles = _taking_part(heading), heading
        if self._view.text[end - 1] == ":":
            found = [(m, r) for m, r in found if not _SPEAKS.match(self._view.lowered, m.end, end)]
        if node.index < self._work_begins:  # a preamble also tells who reported and who spoke
            found = [(m, r) for m, r in found if self._is_ordered(start, m)]
        if not any(r == "lead" for _, r in found):
            body = duty_holder(self._view, start, end)
            found = [(body, "lead"), *found] if body else found
        return found, roles.asked

    def _is_ordered(self, start: int, mention: AgencyMention) -> bool:
        """Whether an order word stands before the name, and the name is not the issuer's own."""
        ordered = bool(_ORDERED.search(self._view.lowered, start, mention.start))
        return ordered and not issues(mention, self._view.issuer)

    # ---------------------------------------------------------------- sentences

    def _read_sentences(
        self, node: Node, sentences: Sequence[Span], *, introduces: bool, closing: bool
    ) -> list[TaskMention]:
        made: list[TaskMention] = []
        announced = example = False
        scope = self._contexts.at(node.parent)
        key = node.parent.index if node.parent else None
        if node.style == "paragraph" and key in self._trail and not self._names_nearer(node.parent):
            scope = Context(self._trail[key].assignees, scope.limits, self._trail[key].asked)
        current = scope
        for position, sentence in enumerate(sentences):
            last = position == len(sentences) - 1
            ahead = None if last else sentences[position + 1]
            announces = ahead is not None and bool(_IN_DETAIL.fullmatch(self._view.lowered, ahead.start, ahead.end))
            example = example or self._view.lowered.startswith("ví dụ", sentence.start)
            for start, end in self._clauses(sentence):
                roles = self._view.roles(start, end)
                if (introduces and last) or announces or (not last and self._text[end - 1] == ":"):
                    self._introduce(node, start, end, roles)
                    announced = True
                    own = self._contexts.own(node)
                    if own.assignees:
                        current = Context(own.assignees, own.limits or scope.limits, own.asked)
                    continue
                unit = Unit(
                    self._view.lowered,
                    start,
                    end,
                    roles,
                    verb_from=self._behind_time(start, end),
                    zone=node.zone,
                    item=node.label is not None or self._unstructured,
                    inherits=bool(current.assignees),
                    commits=node.index in self._with_targets,
                    closing=(closing and node.style == "paragraph") or self._text[end - 3 : end] == "./.",
                    in_article=node.style == "article" or _in_rule(self._view, node),
                    described=node.index in self._shapes.tasks,
                    preamble=(node.index < self._work_begins or (node.index == self._work_begins and introduces))
                    and not announced,
                    follows=bool(made),
                )
                cue = None if example else sets_work(unit)
                if cue in _WEAK and not (roles.by("lead") or current.assignees):
                    cue = None
                if cue is None and introduces and _STATES_TIME.match(self._view.lowered, start):
                    self._contexts.own(node.parent).limits = self._view.times(start, end)
                    continue
                if cue is None:
                    self._limit_earlier(node, start, end, made)
                    continue
                trouble = current is scope and _IF_TROUBLE.match(self._view.lowered, start, end)
                task = self._task(node, start, end, roles, Context() if trouble else current, cue)
                made.append(task)
                if roles.by("lead"):
                    current = Context([(m, r) for m, r in roles.assigned if r == "lead"], scope.limits, roles.asked)
                    self._trail[key] = current
                    if node.children:
                        own = self._contexts.own(node)
                        own.assignees, own.asked = current.assignees, current.asked
        if node.label is not None and node.index not in self._shapes.tasks:
            self._trail.pop(node.index, None)
        return made

    def _names_nearer(self, node: Node | None) -> bool:
        """Whether a heading, not the document as a whole, names who acts."""
        return node is not None and bool(self._contexts.own(node).assignees)

    def _behind_time(self, start: int, end: int) -> int:
        """Where a sentence goes on behind a time expression that opens it."""
        for time in self._view.times(start, end):
            before = self._view.lowered[start : time.start].strip(" ,")
            if before and before not in _BEFORE_TIME:
                break
            start = time.end
        return start

    def _clauses(self, sentence: Span) -> list[tuple[int, int]]:
        """A sentence, split at semicolons behind which another agency takes charge."""
        cuts: list[int] = []
        passed = 0  # semicolons since the last cut
        for match in _SEMICOLON.finditer(self._text, sentence.start, sentence.end):
            at = match.end()
            passed += 1
            if passed > _MOST_UNCUT:
                break
            ahead = self._view.agencies(at, min(sentence.end, at + 160))
            before = self._view.roles(cuts[-1] if cuts else sentence.start, at)
            if not ahead or not before.by("lead"):
                continue
            opening = before.by("lead")[-1]
            if at - opening.end < 15 or not self._view.lowered[opening.end : at].strip(" ;,"):
                continue  # the list of addressees goes on
            leads = self._view.roles(at, min(sentence.end, at + _AHEAD)).by("lead")
            if (
                leads
                and leads[0].start - at < 40
                and leads[0].name.lower() not in {m.name.lower() for m in before.by("lead")}
            ):
                cuts.append(at)
                passed = 0
        bounds = [sentence.start, *cuts, sentence.end]
        return [(a, self._view.rstrip(b)) for a, b in pairwise(bounds)]

    def _limit_earlier(self, node: Node, start: int, end: int, made: Sequence[TaskMention]) -> None:
        """A sentence that states only a limit speaks of the work just named, or of all the work above."""
        if not made and _OF_ALL_ABOVE.match(self._view.lowered, start, end) and self._view.limits(start, end):
            self._ledger.limit_list(node, Attribute("time", start, start, end))
            return
        if made and end - start <= 160 and _WORK_JUST_NAMED.match(self._view.lowered, start, end):
            made[-1].deadlines += [Deadline(time, inherited=True) for time in self._view.limits(start, end)]

    def _task(self, node: Node, start: int, end: int, roles: Roles, context: Context, cue: str) -> TaskMention:
        task = TaskMention(start, end, node, cue=cue)
        task.assignees = [Assignee(m, r) for m, r in roles.assigned]
        if not roles.by("lead"):
            inherited = [(m, r) for m, r in context.assignees if r == "lead" or not roles.by("support")]
            task.assignees = [Assignee(m, r, inherited=True) for m, r in inherited] + task.assignees
        if not task.has("lead"):
            task.assignees += [Assignee(m, "lead") for m in competent_bodies(self._view, start, end)]
        task.deadlines = [Deadline(t) for t in self._view.limits(start, end)]
        if not task.deadlines and not self._view.lowered.startswith("trong quá trình", start):
            task.deadlines = [Deadline(t, inherited=True) for t in context.limits]
        task.modality = "prohibition" if cue == "prohibition" else "obligation"
        asked = roles.asked if roles.by("lead") else context.asked
        leads = [a.mention.name.lower() for a in task.assignees if a.role == "lead"]
        encouraged = not leads and self._view.lowered.startswith("khuyến khích", start)
        if encouraged or (asked and leads and all(cues().outside.search(n) for n in leads)):
            task.modality = "recommendation"
        self._ledger.register(node, task)
        return task


def _taking_part(roles: Roles) -> list[tuple[AgencyMention, Role]]:
    """Who leads and who supports: what a heading or an introducing line hands down."""
    return [(m, r) for m, r in roles.assigned if r in ("lead", "support")]


def _in_rule(view: View, node: Node) -> bool:
    """Whether the node lies in an article, where what names nobody is a rule; a plan that one approves is none."""
    current: Node | None = node
    while current is not None:
        if current.style == "article":
            return not _APPROVES_PLAN.match(view.lowered, current.start)
        current = current.parent
    return False


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
