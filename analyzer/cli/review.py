"""``analyzer review``: what to look at so that hardly any task is missed."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.inputs import STDIN, expand, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("review") + "\n\n" + say("review_examples"), no_args_is_help=True)
    def review(
        files: Annotated[list[str], typer.Argument(help=say("files"), metavar="FILES", show_default=False)],
        as_json: Annotated[bool, typer.Option("--json", help=say("review_json"))] = False,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        limits = limits_of(limit, say)
        if files.count(STDIN) > 1:
            raise typer.BadParameter(say("twice_stdin"))
        inputs = expand(files)
        if not inputs:
            raise typer.BadParameter(say("nothing"))
        bad = 0
        for entry in inputs:
            try:
                directive = entry.analyze(limits, lambda _: None, review=True)
            except Exception as error:  # one document must not end the work on the others; the failure is told
                bad += 1
                typer.echo(explain(entry.name, error, say), err=True)
                continue
            if as_json:
                _print_json(entry.name, directive)
            else:
                _show([directive], say)
        raise typer.Exit(1 if bad else 0)


def _print_json(name: str, directive: "Directive") -> None:
    units = [unit.model_dump(mode="json") for unit in directive.review or ()]
    line = {"source": name, "tasks": len(directive.tasks), "review": units}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _show(directives: Sequence["Directive"], say: Messages) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from analyzer.writing.cells import clean
    from analyzer.writing.labels import labels
    from analyzer.writing.notes import is_doubtful
    from analyzer.writing.rows import document_name, review_rows

    console = Console(highlight=False, emoji=False)
    for directive in directives:
        console.print(Text(clean(document_name(directive)), style="bold"))
        rows = list(review_rows([directive]))
        if rows:
            table = Table(show_lines=True, header_style="bold", expand=True)
            columns = labels("columns")
            table.add_column(columns["order"], justify="right", no_wrap=True)
            table.add_column(columns["passage"], ratio=5, overflow="fold")
            table.add_column("%", justify="right", no_wrap=True)
            table.add_column(columns["reason"], ratio=2, overflow="fold")
            table.add_column(columns["place"], ratio=1, overflow="fold")
            for row in rows:
                cells = (row.passage, str(row.percent), row.reason, row.place)
                table.add_row(str(row.order), *(Text(clean(cell)) for cell in cells))
            console.print(table)
        doubtful = sum(is_doubtful(task) for task in directive.tasks)
        console.print(
            Text(say("review_counts", count=len(rows), tasks=len(directive.tasks), doubtful=doubtful)), end="\n\n"
        )
