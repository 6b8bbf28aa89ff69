"""The library's two doors: :func:`analyze` for a document, :func:`load` for a spaCy pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.assembly.analysis import analyse, collection_paused
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Directive
from analyzer.due.settings import DueSettings
from analyzer.reading import DEFAULT_LIMITS, Limits, read
from analyzer.reading.isolation import read_isolated
from analyzer.reading.progress import Report, silent

if TYPE_CHECKING:
    from spacy.language import Language


def analyze(
    source: str | bytes | Path,
    *,
    name: str | None = None,
    as_of: date | None = None,
    settings: DueSettings | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolated: bool = True,
    review: bool = False,
    report: Report = silent,
) -> Directive:
    """Read one document and return what it orders.

    ``source`` is text (``str``), a file (``Path``) or a file's content (``bytes``); ``name`` is shown as the source's
    name. ``as_of`` is the day for which the present bodies behind the agencies and the next occurrences of what recurs
    are named, today by default; ``settings`` say how due days are counted (:class:`analyzer.due.DueSettings`).

    ``limits`` bound what is read. Files other than plain text are read in a child process, which the limits of time and
    memory hold for; ``isolated=False`` reads them in this one, for programs that bring a sandbox of their own.
    ``review`` adds what to look at so that hardly any task is missed (:attr:`Directive.review`).
    ``report`` is told how far recognising scanned pages is.

    Raises :class:`analyzer.errors.AnalyzerError` where the input cannot be read or the installation lacks a model, and
    OSError where there is no such file; nothing else.

    >>> analyze("Giao Sở Y tế rà soát quy trình nội bộ.").tasks[0].assignees[0].name
    'Sở Y tế'
    """
    reader = read_isolated if isolated else read
    manuscript = reader(source, name, limits=limits, report=report)
    with collection_paused():
        return assemble(analyse(manuscript), as_of=as_of, settings=settings, review=review)


def load() -> Language:
    """A spaCy ``Language`` with the analyzer's pipes; see :mod:`analyzer.language`."""
    from analyzer.language import create

    return create()
