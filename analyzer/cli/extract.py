"""``analyzer extract``: documents in, task lists out."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.batch import Batch
from analyzer.cli.days import PolicyName, day, due_settings
from analyzer.cli.inputs import STDIN, Input, expand, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.outputs import Plan, plan
from analyzer.writing.registry import WRITERS

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.reading.progress import Report

FormatName = Enum("FormatName", {name: name for name in WRITERS}, type=str)  # type: ignore[misc]


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("extract") + "\n\n" + say("extract_examples"), no_args_is_help=True)
    def extract(
        files: Annotated[list[str], typer.Argument(help=say("files"), metavar="FILES", show_default=False)],
        format_: Annotated[FormatName | None, typer.Option("--format", "-f", help=say("format"))] = None,
        output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("output"))] = None,
        no_text: Annotated[bool, typer.Option("--no-text", help=say("no_text"))] = False,
        review: Annotated[bool, typer.Option("--review", help=say("extract_review"))] = False,
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("as_of"))] = None,
        policy: Annotated[PolicyName, typer.Option("--policy", help=say("policy"))] = PolicyName.lenient,
        received: Annotated[str | None, typer.Option("--received", metavar="DATE", help=say("received"))] = None,
        effective: Annotated[str | None, typer.Option("--effective", metavar="DATE", help=say("effective"))] = None,
        culture_day: Annotated[
            bool | None, typer.Option("--culture-day/--no-culture-day", help=say("culture_day"))
        ] = None,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        limits = limits_of(limit, say)
        today, settings = day(as_of, say), due_settings(policy.value, received, effective, culture_day, say)
        if files.count(STDIN) > 1:
            raise typer.BadParameter(say("twice_stdin"))
        inputs = expand(files, leave_out=output)
        if not inputs:
            raise typer.BadParameter(say("nothing"))
        many = len(inputs) > 1 or any(Path(name).is_dir() for name in files)
        where = plan(inputs, many, format_.value if format_ else None, output, say)

        def read(entry: Input, report: "Report") -> "Directive":
            made = entry.analyze(limits, report, review=review, as_of=today, settings=settings)
            return made.model_copy(update={"text": None}) if no_text else made

        tasks = 0

        def write(results: "Iterator[tuple[Input, Directive]]") -> None:
            def counted() -> "Iterator[tuple[Input, Directive]]":
                nonlocal tasks
                for entry, directive in results:
                    tasks += len(directive.tasks)
                    yield entry, directive

            where.write(counted(), say)

        batch = Batch(inputs, say, read)
        status = batch.run(write, where.file or output)
        batch.tell(_written(where, output, batch.good, tasks, say))
        raise typer.Exit(status)


def _written(where: Plan, output: Path | None, count: int, tasks: int, say: Messages) -> str | None:
    """What was written where; nothing is told of standard output."""
    if where.files is not None:
        return say("written_many", path=output, count=count, tasks=tasks)
    return say("written", path=where.file, count=count, tasks=tasks) if where.file is not None else None
