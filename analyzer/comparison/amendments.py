"""What an amending document does at which place of the document it amends: replaces, adds, does away with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from analyzer.assembly.models import Directive, Task
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

Deed = Literal["replaces", "adds", "repeals"]

_PLACE = pattern("comparison.amendments.place")
_DEEDS: tuple[tuple[Deed, re.Pattern[str]], ...] = (
    ("repeals", pattern("comparison.amendments.repeals")),
    ("adds", pattern("comparison.amendments.adds")),
    ("replaces", pattern("comparison.amendments.replaces")),
)
_START = re.compile(r"(?:^|\n|(?<=[.;:]) )(?=\S)")
_LABEL = re.compile(r"(?<!\w)(?:[a-zđ]|\d{1,3}(?:\.\d{1,3}){0,3}|[ivx]{1,6})(?!\w)")
_OPENS, _CLOSES = '“"', '”"'
_GAP = re.compile(r"[\s,;]{0,3}(?:của |thuộc |tại |vào |trong )?")


@dataclass(frozen=True, slots=True)
class Amendment:
    """An instruction of the amending document, from ``start`` to ``end``, where the next begins.

    ``places`` has one way from the root for each place named: "các điểm b, c khoản 3" are two. ``wording`` is where the
    new words stand that it quotes.
    """

    deed: Deed
    places: tuple[tuple[str, ...], ...]
    text: str
    start: int
    end: int
    wording: tuple[int, int] | None = None


def amendments(directive: Directive) -> list[Amendment]:
    """The instructions of an amending document in order; none where its text was left out."""
    if directive.text is None:
        return []
    low = fold(directive.text)
    quoted = _quotes(directive.text)
    found = [a for a in _instructions(directive.text, low) if not any(s <= a.start < e for s, e in quoted)]
    ends = [*(after.start for after in found[1:]), len(directive.text)][: len(found)]
    return [
        replace(a, end=end, wording=next(((s + 1, e - 1) for s, e in quoted if a.start <= s < end), None))
        for a, end in zip(found, ends, strict=True)
    ]


def amends(amending: Directive, amended: Directive) -> bool:
    """Whether a document says that it amends the other."""
    number = amended.directive.number
    if number is None:
        return False
    return any(
        r.relation == "amends" and r.number is not None and _number(r.number) == _number(number.text)
        for r in amending.references
    )


def is_at(task: Task, place: tuple[str, ...]) -> bool:
    """Whether a task stands at a place, or below it.

    >>> from analyzer.assembly.models import Span
    >>> task = Task(id="t1", text="a", span=Span(start=0, end=1), section=["II", "3", "b"])
    >>> is_at(task, ("ii", "3")), is_at(task, ("3", "b")), is_at(task, ("ii", "2"))
    (True, True, False)
    """
    way = [fold(label).removeprefix("điều ").removeprefix("mục ").rstrip(".)") for label in task.section]
    return any(tuple(way[at : at + len(place)]) == place for at in range(len(way) - len(place) + 1))


def _number(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).lstrip("0")


def _instructions(text: str, low: str) -> Iterator[Amendment]:
    done = 0
    for begin in _START.finditer(low):
        at = begin.end()
        if at < done:
            continue
        for deed, deed_pattern in _DEEDS:
            said = deed_pattern.match(low, at)
            if said is None:
                continue
            end = min((p for p in (low.find("\n", said.end()), low.find(":", said.end())) if p >= 0), default=len(low))
            places = _places(low, said.end(), end)
            if places:
                done = end
                yield Amendment(deed, places, text[at:end], at, end)
            break


def _places(low: str, start: int, end: int) -> tuple[tuple[str, ...], ...]:
    """The places named, each as the way from the root: "các điểm b, c khoản 3 mục II" are II-3-b and II-3-c."""
    found: list[tuple[str, ...]] = []
    at = start
    while at < end:
        step = _PLACE.match(low, at, end) if at == start or not low[at - 1].isalnum() else None
        if step is None:
            at += 1
            continue
        ways: list[tuple[str, ...]] = [(label,) for label in _labels(step[0])]
        at = step.end()
        while (gap := _GAP.match(low, at, end)) and (step := _PLACE.match(low, gap.end(), end)):
            above = _labels(step[0])
            if len(above) != 1:
                break
            ways = [(above[0], *way) for way in ways]
            at = step.end()
        found += ways
    return tuple(found)


def _labels(step: str) -> list[str]:
    """The labels in a step, its name left out."""
    words = step.removeprefix("các ")
    for name in ("nhiệm vụ số", "số thứ tự", "tiểu mục"):
        words = words.removeprefix(name)
    return _LABEL.findall(words.partition(" ")[2] if not words.startswith(" ") else words)


def _quotes(text: str) -> list[tuple[int, int]]:
    """Where quotations stand: what is quoted gives no instruction."""
    found, start = [], None
    for at, letter in enumerate(text):
        if start is None and letter in _OPENS:
            start = at
        elif start is not None and letter in _CLOSES:
            found.append((start, at + 1))
            start = None
    return found
