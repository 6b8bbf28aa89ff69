"""The sentences of an item: which of them set work, for whom, by when."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.knowledge.patterns import pattern
from analyzer.layout.attributes import Attribute
from analyzer.layout.outline import Node, Outline
from analyzer.pipes.tasks.addressees import competent_bodies, duty_subject, states_lead, states_limit
from analyzer.pipes.tasks.clauses import split_clauses
from analyzer.pipes.tasks.context import Context, Contexts
from analyzer.pipes.tasks.finding import Situation, Verdict, judge
from analyzer.pipes.tasks.introductions import Introductions
from analyzer.pipes.tasks.judges import Judges
from analyzer.pipes.tasks.judging import judge_limits, judge_roles, limiting, taking_part
from analyzer.pipes.tasks.ledger import Ledger
from analyzer.pipes.tasks.listed import WorkLists
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.modality import judge_modality, modality_features, ruled_modality
from analyzer.pipes.tasks.roles import Roles
from analyzer.pipes.tasks.shape import Shapes
from analyzer.pipes.tasks.subjects import acting_subject
from analyzer.pipes.tasks.units import Unit, UnitLog, decide
from analyzer.pipes.tasks.view import View
from analyzer.spans import Span

_WEAK = frozenset({"adverbial", "must"})  # told by little: where nobody is named, fewer than half are tasks
_BEFORE_TIME = frozenset({"và", "vào", "đồng thời", "định kỳ", "hoặc", "trong", "đến", "chậm nhất", "trước"})
_REPORT = "báo cáo"
_NAMED = 20  # pieces of work before a sentence that it may speak of: what is done for each must not grow with the text
_APPROVES_PLAN = pattern("task.walk.approves_plan")
_EVALUATES = pattern("task.walk.evaluates")
_IF_TROUBLE = pattern("task.walk.if_trouble")
_IN_DETAIL = pattern("task.walk.in_detail")
_OF_ALL_ABOVE = pattern("task.walk.of_all_above")
_STATES_TIME = pattern("task.walk.states_time")
_WORK_JUST_NAMED = pattern("task.walk.work_just_named")


class SentenceReader:
    """Reads sentences in order; whom one names acts in those that follow.

    ``with_targets`` are the nodes that hold a numeric target.
    """

    def __init__(
        self,
        view: View,
        outline: Outline,
        shapes: Shapes,
        contexts: Contexts,
        ledger: Ledger,
        introductions: Introductions,
        log: UnitLog,
        judges: Judges,
        *,
        work_begins: int,
        with_targets: set[int],
    ) -> None:
        self._view = view
        self._shapes = shapes
        self._contexts = contexts
        self._ledger = ledger
        self._introductions = introductions
        self._log = log
        self._judges = judges
        self._work_begins = work_begins
        self._with_targets = with_targets
        self._unstructured = not any(n.label for n in outline.nodes)
        self._lists = WorkLists(view)
        self._trail: dict[int | None, Context] = {}

    def read(self, node: Node, sentences: Sequence[Span], *, introduces: bool, closing: bool) -> list[TaskMention]:
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
            for start, end in split_clauses(self._view, sentence):
                roles = self._view.roles(start, end)
                if not roles.by("lead") and (body := duty_subject(self._view, start, end)):
                    roles.assign([body], "lead")
                elif self._may_be_told(node, roles, current) and (
                    told := acting_subject(self._view, self._behind_time(start, end), end)
                ):
                    roles.assign(told, "lead")
                if made and (self._says_when(node, start, end, made) or self._says_who(node, start, end, made)):
                    continue
                if (introduces and last) or announces or (not last and self._view.text[end - 1] == ":"):
                    self._log.note(start, end, node, "introduction", Verdict(None, "introduces"))
                    self._introductions.introduce(node, start, end, roles)
                    announced = True
                    own = self._contexts.own(node)
                    if own.assignees:
                        current = Context(own.assignees, own.limits or scope.limits, own.asked)
                    continue
                situation = self._situation(
                    node,
                    start,
                    end,
                    roles,
                    inherits=bool(current.assignees),
                    closing=closing,
                    preamble=(node.index < self._work_begins or (node.index == self._work_begins and introduces))
                    and not announced,
                    follows=bool(made),
                )
                verdict = Verdict(None, "example") if example else judge(situation)
                if verdict.cue in _WEAK and not (roles.by("lead") or current.assignees):
                    verdict = Verdict(None, f"weak_{verdict.cue}")
                unit = self._log.note(start, end, node, "sentence", verdict, situation)
                cue = decide(unit)
                if cue is None and introduces and _STATES_TIME.match(self._view.lowered, start):
                    self._contexts.own(node.parent).limits = self._view.times(start, end)
                    continue
                if cue is None:
                    self._limit_earlier(node, start, end, made)
                    if verdict.why == "enforcement" and (told := roles.by("lead")):
                        current = Context([(m, "lead") for m in told], scope.limits, roles.asked)
                    continue
                trouble = current is scope and _IF_TROUBLE.match(self._view.lowered, start, end)
                task = unit.task = self._task(unit, roles, Context() if trouble else current, cue)
                made.append(task)
                if leads := [pair for pair in taking_part(unit.agencies) if pair[1] == "lead"]:
                    current = Context(leads, scope.limits, roles.asked)
                    self._trail[key] = current
                    if node.children:
                        own = self._contexts.own(node)
                        own.assignees, own.asked = current.assignees, current.asked
        if node.label is not None and node.index not in self._shapes.tasks:
            self._trail.pop(node.index, None)
        return made

    def _situation(
        self,
        node: Node,
        start: int,
        end: int,
        roles: Roles,
        *,
        inherits: bool,
        closing: bool,
        preamble: bool,
        follows: bool,
    ) -> Situation:
        return Situation(
            self._view.text,
            self._view.lowered,
            start,
            end,
            roles,
            verb_from=self._behind_time(start, end),
            zone=_zone(self._view, node),
            item=node.label is not None or self._unstructured,
            inherits=inherits,
            commits=node.index in self._with_targets,
            closing=(closing and node.style == "paragraph") or self._view.text[end - 3 : end] == "./.",
            in_article=node.style == "article" or _in_rule(self._view, node),
            described=node.index in self._shapes.tasks,
            preamble=preamble,
            follows=follows,
            among_work=self._lists.holds(node),
        )

    def _may_be_told(self, node: Node, roles: Roles, context: Context) -> bool:
        """Whether a sentence that names nobody of the register may tell somebody else to act: not in rules or prose."""
        if roles.by("lead") or roles.orderer or self._unstructured or node.index < self._work_begins:
            return False
        if node.zone not in (None, "tasks") or node.style == "article" or _in_rule(self._view, node):
            return False
        return node.zone == "tasks" or node.label is not None or bool(context.assignees)

    def _names_nearer(self, node: Node | None) -> bool:
        """Whether a heading, not the document as a whole, names who acts."""
        return node is not None and bool(self._contexts.own(node).assignees)

    def _behind_time(self, start: int, end: int) -> int:
        """Where a sentence goes on behind a time expression that opens it.

        "báo cáo" belongs to a time only as its period ("tháng báo cáo"): at the head of a sentence it is the order.
        """
        begin = start
        for time in self._view.times(start, end):
            before = self._view.lowered[start : time.start].strip(" ,")
            if before and before not in _BEFORE_TIME:
                break
            start = time.end
        if start > begin and self._view.lowered.startswith(":", start, end):
            return start + 1  # "Quý II/2024: Tổ chức tập huấn"
        return start - len(_REPORT) if self._view.lowered.endswith(" " + _REPORT, begin, start) else start

    def _says_when(self, node: Node, start: int, end: int, made: Sequence[TaskMention]) -> bool:
        """A sentence that only says by when the work just named is due, "Hoàn thành trong tháng 5.", is no work."""
        if not states_limit(self._view, start, end):
            return False
        self._log.note(start, end, node, "attribute", Verdict(None, "states_limit"))
        for task in self._limited(start, end, made):
            task.answers.append(Span(start, end))
            task.deadlines = [
                *(d for d in task.deadlines if not d.inherited),
                *(Deadline(time, inherited=True) for time in self._view.times(start, end)),
            ]
        return True

    def _limited(self, start: int, end: int, made: Sequence[TaskMention]) -> Sequence[TaskMention]:
        """The work that a limit of its own sentence holds for: all of the item that has none, or the work before it."""
        if not _OF_ALL_ABOVE.match(self._view.lowered, start, end):
            return made[-1:]
        return [t for t in made[-_NAMED:] if t is made[-1] or not any(not d.inherited for d in t.deadlines)]

    def _says_who(self, node: Node, start: int, end: int, made: Sequence[TaskMention]) -> bool:
        """A sentence that only says who does the work just named, "Sở A chủ trì; Sở B phối hợp.", is no work itself."""
        if not states_lead(self._view, start, end):
            return False
        unsaid = [t for t in made[-_NAMED:] if not any(a.role == "lead" and not a.inherited for a in t.assignees)]
        if not unsaid:
            return False
        self._log.note(start, end, node, "attribute", Verdict(None, "states_lead"))
        self._ledger.apply([Attribute("lead", start, start, end), Attribute("time", start, start, end)], unsaid)
        return True

    def _limit_earlier(self, node: Node, start: int, end: int, made: Sequence[TaskMention]) -> None:
        """A sentence that states only a limit speaks of the work just named, or of all the work above."""
        if not made and _OF_ALL_ABOVE.match(self._view.lowered, start, end) and self._view.limits(start, end):
            self._ledger.limit_list(node, Attribute("time", start, start, end))
            return
        if made and end - start <= 160 and _WORK_JUST_NAMED.match(self._view.lowered, start, end):
            for task in self._limited(start, end, made):
                task.deadlines += [Deadline(time, inherited=True) for time in self._view.limits(start, end)]

    def _task(self, unit: Unit, roles: Roles, context: Context, cue: str) -> TaskMention:
        start, end = unit.start, unit.end
        unit.agencies = judge_roles(self._view, self._judges, start, end, roles)
        unit.times = judge_limits(self._view, self._judges, start, end)
        task = TaskMention(start, end, unit.node, cue=cue)
        task.assignees = [Assignee(m, r) for m, r in taking_part(unit.agencies)]
        known = {id(c.mention) for c in unit.agencies}  # a body no register knows is none of the text's mentions
        task.assignees += [Assignee(m, "lead") for m in roles.by("lead") if id(m) not in known]
        has_lead = task.has("lead")
        if not has_lead:
            supported = task.has("support")
            inherited = [(m, r) for m, r in context.assignees if r == "lead" or not supported]
            task.assignees = [Assignee(m, r, inherited=True) for m, r in inherited] + task.assignees
        if not task.has("lead"):
            task.assignees += [Assignee(m, "lead") for m in competent_bodies(self._view, start, end)]
        task.deadlines = [Deadline(t) for t in limiting(unit.times)]
        if not task.deadlines and not self._view.lowered.startswith(("trong quá trình", "trên đây là"), start):
            task.deadlines = [Deadline(t, inherited=True) for t in context.limits]
        asked = roles.asked if has_lead else context.asked
        self._tell_modality(unit, task, asked)
        self._ledger.register(unit.node, task)
        return task

    def _tell_modality(self, unit: Unit, task: TaskMention, asked: bool) -> None:
        rule = task.modality = ruled_modality(self._view.lowered, task, asked)
        if self._judges.modality or self._judges.study:
            features = modality_features(unit.features, rule, task, asked)
            if self._judges.study:
                unit.modality_features = features
            if self._judges.modality:
                task.modality, unit.modality_probability = judge_modality(self._judges.modality, features, rule)


def _zone(view: View, node: Node) -> str | None:
    """What the node's part holds; a part on evaluating, among parts that set work, sets work: "3. Đánh giá, đối thoại".

    What was done is told there by its words.
    """
    current: Node | None = node
    while current is not None and node.zone == "results":
        if current.zone_here:
            above = current.parent
            evaluates = _EVALUATES.match(view.lowered, current.start, current.end)
            return "tasks" if evaluates and above is not None and above.zone == "tasks" and above.label else "results"
        current = current.parent
    return node.zone


def _in_rule(view: View, node: Node) -> bool:
    """Whether the node lies in an article, where what names nobody is a rule; a plan that one approves is none."""
    current: Node | None = node
    while current is not None:
        if current.style == "article":
            return not _APPROVES_PLAN.match(view.lowered, current.start)
        current = current.parent
    return False
