"""The index for full text, one class a database; all answer the same."""

from __future__ import annotations

from analyzer.archive.index.base import Source, TextIndex

__all__ = ["Source", "TextIndex", "text_index"]


def text_index(dialect_name: str) -> TextIndex:
    """The index for a database, by SQLAlchemy's name of it.

    >>> type(text_index("sqlite")).__name__
    'SqliteIndex'
    """
    if dialect_name == "sqlite":
        from analyzer.archive.index.sqlite import SqliteIndex

        return SqliteIndex()
    if dialect_name == "postgresql":
        from analyzer.archive.index.postgresql import PostgresIndex

        return PostgresIndex()
    raise ValueError(dialect_name)
