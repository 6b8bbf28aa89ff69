"""Parts as Parquet, for DuckDB, Spark and the like: a file of documents and a file of their tasks.

A row of documents has the header in columns and the whole result as JSON in ``line``; a row of tasks is flat. Names of
kinds, areas and modalities are the codes of the JSON. ``item`` ties the two together, and to the manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import TracebackType
from typing import IO, Any

from analyzer.assembly.models import Directive, Task
from analyzer.batch.errors import missing_extra
from analyzer.tracking.results import read_line
from analyzer.writing.limits import due_date, limit_words, next_due_date, safe_due_date

#: Rows and bytes of lines that are held in memory before they are written.
_ROWS = 200
_BYTES = 16_000_000

Row = dict[str, Any]


def check_installed() -> None:
    """Raises MissingExtra where there is no pyarrow."""
    _pyarrow()


def write_parquet(lines: Iterable[tuple[str, bytes]], documents: IO[bytes], tasks: IO[bytes]) -> None:
    """Write ids and lines, and the tasks in them. Raises OSError, MissingExtra."""
    with _Table(documents, _document_schema()) as whole, _Table(tasks, _task_schema()) as flat:
        held = 0
        for item, line in lines:
            directive = read_line(line)
            whole.add(_document(item, line, directive))
            for task in directive.tasks:
                flat.add(_task(item, task, directive))
            held += len(line)
            if held > _BYTES or whole.waiting >= _ROWS:
                whole.flush()
                flat.flush()
                held = 0


def read_parquet(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file of documents."""
    for batch in _pyarrow("pyarrow.parquet").ParquetFile(file).iter_batches(_ROWS, columns=["line"]):
        for line in batch.column(0).to_pylist():
            yield line.encode("utf-8")


class _Table:
    """A Parquet file that rows are added to; written a group of rows at a time."""

    def __init__(self, file: IO[bytes], schema: Any) -> None:
        self._schema = schema
        self._writer = _pyarrow("pyarrow.parquet").ParquetWriter(file, schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.flush()
            self._writer.close()

    @property
    def waiting(self) -> int:
        return len(self._rows)

    def add(self, row: Row) -> None:
        self._rows.append(row)

    def flush(self) -> None:
        if self._rows:
            self._writer.write_table(_pyarrow().Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()


def _document(item: str, line: bytes, directive: Directive) -> Row:
    source = directive.source
    return {
        "item": item, "sha256": source.sha256, "media_type": source.media_type, **_header(directive),
        "title": directive.directive.title, "tasks": len(directive.tasks), "targets": len(directive.targets),
        "line": line.decode("utf-8"),
    }  # fmt: skip


def _header(directive: Directive) -> Row:
    header = directive.directive
    return {
        "kind": header.kind,
        "number": header.number.text if header.number else None,
        "issued_on": header.issued_on,
        "issuer": header.issuer.name if header.issuer else None,
        "issuer_id": header.issuer.id if header.issuer else None,
    }


def _task(item: str, task: Task, directive: Directive) -> Row:
    bodies = {role: [a for a in task.assignees if a.role == role] for role in ("lead", "support")}
    return {
        "item": item, "task": task.id, **_header(directive),
        "text": task.text, "action": task.action, "modality": task.modality, "area": task.area, "pace": task.pace,
        "lead": [a.name for a in bodies["lead"]], "lead_id": [a.id for a in bodies["lead"]],
        "support": [a.name for a in bodies["support"]], "support_id": [a.id for a in bodies["support"]],
        "limits": limit_words(task), "due": due_date(task), "safe_due": safe_due_date(task),
        "next_due": next_due_date(task), "deliverables": task.deliverables, "section": task.section,
        "page": task.span.page, "confidence": task.confidence,
    }  # fmt: skip


def _document_schema() -> Any:
    pa = _pyarrow()
    return pa.schema(
        [
            ("item", pa.string()), ("sha256", pa.string()), ("media_type", pa.string()), *_header_fields(),
            ("title", pa.string()), ("tasks", pa.int32()), ("targets", pa.int32()), ("line", pa.string()),
        ]
    )  # fmt: skip


def _task_schema() -> Any:
    pa = _pyarrow()
    words = pa.list_(pa.string())
    return pa.schema(
        [
            ("item", pa.string()), ("task", pa.string()), *_header_fields(),
            ("text", pa.string()), ("action", pa.string()), ("modality", pa.string()), ("area", pa.string()),
            ("pace", pa.string()), ("lead", words), ("lead_id", words), ("support", words), ("support_id", words),
            ("limits", words), ("due", pa.date32()), ("safe_due", pa.date32()), ("next_due", pa.date32()),
            ("deliverables", words), ("section", words), ("page", pa.int32()), ("confidence", pa.float64()),
        ]
    )  # fmt: skip


def _header_fields() -> list[tuple[str, Any]]:
    pa = _pyarrow()
    strings = [(name, pa.string()) for name in ("kind", "number")]
    return [*strings, ("issued_on", pa.date32()), ("issuer", pa.string()), ("issuer_id", pa.string())]


def _pyarrow(module: str = "pyarrow") -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise missing_extra("pyarrow", "parquet") from error
