"""Where the results of ``extract`` go, settled before any document is read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from analyzer.cli.inputs import Input, output_names
from analyzer.cli.messages import Messages
from analyzer.writing import WRITERS, Writer, atomic_file, writer_for

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive

Results = Iterable[tuple[Input, "Directive"]]


@dataclass(frozen=True)
class Plan:
    """The format and the place: ``files`` for one file a document, ``file`` for one file, neither for standard output.

    ``writer`` is None for the table on the terminal.
    """

    writer: Writer | None
    file: Path | None = None
    files: dict[Input, Path] | None = None

    def write(self, results: Results, say: Messages) -> None:
        """Write the results as they come, nothing where there is none. Raises OSError where that fails."""
        results = iter(results)
        first = next(results, None)
        if first is None:
            return
        results = chain([first], results)
        if self.writer is None:
            from analyzer.cli.table import show

            show([directive for _, directive in results], say)
        elif self.files is not None:
            for entry, directive in results:
                path = self.files[entry]
                path.parent.mkdir(parents=True, exist_ok=True)
                with atomic_file(path) as file:
                    self.writer.write([directive], file)
        elif self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(self.file) as file:
                self.writer.write(_directives(results), file)
        else:
            self.writer.write(_directives(results), sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _directives(results: Results) -> Iterator[Directive]:
    return (directive for _, directive in results)


def plan(inputs: Sequence[Input], many: bool, name: str | None, output: Path | None, say: Messages) -> Plan:
    """Settle format and place; ``many`` says that several documents were asked for. Raises typer.BadParameter."""
    writer = _writer(many, name, output)
    if output is None:
        if writer and writer.binary and sys.stdout.isatty():
            raise typer.BadParameter(say("needs_file"))
        if writer and writer.name == "json" and many:
            raise typer.BadParameter(say("needs_output", format=writer.name))
        return Plan(writer)
    assert writer is not None  # with -o there is always a format
    if many and not writer.holds_many:
        if output.exists() and not output.is_dir():
            raise typer.BadParameter(say("not_a_directory", path=output, format=writer.name))
        names = output_names(inputs, writer.suffix)
        made = Plan(writer, files={entry: output / name for entry, name in zip(inputs, names, strict=True)})
    elif output.is_dir():
        if many:
            raise typer.BadParameter(say("is_a_directory", path=output, format=writer.name, suffix=writer.suffix))
        made = Plan(writer, file=output / output_names(inputs, writer.suffix)[0])
    else:
        made = Plan(writer, file=output)
    read = {entry.path.resolve() for entry in inputs if entry.path}
    for path in [made.file] if made.file else (made.files or {}).values():
        if path.resolve() in read:
            raise typer.BadParameter(say("overwrites_input", path=path))
    return made


def _writer(many: bool, name: str | None, output: Path | None) -> Writer | None:
    if name is not None:
        return WRITERS[name]
    if output is not None:
        found = None if output.is_dir() else writer_for(output.name)
        return found or WRITERS["json"]
    if sys.stdout.isatty():
        return None
    return WRITERS["jsonl" if many else "json"]
