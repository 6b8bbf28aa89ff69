"""The index on PostgreSQL: one ``tsvector`` an entry with a GIN index.

It holds the exact tokens with their places, the plain ones (a text search configuration with ``unaccent``), each pair
of plain tokens as one (phrases need no second look at the row then), and the document's number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from analyzer.archive.errors import ArchiveUnreachable
from analyzer.archive.index import numbers
from analyzer.archive.index.base import Source, TextIndex, page
from analyzer.archive.index.terms import All, But, Condition, Pair, Term
from analyzer.archive.index.terms import Any as AnyOf
from analyzer.archive.index.terms import Sequence as Row
from analyzer.archive.words import GAP, PAIR, indexed, pairs

_WORDS = """
    to_tsvector('simple', {exact}) || strip(to_tsvector('analyzer_plain', {exact}))
    || array_to_tsvector(string_to_array({rest}, ' '))
"""
_INSERT = f"""
    INSERT INTO hit (slot, entry, document, profile, issued, words)
    VALUES (:slot, :entry, :document, :profile, :issued,
            {_WORDS.format(exact="CAST(:exact AS text)", rest="CAST(:rest AS text)")})
"""
_UNLIKE = f"""
    SELECT count(*)
    FROM unnest(CAST(:entries AS bigint[]), CAST(:exacts AS text[]), CAST(:rests AS text[]))
         AS made (entry, exact, rest)
    JOIN hit ON hit.entry = made.entry
    WHERE hit.words IS DISTINCT FROM {_WORDS.format(exact="made.exact", rest="made.rest")}
"""
_DICTIONARY = """
    SELECT quote_ident(space.nspname) || '.unaccent'
    FROM pg_ts_dict dictionary JOIN pg_namespace space ON space.oid = dictionary.dictnamespace
    WHERE dictionary.dictname = 'unaccent'
"""
# PostgreSQL moves a value out of the row only where the row is longer than 2 KB. These spaces, which it then compresses
# to some bytes, make every row so long: rows without words are narrow, and a search reads a tenth of the pages.
_BALLAST = 2100
_LETTERS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"


class PostgresIndex(TextIndex):
    """tsvector with GIN."""

    # sorts in memory; no compiling of queries that take less time than that
    settings = ("SET LOCAL work_mem = '64MB'", "SET LOCAL jit = off")

    def source(self, condition: Condition) -> Source:
        return Source("hit", "", "hit.slot", "hit.words @@ CAST(:words AS tsquery)", expression(condition))

    def _create(self, connection: Connection) -> None:
        if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
            raise ArchiveUnreachable(
                "The database must have the encoding UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
                "Cơ sở dữ liệu phải dùng bảng mã UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
            )
        dictionary = _dictionary(connection)
        for statement in (
            "CREATE TEXT SEARCH CONFIGURATION analyzer_plain (COPY = pg_catalog.simple)",
            f"ALTER TEXT SEARCH CONFIGURATION analyzer_plain ALTER MAPPING FOR {_LETTERS} WITH {dictionary}, simple",
            "ALTER TABLE hit ADD COLUMN words tsvector NOT NULL",
            "ALTER TABLE hit ALTER COLUMN words SET STORAGE EXTERNAL",
            f"ALTER TABLE hit ADD COLUMN ballast text NOT NULL DEFAULT repeat(' ', {_BALLAST})",
            "ALTER TABLE hit SET (toast_tuple_target = 128)",
            "CREATE INDEX ix_hit_words ON hit USING gin (words)",
        ):
            connection.execute(text(statement))

    def _insert_words(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], hits: list[dict[str, Any]]
    ) -> None:
        connection.execute(text(_INSERT), [{**one, **_words(row)} for row, one in zip(rows, hits, strict=True)])

    def _remove_words(self, connection: Connection, document_id: int) -> None:
        """They stand in the rows of ``hit``."""

    def _clear(self, connection: Connection) -> None:
        """They stand in the rows of ``hit``."""

    def _problems(self, connection: Connection) -> list[str]:
        unlike, last = 0, None
        while rows := page(connection, last):
            last = rows[-1]["id"]
            made = [_words(row) for row in rows]
            values = {"entries": [row["id"] for row in rows]}
            values |= {f"{name}s": [words[name] for words in made] for name in ("exact", "rest")}
            unlike += connection.execute(text(_UNLIKE), values).scalar_one()
        return [f"the words of {unlike} entries are not those of the index"] if unlike else []


def expression(condition: Condition) -> str:
    """A condition as ``tsquery`` writes it.

    >>> expression(But(Pair("noi", "vu"), Term("exact", "sở")))
    "('πnoiνvu' & !'sở')"
    >>> expression(Row(("nội", "vụ"), prefix=True))
    "('πnoiνvu':* & ('nội' <-> 'vụ':*))"
    """
    match condition:
        case Term(_, token, prefix):
            return _quoted(token, prefix)
        case Pair(first, second, prefix):
            return _quoted(f"{PAIR}{first}{GAP}{second}", prefix)
        case Row(tokens, prefix):
            *others, last = tokens
            phrase = " <-> ".join([*map(_quoted, others), _quoted(last, prefix)])
            *joined, end = pairs(tokens)
            return f"({' & '.join([*map(_quoted, joined), _quoted(end, prefix)])} & ({phrase}))"
        case All(of):
            return f"({' & '.join(map(expression, of))})"
        case AnyOf(of):
            return f"({' | '.join(map(expression, of))})"
        case But(what, without):
            return f"({expression(what)} & !{expression(without)})"


def _quoted(token: str, prefix: bool = False) -> str:
    return f"'{token}'{':*' if prefix else ''}"


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    tokens = indexed(row["text"], row["extra"])
    rest = {*pairs(tokens), *numbers.tokens(row["number"], row["kind"])}
    return {"exact": " ".join(tokens), "rest": " ".join(sorted(rest))}


def _dictionary(connection: Connection) -> str:
    """The name of the dictionary of the extension, which is made where it is not there."""
    found = connection.execute(text(_DICTIONARY)).scalar()
    if found is None:
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION unaccent"))
        except DBAPIError as error:
            raise ArchiveUnreachable(
                "The database lacks the extension unaccent, and this user may not make it. "
                "Ask its administrator for: CREATE EXTENSION unaccent;",
                "Cơ sở dữ liệu chưa có phần mở rộng unaccent và người dùng này không có quyền tạo. "
                "Hãy đề nghị quản trị viên chạy: CREATE EXTENSION unaccent;",
            ) from error
        found = connection.execute(text(_DICTIONARY)).scalar_one()
    return str(found)
