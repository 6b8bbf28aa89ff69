"""A report over directives as of a day: who has how much to do, what is late, which targets were set over the years.

Takes Directives, one after the other, and keeps only what it needs; knows nothing of where they come from. The model
(:class:`Report`) is plain values; the writers make one HTML page, a workbook, or JSON of it.
"""

from analyzer.reporting.gathering import Gathering, gather
from analyzer.reporting.model import Report
from analyzer.reporting.selection import Selection
from analyzer.reporting.writers import WRITERS, Writer

__all__ = ["WRITERS", "Gathering", "Report", "Selection", "Writer", "gather"]
