"""Events a task waits for or is tied to, and its pace: what limits work without naming a day.

"Sau khi có hướng dẫn của Bộ Nội vụ", "trước kỳ họp thường lệ giữa năm", "khi có yêu cầu"; "khẩn trương", "thường
xuyên". They are no time expressions: nothing can be counted from them before somebody fills in a day.
"""

from analyzer.pipes.events.finding import EventMention, EventRelation, find
from analyzer.pipes.events.pace import Pace, pace

__all__ = ["EventMention", "EventRelation", "Pace", "find", "pace"]
