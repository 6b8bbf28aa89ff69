"""The ``times`` pipe: calendar expressions, recurrences and time limits with their values.

>>> from datetime import date
>>> text = "Sở Nội vụ hoàn thành trước ngày 30/6/2024, định kỳ hằng quý báo cáo."
>>> [(text[m.start:m.end], m.value.end or m.value.rrule) for m in find(text, issued_on=date(2024, 3, 12))]
[('trước ngày 30/6/2024', datetime.date(2024, 6, 30)), ('định kỳ hằng quý', 'FREQ=MONTHLY;INTERVAL=3')]
"""

from analyzer.pipes.times.finder import find, parse_cell

__all__ = ["find", "parse_cell"]
