"""Reading annotated corpora: pairs of ``<id>.txt`` and ``<id>.json``.

A ``quote`` is copied letter for letter from the text and ``n`` says which occurrence is meant; a task's extent is given
by its first words (``from``, occurrence ``n``) and its last (``to``, the first occurrence that ends after ``from``).
White space and letter case may differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from analyzer.assembly.models import Area, Comparator, Modality, Role
from analyzer.errors import CorpusError
from analyzer.learning.matching import occurrences, squash
from analyzer.spans import Span
from analyzer.writing import atomic_file


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def _number_only(value: object) -> object:
    # bool is an int in Python, and a quoted number in a gold file is a slip
    if isinstance(value, (bool, str)):
        raise ValueError("a number is wanted")
    return value


Value = Annotated[float, BeforeValidator(_number_only)]
Occurrence = Annotated[int, Field(ge=1)]


class _Quoted(_Gold):
    quote: str
    n: Occurrence = 1


class GoldHeader(_Gold):
    """Which document it is."""

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None
    signer: str | None = None


class GoldTimeValue(_Gold):
    """An interval, a recurrence or a duration."""

    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None
    working_days: bool = False


class GoldReference(_Quoted):
    """A mention of another document."""

    number: str | None = None
    issued_on: date | None = None


class GoldTime(_Quoted, GoldTimeValue):
    """A time expression."""


class GoldTarget(_Quoted):
    """A numeric commitment."""

    value: Value
    unit: str | None = None
    comparator: Comparator
    upper: Value | None = None


class GoldAssignee(_Gold):
    """An organisation's part in a task."""

    name: str
    role: Role


class GoldTask(_Gold):
    """A piece of work."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    n: Occurrence = 1
    modality: Modality
    area: Area
    assignees: list[GoldAssignee] = []
    deadlines: list[GoldTimeValue] = []


class GoldDirective(_Gold):
    """The annotation of one document."""

    id: str | None = None
    directive: GoldHeader = GoldHeader()
    references: list[GoldReference] = []
    times: list[GoldTime] = []
    targets: list[GoldTarget] = []
    tasks: list[GoldTask] = []


@dataclass(frozen=True)
class GoldDocument:
    """An annotated document; places are in the squashed text."""

    id: str
    path: Path
    text: str
    gold: GoldDirective

    @property
    def text_path(self) -> Path:
        return self.path.with_suffix(".txt")

    def find_quote(self, quote: str, n: int, flat: str) -> Span:
        """Where the ``n``-th occurrence of the quote stands in ``flat``, the squashed text. Raises CorpusError."""
        needle = squash(quote)
        found = occurrences(needle, flat) if needle else []
        if len(found) < n:
            raise self.error(f"occurrence {n} of the quote {quote!r} is not in the text; it has {len(found)}")
        return Span(found[n - 1], found[n - 1] + len(needle))

    def find_task(self, task: GoldTask, flat: str) -> Span:
        """Where the task's extent stands in ``flat``. Raises CorpusError."""
        head, tail = self.find_quote(task.first, task.n, flat), squash(task.last)
        at = flat.find(tail, max(head.start, head.end - len(tail))) if tail else -1
        if at < 0:
            raise self.error(f"the task's end {task.last!r} is not in the text after its start {task.first!r}")
        return Span(head.start, at + len(tail))

    def error(self, what: str) -> CorpusError:
        """An error that names the file."""
        return CorpusError(
            f"{self.path}: {what}", f"Tệp nhãn {self.path} không khớp văn bản hoặc sai khuôn dạng: {what}"
        )


def read_corpus(directory: Path) -> Iterator[GoldDocument]:
    """The annotated documents of a directory, sorted by name. Files that are no annotations (cards) are passed over.

    Raises CorpusError where a file is no valid annotation or has no text, OSError where it cannot be read.
    """
    for path in annotation_paths(directory):
        yield read_document(path)


def annotation_paths(directory: Path) -> Iterator[Path]:
    """The ``.json`` files of a directory that are annotations, sorted. Raises CorpusError where one has no text."""
    for path in sorted(directory.glob("*.json")):
        if path.with_suffix(".txt").exists():
            yield path
        elif looks_annotated(path):
            raise CorpusError(f"{path}: there is no text beside it", f"{path}: không có tệp .txt cùng tên.")


def load_document(path: Path) -> GoldDocument:
    """One annotated document by its ``.json`` path, its quotes not yet looked for. Raises CorpusError."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
    try:
        gold = GoldDirective.model_validate(_load(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = f"{where}: {first['msg']} ({error.error_count()} in all)"
        raise CorpusError(f"{path}: {problem}", f"Tệp nhãn {path} sai khuôn dạng: {problem}") from error
    return GoldDocument(path.stem, path, text, gold)


def read_document(path: Path) -> GoldDocument:
    """One annotated document by its ``.json`` path, its quotes found in its text. Raises CorpusError."""
    document = load_document(path)
    gold, flat = document.gold, squash(document.text)
    quoted: tuple[_Quoted, ...] = (*gold.references, *gold.times, *gold.targets)
    for entry in quoted:
        document.find_quote(entry.quote, entry.n, flat)
    for task in gold.tasks:
        document.find_task(task, flat)
    return document


def write_document(document: GoldDocument, directory: Path) -> Path:
    """Write a document's two files; gives the path of the annotation. What the gold does not say is not written."""
    path = directory / f"{document.id}.json"
    for suffix, content in as_files(document).items():
        with atomic_file(path.with_suffix(suffix)) as file:
            file.write(content)
    return path


def as_files(document: GoldDocument) -> dict[str, bytes]:
    """The contents of a document's two files, by suffix, the text first."""
    plain = json.dumps(_plain(document.gold), ensure_ascii=False, indent=1)
    return {".txt": document.text.encode("utf-8"), ".json": f"{plain}\n".encode()}


def _plain(value: Any) -> Any:
    """Gold as JSON in the order of the guidelines: the quote before what it means, whole numbers as such."""
    if isinstance(value, BaseModel):
        said = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        inner = {(field.alias or name): getattr(value, name) for name, field in type(value).model_fields.items()}
        order = ["quote", "n", *said] if "quote" in said else [*said]
        return {
            key: _plain(inner[key] if isinstance(inner[key], (BaseModel, list)) else said[key])
            for key in order
            if key in said
        }
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CorpusError(f"{path}: no valid JSON: {error}", f"{path}: không phải JSON hợp lệ: {error}") from error


def looks_annotated(path: Path) -> bool:
    """Whether a JSON file is an annotation and no card. Raises CorpusError where it is no JSON."""
    loaded = _load(path)
    return isinstance(loaded, dict) and "tasks" in loaded
