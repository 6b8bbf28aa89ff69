"""``analyzer show``: a copy of a PDF or scan with what was found in it highlighted and numbered."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.bars import Bars
from analyzer.cli.inputs import STDIN, Input, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report
    from analyzer.writing.show import Kind


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("show") + "\n\n" + say("show_examples"), no_args_is_help=True)
    def show(
        file: Annotated[str, typer.Argument(help=say("show_file"), metavar="FILE", show_default=False)],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="PATH", help=say("show_output"), show_default=False)
        ],
        kinds: Annotated[
            str, typer.Option("--kinds", metavar="KINDS", help=say("show_kinds"))
        ] = "tasks,agencies,deadlines,targets",
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        from analyzer.errors import AnalyzerError
        from analyzer.writing import atomic_file

        limits = limits_of(limit, say)
        entry = Input(None if file == STDIN else Path(file))
        wanted = _kinds(kinds, say)
        if output.is_dir():
            raise typer.BadParameter(say("show_needs_file", path=output))
        if entry.path and entry.path.exists() and output.exists() and os.path.samefile(entry.path, output):
            raise typer.BadParameter(say("overwrites_input", path=output))
        try:
            with Bars(1, say) as bars:
                copy, directive = _copy(entry, wanted, limits, bars.page)
        except (AnalyzerError, OSError) as error:
            typer.echo(explain(file, error, say), err=True)
            raise typer.Exit(1) from error
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(output) as target:
                target.write(copy)
        except OSError as error:
            typer.echo(explain_write(output, error, say), err=True)
            raise typer.Exit(1) from error
        typer.echo(say("shown", path=output, tasks=len(directive.tasks), pages=directive.source.pages), err=True)


def _kinds(words: str, say: Messages) -> "list[Kind]":
    from analyzer.writing.show import KINDS

    wanted = {word.strip().lower() for word in words.split(",")} - {""}
    if not wanted or wanted - set(KINDS):
        raise typer.BadParameter(say("unknown_kinds", given=words, known=", ".join(KINDS)))
    return [kind for kind in KINDS if kind in wanted]


def _copy(entry: Input, kinds: "list[Kind]", limits: "Limits", report: "Report") -> "tuple[bytes, Directive]":
    """The highlighted copy, and what is in the document."""
    from analyzer.assembly.analysis import analyse
    from analyzer.assembly.assemble import assemble
    from analyzer.reading.isolation import read_isolated
    from analyzer.writing.show import check_pages, highlighted

    source = entry.source()
    manuscript = read_isolated(source, limits=limits, report=report)
    check_pages(manuscript.source.media_type)
    directive = assemble(analyse(manuscript))
    data = source.read_bytes() if isinstance(source, Path) else source
    return highlighted(data, manuscript, directive, kinds, limits), directive
