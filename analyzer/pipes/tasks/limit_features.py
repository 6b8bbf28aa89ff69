"""What the model of limits sees of a time named in a sentence: the rules' answer, its form, the words round it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.tokens import closing, normal_tokens, opening

_LEFT, _RIGHT = 70, 40
_MONTH = 31  # days


def limit_features(
    lowered: str,
    start: int,
    end: int,
    mention: TimeMention,
    rule: bool,
    agencies: Sequence[AgencyMention],
    issued_on: date | None,
) -> tuple[str, ...]:
    """The features of a time within the sentence ``[start, end)``; ``rule`` is whether the rules call it a limit."""
    left = normal_tokens(lowered, max(start, mention.start - _LEFT), mention.start, agencies)
    right = normal_tokens(lowered, mention.end, min(end, mention.end + _RIGHT), ())
    own = normal_tokens(lowered, mention.start, mention.end, ())
    form = _form(mention, issued_on)
    found = [
        f"rule={rule}",
        f"form={form}",
        f"rule={rule}|form={form}",
        f"own={own[0] if own else '-'}",
        f"own={' '.join(own[:2])}",
        f"own={own[0] if own else '-'}|form={form}",
        f"rule={rule}|own={own[0] if own else '-'}",
        f"opens={mention.start - start < 4}|rule={rule}",
        f"closes={end - mention.end < 3}|rule={rule}",
        f"closes={end - mention.end < 3}|form={form}",
        f"inferred={mention.year_inferred}|rule={rule}",
    ]
    found += closing("left", left, 3) + closing("left", left, 2, f"|form={form}")
    found += [f"left={left[-1]}|own={own[0]}"] if left and own else []
    found += opening("right", right, 2)
    found += [f"near={token}" for token in dict.fromkeys(left[-8:])]
    return tuple(found)


def _form(mention: TimeMention, issued_on: date | None) -> str:
    """What kind of time it is: how long, open to which side, over before the day of issue."""
    value = mention.value
    if value.rrule:
        return "repeats"
    if value.duration:
        return "duration"
    last = value.end or value.start
    past = "past " if last and issued_on and last < issued_on else ""
    if value.start and value.end:
        days = (value.end - value.start).days
        return past + ("day" if not days else "month" if days <= _MONTH else "year" if days < 370 else "years")
    return past + ("until" if value.end else "from")
