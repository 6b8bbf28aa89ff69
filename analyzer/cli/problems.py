"""Failures told to people: what was wrong with which file, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from analyzer.cli.messages import Messages
from analyzer.errors import AnalyzerError


def explain(name: str, error: Exception, say: Messages) -> str:
    """One or two lines about a document that could not be read.

    >>> explain("a.txt", FileNotFoundError("a.txt"), Messages("en"))
    'a.txt: no such file.'
    """
    if isinstance(error, AnalyzerError):
        message = error.message_vi if say.language == "vi" else error.message
        advice = say.hint(error.code)
    elif isinstance(error, FileNotFoundError):
        message, advice = say("missing"), None
    elif isinstance(error, OSError):
        message, advice = say("unreadable", reason=error.strerror or str(error)), None
    else:
        message, advice = say("internal", kind=type(error).__name__, reason=str(error)[:300]), None
    line = say("failed", name=name, message=message)
    return line + "\n" + say("advice", advice=advice) if advice else line


def explain_write(path: Path | None, error: OSError, say: Messages) -> str:
    """One line about a result that could not be written; ``path`` is None for standard output."""
    return say("cannot_write", path=path or "-", reason=error.strerror or str(error))
