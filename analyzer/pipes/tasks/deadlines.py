"""Which time expressions limit a task, and which are merely mentioned.

A limit has a bounding word ("trước ngày …", "trong năm …", "hằng quý") or stands where time is said of the work itself.
The year in the name of a plan, budget or programme limits nothing.
"""

from __future__ import annotations

import re

from analyzer.pipes.mentions import TimeMention

_WINDOW = 60
_NAMED = re.compile(
    r"(?:kế hoạch|chương trình|đề án|dự án|chiến lược|quy hoạch|chỉ số|dự toán|ngân sách|chủ đề|nghị quyết|chỉ thị|quyết định|kết quả|phong trào|tổng kết|sơ kết|báo cáo|công tác|"
    r"đánh giá|xếp hạng|mục tiêu|chỉ tiêu|nhiệm vụ|thu chi|chi|vốn|đầu tư công|kinh tế - xã hội|xã hội|lộ trình|tháng hành động|kỳ họp|nhiệm kỳ|thời điểm|tình hình|hội nghị|danh mục|số liệu|định hướng|"
    r"tầm nhìn|tính|so với|cùng kỳ|bầu cử|đại hội|niên vụ|vụ|mùa|kỳ|dịp|ngày|tết|lễ|khen thưởng|thống kê|kiểm kê|quyết toán|giao|phê duyệt|ban hành|của|cho|và|các|thu nhập|biên chế|khóa)"
    r"(?:\s+[^\s,.;:()]{1,12}){0,5}\s*$"
)
_DONE = re.compile(r"\b(?:hoàn thành|xong|kết thúc|báo cáo|gửi|trình|ban hành|thực hiện|triển khai|tổ chức|tiến hành|áp dụng|vận hành|thời gian|thời hạn|tiến độ|bắt đầu|khởi công|đưa vào)\b[^.;]{0,50}$")
_REPORT_PERIOD = re.compile(r"(?:tính|số liệu|kết quả|tình hình|phát sinh|so với)\s*(?:đến|từ|trong)?\s*$")
_REGULAR = re.compile(
    r"(?:kế hoạch|chương trình|dự toán|ngân sách|báo cáo|công tác|chỉ tiêu|nhiệm vụ|kinh phí|tổng kết|sơ kết|kinh tế - xã hội|đánh giá|chi|vốn|phân bổ|xếp loại|phân loại|trồng trọt|bồi dưỡng|đào tạo|định kỳ của)"
    r"(?:\s+[^\s,.;:()]{1,12}){0,3}\s*$"
)
_QUOTES = {"“": "”", "«": "»"}


def limits(lowered: str, start: int, end: int, mention: TimeMention) -> bool:
    """Whether a time mention within the sentence ``[start, end)`` limits the work of that sentence."""
    value = mention.value
    left = lowered[max(start, mention.start - _WINDOW) : mention.start]
    words = lowered[mention.start : mention.end]
    if _in_quotes(lowered, start, mention.start):
        return False
    if value.rrule:
        return not _REGULAR.search(left) or left.rstrip().endswith((",", "báo cáo"))
    if value.duration:
        return bool(re.search(r"trong|chậm nhất|không quá|sau|thời hạn|tối đa|kể từ", words + left[-20:]))
    if value.start is None and value.end is None:
        return False
    if _REPORT_PERIOD.search(left):
        return False
    if words.startswith(("trước", "chậm nhất", "muộn nhất", "không muộn", "đến hết", "hết", "xong", "ngay trong", "từ nay", "hạn")):
        return not re.search(r"(?:ban hành|được cấp|ký|tính|có hiệu lực|phát sinh|đã \S+|sinh|thành lập)\s+$", left)
    if words.startswith("trong"):
        return not re.search(r"(?:các|những|được|đã)\s+\S+(?:\s+\S+)?\s+$", left) or bool(_DONE.search(left))
    if words.startswith(("từ", "kể từ", "bắt đầu")):
        return value.end is not None or not re.search(r"(?:hiệu lực|tính|tuổi|ban hành)\b[^,;.]{0,20}$", left)
    at_head = not left.strip(" -–+,:") or bool(re.fullmatch(r"[\s,]*(?:vào|trong|riêng|đồng thời|và)?\s*", left))
    if words.startswith(("đến", "tới")):
        return at_head and mention.start - start < 3 or bool(re.search(r"(?:hoàn thành|phấn đấu|xong|kéo dài|thực hiện)[^.;]{0,40}$", left)) and not _NAMED.search(left)
    if at_head and mention.start - start < 12:
        return True
    if left.rstrip().endswith(("(", ",")) or left.rstrip().endswith("vào"):
        return bool(_DONE.search(left)) and not _NAMED.search(left.rstrip("( ,"))
    return bool(re.search(r"(?:hoàn thành|xong|vào|trong|thời gian|thời hạn|tiến độ)\s*:?\s*$", left))


def _in_quotes(lowered: str, start: int, at: int) -> bool:
    """Inside “ ” the words are a name or a citation."""
    for opening, closing in _QUOTES.items():
        if lowered.rfind(opening, start, at) > lowered.rfind(closing, start, at):
            return True
    return False
