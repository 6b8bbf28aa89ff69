"""From outline to tasks: walks the body in order and carries agencies and limits down the tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import cast

from analyzer.layout.attributes import Attribute, read_attributes, trailing_attributes
from analyzer.layout.labels import BULLETS
from analyzer.layout.outline import Node, Outline
from analyzer.layout.sections import zone_of
from analyzer.layout.tables import Row, Table
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.context import Context, Contexts, Index
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.deadlines import limits
from analyzer.pipes.tasks.finding import Unit, sets_work
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.roles import Role, Roles, issues, read_roles
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.spans import HasSpan, Span

_SILENT_ZONES = frozenset({"purpose", "scope", "basis", "results", "product", "effect", "target"})
_FILLER = re.compile(
    r"(?:trách nhiệm|nhiệm vụ|của|đối với|về phía|các đồng chí|đồng chí|thủ trưởng|lãnh đạo|và|có|liên quan|thực hiện|tổ chức|cụ thể|như sau|sau|"
    r"giao|yêu cầu|đề nghị|phân công|cho|chủ trì|phối hợp|với|cùng|cơ quan|thường trực|đầu mối|nội dung|nhiệm vụ sau|các|những|tập trung|một số|"
    r"căn cứ|chức năng|được giao|theo|chịu trách nhiệm|điện|gửi|nêu trên|khác|trực thuộc|là|tỉnh|thành phố|cấp|sau đây|thực hiện tốt|cần|phải|chủ động|tốt|ngoài|ra|thời gian|tại|trên|mục|khoản|điểm|này|công việc|nhiệm vụ|hoàn thành)\b|[\W\d_]+"
)
_DUTY_OF = re.compile(r"(?:(?:Các q|Q|Những q)uy định đối với|(?:Trách nhiệm|Nhiệm vụ|TRÁCH NHIỆM|Nhiệm vụ và quyền hạn|Nhiệm vụ, quyền hạn) (?:của|CỦA)) (?P<head>\S)")
_BODY_HEAD = re.compile(
    r"(?:(?:Đối với|Đề nghị|Giao|Yêu cầu)\s+)?(?P<head>(?:[Cc]ác )?(?:[Tt]ổ|[Đđ]ội|[Nn]hóm|[Đđ]oàn|[Bb]an|[Hh]ội đồng|[Pp]hòng|[Tt]rung tâm|[Vv]iện|[Tt]rường|[Cc]hi bộ|[Đđ]ảng bộ|[Cc]ấp ủy|[Tt]hường trực|[Cc]ông ty|[Hh]ợp tác xã|[Hh]ội|[Đđ]ơn vị|[Cc]ơ quan|[Cc]hủ đầu tư|[Nn]hà thầu|[Dd]oanh nghiệp|[Tt]hôn|[Bb]ản|[Xx]ã|[Pp]hường)(?!\w))"
)
_BEFORE_TIME = frozenset({"và", "vào", "đồng thời", "định kỳ", "hoặc", "trong", "đến", "chậm nhất", "trước"})
_APPROVES_PLAN = re.compile(r"(?:phê duyệt|ban hành|thông qua)\s+(?:kèm theo\s+)?(?:các |nội dung )*(?:kế hoạch|đề án|chương trình|phương án|nhiệm vụ|dự án|chiến lược)")
_OWN_DUTIES = re.compile(r"(?P<name>[^.;:]{4,90}?)\s+(?:có|chịu)\s+(?:các\s+)?(?:quyền và nghĩa vụ|quyền hạn và trách nhiệm|trách nhiệm|nghĩa vụ|nhiệm vụ)\b")
_IN_DETAIL = re.compile(r"(?:cụ thể|gồm|bao gồm)(?: như sau| sau)?\s?:")
_ORDERS = re.compile(r"\b(?:yêu cầu|giao|đề nghị|phân công|chỉ đạo)\b")
_NAMES_DOCUMENT = re.compile(
    r"(?:các |dự thảo |xây dựng )*(?:nghị định|thông tư|quyết định|nghị quyết|kế hoạch|đề án|báo cáo|chương trình|quy chế|quy định|chỉ thị|luật|pháp lệnh|tờ trình|hướng dẫn|danh mục|phương án|hội nghị|hội thảo|lớp|dự án|mô hình|công tác|hoạt động (?!\\d)|lễ|cuộc thi|triển lãm|đêm|tọa đàm|ngày hội)"
)


class TaskFinder:
    """Finds the tasks of one document.

    ``agencies`` and ``times`` are the mentions of the whole text, in order. ``addressees`` are the agencies of
    "Kính gửi:" or "điện:", who act where nothing nearer names anybody.
    """

    def __init__(
        self,
        outline: Outline,
        agencies: Sequence[AgencyMention],
        times: Sequence[TimeMention],
        addressees: Sequence[AgencyMention] = (),
        tables: Sequence[Table] = (),
        commitments: Sequence[int] = (),
        has_preamble: bool = True,
        issued_on: date | None = None,
        issuer: str | None = None,
    ) -> None:
        self._outline = outline
        self._has_preamble = has_preamble
        self._issued_on = issued_on
        self._issuer = (issuer or "").lower()
        self._work_begins = 0
        self._unstructured = not any(n.label for n in outline.nodes)
        self._text = outline.text
        self._lowered = _lower(outline.text)
        self._agencies = Index(agencies)
        self._times = Index(times)
        self._contexts = Contexts()
        self._tables = tables
        if addressees:
            self._contexts.own(None).assignees = [(m, "lead") for m in addressees]
        self._tasks: list[TaskMention] = []
        self._open: dict[int | None, list[TaskMention]] = {}
        self._closed: set[int | None] = set()
        self._attributes: dict[int, list[Attribute]] = {}
        self._in_table: set[int] = set()
        self._is_task: set[int] = set()
        self._attributed: set[tuple[int, str]] = set()
        self._trail: dict[int | None, Context] = {}
        self._with_targets = _holders(outline, commitments)

    def find(self) -> list[TaskMention]:
        """The tasks, in text order."""
        nodes = self._outline.nodes
        for node in nodes:
            line_start = node.start
            if node.style != "row":
                self._attributes[node.index] = read_attributes(self._text[line_start : node.end], line_start)
        for table in self._tables:
            self._in_table.update(n.index for n in table.groups)
            if table.kind == "tasks":
                for row in table.rows:
                    self._read_row(row)
        self._work_begins = self._first_work()
        ordered = self._last_body_index()
        for node in nodes:
            if node.style != "row" and node.index not in self._in_table:
                self._read_node(node, closing=node.index >= ordered)
        self._tasks.sort(key=lambda t: (t.start, t.end))
        return self._tasks

    def _first_work(self) -> int:
        """Where the preamble ends: the first labelled or announced part. An article has none."""
        if not self._has_preamble:
            return 0
        for node in self._outline.nodes:
            if (node.style not in ("paragraph", "caps") and node.style not in BULLETS) or node.zone is not None:
                return node.index
        return 0

    def _last_body_index(self) -> int:
        """Where the closing paragraphs begin: unlabelled lines at the very end of the body or of a part of it."""
        nodes = [n for n in self._outline.nodes if n.style != "row"]
        at = len(nodes)
        while at > 0 and nodes[at - 1].style == "paragraph" and len(nodes) - at < 4:
            at -= 1
        return nodes[at].index if at < len(nodes) else (nodes[-1].index if nodes else 0)

    # ---------------------------------------------------------------- nodes

    def _read_node(self, node: Node, *, closing: bool) -> None:
        attributes = self._attributes[node.index]
        if attributes and attributes[0].kind != "content":
            self._attach(node, attributes)
            return
        if attributes and node.parent is not None and node.parent.index in self._is_task:
            return  # the heading above is the task, this line describes it
        if not attributes and node.style in ("paragraph", "dash", "plus") and self._states_lead(node):
            self._attach(node, [Attribute("lead", node.start, node.start, node.end), Attribute("time", node.start, node.start, node.end)])
            return
        if node.parent is not None and self._is_lead_attribute(node.parent) and self._only_roles(node):
            self._assign_value(node.parent, node.start, node.end, "lead")
            return
        start = attributes[0].start if attributes else node.start
        if attributes and start >= node.end:
            return
        role = self._shape(node)
        if role == "heading":
            self._open_heading(node, start, node.end)
            return
        sentences = split_sentences(self._text, start, node.end)
        trailing = trailing_attributes(self._text[start : node.end], start)
        if trailing:
            cut = trailing[0].key_start
            sentences = [Span(s.start, min(s.end, cut)) for s in sentences if s.start < cut]
            sentences = [s for s in sentences if self._text[s.start : s.end].strip(" (-–")]
        made = self._read_sentences(node, sentences, introduces=role == "intro", closing=closing)
        if trailing:
            for task in made:
                self._apply(trailing, [task])

    def _is_lead_attribute(self, node: Node) -> bool:
        attributes = self._attributes.get(node.index) or []
        return bool(attributes) and attributes[0].kind == "lead" and attributes[0].end <= attributes[0].start

    def _states_lead(self, node: Node) -> bool:
        """A line that says only who leads the work above it: "Sở A chủ trì, phối hợp với Sở B; thời gian: quý II"."""
        if node.end - node.start > 300 or "chủ trì" not in self._lowered[node.start : node.end]:
            return False
        mentions = self._mentions(node.start, node.end)
        if not mentions or mentions[0].start - node.start > 3:
            return False
        rest = self._without(node.start, node.end, sorted([*mentions, *self._time_mentions(node.start, node.end)], key=lambda m: m.start))
        return not _FILLER.sub("", rest) and not rest.rstrip().endswith(":")

    def _only_roles(self, node: Node) -> bool:
        """Whether a line says nothing but who leads and who supports."""
        mentions = self._mentions(node.start, node.end)
        if not mentions:
            return False
        rest = self._without(node.start, node.end, mentions)
        return not _FILLER.sub("", rest)

    def _without(self, start: int, end: int, mentions: Sequence[HasSpan]) -> str:
        pieces, at = [], start
        for m in mentions:
            pieces.append(self._lowered[at : m.start])
            at = max(at, m.end)
        pieces.append(self._lowered[at:end])
        return re.sub(r"\([^()]{0,300}\)", " ", " ".join(pieces))

    def _shape(self, node: Node) -> str:
        """What a node is to its children: "heading", "intro" (its last sentence introduces a list) or "item"."""
        words = self._text[node.start : node.end].rstrip()
        if not words:
            return "heading"
        children = [c for c in node.children if c.style != "row" and not self._is_attribute(c)]
        described = any(self._is_attribute(c) and self._attributes[c.index][0].kind in ("lead", "support", "time") for c in node.children)
        if described and self._is_work(node):
            children = [c for c in children if not self._describes(c)]
            if not children:
                self._is_task.add(node.index)
                return "item"
        rows = any(c.style == "row" for c in node.children)
        if node.style in ("annex", "caps", "part", "chapter", "section") or words.isupper():
            return "heading"
        if words.endswith(":"):
            return "intro"
        ended = words[-1] in ".;!”\"…" or words.endswith("./.")
        if not children:
            if rows and not ended:
                return "heading"
            return "item"
        labelled = [c for c in children if c.style != "paragraph"]
        if not ended:
            return "heading"
        if labelled and len(split_sentences(self._text, node.start, node.end)) == 1 and len(words) < 260:
            named = self._roles(node.start, node.end)
            return "item" if named.by("lead") and cues().verb_at(self._lowered, named.by("lead")[-1].end + 1) else "heading"
        return "item"

    def _describes(self, node: Node) -> bool:
        """A "Nội dung: …" line under a task; "Nhiệm vụ: …" names work of its own."""
        return bool(self._attributes.get(node.index)) and not self._lowered.startswith(("nhiệm vụ", "công việc"), node.start)

    def _is_work(self, node: Node) -> bool:
        """Whether a heading that attribute lines follow names work, or a document to be made."""
        if node.zone in _SILENT_ZONES or node.style in ("annex", "caps", "part", "chapter", "section", "upper"):
            return False
        return bool(_NAMES_DOCUMENT.match(self._lowered, node.start)) or cues().verb_at(self._lowered, node.start) is not None

    def _is_attribute(self, node: Node) -> bool:
        attributes = self._attributes.get(node.index)
        return bool(attributes) and attributes is not None and attributes[0].kind != "content"

    def _open_heading(self, node: Node, start: int, end: int) -> None:
        if node.zone in _SILENT_ZONES and node.zone_here:
            return
        roles = self._roles(start, end, heading=True)
        context = self._contexts.own(node)
        leads = roles.by("lead")
        members = self._members(end, roles)
        if members:
            context.assignees = [(m, "lead") for m in members]
            return
        named = bool(leads) and self._names_addressee(start, end, roles)
        body = None if named else self._unlisted_body(node, start, end)
        if body is not None:
            context.assignees = [(body, "lead")]
        elif named:
            context.assignees = [(m, r) for m, r in roles.assigned if r in ("lead", "support")]
            context.asked = roles.asked or bool(re.match(r"\s*(?:kính\s+)?(?:đề nghị|khuyến khích)", self._lowered[start:end]))
        found = [t for t in self._time_mentions(start, end) if self._limits(start, end, t)]
        if found and node.style not in ("annex", "caps") and not self._text[start:end].isupper():
            context.limits = found

    def _members(self, end: int, roles: Roles) -> list[AgencyMention]:
        """The bodies in brackets behind a class: "Các cơ quan đăng ký đầu tư (Sở A, Ban B):" speaks to A and B."""
        leads = roles.by("lead")
        if len({m.start for m in leads}) < 1 or leads[0].form == "registered":
            return []
        bracket = self._text.find("(", leads[0].end, min(end, leads[0].end + 60))
        close = self._text.find(")", bracket, end) if bracket >= 0 else -1
        if bracket < 0 or close < 0 or self._text[leads[0].end : bracket].strip(" ,"):
            return []
        inside = self._mentions(bracket, close)
        return inside if len(inside) > 1 and all(m.form != "collective" for m in inside) else []

    def _unlisted_body(self, node: Node, start: int, end: int) -> AgencyMention | None:
        """A heading that names a body no register knows ("Trách nhiệm của …", "Tổ … ở …"): kept as written."""
        if end - start > 160 or not any(c.style != "row" for c in node.children):
            return None
        match = _DUTY_OF.match(self._text, start, end) or _BODY_HEAD.match(self._text, start, end)
        if not match:
            return None
        stop = end
        for mark in (":", "(", ";", " trong việc", " trong công tác"):
            at = self._text.find(mark, match.end("head"), stop)
            stop = at if at > 0 else stop
        name = self._text[match.start("head") : stop].strip(" .,;:-–")
        if len(name) < 4 or len(name) > 110 or zone_of(name) is not None:
            return None
        begin = match.start("head")
        return AgencyMention(begin, begin + len(name), name, "grammar", name_start=begin)

    def _duty_holder(self, start: int, end: int) -> AgencyMention | None:
        """Whoever an introducing line gives duties to: "Đại lý có các quyền và nghĩa vụ sau:"."""
        match = _OWN_DUTIES.match(self._text, start, end)
        if not match or self._mentions(start, match.end("name")):
            return None
        begin, stop = match.span("name")
        name = self._text[begin:stop].strip()
        return AgencyMention(begin, begin + len(name), name, "grammar", name_start=begin)

    def _names_addressee(self, start: int, end: int, roles: Roles) -> bool:
        """A heading is an addressee if it holds little beside names, or orders in so many words."""
        if roles.orderer or cues().order_end.search(self._lowered[start : roles.by("lead")[0].start] + " "):
            return True
        rest = self._without(start, end, self._mentions(start, end))
        head = self._lowered[start : roles.by("lead")[0].start]
        opened = not _FILLER.sub("", head)
        return len(_FILLER.sub("", rest)) <= 14 or (opened and self._text[start:end].rstrip().endswith(":"))

    # ---------------------------------------------------------------- sentences

    def _read_sentences(self, node: Node, sentences: Sequence[Span], *, introduces: bool, closing: bool) -> list[TaskMention]:
        made: list[TaskMention] = []
        announced = False
        scope = self._contexts.at(node.parent)
        key = node.parent.index if node.parent else None
        if node.style == "paragraph" and key in self._trail and not self._names_nearer(node.parent):
            scope = Context(self._trail[key].assignees, scope.limits, self._trail[key].asked)
        current = scope
        for position, sentence in enumerate(sentences):
            for start, end in self._clauses(sentence):
                roles = self._roles(start, end)
                last = position == len(sentences) - 1
                ahead = sentences[position + 1] if not last else None
                announces = ahead is not None and bool(_IN_DETAIL.fullmatch(self._lowered, ahead.start, ahead.end))
                if (introduces and last) or announces or (not last and self._text[end - 1] == ":"):
                    self._introduce(node, start, end, roles)
                    announced = True
                    own = self._contexts.own(node)
                    if own.assignees:
                        current = Context(own.assignees, own.limits or scope.limits, own.asked)
                    continue
                unit = Unit(
                    self._lowered,
                    start,
                    end,
                    roles,
                    verb_from=self._behind_time(start, end),
                    zone=node.zone,
                    item=node.label is not None or self._unstructured,
                    inherits=bool(current.assignees),
                    commits=node.index in self._with_targets,
                    closing=(closing and node.style == "paragraph") or self._text[end - 3 : end] == "./.",
                    in_article=self._in_rule(node),
                    described=node.index in self._is_task,
                    preamble=(node.index < self._work_begins or (node.index == self._work_begins and introduces))
                    and not announced,
                    follows=bool(made),
                )
                cue = sets_work(unit)
                if cue is None and introduces and self._lowered.startswith(("thời gian", "thời hạn"), start):
                    self._contexts.own(node.parent).limits = self._time_mentions(start, end)
                    continue
                if cue is None:
                    self._limit_previous(start, end, made)
                    continue
                task = self._task(node, start, end, roles, current, cue)
                made.append(task)
                if roles.by("lead"):
                    current = Context([(m, r) for m, r in roles.assigned if r == "lead"], scope.limits, roles.asked)
                    self._trail[key] = current
                    if node.children:
                        own = self._contexts.own(node)
                        own.assignees, own.asked = current.assignees, current.asked
        if node.label is not None and node.index not in self._is_task:
            self._trail.pop(node.index, None)
        return made

    def _names_nearer(self, node: Node | None) -> bool:
        """Whether a heading, not the document as a whole, names who acts."""
        return node is not None and bool(self._contexts.own(node).assignees)

    def _behind_time(self, start: int, end: int) -> int:
        """Where a sentence goes on behind a time expression that opens it."""
        for time in self._time_mentions(start, end):
            if not self._lowered[start : time.start].strip(" ,") or self._lowered[start : time.start].strip(" ,") in _BEFORE_TIME:
                start = time.end
            else:
                break
        return start

    def _in_rule(self, node: Node) -> bool:
        """Whether the node lies in an article, where what names nobody is a rule; a plan that one approves is none."""
        current: Node | None = node
        while current is not None:
            if current.style == "article":
                return not _APPROVES_PLAN.match(self._lowered, current.start)
            current = current.parent
        return False

    def _clauses(self, sentence: Span) -> list[tuple[int, int]]:
        """A sentence, split at semicolons behind which another agency takes charge."""
        cuts = []
        for match in re.finditer(r";\s+", self._text[sentence.start : sentence.end]):
            at = sentence.start + match.end()
            ahead = self._mentions(at, min(sentence.end, at + 160))
            before = self._roles(cuts[-1] if cuts else sentence.start, at)
            if not ahead or not before.by("lead"):
                continue
            roles = self._roles(at, sentence.end)
            leads = roles.by("lead")
            opening = before.by("lead")[-1]
            if at - opening.end < 15 or not self._lowered[opening.end : at].strip(" ;,"):
                continue  # the list of addressees goes on
            if leads and leads[0].start - at < 40 and leads[0].name.lower() not in {m.name.lower() for m in before.by("lead")}:
                cuts.append(at)
        bounds = [sentence.start, *cuts, sentence.end]
        return [(a, self._rstrip(b)) for a, b in zip(bounds, bounds[1:], strict=False)]

    def _rstrip(self, end: int) -> int:
        while end and self._text[end - 1].isspace():
            end -= 1
        return end

    def _introduce(self, node: Node, start: int, end: int, roles: Roles) -> None:
        """A line that opens a list: its agencies and limits hold for what it introduces."""
        if node.zone in _SILENT_ZONES:
            return
        if node.index < self._work_begins and not _ORDERS.search(self._lowered, start, end):
            return  # the issuer says what it issues
        found = [(m, r) for m, r in roles.assigned if r in ("lead", "support")]
        ordered = max((m.end() for m in _ORDERS.finditer(self._lowered, start, end)), default=end)
        times = [t for t in self._time_mentions(ordered, end) if self._limits(start, end, t)]
        members = self._members(end, self._roles(start, end, heading=True))
        if members:
            found = [(m, "lead") for m in members]
        elif not any(r == "lead" for _, r in found):
            heading = self._roles(start, end, heading=True)
            if heading.by("lead") and self._names_addressee(start, end, heading):
                found = [(m, r) for m, r in heading.assigned if r in ("lead", "support")]
                roles = heading
        found = [(m, r) for m, r in found if not issues(m, self._issuer) or node.index >= self._work_begins]
        if not any(r == "lead" for _, r in found):
            body = self._duty_holder(start, end)
            found = [(body, "lead"), *found] if body else found
        targets: list[Node | None] = [node]
        if node.style == "paragraph":
            targets.append(node.parent)
        for target in targets:
            context = self._contexts.own(target)
            if any(r == "lead" for _, r in found):
                context.assignees, context.asked = found, roles.asked
            if times:
                context.limits = times

    def _limit_previous(self, start: int, end: int, made: Sequence[TaskMention]) -> None:
        """A sentence that states only a limit speaks of the work just named."""
        if not made or end - start > 160:
            return
        words = self._lowered[start:end]
        if not re.match(r"(?:thời (?:gian|hạn)|hoàn thành|nhiệm vụ này|các nhiệm vụ|báo cáo|các báo cáo|kết quả|việc|xong|hạn|gửi)", words):
            return
        for time in self._time_mentions(start, end):
            if self._limits(start, end, time):
                made[-1].deadlines.append(Deadline(time, inherited=True))

    def _task(self, node: Node, start: int, end: int, roles: Roles, context: Context, cue: str) -> TaskMention:
        task = TaskMention(start, end, node, cue=cue)
        task.assignees = [Assignee(m, r) for m, r in roles.assigned]
        if not roles.by("lead"):
            inherited = [(m, r) for m, r in context.assignees if r == "lead" or not roles.by("support")]
            task.assignees = [Assignee(m, r, inherited=True) for m, r in inherited] + task.assignees
        own = [t for t in self._time_mentions(start, end) if self._limits(start, end, t)]
        task.deadlines = [Deadline(t) for t in own]
        if not own and not self._lowered.startswith("trong quá trình", start):
            task.deadlines = [Deadline(t, inherited=True) for t in context.limits]
        task.modality = "prohibition" if cue == "prohibition" else "obligation"
        asked = roles.asked if roles.by("lead") else context.asked
        leads = [a.mention.name.lower() for a in task.assignees if a.role == "lead"]
        if asked and leads and all(cues().outside.search(n) for n in leads):
            task.modality = "recommendation"
        self._register(node, task)
        return task

    def _register(self, node: Node, task: TaskMention) -> None:
        """Note the task as open for attributes, with its node and all the parts it lies in."""
        current: Node | None = node
        while True:
            key = current.index if current else None
            if key in self._closed:
                self._closed.discard(key)
                self._open[key] = []
            self._open.setdefault(key, []).append(task)
            if current is None:
                break
            current = current.parent
        self._tasks.append(task)

    # ---------------------------------------------------------------- attributes

    def _attach(self, node: Node, attributes: Sequence[Attribute]) -> None:
        """Give a run-in attribute line to the work it speaks of, or to what follows where no work stands before it."""
        owner = node.parent
        if node.style == "paragraph" and owner is not None and self._is_leaf(owner):
            owner = owner.parent  # a line of its own after a group of items holds for the group
        work = self._open.get(owner.index if owner else None, [])
        if node.style in BULLETS and owner is not None and work:
            work = [*self._bare_siblings(owner), *work]
        while not work and owner is not None and self._only_attributes(owner):
            owner = owner.parent
            work = self._open.get(owner.index if owner else None, [])
        if work and (owner is not None or node.parent is None):
            self._apply(attributes, work)
            self._closed.add(owner.index if owner else None)
            self._closed.add(node.parent.index if node.parent else None)
        else:
            self._hold(node, attributes)

    def _bare_siblings(self, item: Node) -> list[TaskMention]:
        """Tasks of the items right before ``item`` in its list that have no attribute lines and name nobody."""
        if item.style in ("number", "roman", "upper", "article") or item.parent is None:
            return []
        found: list[TaskMention] = []
        siblings = item.parent.children
        for sibling in reversed(siblings[: siblings.index(item)]):
            own = self._open.get(sibling.index, [])
            if sibling.style != item.style or not own or sibling.children:
                break
            if any((id(t), "lead") in self._attributed or (t.has("lead") and not t.assignees[0].inherited) for t in own):
                break
            found.extend(own)
        return found

    def _is_leaf(self, node: Node) -> bool:
        """An item that holds nothing but attribute lines."""
        return node.label is not None and node.index in self._open and self._only_attributes(node)

    def _only_attributes(self, node: Node) -> bool:
        return all(self._is_attribute(c) for c in node.children)

    def _apply(self, attributes: Sequence[Attribute], work: Sequence[TaskMention]) -> None:
        explicit = set(self._attributed)
        explicit |= {
            (id(t), kind)
            for t in work
            for kind, present in (
                ("lead", any(a.role == "lead" and not a.inherited for a in t.assignees)),
                ("support", any(a.role == "support" and not a.inherited for a in t.assignees)),
                ("time", any(not d.inherited for d in t.deadlines)),
            )
            if present
        }
        for attribute in attributes:
            for task in work:
                if attribute.kind == "time" and (id(task), "time") not in explicit:
                    found = self._time_mentions(attribute.start, attribute.end)
                    if found:
                        task.deadlines = [Deadline(t, inherited=True) for t in found]
                        self._attributed.add((id(task), "time"))
                elif attribute.kind in ("lead", "support", "monitor") and (id(task), attribute.kind) not in self._attributed:
                    if self._assign(task, attribute):
                        self._attributed.add((id(task), attribute.kind))
                elif attribute.kind == "product" and attribute.end > attribute.start:
                    task.deliverables.append(Span(attribute.start, attribute.end))

    def _assign(self, task: TaskMention, attribute: Attribute) -> bool:
        found = self._value_roles(attribute.start, attribute.end, cast(Role, attribute.kind))
        if not found:
            return False
        roles = {r for _, r in found}
        kept = [a for a in task.assignees if not (a.inherited and a.role in roles)]
        task.assignees = kept + [Assignee(m, r, inherited=True) for m, r in found]
        return True

    def _value_roles(self, start: int, end: int, default: Role) -> list[tuple[AgencyMention, Role]]:
        """The agencies of an attribute's value: the attribute's role, unless the words give another."""
        mentions = self._mentions(start, end)
        roles = self._roles(start, end, heading=True)
        given = {id(m): r for m, r in roles.assigned}
        found: list[tuple[AgencyMention, Role]] = []
        for m in mentions:
            role = given.get(id(m))
            found.append((m, role if role == "support" else default))
        return found

    def _assign_value(self, attribute_node: Node, start: int, end: int, role: Role) -> None:
        work = self._open.get(attribute_node.parent.index if attribute_node.parent else None, [])
        self._apply([Attribute(role, start, start, end)], work)

    def _hold(self, node: Node, attributes: Sequence[Attribute]) -> None:
        """An attribute with no work before it holds for what follows; in a part without work, for the document."""
        owner = node.parent
        while owner is not None and owner.zone in ("scope", "purpose"):
            owner = owner.parent
        context = self._contexts.own(owner)
        for attribute in attributes:
            values = [attribute]
            spans = [(a.start, a.end) for a in values if a.end > a.start]
            if not spans and node.children:
                spans = [(c.start, c.end) for c in node.children]
            for start, end in spans:
                if attribute.kind == "time":
                    found = self._time_mentions(start, end)
                    context.limits = found or context.limits
                elif attribute.kind in ("lead", "support"):
                    context.assignees = [*context.assignees, *self._value_roles(start, end, cast(Role, attribute.kind))]

    # ---------------------------------------------------------------- tables

    def _read_row(self, row: Row) -> None:
        content = row.cells["content"]
        start, end = self._trim(content)
        if end - start < 5:
            return
        task = TaskMention(start, end, row.node, cue="row")
        for role in ("lead", "support", "monitor"):
            cell = row.cell(role)
            if cell:
                task.assignees += [Assignee(m, r, inherited=True) for m, r in self._value_roles(cell.start, cell.end, cast(Role, role))]
        if not task.has("lead"):
            roles = self._roles(start, end)
            task.assignees = [Assignee(m, r) for m, r in roles.assigned] + task.assignees
        cell = row.cell("time")
        found = self._time_mentions(cell.start, cell.end) if cell else []
        if not found:
            own = [t for t in self._time_mentions(start, end) if self._limits(start, end, t)]
            task.deadlines = [Deadline(t) for t in own]
        else:
            task.deadlines = [Deadline(t, inherited=True) for t in found]
        product = row.cells.get("product")
        if product:
            task.deliverables.append(Span(*self._trim(product)))
        self._tasks.append(task)

    def _trim(self, cell: Span) -> tuple[int, int]:
        start, end = cell.start, cell.end
        while start < end and self._text[start] in " -–+*":
            start += 1
        return start, self._rstrip(end)

    # ---------------------------------------------------------------- look-ups

    def _mentions(self, start: int, end: int) -> list[AgencyMention]:
        return cast("list[AgencyMention]", self._agencies.between(start, end))

    def _time_mentions(self, start: int, end: int) -> list[TimeMention]:
        return cast("list[TimeMention]", self._times.between(start, end))

    def _limits(self, start: int, end: int, mention: TimeMention) -> bool:
        return limits(self._lowered, start, end, mention, self._issued_on)

    def _roles(self, start: int, end: int, *, heading: bool = False) -> Roles:
        return read_roles(
            self._text,
            self._lowered,
            start,
            end,
            self._mentions(start, end),
            heading=heading,
            issuer=self._issuer,
        )


def _holders(outline: Outline, offsets: Sequence[int]) -> set[int]:
    """The nodes in which the offsets lie."""
    starts = [n.label_start for n in outline.nodes]
    return {bisect_right(starts, at) - 1 for at in offsets}


def _lower(text: str) -> str:
    """Lower case of equal length: letters whose lower case is longer stay as they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
