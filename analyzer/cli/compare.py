"""``analyzer compare``: two versions of a document, or a document and its amendment, task by task."""

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

    @app.command(help=say("compare") + "\n\n" + say("compare_examples"), no_args_is_help=True)
    def compare(
        before: Annotated[str, typer.Argument(help=say("compare_before"), metavar="A", show_default=False)],
        after: Annotated[str | None, typer.Argument(help=say("compare_after"), metavar="B", show_default=False)] = None,
        amendment: Annotated[
            bool | None, typer.Option("--amendment/--no-amendment", help=say("compare_amendment"))
        ] = None,
        history: Annotated[bool, typer.Option("--history", help=say("compare_history"))] = False,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("compared_db"))] = None,
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("compared_format"))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("compared_output"))
        ] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        if (after is None) is not history:
            raise typer.BadParameter(say("compare_two"))
        limits, chosen = limits_of(limit, say), format_of(format_, output, say)

        def make(found: "list[list[Directive]]") -> Callable[[], None]:
            from analyzer import analyze
            from analyzer.comparison import compare as compared

            if any(len(directives) != 1 for directives in found):
                raise typer.BadParameter(say("compare_one_each"))
            (old,), (new,) = found
            made = compared(old, new, amendment=amendment, read=lambda text: analyze(text, limits=limits))
            return lambda: put(made, chosen, output, say)

        names = [before] if after is None else [before, after]
        raise typer.Exit(run(names, db, limits, output, say, make, history=history))
