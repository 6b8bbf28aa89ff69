"""Whether a value is a commitment or a fact.

The sentence decides: words that commit (phấn đấu, bảo đảm, đến năm …) against words that report (đã, ước đạt, so với
cùng kỳ …) and against things that look alike (rates of support, funding, thresholds of voting, conditions). Where the
outline tells that a part lists targets or gives background, that comes first. Every cue carries examples, which the
tests run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from analyzer.pipes.targets.lexicon import REACHING
from analyzer.pipes.targets.values import Value
from analyzer.pipes.targets.zones import ZoneKind


class Cue(NamedTuple):
    """A pattern with texts it must find and texts it must not."""

    name: str
    pattern: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    def compile(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


#: The sentence commits.
COMMITS = Cue(
    "commits",
    r"(?<!\w)(?:[Pp]hấn đấu|PHẤN ĐẤU|[Mm]ục tiêu(?! quốc gia)|[Cc]hỉ tiêu|[Bb]ảo đảm|[Đđ]ảm bảo|phải|cần đạt|[Yy]êu cầu|[Cc]am kết"
    r"|[Đđ]ến (?:hết |cuối )?(?:năm|quý|tháng) [\dIV]{1,4}|[Hh](?:ằ|à)ng năm|[Mm]ỗi năm|[Hh](?:ằ|à)ng quý|[Dd]uy trì|[Nn]âng (?:cao )?tỷ lệ"
    r"|[Nn]âng tỉ lệ|[Gg]iữ vững|[Pp]hải đạt|[Tt]ừ năm \d{4} trở đi|nhằm đạt|[Vv]ào năm \d{4})(?!\w)",
    ("Phấn đấu 70% số xã có nhà văn hóa", "đến hết năm 2027 có 40 hợp tác xã", "bảo đảm 90% dân cư dùng nước sạch"),
    ("Chương trình mục tiêu quốc gia giảm nghèo", "đã giải ngân 45% vốn"),
)
#: The sentence reports. Searched before and after the value.
REPORTS = Cue(
    "reports",
    r"(?<!\w)(?:[Ưư]ớc (?:đạt|thực hiện|tính|tăng|giảm|cả năm|vượt|khoảng|có|tổng|thu|chi|giải ngân)|[Tt]ính đến (?:nay|hết|ngày|thời điểm|tháng|cuối)"
    r"|[Đđ]ến nay|[Đđ]ến thời điểm|[Hh]iện nay|[Hh]iện có|[Hh]iện còn|[Hh]iện đạt|[Tt]rong (?:thời gian|những năm|năm) (?:qua|vừa qua)|[Tt]hời gian qua|[Nn]hững năm qua"
    r"|[Tt]heo (?:thống kê|số liệu|báo cáo|tổng hợp|kết quả)|ghi nhận|thiệt hại|bị (?:chết|ngập|sập|mất|hư)|[Tt]rong kỳ báo cáo"
    r"|vượt (?:\d[\d.,]*% )?(?:kế hoạch|dự toán|chỉ tiêu)|năm (?:trước|ngoái)(?= (?:đạt|là|có|chỉ))|[Hh]iện trạng|mới (?:chỉ )?đạt|chỉ đạt|thực tế đạt)(?!\w)",
    ("Ước thực hiện cả năm 12,5%", "Đến nay, 80% số thôn có đường nhựa", "mới đạt 35% kế hoạch"),
    ("đến năm 2030 đạt 45%", "ước mơ của 30% học sinh"),
)
#: A completed act before the value, in its clause. "đã được …" qualifies a noun and reports nothing.
DONE = Cue(
    "done",
    r"(?<!\w)đã (?!được (?!\d)|ban hành|công bố|phê duyệt|đề ra|giao|đăng ký|ký|qua|nêu|quy định|có (?:hiệu lực|kết quả|chủ trương|đủ))",
    ("toàn tỉnh đã có 120 sản phẩm", "đơn vị đã giải quyết 98% hồ sơ"),
    ("dữ liệu đã được số hóa đạt 80%", "theo kế hoạch đã đề ra, 90%"),
)
#: A comparison with an earlier span after the value: a report, unless the clause orders the change.
COMPARED = Cue(
    "compared",
    r"so (?:với )?cùng kỳ|so với (?:năm|tháng|quý) trước|(?:cao|thấp) hơn (?:\S+ ){0,4}(?:bình quân|năm trước)",
    ("tăng 6% so với cùng kỳ", "giảm 3% so với năm trước"),
    ("tăng 6% so với năm 2020",),
)
#: Before the value: rates, prices, funding, thresholds and conditions.
UNLIKE_BEFORE = Cue(
    "unlike_before",
    r"(?<!\w)(?:[Tt]huế suất|[Ll]ãi suất|[Pp]hụ cấp|(?<!hưởng )[Tt]rợ cấp(?! xã hội)|[Mm]ức (?:\d|hưởng|hỗ trợ|chi|thu(?! nhập)|phạt|đóng|giảm trừ|tiền|lương|khoán|vay)|[Hh]ệ số|[Hh]ọc phí"
    r"|[Tt]hù lao|[Tt]iền thưởng|[Gg]iá trị hợp đồng|dự kiến|bị phạt|[Pp]hạt tiền|bồi thường|khen thưởng|[Tt]rị giá|[Đđ]ơn giá|[Gg]iá (?:bán|thuê|đất|điện)"
    r"|nồng độ cồn|[Cc]ó giá trị từ|[Nn]ếu|[Tt]rường hợp|[Vv]í dụ|[Cc]hi phí hỗ trợ|[Vv]ốn điều lệ)(?!\w)[^.;:\n]{0,70}$",
    ("mức hỗ trợ bằng ", "lãi suất ", "Trường hợp số hồ sơ vượt "),
    ("giải ngân vốn đầu tư công đạt ", "Thu ngân sách đạt ", "người hưởng trợ cấp đạt "),
)
#: Before the value: money set aside. It is a commitment only where the words demand a level ("đạt", "tối thiểu").
FUNDING = Cue(
    "funding",
    r"(?<!\w)(?:[Vv]ốn(?! hóa)|[Tt]ổng (?:mức|kinh phí|dự toán)|[Nn]hu cầu vốn|[Kk]inh phí|[Dd]ự toán|[Nn]guồn (?:vốn|thu)|[Nn]gân sách)(?!\w)[^.;:\n]{0,70}:?\s{0,2}$",
    ("Kinh phí thực hiện khoảng ", "Nhu cầu vốn: ", "vốn ngân sách nhà nước "),
    ("Tỷ lệ hộ nghèo ",),
)
#: After the value: what the share is a rate of.
UNLIKE_AFTER = Cue(
    "unlike_after",
    r" (?:mức (?:lương|chuẩn|hỗ trợ|trợ cấp|đóng|thu|phí|phạt|hưởng|giá|phụ cấp|thuế|cho vay|sinh hoạt)|tiền lương|lương|vốn (?:nhà nước|điều lệ|góp|đầu tư nước ngoài|nước ngoài)|vốn(?=[ ,.;)])"
    r"|giá trị (?:hợp đồng|tài sản|thiệt hại|đất|gói thầu|vốn)|học phí|tiền (?:thuê|sử dụng|ăn|công)|lãi suất|cổ phần|số phiếu|tổng số phiếu|(?:trở lên )?(?:tổng )?số (?:đại biểu|ủy viên|thành viên|cổ phần|phiếu)"
    r"|(?:kinh phí|chi phí|tổng mức|tổng vốn|dự toán)(?= (?:thực hiện|đầu tư|xây dựng|mua|đào tạo|thuê|ăn|hỗ trợ|quan trắc)))(?!\w)",
    (" mức chuẩn trợ cấp", " vốn nhà nước", " số đại biểu có mặt", " kinh phí thực hiện"),
    (" chi phí tuân thủ", " số xã đạt chuẩn"),
)
#: Opens a sentence that orders work; a value in it is part of the order.
ORDERS = Cue(
    "orders",
    r"^(?:[Tt]hực hiện|[Hh]oàn thành|[Tt]ổ chức|[Bb]ố trí|[Cc]ông khai|[Ss]ố hóa|[Ss]ố hoá|[Cc]ập nhật|[Tt]riển khai|[Xx]ây dựng|[Tt]iếp nhận|[Gg]iải quyết|[Kk]iểm tra|[Rr]à soát"
    r"|[Cc]ắt giảm|[Gg]iảm|[Kk]éo giảm|[Tt]ăng|[Nn]âng|[Pp]hát triển|[Đđ]ưa|[Đđ]ào tạo|[Hh]ình thành|[Tt]hu hút|[Tt]iết kiệm|[Cc]huyển|[Dd]ành|[Pp]hủ|[Kk]ết nối|[Cc]ung cấp|[Đđ]ạt"
    r"|[Tt]hu gom|[Xx]ử lý|[Gg]iữ|[Gg]iao|[Cc]ó|[Tt]hí điểm|[Bb]an hành|[Tt]rồng|[Mm]ở|[Hh]ỗ trợ|[Tt]hành lập|[Tt]inh giản|[Ss]ắp xếp|[Tt]uyển|[Cc]ấp|[Đđ]ẩy|[Bb]ổ sung|[Yy]êu cầu|[Gg]ấp)(?!\w)",
    ("Thực hiện kiểm tra 30% đơn vị", "Dành 20% diện tích"),
    ("Sản lượng đạt 5 triệu tấn", "Công tác kiểm tra"),
)
#: Opens a sentence that puts a count of things to be made, straight before the number.
MAKES = Cue(
    "makes",
    r"^(?:[Mm]ở|[Tt]ổ chức|[Tt]rồng|[Tt]rồng mới|[Đđ]ào tạo|[Kk]ết nạp|[Tt]hành lập mới|[Xx]ây dựng mới|[Bb]ồi dưỡng|[Tt]ập huấn|[Pp]hát triển mới|[Pp]hát triển thêm"
    r"|[Xx]ây mới|[Tt]ạo việc làm(?: mới)? cho|[Gg]iải quyết việc làm cho|[Tt]ập huấn cho|[Đđ]ào tạo nghề cho|[Bb]iên soạn|[Tt]hu hút|[Tt]uyển dụng)\s{1,2}(?:được |thêm )?$",
    ("Mở ", "Trồng mới ", "Tạo việc làm cho "),
    ("Tổ chức của ", "Đã mở ", "Báo cáo "),
)
_MAKES_LATER = re.compile(r"\w (?:mở|tổ chức|trồng|trồng mới|đào tạo|tập huấn|bồi dưỡng|kết nạp)\s$")
_CONDITION = re.compile(r"(?:Đối với|Nếu|Trường hợp|Khi|Những|Riêng đối với)\s[^,:]{1,160}$")
_VOTES = re.compile(r"[^,;.\n]{0,40}(?:tham dự|có mặt|dự họp|tán thành|biểu quyết|bỏ phiếu|đồng ý|phiếu)(?!\w)")
_WHEN = re.compile(r"(?<!\w)(?:khi|nếu|với điều kiện|trường hợp)(?: (?:có|đạt|đủ|số|tỷ lệ|được|tổng)){1,3}\s*$")
_ATTRIBUTE = re.compile(r"(?:đối với|cho|của|những|các) [^,;:.]{1,80}(?:có|từ)\s(?:\S+\s){0,6}$")
_FACT_CARRIERS = re.compile(r"(?<!\w)(?:chiếm|chiếm tỷ trọng|chiếm tỷ lệ|bằng|khoảng|gần|tương đương|ước)(?: khoảng)?\s$", re.IGNORECASE)
_SUPPORT = re.compile(r"(?:[Hh]ỗ trợ|[Mm]iễn|[Mm]iễn, giảm|[Cc]hi trả|[Tt]hanh toán|[Hh]oàn trả|[Tt]rả)(?: tối đa| không quá| bằng| đến| thêm)?\s?$")
_SUPPORTED = re.compile(r"\s(?:chi phí|kinh phí|phí|lệ phí|mức|tiền|lãi|giá|học phí|tổng|số tiền|vốn|giá trị|viện phí|bảo hiểm)(?!\w)")
_SCORED = re.compile(r"(?:cộng|trừ|tính|chấm|được) (?:\S+ ){0,3}\d{1,3} điểm|không cộng điểm|thì (?:được )?xếp loại")
_FORMULA = re.compile(r"[^\s\n|]\s?[=×*÷/]\s?\S{0,12}\s?$")
_EXAMPLE = re.compile(r"\s{0,4}[-+*]?\s?\(?(?:Ví dụ|VD|Thí dụ)")
_RECURS = re.compile(r"lần\s?(?:/|mỗi|trong|một|hằng|hàng)")
_MEASURED = re.compile(r"(?<!\w)(?:[Tt][ỷỉ] (?:lệ|trọng|suất|số)|[Mm]ức(?: độ)?|[Cc]hỉ số|[Tt]ốc độ tăng|[Ss]ố (?:lượng|hóa))(?!\w)")
_LEVEL_VERB = re.compile(r"(?:đạt|là|:|còn|lên|xuống|dưới|trên|tăng|giảm)\s*$")
_OPENING = re.compile(r"(?:^|[:;–—-]|^(?:trong đó|riêng|và|có|đạt|Đạt|Có|Trong đó|Riêng),?)\s{0,2}$")
_REPORT_CHAIN = re.compile(r"(?:đạt|là|được|có) \d[^;]{0,60}, (?:đạt|tăng|giảm|bằng|vượt|cao hơn)\s[^;]{0,24}$")
_REPORTED_RISE = re.compile(r"\A[^;]{0,40}, (?:tăng|giảm|vượt|bằng|cao hơn|đạt|xếp|đứng)\s(?:\S+ ){0,2}\d")
_BREAK = re.compile(r"[.!?…][\"”)]?\s|[;|\n]")
_QUOTES = re.compile(r"“[^”\n]{0,250}”")
_BRACKETS = re.compile(r"\([^()\n]{0,200}\)")
_STRONG_IN_BRACKETS = re.compile(r"[Pp]hấn đấu|[Tt]ối thiểu|[Íí]t nhất|mục tiêu|không quá|tối đa")
_BASIS_LINE = re.compile(r"\s{0,4}(?:Căn cứ|Xét|Theo đề nghị|Trên cơ sở)\s")

_FUTURE = COMMITS.compile()
_REPORT = REPORTS.compile()
_DONE = DONE.compile()
_COMPARED = COMPARED.compile()
_BEFORE = UNLIKE_BEFORE.compile()
_AFTER = UNLIKE_AFTER.compile()
_FUNDS = FUNDING.compile()
_ORDER = ORDERS.compile()
_MAKE = MAKES.compile()
CUES = (COMMITS, REPORTS, DONE, COMPARED, UNLIKE_BEFORE, FUNDING, UNLIKE_AFTER, ORDERS, MAKES)

_REACHING = re.compile(rf"(?<!\w)(?:{REACHING})(?: được| khoảng| ít nhất)?\s$", re.IGNORECASE)
_STRIVES = re.compile(
    r"(?<!\w)(?:[Pp]hấn đấu|PHẤN ĐẤU|(?:đạt |[Đđ]ặt )?[Mm]ục tiêu(?! quốc gia)|[Cc]hỉ tiêu|[Đđ]ến (?:hết |cuối )?(?:năm|quý|tháng) [\dIV]{1,4}|[Mm]ỗi (?:năm|quý|tháng|xã|phường|huyện)|[Hh][ằà]ng (?:năm|quý))(?!\w)"
)
_THEN = re.compile(r"\s(?:thì|có thể|được phép|được xem xét|không phải|phải nộp|được hưởng|được miễn|trở lên (?:thì|được|có thể))(?!\w)")
_PHAN_DAU = re.compile(r"[Pp]hấn đấu")
_BULLET = re.compile(r"^\s{0,8}(?:[-+*•–●▪]\s{1,2}|\(\d{1,2}\)\s)")
_MARKER = re.compile(r"^\s{0,8}(?:[-+*•–][ \t]{0,2}|[IVX]{1,5}[.)] |\d{1,2}(?:\.\d{1,2}){0,4}[.)]? |[a-zđ]\) ?|[Cc]hỉ tiêu \d{1,2}: ?)")


@dataclass(frozen=True)
class Clause:
    """The sentence or semicolon part that holds a value. ``left`` and ``right`` are the words beside it, bounded."""

    text: str
    start: int
    end: int
    value: Value
    line_start: int

    @cached_property
    def left(self) -> str:
        left = self.text[max(self.start, self.value.core - 400) : self.value.start]
        if self.value.core - self.start > 400:
            return left.lstrip()
        left = _BULLET.sub("", left, count=1)
        if self.start == self.line_start:
            for _ in range(3):
                left = _MARKER.sub("", left, count=1)
        return left.lstrip()

    @cached_property
    def right(self) -> str:
        return self.text[self.value.end : min(self.end, self.value.end + 240)]


class Breaks:
    """Sentence and semicolon breaks of a text, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [m.end() for m in _BREAK.finditer(text)]
        self._quoted = [m.span() for m in _QUOTES.finditer(text)]
        self._quote_starts = [s for s, _ in self._quoted]
        self._bracketed = [m.span() for m in _BRACKETS.finditer(text)]
        self._bracket_starts = [s for s, _ in self._bracketed]

    def clause(self, value: Value) -> Clause:
        """The clause around a value."""
        i = bisect_right(self._ends, value.core)
        start = self._ends[i - 1] if i else 0
        end = self._ends[i] - 1 if i < len(self._ends) else len(self.text)
        line = self.text.rfind("\n", max(0, value.core - 4000), value.core) + 1
        return Clause(self.text, start, max(end, value.end), value, line)

    def quoted(self, at: int) -> bool:
        """Whether the place is inside a quoted name."""
        i = bisect_right(self._quote_starts, at) - 1
        return i >= 0 and at < self._quoted[i][1]

    def bracket(self, at: int) -> tuple[int, int] | None:
        """The innermost pair of brackets around the place."""
        i = bisect_right(self._bracket_starts, at) - 1
        return self._bracketed[i] if i >= 0 and at < self._bracketed[i][1] else None


def is_commitment(
    clause: Clause, zone: ZoneKind | None, breaks: Breaks, *, follows: bool, past: date | None = None
) -> bool:
    """Whether the value in its clause is to be met.

    ``follows`` tells that a commitment stands earlier in the same sentence; ``past`` is the end of the period the clause
    speaks of, where that lies before the document.
    """
    value = clause.value
    left, right = clause.left, clause.right
    if value.kind in ("period", "label") or breaks.quoted(value.core):
        return False
    bracket = breaks.bracket(value.core)
    if bracket is not None and not _STRONG_IN_BRACKETS.search(clause.text, bracket[0], bracket[1]):
        return False
    commits = bool(_FUTURE.search(left)) or bool(_FUTURE.search(right[:120]))
    if _reports(clause, zone, commits, past):
        return False
    if _unlike(clause, zone):
        return False
    if _AFTER.match(right) or _THEN.match(right) or _CONDITION.match(left) or (_ATTRIBUTE.search(left) and zone != "chi_tieu"):
        return False
    if value.listed:
        return follows
    if value.kind == "share":
        return _share(clause, zone, commits, left, follows)
    return _count(clause, zone, commits, follows, left)


def _unlike(clause: Clause, zone: ZoneKind | None) -> bool:
    """Rates of support, pay and tax, scores, formulas, funding: numbers that look like commitments."""
    value, left, right = clause.value, clause.left, clause.right
    if _BEFORE.search(left) or _EXAMPLE.match(clause.text, clause.line_start) or _SCORED.search(right[:100]):
        return True
    if value.core - 1 >= clause.start and _FORMULA.search(clause.text[max(clause.start, value.core - 14) : value.core]):
        return True
    words = clause.text[max(clause.start, value.core - 40) : value.core]
    if value.kind == "share" and _SUPPORT.search(words) and _SUPPORTED.match(right):
        return True
    if value.kind == "money" and value.comparator in ("<=", "<") and "/" in (value.unit or ""):
        return True
    if (value.unit or "").startswith("lần") and _RECURS.match(clause.text, value.end - len(value.unit or "")):
        return True
    if value.kind in ("share", "fraction") and _VOTES.match(clause.text, value.core):
        return True
    if _WHEN.search(left):
        return True
    demanded = value.firm and value.comparator == ">=" or any(p.part in ("carrier", "level") for p in value.chain)
    return bool(_FUNDS.search(left)) and not demanded and zone != "chi_tieu"


def _reports(clause: Clause, zone: ZoneKind | None, commits: bool, past: date | None) -> bool:
    left, right = clause.left, clause.right
    strives = bool(_PHAN_DAU.search(left))
    if zone == "background" and not strives:
        return True
    if _BASIS_LINE.match(clause.text, clause.line_start) or (past is not None and not strives):
        return True
    if zone == "chi_tieu":
        return bool(_DONE.search(left) or _REPORT.search(left)) and not strives
    if clause.value.kind == "share" and clause.value.number > 100 and clause.value.comparator == "=" and not commits:
        return True
    if strives or (commits and clause.value.firm):
        return False
    if _REPORT.search(left) or _REPORT.search(right[:60]) or _DONE.search(left) or _REPORT_CHAIN.search(left):
        return True
    ordered = bool(_ORDER.match(left)) or (not left and bool(clause.value.chain))
    if _COMPARED.search(right[:60]) and not ordered and not commits:
        return True
    return bool(_REPORTED_RISE.match(right)) and not commits and not ordered


def _share(clause: Clause, zone: ZoneKind | None, commits: bool, left: str, follows: bool) -> bool:
    """A share is a commitment where something commits, where it opens its clause or where its metric leads up to it."""
    value = clause.value
    if zone == "chi_tieu" or value.firm or commits:
        return True
    parts = {p.part for p in value.chain}
    if follows and parts & {"carrier", "level", "plus", "minus", "comparator"}:
        return True
    if _FACT_CARRIERS.search(clause.text[max(clause.start, value.core - 24) : value.core]) and not parts & {"plus", "minus"}:
        return False
    if left.rstrip().endswith(":") and _MEASURED.search(left):  # "Tỷ lệ tiết kiệm: 10%" states
        return False
    if not left.strip() or _OPENING.search(left) or _ORDER.match(left) or _MEASURED.search(left):
        return True
    return value.number == 100 and value.comparator == "="


def _count(clause: Clause, zone: ZoneKind | None, commits: bool, follows: bool, left: str) -> bool:
    """A count needs a firm comparator, a list of targets around it, or a verb that reaches for it."""
    value = clause.value
    if value.number == 0 or (value.kind == "clock" and not value.firm):
        return False
    if value.firm:
        return True
    parts = {p.part for p in value.chain}
    strives = bool(_STRIVES.search(left)) or bool(_STRIVES.search(clause.right[:60]))
    listed = zone == "chi_tieu" or strives
    compared = bool(parts & {"comparator", "from", "level", "plus", "minus", "rank", "times"})
    carried = "carrier" in parts
    colon = left.rstrip().endswith(":")
    if value.kind == "other":
        return listed and compared
    if not value.chain and (_MAKE.match(left) or (zone == "tasks" and _MAKES_LATER.search(left))):
        return True
    if value.kind in ("thing", "people"):
        reached = bool(_REACHING.search(left)) or (bool(parts & {"plus", "minus", "level"}) or "đạt" in clause.text[value.start : value.core])
        return reached and (listed or follows)
    if value.kind == "multiple":
        return compared and (listed or bool(_ORDER.match(left)) or not left)
    if parts <= {"approximate", "completion"} and parts:
        return listed and ("completion" in parts or bool(_REACHING.search(left)))
    reached = bool(_REACHING.search(left)) if not value.chain else compared or carried
    if listed:
        return reached or colon
    if follows and reached:
        return True
    return reached and not colon and (commits or bool(_ORDER.match(left)) or carried or not left)
