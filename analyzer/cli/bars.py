"""Progress on the terminal: documents done, and pages of a scan recognised."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.reading.progress import Progress


class Bars:
    """Bars on standard error where that is a terminal: of the documents if there are several, of pages as reported.

    They are drawn when there is something to show, so that one short document never waits for them.
    """

    def __init__(self, documents: int, say: Messages) -> None:
        self._documents = documents
        self._say = say
        self._shown = sys.stderr.isatty()
        self._bars: Any = None

    def __enter__(self) -> Bars:
        if self._shown and self._documents > 1:
            self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._bars is not None:
            self._bars.stop()

    def advance(self) -> None:
        """One more document is done."""
        if self._bars is not None:
            self._bars.advance(self._whole)
            self._bars.update(self._pages, visible=False)

    def page(self, progress: Progress) -> None:
        """So many pages of the present document are recognised, or the like."""
        if not self._shown:
            return
        if self._bars is None:
            self._start()
        self._bars.update(
            self._pages,
            description=self._say(f"progress_{progress.stage}"),
            completed=progress.done,
            total=progress.total,
            visible=True,
        )

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        self._whole = self._bars.add_task(self._say("progress"), total=self._documents, visible=self._documents > 1)
        self._pages = self._bars.add_task(self._say("progress_ocr"), total=None, visible=False)
        self._bars.start()
