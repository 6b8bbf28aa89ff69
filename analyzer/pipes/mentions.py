"""What the finding pipes return: typed mentions with their place in the canonical text.

A pipe's core is a function over text, ``find(text, …) -> list[Mention]``, in text order and without overlaps. It knows
nothing of spaCy; ``analyzer.language`` wraps the functions as components.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Relation = Literal["basis", "implements", "amends", "replaces", "repeals", "mentions"]
Comparator = Literal[">=", ">", "<=", "<", "=", "+", "-"]
Bound = Literal["before", "by", "within", "from", "on"]
AgencyForm = Literal["registered", "collective", "grammar"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another document.

    ``number`` is normalised ("76/NQ-CP"), None for a law cited by name and date. ``kind`` is the abbreviation of the
    document's type (NQ, QĐ, L …), ``issuer`` the issuing body as written out, where the text tells.
    """

    start: int
    end: int
    number: str | None
    kind: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    relation: Relation = "mentions"


@dataclass(frozen=True, slots=True)
class TimeValue:
    """The value of a time expression: an interval (inclusive), a recurrence (RFC 5545) or a duration (ISO 8601)."""

    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression. ``bound`` is how it limits; ``anchor`` is what a duration counts from, as written.

    ``year_inferred`` says that the year is not in the words but follows from the context.
    """

    start: int
    end: int
    value: TimeValue
    bound: Bound | None = None
    anchor: str | None = None
    year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric commitment: ``quote`` range with its comparator words, value, unit ("%" or the counted noun)."""

    start: int
    end: int
    value: float
    unit: str | None
    comparator: Comparator
    upper: float | None = None
    metric: str | None = None
    scope: str | None = None
    exclusions: str | None = None
    baseline: str | None = None
    due: TimeValue | None = None


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """One organisation (or collective of organisations) named in the text.

    ``start`` takes in a title before the name ("Giám đốc Sở Nội vụ"), ``name_start`` does not. ``name`` is the name
    with shared heads written out ("các sở: Nội vụ, Tài chính" gives "Sở Nội vụ" and "Sở Tài chính"), titles left off;
    ``id`` is the register's id, None for collectives, names found by grammar and names of several bodies (then
    ``ambiguous`` holds their ids). ``generic`` marks words that name an organisation only where the sentence addresses
    it ("doanh nghiệp", "cấp có thẩm quyền", "tỉnh Quảng Ngãi"). Mentions do not overlap, but two may have the same
    range: "Bí thư Tỉnh ủy, Chủ tịch UBND các tỉnh: A, B" names the first committee twice.
    """

    start: int
    end: int
    name: str
    form: AgencyForm
    id: str | None = None
    title: str | None = None
    name_start: int = -1
    ambiguous: tuple[str, ...] = ()
    generic: bool = False
