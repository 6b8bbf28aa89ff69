"""The index on SQLite: FTS5 over a view whose columns are computed from the entries, so that no word is stored twice.

The tokens are made by :mod:`analyzer.archive.words`, through functions that each connection must have
(:func:`register_functions`); FTS5's own tokenizer only splits them at spaces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from analyzer.archive.index import numbers
from analyzer.archive.index.base import Source, TextIndex
from analyzer.archive.index.tables import hit
from analyzer.archive.index.terms import All, But, Condition, Pair, Term
from analyzer.archive.index.terms import Any as AnyOf
from analyzer.archive.index.terms import Sequence as Row
from analyzer.archive.words import GAP, PAIR, indexed, pairs, plain

_CREATE = (
    """
    CREATE VIEW entry_words AS
    SELECT hit.slot AS slot,
           analyzer_exact(entry.text, entry.extra) AS exact,
           analyzer_plain(entry.text, entry.extra) AS plain,
           analyzer_pairs(entry.text, entry.extra) AS pairs,
           analyzer_number(entry.number, entry.kind) AS number
    FROM hit JOIN entry ON entry.id = hit.entry
    """,
    """
    CREATE VIRTUAL TABLE entry_index USING fts5(
        exact, plain, pairs, number,
        content='entry_words', content_rowid='slot', columnsize=0, tokenize='unicode61 remove_diacritics 0'
    )
    """,
)
_INSERT = "INSERT INTO entry_index (rowid, exact, plain, pairs, number) VALUES (:slot, :exact, :plain, :pairs, :number)"
_REMOVE = """
    INSERT INTO entry_index (entry_index, rowid, exact, plain, pairs, number)
    SELECT 'delete', slot, exact, plain, pairs, number FROM entry_words
    WHERE slot IN (SELECT slot FROM hit WHERE document = :document)
"""


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the index computes words with."""
    for name, function in (("exact", _exact), ("plain", _plain), ("pairs", _pairs), ("number", _number)):
        connection.create_function(f"analyzer_{name}", 2, function, deterministic=True)


class SqliteIndex(TextIndex):
    """FTS5."""

    def source(self, condition: Condition) -> Source:
        # CROSS JOIN keeps SQLite from looking each hit up in the index.
        hits = " CROSS JOIN hit ON hit.slot = entry_index.rowid"
        return Source("entry_index", hits, "entry_index.rowid", "entry_index MATCH :words", expression(condition), True)

    def _create(self, connection: Connection) -> None:
        for statement in _CREATE:
            connection.execute(text(statement))

    def _insert_words(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], hits: list[dict[str, Any]]
    ) -> None:
        connection.execute(hit.insert(), hits)
        words = [
            {
                "slot": one["slot"],
                "exact": _exact(row["text"], row["extra"]),
                "plain": _plain(row["text"], row["extra"]),
                "pairs": _pairs(row["text"], row["extra"]),
                "number": _number(row["number"], row["kind"]),
            }
            for row, one in zip(rows, hits, strict=True)
        ]
        connection.execute(text(_INSERT), words)

    def _remove_words(self, connection: Connection, document_id: int) -> None:
        connection.execute(text(_REMOVE), {"document": document_id})

    def _clear(self, connection: Connection) -> None:
        connection.execute(text("DROP TABLE entry_index"))
        connection.execute(text(_CREATE[1]))

    def _problems(self, connection: Connection) -> list[str]:
        try:
            with connection.begin_nested():
                connection.execute(text("INSERT INTO entry_index (entry_index, rank) VALUES ('integrity-check', 1)"))
        except DatabaseError:
            return ["the words of the index are not those of the entries"]
        return []


def expression(condition: Condition) -> str:
    """A condition as FTS5 writes it.

    >>> expression(But(Pair("noi", "vu"), Term("exact", "sở")))
    '(pairs : "πnoiνvu" NOT exact : "sở")'
    """
    match condition:
        case Term(form, token, prefix):
            return f'{form} : "{token}"{" *" if prefix else ""}'
        case Pair(first, second, prefix):
            return f'pairs : "{PAIR}{first}{GAP}{second}"{" *" if prefix else ""}'
        case Row(tokens, prefix):
            return f'exact : "{" ".join(tokens)}"{" *" if prefix else ""}'
        case All(of):
            return f"({' AND '.join(map(expression, of))})"
        case AnyOf(of):
            return f"({' OR '.join(map(expression, of))})"
        case But(what, without):
            return f"({expression(what)} NOT {expression(without)})"


def _exact(words: str, extra: str | None) -> str:
    return " ".join(indexed(words, extra))


def _plain(words: str, extra: str | None) -> str:
    return " ".join(map(plain, indexed(words, extra)))


def _pairs(words: str, extra: str | None) -> str:
    return " ".join(pairs(indexed(words, extra)))


def _number(number: str | None, kind: str | None) -> str:
    return " ".join(numbers.tokens(number, kind))
