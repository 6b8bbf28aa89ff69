"""The formats by name. A format's module is imported when it is first written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its name, file suffix, and whether one file holds several documents."""

    name: str
    suffix: str
    holds_many: bool
    binary: bool = False

    def write(self, directives: Iterable[Directive], file: BinaryIO) -> None:
        """Write the documents to an open binary file; text formats are UTF-8."""
        import_module(f"analyzer.writing.{self.name}").write(directives, file)


WRITERS: Mapping[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer("json", ".json", holds_many=False),
        Writer("jsonl", ".jsonl", holds_many=True),
        Writer("csv", ".csv", holds_many=True),
        Writer("xlsx", ".xlsx", holds_many=True, binary=True),
        Writer("md", ".md", holds_many=False),
        Writer("brief", ".brief.md", holds_many=False),
        Writer("ics", ".ics", holds_many=True),
    )
}


def writer_for(file_name: str) -> Writer | None:
    """The format that a file's suffix asks for, the longest where several fit.

    >>> writer_for("tasks.XLSX").name, writer_for("tasks.md").name, writer_for("tasks.brief.md").name
    ('xlsx', 'md', 'brief')
    """
    fitting = [writer for writer in WRITERS.values() if file_name.lower().endswith(writer.suffix)]
    return max(fitting, key=lambda writer: len(writer.suffix), default=None)
