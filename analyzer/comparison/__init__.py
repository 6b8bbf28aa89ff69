"""Documents compared by what they ask for: versions, amendments, and plans that answer a directive.

Takes Directives and knows no archive.
"""

from analyzer.comparison.changes import Change, Comparison, compare
from analyzer.comparison.coverage import Answer, Coverage, Row, Summary, coverage
from analyzer.comparison.fields import FieldChange
from analyzer.comparison.measures import Measured

__all__ = [
    "Answer",
    "Change",
    "Comparison",
    "Coverage",
    "FieldChange",
    "Measured",
    "Row",
    "Summary",
    "compare",
    "coverage",
]
