"""The directives of an input one at a time, brought up to date for a day: what a report over thousands needs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analyzer.cli.inputs import READ_BACK, Input

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.due import DueSettings
    from analyzer.errors import AnalyzerError
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report

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

    source = entry.source()
    if isinstance(source, Path) and source.suffix.lower() == ".jsonl":
        with source.open("rb") as file:
            for directive in _of_lines(file, source.stat().st_size, report, bad_line):
                yield refreshed(directive, as_of, settings)
    elif isinstance(source, bytes) and _is_json(source) and b"\n{" in source:
        for directive in _of_lines(BytesIO(source), len(source), report, bad_line):
            yield refreshed(directive, as_of, settings)
    elif (isinstance(source, Path) and source.suffix.lower() in READ_BACK) or (
        isinstance(source, bytes) and _is_json(source)
    ):
        data = source if isinstance(source, bytes) else source.read_bytes()
        for directive in read_results(data):
            yield refreshed(directive, as_of, settings)
    else:
        yield analyze(source, limits=limits, report=report, as_of=as_of, settings=settings)


def _is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _of_lines(
    file: BinaryIO, size: int, report: Report, bad_line: Callable[[AnalyzerError], None]
) -> Iterator[Directive]:
    from analyzer.errors import AnalyzerError
    from analyzer.reading.progress import Progress
    from analyzer.tracking.results import read_line

    done = 0
    for number, line in enumerate(file, start=1):
        done += len(line)
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            try:
                yield read_line(line, number)
            except AnalyzerError as error:
                bad_line(error)
        report(Progress("load", done >> _STEP, size >> _STEP))
