"""How fast a batch goes: documents done, rate and time left, on the terminal or as lines of a log."""

from __future__ import annotations

import sys
import time
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Any

import typer

from analyzer.batch.run import Watch
from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.batch.sync import Found
    from analyzer.batch.work import Outcome

_DRAWN_EVERY = 0.25
_LINE_EVERY = 30.0
#: The rate is that of the last so many seconds: it tells when the last documents are scans.
_WINDOW = 60.0


class Pace(Watch):
    """Shows on standard error how a batch goes; a line every half minute where that is no terminal."""

    def __init__(self, say: Messages, *, shown: bool = True) -> None:
        self._say = say
        self._shown = shown
        self._live = shown and sys.stderr.isatty()
        self._status: Any = None
        self._total = self._done = self._failed = self._read = 0
        self._rate = Rate()
        self._drawn = time.monotonic()

    def __enter__(self) -> Pace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._status is not None:
            self._status.stop()

    def listed(self, count: int) -> None:
        """See :class:`Watch`."""
        self._draw(self._say("batch_listing", count=count))

    def started(self, found: Found, done: int, failed: int, pending: int) -> None:
        """See :class:`Watch`."""
        self._total, self._done, self._failed = done + failed + pending, done + failed, failed
        self._rate = Rate(time.monotonic())
        if self._shown and self._done:
            typer.echo(self._say("batch_resumed", done=self._done, total=self._total, changed=found.changed), err=True)

    def told(self, outcome: Outcome) -> None:
        """See :class:`Watch`."""
        self._done += 1
        self._read += 1
        self._failed += outcome.state == "failed"
        self._rate.count(time.monotonic(), self._read)
        self._draw(None)

    def _draw(self, words: str | None) -> None:
        now = time.monotonic()
        if not self._shown or now - self._drawn < (_DRAWN_EVERY if self._live else _LINE_EVERY):
            return
        self._drawn = now
        words = words or self.line()
        if not self._live:
            typer.echo(words, err=True)
        elif self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status(words)
            self._status.start()
        else:
            self._status.update(words)

    def line(self) -> str:
        """How far it is, in a line."""
        rate = self._rate.now()
        left = clock((self._total - self._done) / rate) if rate else "–"
        percent = 100 * self._done // max(1, self._total)
        # Scans take seconds each: fewer than one a second are told by the minute.
        pace = (
            self._say("batch_rate_second", rate=f"{rate:.1f}")
            if rate >= 1
            else self._say("batch_rate_minute", rate=f"{60 * rate:.1f}")
        )
        return self._say(
            "batch_pace", done=self._done, total=self._total, percent=percent, rate=pace, left=left, bad=self._failed
        )


class Rate:
    """Documents a second, of the last minute.

    >>> rate = Rate(0.0)
    >>> for second in range(1, 11):
    ...     rate.count(float(second), 4 * second)
    >>> rate.now()
    4.0
    """

    def __init__(self, start: float = 0.0) -> None:
        self._seen: deque[tuple[float, int]] = deque([(start, 0)])

    def count(self, at: float, read: int) -> None:
        """So many have been read by then."""
        if len(self._seen) > 1 and at - self._seen[-2][0] < 1.0:
            self._seen[-1] = (at, read)  # one a second is enough
        else:
            self._seen.append((at, read))
        while len(self._seen) > 2 and at - self._seen[1][0] > _WINDOW:
            self._seen.popleft()

    def now(self) -> float:
        """The rate; 0 where there is none yet."""
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        return (last - first) / (end - start) if end > start else 0.0


def clock(seconds: float) -> str:
    """A time as people read it off a clock.

    >>> clock(59.6), clock(3661), clock(200_000)
    ('1:00', '1:01:01', '55:33:20')
    """
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
