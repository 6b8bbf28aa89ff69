"""``analyzer report``: load, limits and targets over an archive or files, as a page, a workbook or JSON."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.batch import Batch
from analyzer.cli.databases import opened
from analyzer.cli.days import PolicyName, day, due_settings
from analyzer.cli.inputs import STDIN, Input, expand, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain
from analyzer.cli.streaming import directives, rare_collections

if TYPE_CHECKING:
    from analyzer.archive import Archive
    from analyzer.reading.progress import Report as Progress
    from analyzer.reporting import Report, Selection, Writer


class FormatName(StrEnum):
    """The forms of the report."""

    html = "html"
    xlsx = "xlsx"
    json = "json"


class AreaName(StrEnum):
    """The areas of reform (:data:`analyzer.assembly.models.Area`)."""

    direction = "direction"
    institutions = "institutions"
    procedures = "procedures"
    organisation = "organisation"
    civil_service = "civil_service"
    public_finance = "public_finance"
    digital_government = "digital_government"
    other = "other"


@dataclass(frozen=True, slots=True)
class Kept(Input):
    """A document of the archive, in place of a file."""

    id: int
    called: str

    @property
    def name(self) -> str:
        return self.called


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("report") + "\n\n" + say("report_examples"))
    def report(
        files: Annotated[
            list[str] | None, typer.Argument(help=say("report_files"), metavar="FILES", show_default=False)
        ] = None,
        output: Annotated[
            list[Path] | None, typer.Option("--output", "-o", metavar="PATH", help=say("report_output"))
        ] = None,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("report_format"))] = None,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("due_as_of"))] = None,
        within: Annotated[int, typer.Option("--within", min=0, metavar="DAYS", help=say("due_within"))] = 30,
        agency: Annotated[list[str] | None, typer.Option("--agency", metavar="TEXT", help=say("report_agency"))] = None,
        issuer: Annotated[list[str] | None, typer.Option("--issuer", metavar="TEXT", help=say("report_issuer"))] = None,
        kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KINDS", help=say("report_kind"))] = None,
        area: Annotated[list[AreaName] | None, typer.Option("--area", help=say("report_area"))] = None,
        since: Annotated[str | None, typer.Option("--since", metavar="DATE", help=say("report_since"))] = None,
        until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=say("report_until"))] = None,
        policy: Annotated[PolicyName, typer.Option("--policy", help=say("policy"))] = PolicyName.lenient,
        culture_day: Annotated[
            bool | None, typer.Option("--culture-day/--no-culture-day", help=say("culture_day"))
        ] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        from analyzer.errors import AnalyzerError
        from analyzer.reporting import Gathering
        from analyzer.tracking import refreshed

        limits, today = limits_of(limit, say), day(as_of, say) or date.today()
        settings = due_settings(policy.value, None, None, culture_day, say)
        areas = [chosen.value for chosen in area or []]
        filters = _Filters(agency or [], issuer or [], _listed(kind), areas, day(since, say), day(until, say))
        places = _places(output or [], format_, say)
        if files and db is not None:
            raise typer.BadParameter(say("report_files_or_db"))
        with ExitStack() as stack:
            stack.enter_context(rare_collections())
            selection = filters.selection()
            if files:
                inputs: Sequence[Input] = _inputs(files, places, say)
                archive = None
            else:
                archive = stack.enter_context(opened(db, say))
                inputs = _kept(archive, selection)

            gathering = Gathering(
                today, settings.calendar, within, policy.value, selection=selection, filters=filters.words()
            )
            bad_lines: list[AnalyzerError] = []

            def read(entry: Input, progress: "Progress") -> None:
                def bad_line(error: AnalyzerError) -> None:
                    bad_lines.append(error)
                    typer.echo(explain(entry.name, error, say), err=True)

                if archive is not None and isinstance(entry, Kept):
                    gathering.add(refreshed(archive.directive(entry.id), today, settings))
                    return
                for directive in directives(entry, limits, progress, today, settings, bad_line):
                    gathering.add(directive)

            written: list[Path] = []

            def write(results: Iterator[tuple[Input, None]]) -> None:
                for _ in results:
                    pass
                if batch.stopped or (inputs and not batch.good):
                    return  # a report over part of the documents would mislead
                made = gathering.report()
                for path, writer in places:
                    _put(path, writer, made, written)

            batch = Batch(inputs, say, read)
            code = batch.run(write, places[0][0])
            paths, count = ", ".join(map(str, written)), gathering.documents
            batch.tell(say("report_written", paths=paths, count=count) if written else None)
            code = code or (1 if bad_lines else 0)
        raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class _Filters:
    """What the options leave of documents and tasks."""

    agencies: Sequence[str]
    issuers: Sequence[str]
    kinds: Sequence[str]
    areas: Sequence[str]
    since: date | None
    until: date | None

    def selection(self) -> "Selection":
        """As the report takes it."""
        from typing import cast

        from analyzer.assembly.models import Area
        from analyzer.reporting import Selection

        areas = cast(Sequence[Area], self.areas)
        return Selection(self.agencies, self.issuers, self.kinds, areas, self.since, self.until)

    def words(self) -> dict[str, str]:
        """What stands in the report's head, by the name of the option."""
        from analyzer.writing.cells import vietnamese_date
        from analyzer.writing.labels import label

        told = {
            "agency": "; ".join(self.agencies),
            "issuer": "; ".join(self.issuers),
            "kind": ", ".join(self.kinds),
            "area": "; ".join(label("area", area) for area in self.areas),
            "since": vietnamese_date(self.since),
            "until": vietnamese_date(self.until),
        }
        return {name: words for name, words in told.items() if words}


def _listed(values: Sequence[str] | None) -> list[str]:
    """Values given one by one or with commas between."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def _places(outputs: Sequence[Path], asked: FormatName | None, say: Messages) -> "list[tuple[Path | None, Writer]]":
    """Where the report goes and in which form, None for standard output. Raises typer.BadParameter."""
    from analyzer.reporting import WRITERS

    if not outputs:
        if asked is None and sys.stdout.isatty():
            raise typer.BadParameter(say("report_needs_output"))
        writer = WRITERS[asked.value if asked else "json"]
        if writer.binary and sys.stdout.isatty():
            raise typer.BadParameter(say("needs_file"))
        return [(None, writer)]
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise typer.BadParameter(say("report_twice"))
    places: list[tuple[Path | None, Writer]] = []
    for path in outputs:
        if path.is_dir():
            raise typer.BadParameter(say("report_is_directory", path=path))
        name = asked.value if asked and len(outputs) == 1 else path.suffix.lower().removeprefix(".")
        if name not in WRITERS:
            raise typer.BadParameter(say("report_suffix", path=path))
        places.append((path, WRITERS[name]))
    return places


def _inputs(files: Sequence[str], places: "Sequence[tuple[Path | None, Writer]]", say: Messages) -> list[Input]:
    """The files to read. Raises typer.BadParameter."""
    if files.count(STDIN) > 1:
        raise typer.BadParameter(say("twice_stdin"))
    outputs = {path.resolve() for path, _ in places if path}
    named = {Path(file).resolve() for file in files}
    if overwritten := next((path for path, _ in places if path and path.resolve() in named), None):
        raise typer.BadParameter(say("overwrites_input", path=overwritten))
    found = expand(files, else_results=True)
    inputs = [entry for entry in found if entry.path is None or entry.path.resolve() not in outputs]
    if not inputs:
        raise typer.BadParameter(say("nothing"))
    return inputs


def _kept(archive: "Archive", selection: "Selection") -> list[Kept]:
    """The documents of the archive that the report is about, in the order they were added."""
    return [
        Kept(None, card.id, card.name)
        for card in archive.cards()
        if selection.takes_document(card.kind, card.kind_name, card.issued_on, card.issuer, card.issuer_id)
    ]


def _put(path: Path | None, writer: "Writer", made: "Report", written: list[Path]) -> None:
    """Write the report to one place. Raises OSError where that fails."""
    from analyzer.writing import atomic_file

    if path is None:
        writer.write(made, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as file:
        writer.write(made, file)
    written.append(path)
