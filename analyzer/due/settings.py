"""What a due day depends on besides the words: known days, the policy, the working calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analyzer.knowledge.work_calendar import WorkCalendar

Policy = Literal["lenient", "strict"]


@dataclass(frozen=True, slots=True)
class KnownDays:
    """Days that durations count from; None where not known.

    ``kind`` is the name of the document's kind ("Quyết định"): "kể từ ngày Quyết định có hiệu lực" is of the document
    itself only in a decision; where the kind is not known, only "Quyết định này" is.
    """

    issued_on: date | None = None
    effective_on: date | None = None
    received_on: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class DueSettings:
    """How due days are counted.

    ``policy`` "lenient": what is due "trước ngày D" is late after D, as clerks enter D for its limit; "strict": it is
    late from D on. ``effective_on`` and ``received_on`` are filled in by the user where the document cannot tell.
    """

    policy: Policy = "lenient"
    calendar: WorkCalendar = field(default_factory=WorkCalendar.vietnam)
    effective_on: date | None = None
    received_on: date | None = None
