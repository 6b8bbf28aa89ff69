"""``analyzer due``: what is late, what is due next, who is to do it."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from analyzer.cli.batch import Batch
from analyzer.cli.days import PolicyName, day, due_settings
from analyzer.cli.inputs import STDIN, Input, expand, limits_of, whole_result
from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.due import DueSettings
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report as Progress
    from analyzer.tracking.report import Report
    from analyzer.tracking.status import Tracked


class StatusName(StrEnum):
    """The statuses (:data:`analyzer.tracking.Status`)."""

    overdue = "overdue"
    due_soon = "due_soon"
    recurring = "recurring"
    open = "open"
    without_limit = "without_limit"


class FormatName(StrEnum):
    """The forms of the list."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("due") + "\n\n" + say("due_examples"), no_args_is_help=True)
    def due(
        files: Annotated[list[str], typer.Argument(help=say("due_files"), metavar="FILES", show_default=False)],
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("due_as_of"))] = None,
        within: Annotated[int, typer.Option("--within", min=0, metavar="DAYS", help=say("due_within"))] = 30,
        agency: Annotated[list[str] | None, typer.Option("--agency", metavar="TEXT", help=say("due_agency"))] = None,
        status: Annotated[list[StatusName] | None, typer.Option("--status", help=say("due_status"))] = None,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("due_format"))] = None,
        output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("due_output"))] = None,
        policy: Annotated[PolicyName, typer.Option("--policy", help=say("policy"))] = PolicyName.lenient,
        received: Annotated[str | None, typer.Option("--received", metavar="DATE", help=say("received"))] = None,
        effective: Annotated[str | None, typer.Option("--effective", metavar="DATE", help=say("effective"))] = None,
        culture_day: Annotated[
            bool | None, typer.Option("--culture-day/--no-culture-day", help=say("culture_day"))
        ] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        limits, today = limits_of(limit, say), day(as_of, say) or date.today()
        settings = due_settings(policy.value, received, effective, culture_day, say)
        chosen = _format(format_, output, say)
        if files.count(STDIN) > 1:
            raise typer.BadParameter(say("twice_stdin"))
        inputs = expand(files, leave_out=output, else_results=True)
        if not inputs:
            raise typer.BadParameter(say("nothing"))
        if output and output.resolve() in {entry.path.resolve() for entry in inputs if entry.path}:
            raise typer.BadParameter(say("overwrites_input", path=output))

        def read(entry: Input, report: "Progress") -> "list[Directive]":
            return _read(entry, limits, report, today, settings)

        def wanted(row: "Tracked") -> bool:
            return (not status or row.status in {s.value for s in status}) and (
                not agency or any(row.body.is_called(words) for words in agency)
            )

        made: list[Report] = []

        def write(results: "Iterator[tuple[Input, list[Directive]]]") -> None:
            from analyzer.tracking.report import Report
            from analyzer.tracking.status import by_agency, track

            directives = [directive for _, found in results for directive in found]
            if batch.stopped and not directives:
                return
            rows = filter(wanted, track(directives, today, settings.calendar, within))
            report = Report(today, within, policy.value, by_agency(rows))
            if batch.good:
                _put(report, chosen, output, say)
                made.append(report)

        batch = Batch(inputs, say, read)
        code = batch.run(write, output)
        written = say("due_written", path=output, count=len(made[0].rows)) if output and made else None
        batch.tell(written)
        raise typer.Exit(code)


def _format(asked: FormatName | None, output: Path | None, say: Messages) -> FormatName:
    """The form that is asked for; else by the name of the file; else a table for people, lines for programs."""
    if output is not None and output.is_dir():
        raise typer.BadParameter(say("due_is_directory", path=output))
    if asked is not None:
        return asked
    if output is not None:
        suffix = output.suffix.lower().removeprefix(".")
        if suffix not in ("json", "jsonl", "csv"):
            raise typer.BadParameter(say("due_suffix", path=output))
        return FormatName(suffix)
    return FormatName.table if sys.stdout.isatty() else FormatName.jsonl


def _read(
    entry: Input, limits: "Limits", report: "Progress", as_of: date, settings: "DueSettings"
) -> "list[Directive]":
    """The directives of an input: a document analysed now, or results brought up to date."""
    from analyzer import analyze
    from analyzer.tracking import read_results, refreshed

    source = entry.source()
    if (data := whole_result(source)) is not None:
        return [refreshed(directive, as_of, settings) for directive in read_results(data)]
    return [analyze(source, limits=limits, report=report, as_of=as_of, settings=settings)]


def _put(report: "Report", chosen: FormatName, output: Path | None, say: Messages) -> None:
    """Write the report. Raises OSError where that fails."""
    from analyzer.tracking import report as forms
    from analyzer.writing import atomic_file

    writers: dict[FormatName, Callable[[Report, BinaryIO], None]] = {
        FormatName.json: forms.write_json,
        FormatName.jsonl: forms.write_jsonl,
        FormatName.csv: forms.write_csv,
    }
    if chosen is FormatName.table:
        from analyzer.cli.standings import show

        if output is None:
            show(report, say)
            return
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(output) as file:
            show(report, say, file)
    elif output is None:
        writers[chosen](report, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(output) as file:
            writers[chosen](report, file)
