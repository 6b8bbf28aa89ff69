"""What is wrong with gold by itself: quotes without a place, entries given twice, values that cannot be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from analyzer.errors import CorpusError
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.agency_names import spell_out
from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.knowledge.folding import fold
from analyzer.learning.attaching import Attachments
from analyzer.learning.checking.findings import Finding
from analyzer.learning.corpus import GoldDocument, GoldTask, GoldTimeValue
from analyzer.learning.facts import KINDS, time_key
from analyzer.learning.matching import squash
from analyzer.learning.naming import agency_key, agency_words, number_key
from analyzer.learning.placing import Offsets, Places
from analyzer.spans import Span

_YEARS = range(1945, 2101)
_RULE = re.compile(
    r"FREQ=(?:HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?:INTERVAL|BYMONTH|BYMONTHDAY|BYDAY|BYHOUR|COUNT|UNTIL|BYSETPOS)=[-,\w]{1,60}){0,6}"
)
_DURATION = re.compile(
    r"P(?=.)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=.)(?:\d{1,4}H)?(?:\d{1,4}M)?)?"
)
_WORD = re.compile(r"[^\W_]+")
_LONG_TASK = 1200


def place(document: GoldDocument) -> tuple[Places | None, list[Finding]]:
    """The places of all gold, or None and what has none."""
    offsets, gold = Offsets(document.text), document.gold
    spans: dict[str, list[Span]] = {}
    findings: list[Finding] = []
    for kind in (*KINDS, "tasks"):
        spans[kind] = []
        for i, entry in enumerate(getattr(gold, kind)):
            quote = entry.first if isinstance(entry, GoldTask) else entry.quote
            try:
                if isinstance(entry, GoldTask):
                    found = document.find_task(entry, offsets.flat)
                else:
                    found = document.find_quote(entry.quote, entry.n, offsets.flat)
            except CorpusError as error:
                problem = error.message.removeprefix(f"{document.path}: ")
                findings.append(
                    Finding(document.id, "not_placed", None, f"{kind}[{i}]", quote, values={"problem": problem})
                )
                continue
            spans[kind].append(offsets.from_flat(found))
    if findings:
        return None, findings
    return Places(offsets, *(tuple(spans[kind]) for kind in (*KINDS, "tasks"))), []


class GoldCheck:
    """The checks of one document whose gold has all its places."""

    def __init__(self, document: GoldDocument, places: Places) -> None:
        self._document = document
        self._gold = document.gold
        self._places = places
        self._attachments = Attachments(document, places)

    def findings(self) -> Iterator[Finding]:
        """Everything found."""
        yield from self._header()
        for kind in (*KINDS, "tasks"):
            yield from self._overlaps(kind, getattr(self._places, kind))
        yield from self._in_references()
        for i, time in enumerate(self._gold.times):
            yield from self._value(time, self._places.times[i], f"times[{i}]")
        for i, target in enumerate(self._gold.targets):
            if target.upper is not None and target.upper <= target.value:
                values = {"value": f"{target.value:g}-{target.upper:g}", "reason": "upper <= value"}
                yield self._finding("impossible_value", self._places.targets[i], f"targets[{i}]", **values)
        for i, reference in enumerate(self._gold.references):
            yield from self._dates([("issued_on", reference.issued_on)], self._places.references[i], f"references[{i}]")
            issued_on = self._gold.directive.issued_on
            if issued_on and reference.issued_on and reference.issued_on > issued_on:
                values = {"value": reference.issued_on.isoformat(), "issued_on": issued_on.isoformat()}
                yield self._finding("after_issue", self._places.references[i], f"references[{i}]", **values)
        if not self._gold.tasks:
            yield Finding(self._document.id, "no_tasks")
        for i, task in enumerate(self._gold.tasks):
            yield from self._task(i, task, self._places.tasks[i])
        yield from self._names()

    def _finding(self, code: str, span: Span, entry: str, **values: object) -> Finding:
        offsets = self._places.offsets
        quote = offsets.text[span.start : span.end]
        return Finding(self._document.id, code, offsets.line(span.start), entry, quote, values)

    def _header(self) -> Iterator[Finding]:
        header, name, flat = self._gold.directive, self._document.id, self._places.offsets.flat
        if self._gold.id != name:
            yield Finding(name, "wrong_id", entry="id", values={"given": self._gold.id, "wanted": name})
        if header.kind is not None and header.kind not in {kind.abbr for kind in doc_kinds()}:
            yield Finding(name, "unknown_kind", entry="directive.kind", values={"kind": header.kind})
        for field, said in (("number", number_key(header.number)), ("signer", header.signer)):
            if said and squash(said) not in flat:
                yield Finding(
                    name, "header_not_in_text", entry=f"directive.{field}", quote=said, values={"field": field}
                )
        if header.title and squash(header.title) not in flat:
            yield Finding(name, "title_not_in_text", entry="directive.title", quote=header.title)
        if header.issued_on and header.issued_on.year not in _YEARS:
            values = {"value": header.issued_on, "reason": f"{_YEARS.start}-{_YEARS.stop - 1}"}
            yield Finding(name, "impossible_value", entry="directive.issued_on", values=values)

    def _overlaps(self, kind: str, spans: Sequence[Span]) -> Iterator[Finding]:
        order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))
        reaching: int | None = None
        for i in order:
            if reaching is not None and spans[i].start < spans[reaching].end:
                other, span = f"{kind}[{reaching}]", spans[i]
                if span == spans[reaching]:
                    yield self._finding("duplicate", span, f"{kind}[{i}]", other=other)
                else:
                    words = self._document.text[spans[reaching].start : spans[reaching].end]
                    shown = Finding("", "overlap", quote=words).words()
                    yield self._finding("overlap", span, f"{kind}[{i}]", other=other, words=shown)
            if reaching is None or spans[i].end > spans[reaching].end:
                reaching = i

    def _in_references(self) -> Iterator[Finding]:
        for kind in ("times", "targets"):
            for i, span in enumerate(getattr(self._places, kind)):
                for j, reference in enumerate(self._places.references):
                    if span.start < reference.end and reference.start < span.end:
                        yield self._finding("in_reference", span, f"{kind}[{i}]", other=f"references[{j}]")

    def _value(self, time: GoldTimeValue, span: Span, entry: str) -> Iterator[Finding]:
        given = {
            "interval": bool(time.start or time.end),
            "rrule": bool(time.rrule),
            "duration": bool(time.duration),
        }
        said = [name for name, is_given in given.items() if is_given]
        if not said:
            yield self._finding("no_value", span, entry)
        if len(said) > 1:
            yield self._finding("mixed_value", span, entry, values=", ".join(said))
        yield from self._dates([("start", time.start), ("end", time.end)], span, entry)
        if time.start and time.end and time.start > time.end:
            yield self._impossible(span, entry, f"{time.start} > {time.end}", "start > end")
        if time.rrule and not _RULE.fullmatch(time.rrule):
            yield self._impossible(span, entry, time.rrule, "RFC 5545")
        if time.duration and not _DURATION.fullmatch(time.duration):
            yield self._impossible(span, entry, time.duration, "ISO 8601")

    def _dates(self, dates: Iterable[tuple[str, date | None]], span: Span, entry: str) -> Iterator[Finding]:
        for field, day in dates:
            if day and day.year not in _YEARS:
                yield self._impossible(span, f"{entry}.{field}", day, f"{_YEARS.start}-{_YEARS.stop - 1}")

    def _impossible(self, span: Span, entry: str, value: object, reason: str) -> Finding:
        return self._finding("impossible_value", span, entry, value=value, reason=reason)

    def _task(self, i: int, task: GoldTask, span: Span) -> Iterator[Finding]:
        text, entry = self._document.text, f"tasks[{i}]"
        if len(span_text := text[span.start : span.end]) > _LONG_TASK:
            lines = span_text.count("\n") + 1
            yield self._finding("long_task", span, entry, length=len(span_text), lines=lines)
        seen: dict[object, int] = {}
        roles: dict[str, list[str]] = defaultdict(list)
        for j, assignee in enumerate(task.assignees):
            key = agency_key(assignee.name)
            if assignee.role in roles[key]:
                first = next(k for k, a in enumerate(task.assignees) if agency_key(a.name) == key)
                other = f"{entry}.assignees[{first}]"
                yield self._of_task("duplicate", span, f"{entry}.assignees[{j}]", assignee.name, other=other)
            else:
                roles[key].append(assignee.role)
        for key, both in roles.items():
            if len(both) > 1:
                yield self._of_task("two_roles", span, f"{entry}.assignees", key, roles=", ".join(both))
        issued_on = self._gold.directive.issued_on
        for j, deadline in enumerate(task.deadlines):
            where, value = f"{entry}.deadlines[{j}]", _shown(deadline)
            key_of = time_key(deadline.model_dump(mode="json"))
            if key_of in seen:
                yield self._of_task("duplicate", span, where, value, other=f"{entry}.deadlines[{seen[key_of]}]")
            seen.setdefault(key_of, j)
            yield from self._value(deadline, span, where)
            if self._attachments.deadline(i, deadline) is None:
                yield self._finding("deadline_without_time", span, where, value=value)
            if issued_on and deadline.end and deadline.end < issued_on:
                yield self._finding("before_issue", span, where, value=deadline.end, issued_on=issued_on)

    def _names(self) -> Iterator[Finding]:
        """Names that the text does not bear, each once, at the first task that has it."""
        words = _words(self._document.text)
        issued_on = self._gold.directive.issued_on
        seen: set[str] = set()
        for i, task in enumerate(self._gold.tasks):
            for j, assignee in enumerate(task.assignees):
                name, where = assignee.name, f"tasks[{i}].assignees[{j}]"
                if name in seen:
                    continue
                seen.add(name)
                span = self._places.tasks[i]
                if self._attachments.named(name):
                    continue
                missing = sorted({word for part in agency_words(name) for word in _WORD.findall(part)} - words)
                if missing:
                    yield self._of_task("name_not_in_text", span, where, name, words=", ".join(missing))
                elif Register.load().resolve(name, issued_on):
                    yield self._of_task("name_not_placed", span, where, name)
                else:
                    yield self._of_task("unknown_agency", span, where, name)

    def _of_task(self, code: str, span: Span, entry: str, quote: str, **values: object) -> Finding:
        return Finding(self._document.id, code, self._line(span), entry, quote, values)

    def _line(self, span: Span) -> int:
        return self._places.offsets.line(span.start)


def _shown(value: GoldTimeValue) -> str:
    said: dict[str, Any] = value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return ", ".join(f"{key} {part}" for key, part in said.items()) or "-"


def _words(text: str) -> set[str]:
    """The words of a text as names are compared, and with abbreviations written out."""
    found: set[str] = set()
    for line in text.splitlines():
        for form in (fold(line), agency_key(spell_out(line))):
            found.update(_WORD.findall(form))
    return found
