"""``analyzer batch``: many documents, by all cores, into a directory of results or an archive."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.days import PolicyName, day
from analyzer.cli.inputs import limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain

if TYPE_CHECKING:
    from analyzer.batch.run import Job, Summary
    from analyzer.batch.work import Engine

_FORMATS = ("jsonl", "parquet")
_SHOWN_CODES = 20


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("batch") + "\n\n" + say("batch_examples"), no_args_is_help=True)
    def batch(
        inputs: Annotated[list[str], typer.Argument(help=say("batch_inputs"), metavar="INPUT", show_default=False)],
        out: Annotated[str | None, typer.Option("--out", "-o", metavar="DIR", help=say("batch_out"))] = None,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("batch_db"))] = None,
        format_: Annotated[str, typer.Option("--format", "-f", help=say("batch_format"))] = "jsonl",
        workers: Annotated[int | None, typer.Option("--workers", "-w", min=1, help=say("batch_workers"))] = None,
        scheduler: Annotated[
            str | None, typer.Option("--scheduler", metavar="ADDRESS", help=say("batch_scheduler"))
        ] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("batch_as_of"))] = None,
        policy: Annotated[PolicyName, typer.Option("--policy", help=say("policy"))] = PolicyName.lenient,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
        part_size: Annotated[int, typer.Option("--part-size", min=1, help=say("batch_part_size"))] = 1000,
        text: Annotated[bool, typer.Option("--text/--no-text", help=say("batch_text"))] = True,
        retry_failed: Annotated[bool, typer.Option("--retry-failed", help=say("batch_retry"))] = False,
        again: Annotated[bool, typer.Option("--again", help=say("batch_again"))] = False,
        prune: Annotated[bool, typer.Option("--prune", help=say("batch_prune"))] = False,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("batch_quiet"))] = False,
    ) -> None:
        from analyzer.batch.run import Job

        if out is None and db is None:
            raise typer.BadParameter(say("batch_nowhere"))
        formats = [name.strip() for name in format_.split(",") if name.strip()]
        if not formats or not set(formats) <= set(_FORMATS):
            raise typer.BadParameter(say("batch_bad_format", given=format_))
        job = Job(
            inputs,
            out=out,
            db=db,
            as_of=day(as_of, say),
            policy="strict" if policy is PolicyName.strict else "lenient",
            limits=limits_of(limit, say),
            text=text,
            formats=[name for name in _FORMATS if name in formats],
            part_size=part_size,
            retry_failed=retry_failed,
            again=again,
            prune=prune,
        )
        raise typer.Exit(_carry_out(job, scheduler, workers, quiet, say))


def _carry_out(job: "Job", scheduler: str | None, workers: int | None, quiet: bool, say: Messages) -> int:
    """Run a batch and tell how it ended; the exit status."""
    from analyzer.batch.run import run
    from analyzer.cli.pace import Pace
    from analyzer.errors import AnalyzerError

    stopped = threading.Event()
    try:
        engine = _engine(scheduler, workers)
        with _stopping(engine, stopped), Pace(say, shown=not quiet) as pace:
            summary = run(job, engine, pace, stopped)
    except AnalyzerError as error:
        typer.echo(explain("analyzer batch", error, say), err=True)
        return 1
    except KeyboardInterrupt:
        typer.echo(say("batch_stopped_early"), err=True)
        return 130
    if not quiet:
        _tell(job, summary, say)
    return summary.status


def _engine(scheduler: str | None, workers: int | None) -> "Engine":
    if scheduler is None:
        from analyzer.batch.local import Local

        return Local(workers)
    from analyzer.batch.cluster import Cluster

    return Cluster(scheduler, workers=workers)


@contextmanager
def _stopping(engine: "Engine", stopped: threading.Event) -> Iterator[None]:
    """Within the block Ctrl-C and SIGTERM end the run in good order: what is being written is written first."""

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        engine.stop()

    kinds = (signal.SIGINT, signal.SIGTERM)
    before = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _tell(job: "Job", summary: "Summary", say: Messages) -> None:
    """Say on standard error what became of the documents, and of failures how many of which kind."""
    lines = []
    if summary.status == 130:
        lines.append(say("batch_interrupted", pending=summary.pending))
    lines.append(say("batch_summary", total=summary.items, done=summary.done, bad=summary.failed, read=summary.read))
    by_count = sorted(summary.codes.items(), key=lambda entry: (-entry[1], entry[0]))
    for code, count in by_count[:_SHOWN_CODES]:
        lines.append(say("batch_code", code=code, count=count, example=summary.examples[code]))
        advice = say.hint(code)
        if advice:
            lines.append(say("advice", advice=advice))
    if summary.failed:
        lines.append(say("batch_retry_hint"))
    if summary.kept:
        lines.append(say("batch_kept", count=summary.kept))
    if not summary.items:
        lines.append(say("nothing"))
    lines.append(say("batch_written", out=job.out or job.db, manifest=summary.manifest))
    for line in lines:
        typer.echo(line, err=True)
    sys.stderr.flush()
