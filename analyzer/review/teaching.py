"""Reviewed directives written as gold: what people corrected is there to train with and to measure by.

Each directive whose review is finished becomes a pair ``<id>.txt``, ``<id>.json`` in the form of
:mod:`analyzer.learning.corpus`. Beside them ``reviewed.json`` keeps what was written for which document, so that
another run writes anew what was reviewed again and leaves alone what a person has changed in the meantime.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from analyzer.archive import Archive, Card
from analyzer.archive.office import review
from analyzer.assembly.models import Directive, Target, Task, TimeValue
from analyzer.errors import CorpusError
from analyzer.knowledge.folding import slug
from analyzer.learning.corpus import (
    GoldAssignee,
    GoldDirective,
    GoldDocument,
    GoldHeader,
    GoldReference,
    GoldTarget,
    GoldTask,
    GoldTime,
    GoldTimeValue,
    as_files,
    write_document,
)
from analyzer.learning.facts import time_key
from analyzer.learning.matching import occurrences, squash
from analyzer.learning.placing import Offsets, find_places
from analyzer.review.store import Reviews
from analyzer.spans import HasSpan, Span
from analyzer.writing import atomic_file

#: What was written before, by the documents' keys.
WRITTEN = "reviewed.json"
Outcome = Literal["new", "updated", "unchanged", "kept", "skipped"]
_WORD = re.compile(r"\S+")
_ENDS = 4  # words of a task that are quoted at either end, where they do
_NAME = 60  # characters of a file's name, without its digits


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of one reviewed document. "kept": a person has changed the gold since, it was left as it is;
    "skipped": it cannot be gold, ``problem`` says why."""

    card: Card
    outcome: Outcome
    id: str | None = None
    problem: CorpusError | None = None


def gold_of(directive: Directive, name: str) -> GoldDocument:
    """A directive as gold: what it says, quoted so that every quote is found where the words stand.

    A day that a person set beside the words of a time holds for the time itself too. Raises CorpusError where it has
    no text, or where something in it has no words that could be quoted.

    >>> from analyzer import analyze
    >>> gold = gold_of(analyze("1. Giao Sở Y tế báo cáo trước ngày 30/6/2024."), "vd").gold
    >>> gold.tasks[0].first, gold.tasks[0].last, gold.times[0].quote
    ('Giao Sở Y tế', 'cáo trước ngày 30/6/2024.', 'trước ngày 30/6/2024')
    """
    if not directive.text or not squash(directive.text):
        raise CorpusError("It is kept without its text.", "Văn bản được lưu không kèm toàn văn.")
    quoting = _Quoting(directive.text)
    header = directive.directive
    gold = GoldDirective(
        id=name,
        directive=GoldHeader(
            kind=header.kind,
            number=header.number.text if header.number else None,
            issued_on=header.issued_on,
            issuer=header.issuer.name if header.issuer else None,
            title=header.title,
            signer=header.signer.name if header.signer else None,
        ),
        references=[
            GoldReference(**quoting.quote(r.span), number=r.number, issued_on=r.issued_on) for r in directive.references
        ],
        times=[GoldTime(**quoting.quote(span), **_said(value)) for span, value in _times(directive)],
        targets=[GoldTarget(**quoting.quote(t.span), **_commitment(t)) for t in directive.targets],
        tasks=[_task(task, quoting) for task in directive.tasks],
    )
    document = GoldDocument(name, Path(f"{name}.json"), directive.text, gold)
    quoting.check(document, directive)
    return document


def _commitment(target: Target) -> dict[str, Any]:
    said = {"value": target.value, "unit": target.unit, "comparator": target.comparator}
    return said if target.upper is None else {**said, "upper": target.upper}


def _task(task: Task, quoting: _Quoting) -> GoldTask:
    return GoldTask(
        **quoting.extent(task.span),
        modality=task.modality,
        area=task.area,
        assignees=[GoldAssignee(name=a.name, role=a.role) for a in task.assignees],
        deadlines=[GoldTimeValue(**_said(deadline)) for deadline in task.deadlines],
    )


def _times(directive: Directive) -> Iterator[tuple[HasSpan, TimeValue]]:
    """The times with what they mean: where a task has a deadline of the same words, what that says.

    A deadline whose words are in no time is one that the analyzer missed, unless it has the words of its whole task.
    """
    stated: dict[Span, TimeValue] = {}
    for task in directive.tasks:
        for deadline in task.deadlines:
            if not deadline.span.start <= task.span.start < task.span.end <= deadline.span.end:
                stated.setdefault(Span(deadline.span.start, deadline.span.end), deadline)
    found: list[tuple[HasSpan, TimeValue]] = []
    for time in directive.times:
        value = stated.pop(Span(time.span.start, time.span.end), None)
        found.append((time.span, time if value is None or _key(value) == _key(time) else value))
    taken: list[HasSpan] = [*(span for span, _ in found), *(r.span for r in directive.references)]
    for span, value in stated.items():
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            found.append((span, value))
            taken.append(span)
    return iter(sorted(found, key=lambda one: (one[0].start, one[0].end)))


def _key(value: TimeValue) -> object:
    return time_key(value.model_dump(mode="json"))


def _said(value: TimeValue) -> dict[str, Any]:
    """One kind of value, as the guidelines want it."""
    if value.rrule:
        return {"rrule": value.rrule}
    if value.duration and not value.end:
        return {"duration": value.duration, **({"working_days": True} if value.working_days else {})}
    return {"start": value.start, "end": value.end}


class _Quoting:
    """Quotes from a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offsets = Offsets(text)

    def quote(self, span: HasSpan) -> dict[str, Any]:
        """The words of a span and which occurrence they are. Raises CorpusError."""
        return {"quote": self._words(span), "n": self._turn(span)}

    def extent(self, span: HasSpan) -> dict[str, Any]:
        """A task's first and last words. As few as do, all of them if need be. Raises CorpusError."""
        words = [
            Span(span.start + m.start(), span.start + m.end()) for m in _WORD.finditer(self._words(span, raw=True))
        ]
        whole = self._flat(span)
        head = Span(words[0].start, words[min(_ENDS, len(words)) - 1].end)
        start, first = self._flat(head), self._words(head)
        for count in range(min(_ENDS, len(words)), len(words) + 1):
            last = self._words(Span(words[-count].start, words[-1].end))
            tail = squash(last)
            if self._offsets.flat.find(tail, max(start.start, start.end - len(tail))) + len(tail) == whole.end:
                return {"first": first, "last": last, "n": self._turn(head)}
        return {"first": self._words(span), "last": self._words(span), "n": self._turn(span)}

    def check(self, document: GoldDocument, directive: Directive) -> None:
        """Raise CorpusError where gold is found elsewhere than it was taken from."""
        places = find_places(document)
        for found, wanted in (
            (places.references, [r.span for r in directive.references]),
            (places.times, [span for span, _ in _times(directive)]),
            (places.targets, [t.span for t in directive.targets]),
            (places.tasks, [t.span for t in directive.tasks]),
        ):
            for span, was in zip(found, wanted, strict=True):
                if self._flat(span) != self._flat(was):
                    raise _wordless(self._text[was.start : was.end])

    def _words(self, span: HasSpan, raw: bool = False) -> str:
        words = self._text[span.start : span.end]
        if not squash(words):
            raise _wordless(words)
        return words if raw else words.strip()

    def _flat(self, span: HasSpan) -> Span:
        return self._offsets.to_flat(span)

    def _turn(self, span: HasSpan) -> int:
        starts = occurrences(squash(self._words(span)), self._offsets.flat)
        start = self._flat(span).start
        if start not in starts:
            raise _wordless(self._text[span.start : span.end])
        return starts.index(start) + 1


def _wordless(words: str) -> CorpusError:
    shown = " ".join(words.split())[:80]
    return CorpusError(
        f"The words {shown!r} cannot be quoted so that they are found again.",
        f"Không trích dẫn được đoạn “{shown}” sao cho tìm lại đúng chỗ.",
    )


# ---------------------------------------------------------------- the directory


def add_reviewed(archive: Archive, directory: Path) -> Iterator[Taught]:
    """Write every directive whose review is finished; each is told when it is written.

    Raises CorpusError where ``reviewed.json`` is damaged, OSError where a file cannot be written.
    """
    query = select(review.c.document).where(review.c.done).order_by(review.c.document)
    with archive.reading() as connection:
        documents = list(connection.execute(query).scalars())
    written = _written(directory / WRITTEN)
    reviews = Reviews(archive)
    directory.mkdir(parents=True, exist_ok=True)
    for at in documents:
        card = archive.card(at)
        try:
            directive = reviews.open(at).directive
            name = written[card.key]["id"] if card.key in written else _id(directive)
            document = gold_of(directive, name)
        except CorpusError as error:
            yield Taught(card, "skipped", problem=error)
            continue
        outcome = _write(document, directory, written.get(card.key))
        digest = _digest(as_files(document))
        if outcome != "kept" and digest and written.get(card.key) != (entry := {"id": name, "sha256": digest}):
            written[card.key] = entry
            _note(directory / WRITTEN, written)
        yield Taught(card, outcome, name)


def _write(document: GoldDocument, directory: Path, before: dict[str, str] | None) -> Outcome:
    there, wanted = _digest(_files(directory, document.id)), _digest(as_files(document))
    if there == wanted:
        return "unchanged"
    if there is not None and (before is None or before["sha256"] != there):
        return "kept"
    write_document(document, directory)
    return "new" if there is None else "updated"


def _id(directive: Directive) -> str:
    """A name for the files: number and date to recognise it by, and digits of the content, as numbers come again."""
    header = directive.directive
    number = header.number.text if header.number else header.kind_name or ""
    told = slug(f"{number} {header.issued_on or ''}")[:_NAME].strip("-") or "directive"
    return f"{told}-{directive.source.sha256[:8]}"


def _files(directory: Path, name: str) -> dict[str, bytes]:
    paths = {suffix: directory / f"{name}{suffix}" for suffix in (".txt", ".json")}
    return {suffix: path.read_bytes() for suffix, path in paths.items() if path.exists()}


def _digest(files: Mapping[str, bytes]) -> str | None:
    """One digest of a document's two files; None where there is no annotation."""
    digest = sha256()
    for suffix, content in sorted(files.items()):
        digest.update(suffix.encode() + sha256(content).digest())
    return digest.hexdigest() if ".json" in files else None


def _written(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): {"id": str(one["id"]), "sha256": str(one["sha256"])} for key, one in loaded.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorpusError(
            f"{path}: what was written before cannot be read: {error}. Write to another directory.",
            f"{path}: không đọc được danh sách các văn bản đã ghi: {error}. Hãy ghi vào thư mục khác.",
        ) from error


def _note(path: Path, written: dict[str, dict[str, str]]) -> None:
    with atomic_file(path) as file:
        file.write(f"{json.dumps(written, ensure_ascii=False, indent=1)}\n".encode())
