"""``analyzer search``: who owes what to whom, by words and filters, in an archive."""

import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from analyzer.cli.databases import opened
from analyzer.cli.days import day
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from analyzer.archive.asking import Sort
    from analyzer.archive.search import Found
    from analyzer.archive.selection import Filters

_ROLES = ("lead", "support", "monitor", "recipient")
_AREAS = (
    "direction",
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "other",
)
_MODALITIES = ("obligation", "prohibition", "recommendation")
_PLACES = ("title", "task", "target")
_MOST = 100_000  # results that are put together at once


class SortName(StrEnum):
    """The orders (:data:`analyzer.archive.search.Sort`)."""

    relevance = "relevance"
    date = "date"
    due = "due"


_ORDERS: dict[SortName, "Sort"] = {
    SortName.relevance: "relevance",
    SortName.date: "date",
    SortName.due: "due",
}


class FormatName(StrEnum):
    """The forms of the results."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    xlsx = "xlsx"


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("search") + "\n\n" + say("search_examples"), no_args_is_help=True)
    def search(
        words: Annotated[
            list[str] | None, typer.Argument(help=say("search_words"), metavar="QUERY", show_default=False)
        ] = None,
        agency: Annotated[list[str] | None, typer.Option("--agency", metavar="NAME", help=say("search_agency"))] = None,
        role: Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help=say("search_role"))] = None,
        due_before: Annotated[
            str | None, typer.Option("--due-before", metavar="DATE", help=say("search_due_before"))
        ] = None,
        due_after: Annotated[
            str | None, typer.Option("--due-after", metavar="DATE", help=say("search_due_after"))
        ] = None,
        area: Annotated[
            list[str] | None,
            typer.Option("--area", metavar="AREA", help=say("search_area", names=", ".join(_AREAS))),
        ] = None,
        kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=say("search_kind"))] = None,
        issuer: Annotated[list[str] | None, typer.Option("--issuer", metavar="NAME", help=say("search_issuer"))] = None,
        since: Annotated[str | None, typer.Option("--since", metavar="DATE", help=say("search_since"))] = None,
        until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=say("search_until"))] = None,
        modality: Annotated[
            list[str] | None, typer.Option("--modality", metavar="NAME", help=say("search_modality"))
        ] = None,
        places: Annotated[list[str] | None, typer.Option("--in", metavar="WHERE", help=say("search_in"))] = None,
        sort: Annotated[SortName | None, typer.Option("--sort", help=say("search_sort"))] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST, help=say("search_limit"))] = 20,
        offset: Annotated[int | None, typer.Option("--offset", min=0, help=say("search_offset"))] = None,
        page: Annotated[int | None, typer.Option("--page", min=1, help=say("search_page"))] = None,
        facets: Annotated[bool, typer.Option("--facets", help=say("search_facets"))] = False,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("search_format"))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("search_output"))
        ] = None,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        if page is not None and offset is not None:
            raise typer.BadParameter(say("search_page_or_offset"), param_hint="--page")
        chosen = _format(format_, output, say)
        first = offset if offset is not None else ((page or 1) - 1) * limit
        days = {"due_before": due_before, "due_after": due_after, "since": since, "until": until}
        from analyzer.archive.selection import Filters

        filters = Filters(
            agencies=tuple(agency or ()),
            roles=_chosen(role, _ROLES, "--role", say),
            areas=_chosen(area, _AREAS, "--area", say),
            kinds=_kinds(kind, say),
            issuers=tuple(issuer or ()),
            modalities=_chosen(modality, _MODALITIES, "--modality", say),
            what=_chosen(places, _PLACES, "--in", say),
            **{name: day(given, say) for name, given in days.items()},
        )
        with opened(db, say) as archive:
            from analyzer.archive.search import search

            query = " ".join(words or ())
            order: Sort | None = _ORDERS[sort] if sort else None
            found = search(archive, query, filters, sort=order, limit=limit, offset=first, with_facets=facets)
        _tell_bodies(found, filters, say)
        _put(found, chosen, output, say)


def _chosen(given: Iterable[str] | None, known: Sequence[str], option: str, say: Messages) -> tuple[str, ...]:
    """The values of an option that may be repeated or hold several with commas. Raises typer.BadParameter."""
    found = []
    for value in _split(given):
        name = value.lower()
        if name not in known:
            raise typer.BadParameter(say("search_unknown", value=value, names=", ".join(known)), param_hint=option)
        found.append(name)
    return tuple(dict.fromkeys(found))


def _kinds(given: Iterable[str] | None, say: Messages) -> tuple[str, ...]:
    """Kinds of documents by abbreviation, by the code of their numbers or by name. Raises typer.BadParameter."""
    from analyzer.knowledge import doc_kinds

    found = []
    for value in _split(given):
        kind = doc_kinds.by_abbr(value) or doc_kinds.by_code(value) or doc_kinds.by_name(value)
        if kind is None:
            names = ", ".join(dict.fromkeys(kind.abbr for kind in doc_kinds.doc_kinds()))
            raise typer.BadParameter(say("search_unknown", value=value, names=names), param_hint="--kind")
        found.append(kind.abbr)
    return tuple(dict.fromkeys(found))


def _split(given: Iterable[str] | None) -> list[str]:
    return [part.strip() for value in given or () for part in value.split(",") if part.strip()]


def _format(asked: FormatName | None, output: Path | None, say: Messages) -> FormatName:
    """The form that is asked for; else by the name of the file; else a table for people, lines for programs."""
    if output is not None and output.is_dir():
        raise typer.BadParameter(say("search_is_directory", path=output), param_hint="--output")
    if asked is FormatName.xlsx and output is None and sys.stdout.isatty():
        raise typer.BadParameter(say("needs_file"), param_hint="--output")
    if asked is not None:
        return asked
    if output is not None:
        suffix = output.suffix.lower().removeprefix(".")
        names = {"txt": FormatName.table, **{f.value: f for f in FormatName if f is not FormatName.table}}
        if suffix not in names:
            raise typer.BadParameter(say("search_suffix", path=output), param_hint="--output")
        return names[suffix]
    return FormatName.table if sys.stdout.isatty() else FormatName.jsonl


def _tell_bodies(found: "Found", filters: "Filters", say: Messages) -> None:
    """Say as which bodies the names of the filters were understood."""
    for (name, bodies), known in zip(found.bodies, found.known, strict=True):
        if not known:
            typer.echo(say("search_no_body", name=name), err=True)
        elif bodies:
            typer.echo(say("search_meant", name=name, bodies="; ".join(bodies)), err=True)


def _put(found: "Found", chosen: FormatName, output: Path | None, say: Messages) -> None:
    """Write the results; what cannot be written is told and ends the command with status 1."""
    from analyzer.archive import hits
    from analyzer.errors import AnalyzerError
    from analyzer.writing import atomic_file

    def table(found: "Found", file: BinaryIO) -> None:
        from analyzer.cli.search_table import show

        show(found, say, file)

    writers: dict[FormatName, Callable[[Found, BinaryIO], None]] = {
        FormatName.table: table,
        FormatName.json: hits.write_json,
        FormatName.jsonl: hits.write_jsonl,
        FormatName.xlsx: hits.write_xlsx,
    }
    try:
        if output is not None:
            output.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(output) as file:
                writers[chosen](found, file)
            typer.echo(say("search_written", path=output, count=len(found.hits) + len(found.near)), err=True)
        elif chosen is FormatName.table:
            from analyzer.cli.search_table import show

            show(found, say)
        else:
            writers[chosen](found, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    except AnalyzerError as error:
        typer.echo(explain(str(output or "-"), error, say), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(explain_write(output, error, say), err=True)
        raise typer.Exit(1) from error
