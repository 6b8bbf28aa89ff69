"""What ``compare`` and ``coverage`` share: documents of files or of the archive, and where the result goes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from analyzer.cli.batch import Batch
from analyzer.cli.databases import opened
from analyzer.cli.inputs import STDIN, Input, whole_result
from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.archive import Archive
    from analyzer.assembly.models import Directive
    from analyzer.comparison import Comparison, Coverage
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report


class FormatName(StrEnum):
    """The forms of a comparison."""

    table = "table"
    json = "json"
    xlsx = "xlsx"


@dataclass(frozen=True, slots=True)
class Kept(Input):
    """A document of the archive, or one of its readings, in place of a file."""

    called: str
    reading: int | None = None

    @property
    def name(self) -> str:
        return self.called


def run(
    names: Sequence[str],
    db: str | None,
    limits: "Limits",
    output: Path | None,
    say: Messages,
    make: Callable[[list[list["Directive"]]], Callable[[], None]],
    *,
    history: bool = False,
) -> int:
    """Read what the arguments name, then ``make`` of it what is to be written; the exit status.

    With ``db`` an argument that is no file is the number of a document in the archive; with ``history`` its one
    argument stands for the document's last two readings. Nothing is made where one document could not be read.
    """
    if names.count(STDIN) > 1:
        raise typer.BadParameter(say("twice_stdin"))
    if output and any(name != STDIN and Path(name).resolve() == output.resolve() for name in names):
        raise typer.BadParameter(say("overwrites_input", path=output))
    with ExitStack() as stack:
        archive = stack.enter_context(opened(db, say)) if db is not None or history else None
        if history and archive is not None:
            inputs: list[Input] = list(_readings(archive, names[0]))
        else:
            inputs = [_input(name, archive) for name in names]

        def read(entry: Input, report: "Report") -> "list[Directive]":
            return _read(entry, archive, limits, report)

        def write(results: "Iterator[tuple[Input, list[Directive]]]") -> None:
            found = [directives for _, directives in results]
            if len(found) == len(inputs):
                make(found)()

        batch = Batch(inputs, say, read)
        code = batch.run(write, output)
        batch.tell(say("compared_written", path=output) if output and not code else None)
    return code


def _input(name: str, archive: "Archive | None") -> Input:
    if name == STDIN:
        return Input(None)
    return Input(Path(name)) if archive is None or Path(name).exists() else Kept(None, name)


def _readings(archive: "Archive", number: str) -> Iterator[Kept]:
    """The reading before the last of a document, and the one that is current."""
    from analyzer.archive.errors import NoSuchDocument

    readings = archive.history(_document(archive, number))
    current = [r for r in readings if r.current]
    earlier = [r for r in readings if not r.current]
    if not current or not earlier:
        raise NoSuchDocument(
            f"Document {number} was read only once: there is nothing to compare it with.",
            f"Văn bản {number} mới có một lần đọc trong kho: chưa có gì để so sánh.",
        )
    for reading in (earlier[-1], current[-1]):
        yield Kept(None, f"{number} ({reading.added_at:%d/%m/%Y %H:%M})", reading.id)


def _document(archive: "Archive", number: str) -> int:
    """The document of the archive that a number means. Raises NoSuchDocument."""
    from analyzer.archive.errors import NoSuchDocument
    from analyzer.archive.graph.asking import find_asked
    from analyzer.archive.graph.library import ArchiveLibrary
    from analyzer.archive.graph.resolving import Held

    found = find_asked(ArchiveLibrary(archive), number)
    if not isinstance(found, Held):
        raise NoSuchDocument(
            f"Document {number} is merely cited in the archive; add it first with analyzer archive add.",
            f"Văn bản {number} mới chỉ được viện dẫn trong kho; hãy thêm vào bằng analyzer archive add.",
        )
    return found.id


def _read(entry: Input, archive: "Archive | None", limits: "Limits", report: "Report") -> "list[Directive]":
    from analyzer import analyze
    from analyzer.tracking import read_results

    if isinstance(entry, Kept):
        assert archive is not None
        if entry.reading is not None:
            return [archive.read_at(entry.reading)]
        return [archive.directive(_document(archive, entry.called))]
    source = entry.source()
    if (data := whole_result(source)) is not None:
        return list(read_results(data))
    return [analyze(source, limits=limits, report=report)]


def format_of(asked: FormatName | None, output: Path | None, say: Messages) -> FormatName:
    """The form that is asked for; else by the name of the file; else a table for people, JSON for programs."""
    if output is not None and output.is_dir():
        raise typer.BadParameter(say("compared_is_directory", path=output))
    if asked is None and output is not None:
        forms = {".json": FormatName.json, ".xlsx": FormatName.xlsx, ".txt": FormatName.table}
        if output.suffix.lower() not in forms:
            raise typer.BadParameter(say("compared_suffix", path=output))
        asked = forms[output.suffix.lower()]
    if asked is None:
        asked = FormatName.table if sys.stdout.isatty() else FormatName.json
    if asked is FormatName.xlsx and output is None and sys.stdout.isatty():
        raise typer.BadParameter(say("needs_file"))
    return asked


def put(made: "Comparison | Coverage", chosen: FormatName, output: Path | None, say: Messages) -> None:
    """Write what was compared. Raises OSError where that fails."""
    from analyzer.cli.compared_table import show
    from analyzer.writing import atomic_file

    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(output) as file:
            _write(made, chosen, say, file)
    elif chosen is FormatName.table:
        show(made, say)
    else:
        _write(made, chosen, say, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _write(made: "Comparison | Coverage", chosen: FormatName, say: Messages, file: BinaryIO) -> None:
    from analyzer.cli.compared_table import show
    from analyzer.comparison import Coverage, change_sheets, coverage_sheets, records

    if chosen is FormatName.table:
        show(made, say, file)
    elif chosen is FormatName.json:
        records.write(made, file)
    elif isinstance(made, Coverage):
        coverage_sheets.write_coverage(made, file)
    else:
        change_sheets.write_comparison(made, file)
