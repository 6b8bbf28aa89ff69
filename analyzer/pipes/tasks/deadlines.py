"""Which time expressions limit a task, and which are merely mentioned.

A limit has a bounding word ("trước ngày …", "trong năm …", "hằng quý") or stands where time is said of the work itself.
The year in the name of a plan, budget or programme limits nothing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from analyzer.pipes.mentions import TimeMention

_WINDOW = 60
_NAMED = re.compile(
    r"(?:kế hoạch|chương trình|đề án|dự án|chiến lược|quy hoạch|chỉ số|dự toán|ngân sách|chủ đề|nghị quyết|chỉ thị|quyết định|kết quả|phong trào|tổng kết|sơ kết|báo cáo|công tác|"
    r"đánh giá|xếp hạng|mục tiêu|chỉ tiêu|nhiệm vụ|thu chi|chi|vốn|đầu tư công|kinh tế - xã hội|xã hội|lộ trình|tháng hành động|kỳ họp|nhiệm kỳ|thời điểm|tình hình|hội nghị|danh mục|số liệu|định hướng|"
    r"tầm nhìn|tính|so với|cùng kỳ|bầu cử|đại hội|niên vụ|vụ|mùa|kỳ|dịp|ngày|tết|lễ|khen thưởng|thống kê|kiểm kê|quyết toán|giao|phê duyệt|ban hành|của|cho|và|các|thu nhập|biên chế|khóa)"
    r"(?:\s+[^\s,.;:()]{1,12}){0,5}\s*$"
)
_DONE = re.compile(
    r"\b(?:hoàn thành|xong|kết thúc|báo cáo|gửi|trình|ban hành|thực hiện|triển khai|tổ chức|tiến hành|áp dụng|vận hành|thời gian|thời hạn|tiến độ|bắt đầu|khởi công|đưa vào)\b[^.;]{0,50}$"
)
_REPORT_PERIOD = re.compile(r"(?:tính|số liệu|kết quả|tình hình|phát sinh|so với)\s*(?:đến|từ|trong)?\s*$")
_RESULT_DUE = re.compile(r"báo cáo\b[^,;.]{1,60}\bkết quả (?:trong|vào)\b")
_AT_MEETING = re.compile(r"(?:trình|báo cáo|thông qua)\b[^;.]{0,80}\btại (?:kỳ họp|phiên họp|hội nghị)(?: [^\s,;.:()]{1,10}){0,5} $")
_REGULAR = re.compile(
    r"(?:kế hoạch|chương trình|dự toán|ngân sách|báo cáo (?:công tác|tổng kết|kết quả)|báo cáo|công tác|chỉ tiêu|kinh phí|tổng kết|kinh tế - xã hội|kết quả|chi|vốn|phân bổ|xếp loại|phân loại|danh mục|đề tài|định mức)"
    r"(?:\s+[^\s,.;:()]{1,12}){0,8}\s*$"
)
_NOTICE_LAG = timedelta(days=30)
_FIRM = (
    "trước",
    "chậm nhất",
    "muộn nhất",
    "không muộn",
    "đến hết",
    "hết",
    "xong",
    "ngay trong",
    "từ nay",
    "hạn",
    "hoàn thành",
)
_EARLIER_ACT = re.compile(
    r"(?:(?:đã|được|có|những|các|văn bản)\s+(?:[^\s,;.]+\s+){0,3}(?:ban hành|cấp|ký|thành lập|phát sinh|xảy ra)|tính|có hiệu lực|đã [^\s,;.]+|sinh)\s+$"
)
_SCOPE = re.compile(
    r"(?:đối với|các|những)\s+(?:các\s+|những\s+)?(?:nhiệm vụ|nội dung|dự án|trường hợp|hồ sơ|công trình|đợt|vụ)[^,;.]{0,40}$"
)
_WITHIN = re.compile(r"trong|chậm nhất|không quá|sau|thời hạn|tối đa|kể từ")
_WAS_DONE = re.compile(r"(?:được|đã)\s+\S+(?:\s+\S+)?\s+$")
_IN_FORCE = re.compile(r"(?:hiệu lực|tính|tuổi|ban hành)\b[^,;.]{0,20}$")
_OPENS_TIME = re.compile(r"(?:vào|trong|riêng|đồng thời|và)\s*")
_REACHED = re.compile(r"(?:hoàn thành|phấn đấu|xong|kéo dài|thực hiện)[^.;]{0,40}$")
_AT_TERM = re.compile(r"(?:hoàn thành|xong|tổng kết|sơ kết|trong|thời gian|thời hạn|tiến độ)\s*:?\s*$")
_MEASURED = re.compile(r"\d|trước|chậm nhất|định kỳ|một lần|tuần|quý|ngày")
_QUOTES = {"“": "”", "«": "»"}


def limits(lowered: str, start: int, end: int, mention: TimeMention, issued_on: date | None = None) -> bool:
    """Whether a time mention within the sentence ``[start, end)`` limits the work of that sentence.

    A period that was over when the document was issued limits nothing.
    """
    value = mention.value
    left = lowered[max(start, mention.start - _WINDOW) : mention.start]
    words = lowered[mention.start : mention.end]
    if _in_quotes(lowered, start, mention.start):
        return False
    if value.rrule:
        return _recurs(left, words)
    if value.duration:
        return bool(_WITHIN.search(words + left[-20:])) and (
            any(c.isdigit() for c in words) or "giờ" in words
        )
    last = value.end or value.start
    if last is None or (issued_on is not None and last < issued_on and not _just_past(last, issued_on, words)):
        return False
    if _AT_MEETING.search(left):
        return True
    if words.startswith(_FIRM):
        return not _EARLIER_ACT.search(left)
    if _SCOPE.search(left) or (_REPORT_PERIOD.search(left) and not _RESULT_DUE.search(left + words)):
        return False
    if words.startswith(("trong", "vào")):
        return not _WAS_DONE.search(left) or bool(_DONE.search(left))
    if words.startswith(("từ", "kể từ", "bắt đầu")):
        return value.end is not None or not _IN_FORCE.search(left)
    bare = left.strip(" -–+,:")
    at_head = mention.start - start < 12 and (
        not bare or bool(_OPENS_TIME.fullmatch(bare))
    )
    if words.startswith(("đến", "tới")):
        return at_head or bare.endswith(";") or (
            bool(_REACHED.search(left))
            and not _NAMED.search(left)
        )
    if at_head:
        return True
    if left.rstrip().endswith(("(", ",", "vào")):
        return bool(_DONE.search(left)) and not _NAMED.search(left.rstrip("( ,"))
    return bool(_AT_TERM.search(left))


def _just_past(last: date, issued_on: date, words: str) -> bool:
    """A notice of a meeting may come out after the day by which the meeting wanted work done."""
    return words.startswith(("trước ngày", "chậm nhất")) and issued_on - last <= _NOTICE_LAG


def _recurs(left: str, words: str) -> bool:
    """A recurrence is a limit, unless it only says which plan, budget or report is meant ("dự toán hàng năm")."""
    if (
        _MEASURED.search(words)
        or not left.strip()
        or left.rstrip()[-1] in ",;:.("
    ):
        return True
    return not _REGULAR.search(left)


def _in_quotes(lowered: str, start: int, at: int) -> bool:
    """Inside “ ” the words are a name or a citation."""
    for opening, closing in _QUOTES.items():
        if lowered.rfind(opening, start, at) > lowered.rfind(closing, start, at):
            return True
    return False
