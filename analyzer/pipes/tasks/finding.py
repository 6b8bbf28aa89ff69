"""Does a sentence set work? Told by the zone it stands in, its opening words, and who is told to act."""

from __future__ import annotations

import re

from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.roles import Roles

_ENACTS = re.compile(
    r"(?:ban hành(?: kèm theo)?|phê duyệt|công bố|thông qua|bãi bỏ|thay thế|sửa đổi|điều chỉnh|thành lập|kiện toàn|phân bổ|quy định chi tiết|quy định)\b"
)
_EFFECT = re.compile(
    r"(?:có hiệu lực|hết hiệu lực|hiệu lực thi hành|hiệu lực kể từ|thay thế (?:quyết định|chỉ thị|kế hoạch|nghị quyết|công văn|thông tư|hướng dẫn|quy định|quy chế|kết luận|chương trình|đề án)|(?:kết luận|chỉ thị|nghị quyết|quy định|hướng dẫn) này (?:được )?phổ biến)"
)
_ENFORCE = re.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) (?:quyết định|nghị quyết|chỉ thị|thông báo|quy định|kế hoạch) này"
)
_THIS_DOCUMENT = r"(?:chỉ thị|kế hoạch|quyết định|công điện|nghị quyết|công văn|văn bản|hướng dẫn|thông báo|kết luận|chương trình|quy chế|các nội dung|nội dung|ý kiến|nhiệm vụ)"
_BARE_ENFORCE = re.compile(
    r"(?:(?:nghiêm túc|quyết liệt|khẩn trương|tập trung|chủ động|kịp thời|quan tâm|chỉ đạo|phối hợp|quán triệt|tích cực|nghiêm|tốt)[, ]*(?:và )?)*"
    r"(?:triển khai|tổ chức|thực hiện|thi hành)(?:[, ]*(?:và )?(?:quán triệt|tổ chức|triển khai|thực hiện|thi hành|nghiêm túc|nghiêm|có hiệu quả|hiệu quả|đầy đủ|tốt|kịp thời|đảm bảo|bảo đảm|"
    r"mục đích|yêu cầu|đúng quy định|đúng tiến độ|chất lượng|đồng bộ|các|những|nội dung|nhiệm vụ|của|tại|nêu trên|trên|theo|"
    rf"{_THIS_DOCUMENT}|này|đạt kết quả|đạt|kết quả|cao nhất|được giao|ý kiến chỉ đạo|quy định))*[\s./;]*$"
)
_KNOWN = re.compile(
    r"(?:thông báo|gửi|báo cáo)\b.{0,200}\b(?:để|đề nghị)\b.{0,160}\b(?:biết|nghiên cứu|theo dõi)\b[^.]{0,60}(?:thực hiện|chỉ đạo|phối hợp)?[\s./]*$"
)
_PAST = re.compile(
    r"\b(?:đã (?:được|có|tổ chức|hoàn thành|chủ động|ban hành|triển khai|thực hiện|tích cực|chỉ đạo|tập trung|đạt|nỗ lực|góp phần|chủ trì|ký|phối hợp|xảy ra|tạo|quan tâm|cơ bản|quyết liệt|họp|giao|phê duyệt|có văn bản|cử|gây|dự|nghe)|"
    r"(?:được|bị) (?:nâng lên|cải thiện|phát hiện|ảnh hưởng)|đạt được (?:nhiều |những |một số )?kết quả|còn (?:nhiều |một số |tồn tại|hạn chế|chậm|thấp|xảy ra|tình trạng))"
)
_DID = re.compile(
    r"\s*(?:\([^()]{0,80}\)\s*)?,?\s*(?:trong thời gian (?:ngắn|qua) )?(?:cũng |cơ bản )?(?:đã|ghi nhận|biểu dương|đánh giá cao|thống nhất|cơ bản thống nhất|đề ra|đặt ra|cho biết|cho rằng|khẳng định|nhấn mạnh|chia sẻ|sẽ)\b"
)
_HAS_ORDERED = re.compile(r"\b(?:đã|sẽ) (?:\S+ ){0,2}(?:chỉ đạo|yêu cầu|giao|đề nghị|phân công)\b")
_MUST = re.compile(
    r"\b(?:phải|cần|cần phải|có trách nhiệm|chịu trách nhiệm|yêu cầu|giao(?! dịch| thông| thương| lưu)|đề nghị|bảo đảm|đảm bảo|không được|nghiêm cấm|tuyệt đối không)\b"
)
_ORDER_WORD = re.compile(
    r"(?<!theo )(?<!đáp ứng )(?<!được )\b(?:yêu cầu|giao|đề nghị|phân công|khuyến khích|chỉ đạo)\b"
)
_FUNDING = re.compile(
    r"(?:nguồn )?(?:kinh phí|nguồn vốn|nguồn lực|ngân sách|dự toán)\b(?!.{0,160}\b(?:chủ trì|có trách nhiệm|xây dựng dự toán|lập dự toán|tham mưu)\b)"
)
_NOUN_OPENERS = re.compile(
    r"(?:việc|công tác|kết quả|tình hình|hiện nay|nội dung|các nội dung|quá trình|mọi|các|những|mỗi|toàn bộ|đây|chương trình|kế hoạch|dự án|thời gian|chủ đề)\b"
)
_QUOTED_OR_NOTE = re.compile(r"\((?:kèm theo|có|chi tiết|theo|ban hành kèm|đính kèm|gửi kèm)\b")
_FUTURE = re.compile(r"(?:trong )?(?:thời gian|những tháng|các tháng|giai đoạn) (?:tới|cuối năm|tiếp theo)\b")
_CONCRETE = re.compile(
    r"(?:tổ chức|thực hiện (?:kiểm tra|rà soát|khảo sát|đánh giá|thanh tra|số hóa|sắp xếp)|kiểm tra|thanh tra|khảo sát|số hóa|rà soát|ban hành|triển khai|lắp đặt|trang bị|tập huấn|đào tạo|bồi dưỡng|công khai|niêm yết)\b"
)
_LEAD_IN = re.compile(
    r"(?:[\s,:;–-]*(?:đồng thời|ngoài ra|theo đó|bên cạnh đó|cùng với đó|trong đó|do đó|vì vậy|đặc biệt|nhất là|mặt khác|trước mắt|về lâu dài|trong thời gian tới|thời gian tới|"
    r"(?:thứ|điểm thứ) (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là|cũng theo [^,.;]{1,40},|hàng năm|hằng năm|hàng tháng|hằng tháng|hàng quý|hằng quý|hàng tuần|hằng tuần|định kỳ|thường xuyên)[\s,:–-]*)*"
)
_ADVERBIAL = re.compile(
    r"(?:trên cơ sở|căn cứ|sau khi|khi|trong|trường hợp|nếu|hằng|hàng|định kỳ|trước|chậm nhất|từ|đến|đối với|theo|để|nhằm|về|tại|với|cùng với|ngay|kể từ|bên cạnh|ngoài|qua|thông qua|bằng|giai đoạn|năm|quý|tháng|riêng|ở)\b"
)


_INFORMS = re.compile(r"[^,;.]{0,60}\bthông báo (?:để|đến|tới)\b")
_FIGURE = re.compile(r"(?:phấn đấu )?(?:có |đạt )?(?:trên |ít nhất |tối thiểu |khoảng )?\d{1,3}(?:[.,]\d+)?\s?%")
_BY_FUNCTION = re.compile(
    r"^(?:(?:có )?liên quan|theo chức năng, nhiệm vụ(?: được giao)?(?: tại kế hoạch này)?|có trách nhiệm"
    r"|căn cứ chức năng, nhiệm vụ(?: được giao)?|[,:]|\s)+"
)
_PAUSE = re.compile(r"[,:]\s+")
_EARLIER = re.compile(r"(?:trước đó|trước đây)\b")
_TELLS = re.compile(
    r"(?:[^.;:]{0,120}\b(?:cho biết|cho rằng|chia sẻ|khẳng định|bày tỏ)\s*[:,]|(?:trước|sau) khi áp dụng\s*:|(?:kế hoạch|chương trình|đề án|nghị quyết|chỉ thị|quyết định)(?: này)? (?:cũng )?(?:đặt ra|đề ra|nêu|hướng tới|đặt mục tiêu)\b)"
)
_REPORT_SENT = re.compile(r"(?:báo cáo|kế hoạch|văn bản)\b(?:(?!\bvà\b)[^,;.]){0,80} gửi (?:về|trước|chậm nhất|đến|trong)\b")
_THANKS = re.compile(r".{0,80}\btrân trọng (?:cảm ơn|thông báo|báo cáo)\b")


class Unit:
    """A sentence with what is known of its surroundings."""

    __slots__ = (
        "closing", "commits", "described", "end", "follows", "in_article", "inherits", "item", "lowered", "preamble", "roles", "start", "verb_from", "words", "zone",
    )  # fmt: skip

    def __init__(
        self,
        lowered: str,
        start: int,
        end: int,
        roles: Roles,
        *,
        zone: str | None,
        item: bool,
        inherits: bool,
        closing: bool,
        in_article: bool = False,
        commits: bool = False,
        described: bool = False,
        preamble: bool = False,
        verb_from: int | None = None,
        follows: bool = False,
    ) -> None:
        self.lowered = lowered
        self.start = start
        self.end = end
        self.words = lowered[start:end]
        self.roles = roles
        self.zone = zone
        self.item = item
        self.inherits = inherits
        self.closing = closing
        self.in_article = in_article
        self.commits = commits
        self.described = described
        self.preamble = preamble
        self.follows = follows
        self.verb_from = verb_from if verb_from is not None else start


def sets_work(unit: Unit) -> str | None:
    """Why the unit sets work (a short name of the cue), or None where it does not."""
    words = unit.words
    if unit.in_article and _ENACTS.match(words) and not unit.inherits:
        return None  # what the decision itself does
    if len(words) < 12 or (
        unit.zone in ("purpose", "basis", "product", "effect", "scope", "results")
        and not _ordered(unit)
        and not _ahead(unit)
    ):
        return None
    if (_EFFECT.search(words) and not unit.roles.by("lead")) or _ENFORCE.search(words):
        return None
    if (not unit.item or _INFORMS.match(words)) and _KNOWN.search(words):
        return None
    if _EARLIER.match(words) or _TELLS.match(words) or _THANKS.match(words):
        return None
    if unit.follows and _REPORT_SENT.match(words):
        return None  # by when the report just ordered is due
    if _QUOTED_OR_NOTE.match(words) or words.startswith(("“", '"', "[", "http")):
        return None
    if unit.closing and _bare_enforcement(unit):
        return None
    if unit.zone == "target":
        return "verb" if unit.commits and _CONCRETE.match(words) else None
    if unit.zone == "funding" and (_FUNDING.match(words) or not (unit.roles.by("lead") or _ordered(unit))):
        return None
    if cues().prohibitions.at(words, 0) and (unit.item or unit.inherits):
        return "prohibition"
    past = bool(_PAST.search(words[:220]))
    leads = unit.roles.by("lead")
    if unit.preamble and (_HAS_ORDERED.search(words) or (leads and not _ORDER_WORD.search(words))):
        return None  # an account of what bodies did
    if leads:
        after = words[leads[-1].end - unit.start :]
        if _DID.match(after) and not _ORDER_WORD.search(words):
            return None
        return "addressee"
    if unit.described:
        return "described"
    if unit.preamble:
        return None
    if _FIGURE.match(words):
        return None  # a share to be reached: a target
    lead_in = _LEAD_IN.match(words)
    at = max(lead_in.end() if lead_in else 0, unit.verb_from - unit.start)
    if unit.in_article and not unit.inherits:
        return None  # a rule that binds nobody by name
    if unit.item or unit.inherits or unit.zone == "tasks":
        if cues().not_task.at(words, at) and not _rescued(unit, at):
            return None
        if _with_others(unit, at):
            return "verb"
        if cues().verb_at(words, at) is not None:
            return None if past and not (unit.item or unit.inherits) else "verb"
        verb = _verb_after_adverbial(words, at)
        if verb:
            return "adverbial"
        if _MUST.search(words) and not past:
            return "must"
    elif _ORDER_WORD.search(words) and not past and unit.roles.orderer:
        return "order"
    return None


def _with_others(unit: Unit, at: int) -> bool:
    """ "Cùng Sở A nghiên cứu …": the addressee is to act with somebody."""
    support = unit.roles.by("support")
    return bool(support) and unit.words.startswith("cùng ", at) and _acts_behind(unit, support[-1].end - unit.start)


def _acts_behind(unit: Unit, at: int) -> bool:
    return cues().verb_at(unit.words, at + 1) is not None


def _ahead(unit: Unit) -> bool:
    """In an account of results: words that turn to what is to come."""
    return unit.zone == "results" and (unit.follows or bool(_FUTURE.match(unit.words)))


def _ordered(unit: Unit) -> bool:
    """An order in so many words, wherever it stands."""
    return bool(unit.roles.by("lead")) and bool(
        unit.words.startswith("trong quá trình")
        or _ORDER_WORD.search(unit.words[:200])
        or " có trách nhiệm " in unit.words
        or "chủ trì" in unit.words[:160]
    )


def _bare_enforcement(unit: Unit) -> bool:
    leads = unit.roles.by("lead")
    at = leads[-1].end - unit.start if leads else 0
    tail = unit.words[at:].strip(" ,:;")
    tail = _BY_FUNCTION.sub("", tail)
    return bool(_BARE_ENFORCE.match(tail)) or (unit.words.startswith("trên đây") and not leads)


def _rescued(unit: Unit, at: int) -> bool:
    """An opener of background that still heads an order: "Căn cứ …, phối hợp với …", "Việc … phải …"."""
    words = unit.words
    if _NOUN_OPENERS.match(words, at):
        return bool(_MUST.search(words)) and (unit.inherits or unit.item) and not _PAST.search(words)
    return _verb_after_adverbial(words, at) and not words.startswith(
        ("theo đề nghị", "xét", "tại phiên", "tại cuộc", "sau khi nghe")
    )


def _verb_after_adverbial(words: str, at: int) -> bool:
    """An order whose verb stands behind one adverbial or more ("Trên cơ sở …, chủ trì …"; "Về …: giao …")."""
    if not (_ADVERBIAL.match(words, at) or ":" in words[at : at + 200]):
        return False
    for match in _PAUSE.finditer(words[at : at + 500]):
        if cues().verb_at(words, at + match.end()) is not None:
            return True
    return False
