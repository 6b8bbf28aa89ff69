"""The forms of a report by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from analyzer.reporting import as_json, book, page
from analyzer.reporting.model import Report


@dataclass(frozen=True, slots=True)
class Writer:
    """A form: its name, the suffix of its files, and whether it is for programs that read text."""

    name: str
    write: Callable[[Report, BinaryIO], None]
    binary: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of its files."""
        return f".{self.name}"


WRITERS: Mapping[str, Writer] = {
    writer.name: writer
    for writer in (Writer("html", page.write), Writer("xlsx", book.write, binary=True), Writer("json", as_json.write))
}
