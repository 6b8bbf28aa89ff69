"""Who does what in a sentence: lead, support, monitor, recipient, told by the words round each agency.

The role of an agency hangs on what stands before it ("giao", "phối hợp với", "báo cáo") and, for a subject, on the verb
after it. Agencies that fit no frame ("của Bộ Nội vụ", "hướng dẫn các xã") take no part in the task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analyzer.knowledge.letters import LOWER
from analyzer.knowledge.patterns import entries, pattern, words
from analyzer.pipes.agencies import group
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.cues import cues

Role = Literal["lead", "support", "monitor", "recipient"]

_WINDOW = 90
_REACH = 2_000
_SUPPORT = pattern("task.roles.support")
_RECIPIENT = pattern("task.roles.recipient")
_RECIPIENT_PARTS = entries("task")["roles"]["recipient"]
RECIPIENT_ENDS = tuple(part for key in ("to_whom", "links", "ways") for part in _RECIPIENT_PARTS[key])
_SUPPORT_PARTS = entries("task")["roles"]["support"]
SUPPORT_ENDS = (  # the last words of all that the pattern reads: most names have none of them before them
    *{re.split(r"\s|\\s\{1,4\}", part)[-1] for key in ("meets", "manners", "also") for part in _SUPPORT_PARTS[key]},
    "với", "cùng", "giữa", "của",
)  # fmt: skip
_HANDED_IN = pattern("task.roles.handed_in")
_SERVED = pattern("task.roles.served")
_BY = pattern("task.roles.by")
_BY_VERB = pattern("task.roles.by_verb")
_ADVERBIAL = pattern("task.roles.adverbial")
_CONNECTIVE = pattern("task.roles.connective")
_SUBJECT_VERB = pattern("task.roles.subject_verb")
_ORDER_VERB = pattern("task.roles.order_verb")
_FRESH_ORDER = pattern("task.roles.fresh_order")
_BEFORE_ORDER = pattern("task.roles.before_order")
_NEXT_WORD = re.compile(rf" ([{LOWER}]+) [{LOWER}]")
_NO_VERB = frozenset(words("task.roles.no_verb"))
_APPOSITION = words("task.roles.apposition")
_BRACKET = re.compile(r"\s?\([^()]{1,160}\)\s?(?:,|;|và)\s?")
_CENTRAL = words("task.roles.central")
_LOCAL = words("task.roles.local")
_IN_FULL = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "tp": "thành phố ",
    "tphcm": "thành phố hồ chí minh",
    "tphn": "thành phố hà nội",
}
_WRITTEN_SHORT = re.compile(r"(?<!\w)(?:ubnd|hđnd|tp\.? ?hcm|tp\.? ?hn|tp\.? ?)(?!hcm|hn)")
_NOBODY = frozenset(words("task.roles.nobody"))
_EACH = words("task.roles.each")
_OF = pattern("task.roles.of")
_RUNS_ON = pattern("task.roles.runs_on")
_OF_MANY = pattern("task.roles.of_many")
_OWN_DUTY = pattern("task.roles.own_duty")
_ENCOURAGES = pattern("task.roles.encourages")
_ASKS = pattern("task.roles.asks")
_DIRECTS = pattern("task.roles.directs")


@dataclass(slots=True)
class Roles:
    """The agencies of a sentence by role, in text order; ``orderer`` is who orders (the issuer), no assignee.

    ``asked`` says that the addressee was asked by "đề nghị" or "khuyến khích";
    ``known`` are the roles given so far.
    """

    assigned: list[tuple[AgencyMention, Role]] = field(default_factory=list)
    known: set[Role] = field(default_factory=set)
    orderer: bool = False
    asked: bool = False

    def assign(self, mentions: Sequence[AgencyMention], role: Role) -> None:
        """Give the mentions the role."""
        self.assigned.extend((m, role) for m in mentions)
        self.known.add(role)

    def by(self, role: Role) -> list[AgencyMention]:
        """The mentions that have the role."""
        return [m for m, r in self.assigned if r == role]


def read_roles(
    text: str,
    lowered: str,
    start: int,
    end: int,
    mentions: Sequence[AgencyMention],
    *,
    heading: bool = False,
    issuer: str = "",
) -> Roles:
    """The roles of the mentions within ``[start, end)``, a sentence or heading.

    In a heading a bare list of names is its addressee; in a sentence a subject wants a verb. ``issuer`` is the
    lower-case name of the body whose document it is: it orders where others act.
    """
    roles = Roles()
    groups = _across_brackets(text, group(mentions, text))
    cursor = start
    listing = False  # inside a list of addressees that an order word opened and no verb has closed
    for members in groups:
        members = [m for m in members if not (m is not members[0] and m.name.lower().startswith(_APPOSITION))]
        first, last = members[0], members[-1]
        left = lowered[max(start, first.start - _WINDOW) : first.start]
        right = lowered[last.end : min(end, last.end + 200)]
        role = _role(lowered, start, cursor, end, first, last, left, right, roles, heading, issuer)
        if role in (None, "order") and len(members) > 1 and _TOPIC.fullmatch(lowered, start, first.start):
            told = _TOPIC_ACTS.match(lowered, members[-2].end, end) and issues(last, issuer)
            role, members = ("lead", members[:-1]) if told else (role, members)
        if role is None and len(members) > 1 and _subject_behind(lowered, start, end, members[-2], last, roles):
            ordering = _ORDER_VERB.match(right) or _DIRECTS.match(right)
            role, members = ("order" if ordering and issues(last, issuer) else "lead"), [last]
        between = lowered[cursor : first.start].rstrip(" ")
        if role is None and listing and between.endswith((";", ",", " và")) and ":" not in between:
            role = "lead"
        listing = (role == "lead" and (listing or not heading) and not _acts(lowered, last.end, end, right)) and (
            listing or bool(cues().order_before(left.rstrip(' "“(') + " "))
        )
        if role == "order":
            roles.orderer = True
        elif role is not None:
            roles.assign(members, role)
            if role == "lead" and _ASKED_BEFORE.search(left):
                roles.asked = True
        cursor = last.end
    return roles


def _across_brackets(text: str, groups: list[list[AgencyMention]]) -> list[list[AgencyMention]]:
    """Join runs of names that only a remark in brackets divides: "Sở A (cơ quan thường trực), Sở B"."""
    joined: list[list[AgencyMention]] = []
    for members in groups:
        if joined:
            between = text[joined[-1][-1].end : members[0].start]
            opened = between.count("(") - between.count(")")
            if opened > 0 and members[0].name.lower().startswith(_APPOSITION):
                continue
            if _BRACKET.fullmatch(between):
                joined[-1].extend(members)
                continue
        joined.append(list(members))
    return joined


def _role(
    lowered: str,
    start: int,
    cursor: int,
    end: int,
    first: AgencyMention,
    last: AgencyMention,
    left: str,
    right: str,
    roles: Roles,
    heading: bool,
    issuer: str,
) -> Role | Literal["order"] | None:
    lead_known = "lead" in roles.known
    if lead_known and first.name.lower().startswith(_APPOSITION) and left.rstrip().endswith(("-", "–", "(")):
        return None  # "Sở A - cơ quan thường trực": the same body once more
    stripped = left.rstrip(' "“(')
    tail = stripped.rstrip().rstrip(":,").rstrip()
    if tail.endswith(SUPPORT_ENDS) and _SUPPORT.search(stripped + " "):
        return "support"
    order = cues().order_before(stripped + " ")
    if order:
        if stripped.endswith("chỉ đạo") and (lead_known or not roles.orderer):
            return None  # "A chỉ đạo B": A is to act; only from the issuer it is an order to B
        if lead_known and not _FRESH_ORDER.search(stripped):
            return None  # "Sở A khuyến khích doanh nghiệp …": what the addressee is to do
        at = first.start - len(left) + order.start()
        clause = _clause_start(lowered, start, at, ";")
        if _OWN_DUTY.search(lowered, clause, at) and lowered[clause:at].rstrip().endswith((",", " và")):
            return None  # "Đơn vị lập đề án có trách nhiệm hoàn thiện hồ sơ, đề nghị …": what that body is to do
        if not lead_known and _ENCOURAGES.match(lowered, at) and clause > start:
            return None  # "Rà soát …; khuyến khích doanh nghiệp …": one more thing for whoever is to act
        if not lead_known and not roles.orderer and not _heads_order(lowered, start, at):
            return None  # "… chính sách khuyến khích doanh nghiệp …", "phân công, giao trách nhiệm cho …"
        return "lead"
    if stripped.rstrip().endswith(RECIPIENT_ENDS) and _RECIPIENT.search(stripped + " "):
        served = _SERVED.match(lowered, first.start) and not _HANDED_IN.search(stripped + " ")
        return None if served else "recipient"  # "giúp doanh nghiệp phục hồi": those whom the work is for
    if _BY.search(stripped + " ") and _BY_VERB.match(right):
        return None if not heading and _describes(lowered, start, first) else "lead"
    if lead_known and _JOINS.search(stripped + " ") and _TAKES_PART.match(right):
        return "support"
    if _TOPIC.fullmatch(lowered, start, first.start) and (
        _TOPIC_ACTS.match(right) or _acts_as_topic(lowered, first, last, right)
    ):
        return "lead"
    if _opens_clause(lowered, start, cursor, first.start, heading=heading, lead_known=lead_known):
        if (_ORDER_VERB.match(right) or _DIRECTS.match(right)) and issues(first, issuer):
            return "order"
        if _ASKS.match(right):
            return "order"
        clause = _clause_start(lowered, start, first.start, ";")
        behind_comma = not heading and lowered[clause : first.start].rstrip().endswith(",")
        if behind_comma and _RUNS_ON.match(right) and not _MORE_SUBJECTS.match(right):
            return None
        if _acts(lowered, last.end, end, right, loosely=clause == start) or heading:
            if first.name.lower() in _NOBODY and not _in_trouble(lowered, start, first.start):
                return None
            if not heading and _ON_CONDITION.match(right):
                return None
            if lowered.startswith(_EACH, first.start) and _clause_start(lowered, start, first.start, ";") > start:
                return None
            if lead_known and _TAKES_PART.match(right):
                return "support"
            return "lead"
    return None


def _acts_as_topic(lowered: str, first: AgencyMention, last: AgencyMention, right: str) -> bool:
    """ "Đối với Sở A: rà soát …": who is to act, where it is no class that work is done for, such as "doanh nghiệp"."""
    served = first.generic and first.form == "collective"
    return right.startswith((": ", ", ")) and not served and cues().verb_at(lowered, last.end + 2) is not None


def _describes(lowered: str, start: int, first: AgencyMention) -> bool:
    """Whether "do …" at the end of a clause only says whose the things are that the order is about.

    In "Tham gia các dự án do Bộ A chủ trì" it does; in "Dự án này do Bộ A chủ trì" and "Lập dự án (do Bộ A chủ trì)"
    it says who is to act.
    """
    clause = _clause_start(lowered, start, first.start, ";")
    before = lowered[clause : first.start].rstrip().removesuffix("do").rstrip()
    if before.endswith((",", "(", ":", "-", "–")):
        return False
    if cues().verb_at(lowered, clause) is None:
        return " theo " in before  # "Giá tính theo phương pháp do Bộ A xây dựng"
    # "Tổ chức kiểm tra do Sở A chủ trì" is one thing, which is to be done
    return first.form == "collective" or _OF_MANY.search(before) is not None


def takes_part(lowered: str, at: int) -> bool:
    """Whether the body that ends at ``at`` is only to cooperate: "Phòng Tài chính phối hợp thực hiện"."""
    return _TAKES_PART.match(lowered, at) is not None


def issues(mention: AgencyMention, issuer: str) -> bool:
    """Whether the body is the issuer or stands above those whom the document addresses, and so orders others."""
    name = mention.name.lower().replace("uỷ", "ủy")
    name = _WRITTEN_SHORT.sub(lambda m: _IN_FULL[m[0].replace(".", "").replace(" ", "")], name)
    if name.startswith(_CENTRAL):
        return True
    if name.startswith(_LOCAL) and not issuer.startswith(
        ("bộ", "thủ tướng", "chính phủ", "văn phòng chính phủ", "ban tổ chức trung")
    ):
        return "cấp" not in name and "các" not in name
    return bool(issuer) and (issuer.startswith(name) or name.startswith(issuer))


def _subject_behind(
    lowered: str, start: int, end: int, before: AgencyMention, last: AgencyMention, roles: Roles
) -> bool:
    """ "Trên cơ sở đề nghị của các bộ, Bộ A tổng hợp": the last of a run of names is the subject of what follows."""
    joint = lowered[before.end : last.start].strip()
    if "lead" in roles.known or joint not in (",", ";") or before.name.lower() in _NOBODY:
        return False  # "xin lỗi người dân, doanh nghiệp …": whom the work is for
    if _RUNS_ON.match(lowered, last.end):
        return False  # "… vai trò của các sở, các đoàn thể trong công tác": a run that is no subject
    clause = _clause_start(lowered, start, last.start, ";")
    changes = joint == ";" and before.form == "collective" and last.form == "registered"
    changes = changes and not lowered.endswith("do ", start, before.start)
    opens = changes or bool(_ADVERBIAL.match(lowered[clause : last.start].strip(' "“-–')))
    return opens and _acts(lowered, last.end, end, lowered[last.end : min(end, last.end + 200)])


def _heads_order(lowered: str, start: int, at: int) -> bool:
    """Whether the order word at ``at`` heads its clause: nothing before it but a connective, an adverbial, a topic."""
    clause = _clause_start(lowered, start, at, ";", ": ", ". ")
    before = lowered[clause:at].strip(' "“-–(')
    if not before or _CONNECTIVE.fullmatch(before) or _BEFORE_ORDER.fullmatch(before):
        return True
    if before.endswith(_DIFFICULTY):
        return True
    firm = lowered.startswith(("giao", "yêu cầu", "đề nghị", "phân công"), at)
    told = len(before) > 60 or before.startswith("trên đây là")
    return before.endswith(",") and (bool(_ADVERBIAL.match(before)) or (firm and told))


def _opens_clause(lowered: str, start: int, cursor: int, at: int, *, heading: bool, lead_known: bool) -> bool:
    """Whether what stands before ``at`` leaves room for a subject: nothing, a connective, or an adverbial and a comma.

    In a heading words that only say "duties of" may stand before the name, too.
    """
    if heading and cursor == start and not _OF.sub("", lowered[start:at]).strip(' "“-–:('):
        return True
    clause = _clause_start(lowered, start, at, ";", ": ")
    if cursor > clause:
        before = lowered[cursor:at].strip(' "“-–')
        if before[:1] in (",", ")") and bool(_CONNECTIVE.fullmatch(before.lstrip(")"))) and before != ",":
            return True
        if lead_known:
            return False  # an adverbial may name bodies; the subject stands behind its comma
    before = lowered[clause:at].strip(' "“-–')
    if not before or _CONNECTIVE.fullmatch(before) or _IN_THAT_CASE.search(before):
        return True
    return before.endswith((",", *_DIFFICULTY)) and bool(_ADVERBIAL.match(before))


def _in_trouble(lowered: str, start: int, at: int) -> bool:
    """Whether ``at`` stands behind "nếu có khó khăn, vướng mắc": then everybody may be told to report."""
    return lowered[start:at].rstrip(" ,").endswith(_DIFFICULTY)


# "nếu có vướng mắc", "nếu cần sửa đổi, bổ sung" often go without their comma
_DIFFICULTY = ("vướng mắc", "khó khăn", "phát sinh", "sửa đổi, bổ sung", "điều chỉnh, bổ sung", "bổ sung, điều chỉnh")
_ASKED_BEFORE = pattern("task.roles.asked_before")
_TAKES_PART = pattern("task.roles.takes_part")
_JOINS = pattern("task.roles.joins")
_REMARK = pattern("task.roles.remark")
_TOPIC = pattern("task.roles.topic")
_ON_CONDITION = pattern("task.roles.on_condition")
_IN_THAT_CASE = pattern("task.roles.in_that_case")
_TOPIC_ACTS = pattern("task.roles.topic_acts")
_MORE_SUBJECTS = pattern("task.roles.more_subjects")


def _clause_start(lowered: str, start: int, at: int, *marks: str) -> int:
    """Where the clause that holds ``at`` begins: behind the last of the marks, else at the sentence's start."""
    reach = max(start, at - _REACH)  # a sentence may be the whole document
    return max(start, *(lowered.rfind(mark, reach, at) + 1 for mark in marks))


def _acts(lowered: str, at: int, end: int, right: str, *, loosely: bool = True) -> bool:
    if _SUBJECT_VERB.match(right) or _MORE_SUBJECTS.match(right):
        return True
    skip = _REMARK.match(right)
    offset = at + (skip.end() if skip else 0)
    if offset < end and cues().verb_at(lowered, offset) is not None:
        return True
    word = _NEXT_WORD.match(right) if loosely else None
    return word is not None and word[1] not in _NO_VERB
