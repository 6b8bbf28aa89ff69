"""Who does what in a sentence: lead, support, monitor, recipient, told by the words round each agency.

The role of an agency hangs on what stands before it ("giao", "phối hợp với", "báo cáo") and, for a subject, on the verb
after it. Agencies that fit no frame ("của Bộ Nội vụ", "hướng dẫn các xã") take no part in the task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analyzer.pipes.agencies import group
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.cues import cues

Role = Literal["lead", "support", "monitor", "recipient"]

_WINDOW = 90
_SUPPORT = re.compile(
    r"(?:phối\s+hợp|hiệp đồng|kết hợp|liên hệ|phối, kết hợp)(?:\s+(?:chặt chẽ|cùng|tốt|thường xuyên|hiệu quả|thống nhất|kịp thời|đồng bộ|chủ động|làm việc|công tác)|,\s*(?:hỗ trợ|trao đổi|thống nhất|làm việc|hiệp đồng|tham gia|chia sẻ|hướng dẫn|đôn đốc|cung cấp))*"
    r"\s*(?:với|cùng|giữa)?\s*[:,]?\s*$"
    r"|\bcùng(?:\s+với)?\s*$|\btrao đổi(?:, thống nhất)? với\s*$|\blàm việc với\s*$|\bthống nhất với\s*$|sự (?:phối hợp|tham gia|hỗ trợ) của\s*$"
)
_RECIPIENT = re.compile(
    r"(?:\bbáo cáo|\btrình|\btham mưu|\bxin ý kiến|\bđề xuất|\bkiến nghị|\bgiúp|\bđồng gửi|\bđể báo cáo|\btrả lời|\bgửi)"
    r"(?:\s+(?:cho|giúp|với|về|đến|tới|lên|kịp thời|kết quả|lãnh đạo|ý kiến|việc|đồng chí|chủ tịch|thường trực|ban thường vụ))*\s*$"
    r"|(?:\bgửi|\bbáo cáo|\bphản ánh|\bthông tin|\bnộp|\bchuyển|\bthông báo|\bcung cấp|\bđề xuất|\btổng hợp)\b[^.;:]{0,70}\b(?:về|đến|cho|tới|với|gửi)\s*$"
)
_BY = re.compile(r"\bdo\s*$")
_BY_VERB = re.compile(
    r"\s*(?:\([^()]{0,80}\)\s*)?(?:làm\s+)?(?:chủ trì|thực hiện|đầu mối|đảm nhiệm|phụ trách|chịu trách nhiệm|tổ chức|chủ đầu tư)"
)
_ADVERBIAL = re.compile(
    r"(?:cũng theo|trên cơ sở|căn cứ|sau khi|khi|trong|trường hợp|nếu|hằng|hàng|định kỳ|trước|chậm nhất|từ|đến|đối với|theo|để|nhằm|về|tại|với|"
    r"cùng với|riêng|ngoài|thời gian|ngay|kể từ|song song|bên cạnh|qua|thông qua|vào|mỗi|giai đoạn|năm|quý|tháng|xuất phát từ|thực hiện|phát huy)\b(?!.*\b(?:chỉ đạo|hướng dẫn|đôn đốc)\b[^,]{0,40},$)"
)
_CONNECTIVE = re.compile(
    r"[\s,:–-]*(?:(?:(?:thứ|điểm thứ) (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là|đồng thời|ngoài ra|theo đó|bên cạnh đó|cùng với đó|trong đó|do đó|vì vậy|riêng|về phía|sau đó|tiếp đó|cụ thể|và|các đồng chí|đồng chí|mặt khác|ban thường vụ|thường trực|ban chấp hành|thường vụ|tập thể|lãnh đạo|người đứng đầu|cùng|các)[\s,:]*)*"
)
_SUBJECT_VERB = re.compile(
    r"\s*(?:\([^()]{0,160}\)\s*)?(?:,?\s*(?:liên quan|có liên quan|nêu trên|khác|trực thuộc)\s*)?[,:]?\s*"
    r"(?:có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm|căn cứ|theo|trong phạm vi|trên cơ sở|trên tinh thần|với tinh thần|với vai trò|là (?:cơ quan|đầu mối|đơn vị)|làm (?:đầu mối|cơ quan)|được giao|phải|cần|không|chưa|trong|nếu|khi|hằng|hàng|định kỳ|trước|chậm nhất|nghiêm cấm|tuyệt đối|chủ trì|phối hợp|cùng|với|để|tùy|ngoài)\b"
)
_ORDER_VERB = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:đã\s+|có ý kiến(?: chỉ đạo)?(?: như sau)?\s*:?\s*|thống nhất\s+|đồng ý\s+|trân trọng\s+)?(?:yêu cầu|giao|đề nghị|phân công|kêu gọi|khuyến khích|chỉ thị|ủy quyền|kết luận|ban hành|thông báo|phát động|mong|khuyến nghị)\b"
)
_FRESH_ORDER = re.compile(
    r"(?:[;.:,]\s*(?:đồng thời\s*,?\s*)?)(?:thống nhất |đồng ý )?(?:giao|yêu cầu|đề nghị|phân công|kính đề nghị)(?:\s+(?:cho|đối với|đồng chí|các đồng chí))?\s*:?\s*$"
)
_BEFORE_ORDER = re.compile(
    r"(?:.{0,80}\b)?(?:tôi|chúng tôi|thống nhất|đồng ý|nhất trí|trân trọng|kính|tiếp tục|cũng|và|có ý kiến|đã|quyết nghị|quyết định|thủ tướng chính phủ|phó thủ tướng|chủ tịch|bộ trưởng)[\s,:]*"
)
_NEXT_WORD = re.compile(r" ([a-zà-ỹđ]+) [a-zà-ỹđ]")
_NO_VERB = frozenset(
    "của thuộc tại và hoặc với về cho để là được bị trong có này khác nêu trên đã đang sẽ vừa các những một gồm từ đến do theo như ở mà nhằm "
    "cấp tỉnh thành xã huyện phường quận khu địa cơ đơn ngành liên cùng nói nhất hiện năm tháng ngày quý số cũng còn chưa vẫn rất trực trung".split()
)
_APPOSITION = (
    "cơ quan thường trực",
    "cơ quan đầu mối",
    "cơ quan chủ trì",
    "cơ quan chủ quản",
    "đơn vị đầu mối",
    "đơn vị thường trực",
)
_BRACKET = re.compile(r"\s?\([^()]{1,160}\)\s?(?:,|;|và)\s?")
_CENTRAL = (
    "chính phủ",
    "thủ tướng",
    "phó thủ tướng",
    "bộ chính trị",
    "ban bí thư",
    "quốc hội",
    "ủy ban thường vụ quốc hội",
)
_LOCAL = (
    "ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố", "ủy ban nhân dân huyện", "ủy ban nhân dân quận", "ủy ban nhân dân thị xã",
    "ban thường vụ", "thường trực", "tỉnh ủy", "thành ủy", "huyện ủy", "hội đồng nhân dân", "ban chỉ đạo",
)  # fmt: skip
_NOBODY = frozenset({"tổ chức, cá nhân", "các tổ chức, cá nhân", "cá nhân, tổ chức", "người dân", "tổ chức", "cá nhân"})
_OF = re.compile(
    r"(?:trách nhiệm|nhiệm vụ|quyền hạn|thực hiện|chính|cụ thể|của|đối với|về phía|phía|các đồng chí|đồng chí|phân công|tổ chức|và|[,;])\s*"
)
_ASKS = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:trân trọng\s+|kính\s+|cũng\s+)?(?:yêu cầu|đề nghị|kêu gọi)\b")
_DIRECTS = re.compile(r"\s*(?:đã\s+)?chỉ đạo\b")


@dataclass(slots=True)
class Roles:
    """The agencies of a sentence by role, in text order; ``orderer`` is who orders (the issuer), no assignee.

    ``asked`` says that the addressee was asked by "đề nghị" or "khuyến khích", ``subject`` that a lead is named.
    """

    assigned: list[tuple[AgencyMention, Role]] = field(default_factory=list)
    orderer: bool = False
    asked: bool = False

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

    In a heading a bare list of names is its addressee; in a sentence a subject wants a verb. ``issuer`` is the lower-case
    name of the body whose document it is: it orders where others act.
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
        if role is None and len(members) > 1 and _subject_behind(lowered, start, end, members[-2], last, roles):
            role, members = "lead", [last]
        between = lowered[cursor : first.start].rstrip(" ")
        if role is None and listing and between.endswith((";", ",", " và")) and ":" not in between:
            role = "lead"
        listing = (role == "lead" and (listing or not heading) and not _acts(lowered, last.end, end, right)) and (
            listing or bool(cues().order_end.search(left.rstrip(' "“(') + " "))
        )
        if role == "order":
            roles.orderer = True
        elif role is not None:
            roles.assigned.extend((m, role) for m in members)
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
    lead_known = bool(roles.by("lead"))
    if lead_known and first.name.lower().startswith(_APPOSITION) and left.rstrip().endswith(("-", "–", "(")):
        return None  # "Sở A - cơ quan thường trực": the same body once more
    stripped = left.rstrip(' "“(')
    if _SUPPORT.search(stripped + " "):
        return "support"
    order = cues().order_end.search(stripped + " ")
    if order:
        if stripped.endswith("chỉ đạo") and (lead_known or not roles.orderer):
            return None  # "A chỉ đạo B": A is to act; only from the issuer it is an order to B
        if lead_known and not _FRESH_ORDER.search(stripped):
            return None  # "Sở A khuyến khích doanh nghiệp …": what the addressee is to do
        at = first.start - len(left) + order.start()
        if not lead_known and not roles.orderer and not _heads_order(lowered, start, at):
            return None  # "… chính sách khuyến khích doanh nghiệp …", "phân công, giao trách nhiệm cho …"
        return "lead"
    if _RECIPIENT.search(stripped + " "):
        return "recipient"
    if _BY.search(stripped + " ") and _BY_VERB.match(right):
        return "lead"
    if _TOPIC.fullmatch(lowered, start, first.start) and _TOPIC_ACTS.match(right):
        return "lead"
    if _opens_clause(lowered, start, cursor, first.start, heading=heading, lead_known=lead_known):
        if (_ORDER_VERB.match(right) or _DIRECTS.match(right)) and issues(first, issuer):
            return "order"
        if _ASKS.match(right):
            return "order"
        if _acts(lowered, last.end, end, right) or heading:
            if first.name.lower() in _NOBODY:
                return None
            if lead_known and _TAKES_PART.match(right):
                return "support"
            return "lead"
    return None


def issues(mention: AgencyMention, issuer: str) -> bool:
    """Whether the body is the issuer or stands above those whom the document addresses, and so orders others."""
    name = (
        mention.name.lower().replace("ubnd", "ủy ban nhân dân").replace("uỷ", "ủy").replace("hđnd", "hội đồng nhân dân")
    )
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
    if roles.by("lead") or lowered[before.end : last.start].strip() != ",":
        return False
    clause = max(start, lowered.rfind(";", start, last.start) + 1)
    return bool(_ADVERBIAL.match(lowered[clause : last.start].strip(' "“-–'))) and _acts(
        lowered, last.end, end, lowered[last.end : min(end, last.end + 200)]
    )


def _heads_order(lowered: str, start: int, at: int) -> bool:
    """Whether the order word at ``at`` heads its clause: nothing before it but a connective, an adverbial, a topic."""
    clause = max(
        start, lowered.rfind(";", start, at) + 1, lowered.rfind(": ", start, at) + 1, lowered.rfind(". ", start, at) + 1
    )
    before = lowered[clause:at].strip(' "“-–(')
    if not before or _CONNECTIVE.fullmatch(before) or _BEFORE_ORDER.fullmatch(before):
        return True
    if before.endswith(_DIFFICULTY):
        return True
    firm = lowered.startswith(("giao", "yêu cầu", "đề nghị", "phân công"), at)
    return before.endswith(",") and (bool(_ADVERBIAL.match(before)) or (firm and len(before) > 60))


def _opens_clause(lowered: str, start: int, cursor: int, at: int, *, heading: bool, lead_known: bool) -> bool:
    """Whether what stands before ``at`` leaves room for a subject: nothing, a connective, or an adverbial and a comma.

    In a heading words that only say "duties of" may stand before the name, too.
    """
    if heading and cursor == start and not _OF.sub("", lowered[start:at]).strip(' "“-–:('):
        return True
    clause = max(start, lowered.rfind(";", start, at) + 1, lowered.rfind(": ", start, at) + 1)
    if cursor > clause:
        before = lowered[cursor:at].strip(' "“-–')
        if before[:1] in (",", ")") and bool(_CONNECTIVE.fullmatch(before.lstrip(")"))) and before != ",":
            return True
        if lead_known:
            return False  # an adverbial may name bodies; the subject stands behind its comma
    before = lowered[clause:at].strip(' "“-–')
    if not before or _CONNECTIVE.fullmatch(before):
        return True
    return before.endswith((",", *_DIFFICULTY)) and bool(_ADVERBIAL.match(before))


_DIFFICULTY = ("vướng mắc", "khó khăn", "phát sinh")  # "nếu có vướng mắc" often goes without its comma
_ASKED_BEFORE = re.compile(r"(?:đề nghị|khuyến khích|kêu gọi|khuyến nghị)\b[^.;]{0,40}$")
_TAKES_PART = re.compile(r"\s*(?:có trách nhiệm\s+)?phối hợp\b(?!\s+(?:chặt chẽ\s+)?với)")
_REMARK = re.compile(r"\s*(?:\([^()]{0,160}\)\s*)?(?:(?:có\s+)?liên quan\s*)?[,:]?\s*")
_TOPIC = re.compile(r"(?:[^\s,]+ [^\s,]+, )?đối với\s+")
_TOPIC_ACTS = re.compile(
    r"\s*(?:,[^.;:,]{0,40}\b(?:yêu cầu|đề nghị)\b|,?\s*(?:cần|phải|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|chủ động|tập trung)\b)"
)
_MORE_SUBJECTS = re.compile(
    r"\s*(?:,|và|cùng)\s+(?:các |những )?(?:cơ quan|đơn vị|chủ đầu tư|nhà đầu tư|nhà thầu|doanh nghiệp|tổ chức|địa phương|lực lượng|tập đoàn|tổng công ty|chủ thể|hội|hiệp hội|ban|trung tâm)\b"
    r"[^.;:]{0,90}?\b(?:tiếp tục|chủ động|khẩn trương|có trách nhiệm|chịu trách nhiệm|phải|cần|tập trung|tăng cường|phối hợp|chủ trì|nghiêm túc|theo chức năng|căn cứ|trên tinh thần|thường xuyên|tích cực)\b"
)


def _acts(lowered: str, at: int, end: int, right: str) -> bool:
    if _SUBJECT_VERB.match(right) or _MORE_SUBJECTS.match(right):
        return True
    skip = _REMARK.match(right)
    offset = at + (skip.end() if skip else 0)
    if offset < end and cues().verb_at(lowered, offset) is not None:
        return True
    word = _NEXT_WORD.match(right)
    return word is not None and word[1] not in _NO_VERB
