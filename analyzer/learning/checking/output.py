"""Where gold and the analyzer's output differ: one of the two is wrong, and somebody should look which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator

from analyzer.assembly.models import Directive
from analyzer.learning.checking.findings import Finding
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.evaluation import SAME_TASK, same_title
from analyzer.learning.facts import KINDS, Item, TaskItem, facts_of_gold, facts_of_output
from analyzer.learning.matching import pair
from analyzer.learning.placing import Offsets
from analyzer.spans import HasSpan, Span


class OutputCheck:
    """The differences between a document's gold, with all its places, and its output."""

    def __init__(self, document: GoldDocument, output: Directive, offsets: Offsets) -> None:
        self._document = document
        self._offsets = offsets
        self._gold = facts_of_gold(document)
        self._found = facts_of_output(output.model_dump(mode="json"), document.text)

    def findings(self) -> Iterator[Finding]:
        """Everything that differs."""
        yield from self._header()
        for kind in KINDS:
            yield from self._items(kind)
        yield from self._tasks()

    def _header(self) -> Iterator[Finding]:
        for field, wanted in self._gold.header.items():
            found = self._found.header[field]
            # an annotation without signer or title says nothing about them; without a number, that there is none
            silent = not wanted and (not found or field in ("signer", "title"))
            same = same_title(wanted or "", found or "") if field == "title" else wanted == found
            if not silent and not same:
                values = {"field": field, "gold": wanted or "-", "found": found or "-"}
                yield Finding(self._document.id, "header_differs", entry=f"directive.{field}", values=values)

    def _items(self, kind: str) -> Iterator[Finding]:
        gold, found = self._gold.items[kind], self._found.items[kind]
        pairs = pair(gold, found)
        for i, item in enumerate(gold):
            entry = f"{kind}[{i}]"
            if i not in pairs:
                yield self._finding("not_found", item, entry)
            elif item.value != (other := found[pairs[i]]).value:
                yield self._finding("value_differs", item, entry, gold=_value(item), found=_value(other))
        paired = set(pairs.values())
        for j, item in enumerate(found):
            if j not in paired:
                yield self._finding("not_in_gold", item, kind=kind, found=_value(item))

    def _tasks(self) -> Iterator[Finding]:
        gold, found = self._gold.tasks, self._found.tasks
        pairs = pair(gold, found, at_least=SAME_TASK)
        for i, task in enumerate(gold):
            if i in pairs:
                yield from self._task(task, found[pairs[i]], f"tasks[{i}]")
            else:
                yield self._finding("task_not_found", task, f"tasks[{i}]")
        paired = set(pairs.values())
        for j, task in enumerate(found):
            if j not in paired:
                yield self._finding("task_not_in_gold", task)

    def _task(self, gold: TaskItem, found: TaskItem, entry: str) -> Iterator[Finding]:
        if gold.modality != found.modality:
            yield self._finding("modality_differs", gold, entry, gold=gold.modality, found=found.modality)
        if gold.acting_words() != found.acting_words():  # names divided otherwise are no difference
            yield from self._differing("assignees_differ", gold, entry, gold.acting(), found.acting())
        yield from self._differing("deadlines_differ", gold, entry, gold.due(), found.due())

    def _differing(
        self, code: str, task: TaskItem, entry: str, gold: Counter[Hashable], found: Counter[Hashable]
    ) -> Iterator[Finding]:
        if gold != found:
            yield self._finding(code, task, entry, gold=_listed(gold - found), found=_listed(found - gold))

    def _finding(self, code: str, item: HasSpan, entry: str = "", **values: object) -> Finding:
        words, line = "", None
        if item.start >= 0:
            span = self._offsets.from_flat(Span(item.start, item.end))
            words, line = self._offsets.text[span.start : span.end], self._offsets.line(span.start)
        return Finding(self._document.id, code, line, entry, words, values)


def _value(item: Item) -> str:
    return _told(item.value)


def _listed(parts: Counter[Hashable]) -> str:
    return "; ".join(sorted(_told(part) for part in parts.elements())) or "-"


def _told(value: Hashable) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join("-" if part is None else f"{part:g}" if isinstance(part, float) else str(part) for part in parts)
