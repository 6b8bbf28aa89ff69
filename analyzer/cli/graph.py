"""``analyzer archive graph``: what a document rests on, and what rests on it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from analyzer.cli.databases import opened
from analyzer.cli.days import day
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain_write

if TYPE_CHECKING:
    from analyzer.archive.graph import Graph


class FormatName(StrEnum):
    """The forms of the graph."""

    tree = "tree"
    json = "json"
    svg = "svg"


class DirectionName(StrEnum):
    """Which way the graph goes from the document."""

    up = "up"
    down = "down"
    both = "both"


def register_graph(group: typer.Typer, say: Messages) -> None:
    """Add the command to the group ``archive``."""

    @group.command(help=say("graph") + "\n\n" + say("graph_examples"), no_args_is_help=True)
    def graph(
        number: Annotated[str, typer.Argument(help=say("graph_number"), metavar="NUMBER", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("graph_format"))] = None,
        output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("graph_output"))] = None,
        direction: Annotated[DirectionName, typer.Option("--direction", help=say("graph_direction"))] = (
            DirectionName.both
        ),
        depth: Annotated[int | None, typer.Option("--depth", min=1, max=30, help=say("graph_depth"))] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=200, help=say("graph_limit"))] = 12,
        issuer: Annotated[str | None, typer.Option("--issuer", metavar="TEXT", help=say("graph_issuer"))] = None,
        date: Annotated[str | None, typer.Option("--date", metavar="DATE", help=say("graph_date"))] = None,
    ) -> None:
        issued_on, chosen = day(date, say), _format(format_, output, say)
        with opened(db, say) as archive:
            from analyzer.archive.graph.asking import find_asked
            from analyzer.archive.graph.build import DEPTH, build
            from analyzer.archive.graph.library import ArchiveLibrary

            with ArchiveLibrary.of_one_moment(archive) as library:
                asked = find_asked(library, number, issuer=issuer, issued_on=issued_on)
                made = build(library, asked, direction=direction.value, up=depth, down=depth or DEPTH, limit=limit)
        try:
            _put(made, chosen, output, say)
        except OSError as error:
            typer.echo(explain_write(output, error, say), err=True)
            raise typer.Exit(1) from error
        if output is not None:
            typer.echo(say("graph_written", path=output, count=len(made.nodes)), err=True)


def _format(asked: FormatName | None, output: Path | None, say: Messages) -> FormatName:
    """The form that is asked for; else by the name of the file; else a tree for people, JSON for programs."""
    if output is not None and output.is_dir():
        raise typer.BadParameter(say("graph_is_directory", path=output))
    if asked is not None:
        return asked
    if output is not None:
        forms = {".svg": FormatName.svg, ".json": FormatName.json, ".txt": FormatName.tree}
        if output.suffix.lower() not in forms:
            raise typer.BadParameter(say("graph_suffix", path=output))
        return forms[output.suffix.lower()]
    return FormatName.tree if sys.stdout.isatty() else FormatName.json


def _put(graph: "Graph", chosen: FormatName, output: Path | None, say: Messages) -> None:
    """Write the graph. Raises OSError where that fails."""
    from analyzer.writing import atomic_file

    if output is None and chosen is FormatName.tree:
        from analyzer.cli.graph_tree import show

        show(graph, say)
    elif output is None:
        _write(graph, chosen, say, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(output) as file:
            _write(graph, chosen, say, file)


def _write(graph: "Graph", chosen: FormatName, say: Messages, file: BinaryIO) -> None:
    if chosen is FormatName.tree:
        from analyzer.cli.graph_tree import show

        show(graph, say, file)
    elif chosen is FormatName.svg:
        from analyzer.archive.graph.svg import svg_text

        file.write(svg_text(graph).encode("utf-8"))
    else:
        from analyzer.archive.graph.as_json import json_text

        file.write(json_text(graph).encode("utf-8"))
