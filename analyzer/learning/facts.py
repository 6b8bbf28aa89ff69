"""Gold and output brought to one form, in which they are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.learning.corpus import GoldDocument, GoldTimeValue
from analyzer.learning.matching import place, squash
from analyzer.learning.naming import agency_key, agency_words, number_key, rrule_key
from analyzer.learning.placing import Offsets
from analyzer.spans import Span

Json = Mapping[str, Any]
KINDS = ("references", "times", "targets")
ACTING = frozenset({"lead", "support"})


@dataclass(frozen=True, slots=True)
class Item:
    """A reference, time or target: its place in the squashed text, its words and the value compared."""

    start: int
    end: int
    words: str
    value: Hashable


@dataclass(frozen=True)
class TaskItem:
    """A task: its place in the squashed text, its words and what is compared."""

    start: int
    end: int
    words: str
    modality: str | None
    area: str | None
    assignees: tuple[tuple[str, str], ...]  # role, name
    deadlines: tuple[Hashable, ...]

    def acting(self) -> Counter[Hashable]:
        """Who acts, in which role."""
        return Counter((agency_key(name), role) for role, name in self.assignees if role in ACTING)

    def acting_words(self) -> Counter[Hashable]:
        """Who acts, in which role, however the names are divided: each word once a role."""
        return Counter({(role, word) for role, name in self.assignees if role in ACTING for word in agency_words(name)})

    def named(self) -> Counter[Hashable]:
        """Who is named, whatever the role."""
        return Counter(agency_key(name) for _, name in self.assignees)

    def due(self) -> Counter[Hashable]:
        """The time limits."""
        return Counter(self.deadlines)


@dataclass(frozen=True)
class Facts:
    """Everything that is compared of one document."""

    header: Mapping[str, str | None]
    items: Mapping[str, Sequence[Item]]
    tasks: Sequence[TaskItem]


def facts_of_gold(document: GoldDocument) -> Facts:
    """The facts of an annotation. Raises CorpusError where a quote is not in the text."""
    flat, gold = squash(document.text), document.gold
    items: dict[str, list[Item]] = {
        "references": [
            _item(document, flat, r.quote, r.n, (number_key(r.number), _iso(r.issued_on))) for r in gold.references
        ],
        "times": [_item(document, flat, t.quote, t.n, time_key(_as_json(t))) for t in gold.times],
        "targets": [
            _item(document, flat, t.quote, t.n, (t.value, _percent(t.unit), t.comparator)) for t in gold.targets
        ],
    }
    tasks = []
    for task in gold.tasks:
        start, end = document.find_task(task, flat)
        assignees = tuple((a.role, a.name) for a in task.assignees)
        deadlines = tuple(due_key(_as_json(d)) for d in task.deadlines)
        tasks.append(TaskItem(start, end, task.first, task.modality, task.area, assignees, deadlines))
    return Facts(_header(gold.directive.model_dump(mode="json")), items, tasks)


def facts_of_output(output: Json, text: str) -> Facts:
    """The facts of what the analyzer printed about a document with this text."""
    flat, read = squash(text), Offsets(output.get("text") or text)  # spans count in the canonical text
    values: dict[str, Callable[[Json], Hashable]] = {
        "references": lambda e: (number_key(e.get("number")), e.get("issued_on")),
        "times": time_key,
        "targets": lambda e: (_float(e.get("value")), _percent(e.get("unit")), e.get("comparator")),
    }
    items = {}
    for kind, value in values.items():
        entries = output.get(kind) or []
        items[kind] = [
            Item(*span, entry.get("text") or "", value(entry))
            for entry, span in zip(entries, _places(entries, flat, read), strict=True)
        ]
    entries = output.get("tasks") or []
    tasks = [_output_task(e, span) for e, span in zip(entries, _places(entries, flat, read), strict=True)]
    return Facts(_header(output.get("directive") or {}), items, tasks)


def time_key(time: Json) -> Hashable:
    """What matters of a time expression."""
    if time.get("rrule"):
        return ("rrule", rrule_key(time["rrule"]))
    if time.get("duration"):
        return ("duration", str(time["duration"]).upper(), bool(time.get("working_days")))
    return ("interval", time.get("start"), time.get("end"))


def due_key(time: Json) -> Hashable:
    """What matters of a deadline: by when, how often, or within how long.

    >>> due_key({"start": "2024-01-01", "end": "2024-06-30"})
    ('end', '2024-06-30')
    """
    if time.get("rrule") or (time.get("duration") and not time.get("end")):
        return time_key(time)
    return ("end", time["end"]) if time.get("end") else ("from", time.get("start"))


def _header(header: Json) -> dict[str, str | None]:
    number, issuer, signer = (header.get(key) for key in ("number", "issuer", "signer"))
    return {
        "kind": (header.get("kind") or "").upper(),
        "number": number_key(number.get("text") if isinstance(number, Mapping) else number),
        "issued_on": header.get("issued_on"),
        "issuer": agency_key(_name(issuer)),
        "signer": _name(signer).lower().strip(),
        "title": header.get("title"),
    }


def _output_task(entry: Json, span: Span) -> TaskItem:
    return TaskItem(
        *span,
        entry.get("text") or "",
        entry.get("modality"),
        entry.get("area"),
        tuple((a.get("role") or "", _name(a)) for a in entry.get("assignees") or []),
        tuple(due_key(d) for d in entry.get("deadlines") or []),
    )


def _item(document: GoldDocument, flat: str, quote: str, n: int, value: Hashable) -> Item:
    return Item(*document.find_quote(quote, n, flat), quote, value)


def _places(entries: Iterable[Json], flat: str, read: Offsets) -> list[Span]:
    """The places of entries in the squashed text, where the text that was read has them, as far as the two agree."""
    starts = ((e.get("text") or "", (e.get("span") or {}).get("start")) for e in entries)
    length = len(read.flat)
    return place(
        [(words, read.before(at) / length if at is not None and length else None) for words, at in starts], flat
    )


def _as_json(time: GoldTimeValue) -> dict[str, Any]:
    return time.model_dump(mode="json")


def _name(agency: Any) -> str:
    if isinstance(agency, Mapping):
        return agency.get("name") or agency.get("text") or ""
    return agency or ""


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _percent(unit: str | None) -> bool:
    return (unit or "").strip() == "%"
