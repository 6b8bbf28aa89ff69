"""The library's two doors: :func:`analyze` for a document, :func:`load` for a spaCy pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Directive
from analyzer.reading import read

if TYPE_CHECKING:
    from spacy.language import Language


def analyze(source: str | bytes | Path, *, name: str | None = None, as_of: date | None = None) -> Directive:
    """Read one document and return what it orders.

    ``source`` is text (``str``), a file (``Path``) or a file's content (``bytes``); ``name`` is shown as the source's
    name. ``as_of`` is the day for which the present bodies behind the agencies are named, today by default.

    Raises :class:`analyzer.errors.AnalyzerError` where the input cannot be read; nothing else.

    >>> analyze("Giao Sở Y tế rà soát quy trình nội bộ.").tasks[0].assignees[0].name
    'Sở Y tế'
    """
    return assemble(analyse(read(source, name=name)), as_of=as_of)


def load() -> Language:
    """A spaCy ``Language`` with the analyzer's pipes; see :mod:`analyzer.language`."""
    from analyzer.language import create

    return create()
