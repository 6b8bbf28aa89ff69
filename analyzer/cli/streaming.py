"""The directives of an input one at a time, brought up to date for a day: what a report over thousands needs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from analyzer.cli.inputs import BYTE_ORDER_MARK, Input, holds_results, whole_result

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.due import DueSettings
    from analyzer.errors import AnalyzerError
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report

T = TypeVar("T")
_STEP = 10  # progress is told in KiB
_COLLECTED_AFTER = 50_000  # objects: the results of some twenty documents


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within the block Python looks for garbage in circles less often: results have none, and looking takes half the
    time of reading them.
    """
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def directives(
    entry: Input,
    limits: Limits,
    report: Report,
    as_of: date,
    settings: DueSettings,
    bad_line: Callable[[AnalyzerError], None],
) -> Iterator[Directive]:
    """A document analysed now, or results brought up to date. A line that is no result goes to ``bad_line``."""
    from analyzer import analyze
    from analyzer.tracking import read_results, refreshed
    from analyzer.tracking.results import read_line

    source = entry.source()
    if in_lines(source):
        for directive in of_lines(source, read_line, report, bad_line):
            yield refreshed(directive, as_of, settings)
    elif (data := whole_result(source)) is not None:
        for directive in read_results(data):
            yield refreshed(directive, as_of, settings)
    else:
        yield analyze(source, limits=limits, report=report, as_of=as_of, settings=settings)


def in_lines(source: Path | bytes) -> bool:
    """Whether a source holds results a line each.

    >>> in_lines(Path("a.jsonl")), in_lines(b"{}\\n{}"), in_lines(b"{}")
    (True, True, False)
    """
    if isinstance(source, Path):
        return source.suffix.lower() == ".jsonl"
    return holds_results(source) and b"\n{" in source


def of_lines(
    source: Path | bytes,
    read: Callable[[bytes, int], T],
    report: Report,
    bad_line: Callable[[AnalyzerError], None],
) -> Iterator[T]:
    """What ``read`` makes of each line and its number; a line that it refuses goes to ``bad_line``. Raises OSError."""
    from analyzer.errors import AnalyzerError
    from analyzer.reading.progress import Progress

    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    done = 0
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            done += len(line)
            line = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
            if line.strip():
                try:
                    yield read(line, number)
                except AnalyzerError as error:
                    bad_line(error)
            report(Progress("load", done >> _STEP, size >> _STEP))
