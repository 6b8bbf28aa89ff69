"""``analyzer coverage``: whether plans cover what a directive asks."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.compared import FormatName, format_of, put, run
from analyzer.cli.inputs import limits_of
from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("coverage") + "\n\n" + say("coverage_examples"), no_args_is_help=True)
    def coverage(
        parent: Annotated[str, typer.Argument(help=say("coverage_parent"), metavar="PARENT", show_default=False)],
        plans: Annotated[list[str], typer.Argument(help=say("coverage_plans"), metavar="CHILD", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("compared_db"))] = None,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("compared_format"))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("compared_output"))
        ] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        limits, chosen = limits_of(limit, say), format_of(format_, output, say)

        def make(found: "list[list[Directive]]") -> Callable[[], None]:
            from analyzer.comparison import coverage as covered
            from analyzer.comparison.meaning import is_missed

            asked, *children = found
            if len(asked) != 1 or not any(children):
                raise typer.BadParameter(say("coverage_one_parent"))
            if is_missed():
                typer.echo(say("coverage_words_alone"), err=True)
            made = covered(asked[0], [plan for directives in children for plan in directives])
            return lambda: put(made, chosen, output, say)

        raise typer.Exit(run([parent, *plans], db, limits, output, say, make))
