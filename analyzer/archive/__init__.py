"""Directives kept in a database, each once with its history, to be searched and related.

SQLite in a file for one person, PostgreSQL for an office; the same answers on both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.archive.store import Added, Archive, Card, Incoming, Reading, open_archive

__all__ = ["Added", "Archive", "Card", "Incoming", "Reading", "open_archive"]


def __getattr__(name: str) -> Any:
    """Import the names when they are first asked for: some parts of the package need no database."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from analyzer.archive import store

    return getattr(store, name)
