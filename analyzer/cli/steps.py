"""Progress of training on the terminal: which step, how far."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from analyzer.cli.messages import Messages


class Steps:
    """A bar on standard error where that is a terminal; elsewhere one line a step."""

    def __init__(self, say: Messages) -> None:
        self._say = say
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Steps:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, step: str, done: int, of: int) -> None:
        """So much of a step is done."""
        if step not in self._tasks:
            label = self._say(f"step_{step}")
            if self._bar is None:
                print(label, file=sys.stderr, flush=True)
            self._tasks[step] = self._bar.add_task(label, total=of) if self._bar is not None else None
        if self._bar is not None:
            self._bar.update(self._tasks[step], completed=done, total=of)
