"""``analyzer extract``: documents in, task lists out."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.bars import Bars
from analyzer.cli.days import PolicyName, day, due_settings
from analyzer.cli.inputs import STDIN, Input, expand, limits_of
from analyzer.cli.messages import Messages
from analyzer.cli.outputs import Plan, plan
from analyzer.cli.problems import explain, explain_write
from analyzer.writing.registry import WRITERS

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report

    Analysed = Callable[[Input, Limits, Report], Directive]

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
        analysed = partial(
            Input.analyze,
            review=review,
            as_of=day(as_of, say),
            settings=due_settings(policy.value, received, effective, culture_day, say),
        )
        if files.count(STDIN) > 1:
            raise typer.BadParameter(say("twice_stdin"))
        inputs = expand(files, leave_out=output)
        if not inputs:
            raise typer.BadParameter(say("nothing"))
        many = len(inputs) > 1 or any(Path(name).is_dir() for name in files)
        where = plan(inputs, many, format_.value if format_ else None, output, say)
        work = Work(inputs, say, limits, analysed, with_text=not no_text)
        status = work.run(where, output)
        work.report(where, output)
        raise typer.Exit(status)


class Work:
    """The documents of one call, read one after the other; a failure is told and the work goes on."""

    def __init__(
        self, inputs: Sequence[Input], say: Messages, limits: "Limits", analysed: "Analysed", *, with_text: bool
    ) -> None:
        self.inputs = inputs
        self.say = say
        self.limits = limits
        self.with_text = with_text
        self.analysed = analysed
        self.good = self.bad = self.tasks = 0
        self.stop = StopSignal()
        self.unwritable: str | None = None

    def run(self, where: Plan, output: Path | None) -> int:
        """Read and write everything; the exit status."""
        with self.stop.heeded(), Bars(len(self.inputs), self.say) as bars:
            try:
                where.write(self._results(bars), self.say)
            except KeyboardInterrupt:
                self.stop.asked = True
            except BrokenPipeError:
                # The reader of our output has gone (| head): nobody is left to tell.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            except OSError as error:
                self.unwritable = explain_write(where.file or output, error, self.say)
        if self.stop.asked:
            return 130
        return 1 if self.bad or self.unwritable else 0

    def _results(self, bars: Bars) -> Iterator[tuple[Input, "Directive"]]:
        for entry in self.inputs:
            if self.stop.asked:
                return
            directive = self._read(entry, bars)
            if directive is not None:
                self.good += 1
                self.tasks += len(directive.tasks)
                yield entry, directive if self.with_text else directive.model_copy(update={"text": None})
            bars.advance()

    def _read(self, entry: Input, bars: Bars) -> "Directive | None":
        try:
            with self.stop.at_once():
                return self.analysed(entry, self.limits, bars.page)
        except KeyboardInterrupt:
            self.stop.asked = True
        except Exception as error:  # one document must not end the work on the others; the failure is told
            self.bad += 1
            if os.environ.get("ANALYZER_DEBUG"):
                from traceback import print_exc

                print_exc()
            typer.echo(explain(entry.name, error, self.say), err=True)
        return None

    def report(self, where: Plan, output: Path | None) -> None:
        """Tell on standard error what was done."""
        say = self.say
        if self.unwritable:
            typer.echo(self.unwritable, err=True)
        elif self.stop.asked:
            typer.echo(say("interrupted", count=self.good), err=True)
        elif not self.good:
            pass  # nothing was written; the reasons have been told
        elif where.files is not None:
            typer.echo(say("written_many", path=output, count=self.good, tasks=self.tasks), err=True)
        elif where.file is not None:
            typer.echo(say("written", path=where.file, count=self.good, tasks=self.tasks), err=True)
        if len(self.inputs) > 1 and self.bad:
            typer.echo(say("summary", good=self.good, total=len(self.inputs), bad=self.bad), err=True)


class StopSignal:
    """Ctrl-C as a wish: reading stops at once, writing is brought to its end first; a second Ctrl-C breaks off."""

    def __init__(self) -> None:
        self.asked = False
        self._at_once = False

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Within the block Ctrl-C is taken as said above."""
        before = signal.signal(signal.SIGINT, self._handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within the block Ctrl-C raises KeyboardInterrupt."""
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False

    def _handle(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if self._at_once or again:
            raise KeyboardInterrupt
