"""``analyzer text``: the canonical text of one document."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.bars import Bars
from analyzer.cli.inputs import STDIN, Input, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("text"), no_args_is_help=True)
    def text(
        file: Annotated[str, typer.Argument(help=say("text_file"), metavar="FILE", show_default=False)],
        output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("text_output"))] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        from analyzer.errors import AnalyzerError
        from analyzer.reading.isolation import read_isolated
        from analyzer.writing import atomic_file

        limits = limits_of(limit, say)
        entry = Input(None if file == STDIN else Path(file))
        try:
            with Bars(1, say) as bars:
                manuscript = read_isolated(entry.source(), limits=limits, report=bars.page)
            words = manuscript.text.encode("utf-8") + b"\n"
        except (AnalyzerError, OSError) as error:
            typer.echo(explain(file, error, say), err=True)
            raise typer.Exit(1) from error
        if output is None:
            sys.stdout.buffer.write(words)
            sys.stdout.buffer.flush()
            return
        try:
            with atomic_file(output) as target:
                target.write(words)
        except OSError as error:
            typer.echo(explain_write(output, error, say), err=True)
            raise typer.Exit(1) from error
