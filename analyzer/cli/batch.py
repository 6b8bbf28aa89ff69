"""Documents read one after the other: a failure is told and the work goes on, Ctrl-C ends it in good order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

from analyzer.cli.bars import Bars
from analyzer.cli.inputs import Input
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from analyzer.reading.progress import Report

T = TypeVar("T")


class Batch(Generic[T]):
    """The inputs of one call, each made into something by ``read``; ``good`` and ``bad`` count how that went."""

    def __init__(self, inputs: Sequence[Input], say: Messages, read: Callable[[Input, Report], T]) -> None:
        self.inputs = inputs
        self.say = say
        self.good = self.bad = 0
        self.unwritable: str | None = None
        self._read = read
        self._stop = StopSignal()

    @property
    def stopped(self) -> bool:
        """Whether Ctrl-C asked for an end."""
        return self._stop.asked

    def run(self, write: Callable[[Iterator[tuple[Input, T]]], None], file: Path | None) -> int:
        """Hand what is read to ``write``, as it comes; the exit status. ``file`` is named where writing fails."""
        with self._stop.heeded(), Bars(len(self.inputs), self.say) as bars:
            try:
                write(self._results(bars))
            except KeyboardInterrupt:
                self._stop.asked = True
            except BrokenPipeError:
                # The reader of our output has gone (| head): nobody is left to tell.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            except OSError as error:
                self.unwritable = explain_write(file, error, self.say)
        if self.stopped:
            return 130
        return 1 if self.bad or self.unwritable else 0

    def tell(self, written: str | None) -> None:
        """Tell on standard error how it ended; ``written`` says what was written where, if anything was."""
        say = self.say
        if self.unwritable:
            typer.echo(self.unwritable, err=True)
        elif self.stopped:
            typer.echo(say("interrupted", count=self.good), err=True)
        elif self.good and written:
            typer.echo(written, err=True)
        if len(self.inputs) > 1 and self.bad:
            typer.echo(say("summary", good=self.good, total=len(self.inputs), bad=self.bad), err=True)

    def _results(self, bars: Bars) -> Iterator[tuple[Input, T]]:
        for entry in self.inputs:
            if self.stopped:
                return
            try:
                with self._stop.at_once():
                    result = self._read(entry, bars.page)
            except KeyboardInterrupt:
                self._stop.asked = True
            except Exception as error:  # one document must not end the work on the others; the failure is told
                self.bad += 1
                if os.environ.get("ANALYZER_DEBUG"):
                    from traceback import print_exc

                    print_exc()
                typer.echo(explain(entry.name, error, self.say), err=True)
            else:
                self.good += 1
                yield entry, result
            bars.advance()


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
