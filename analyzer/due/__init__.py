"""From a time limit as written to a day in a calendar: bounds, counts by the Civil Code, recurrences, working days.

Below ``assembly`` and above ``pipes``: takes what the times pipe found and what is known of the document's days.
"""

from analyzer.due.settings import DueSettings, KnownDays, Policy

__all__ = ["DueSettings", "KnownDays", "Policy"]
