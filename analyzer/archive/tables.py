"""The tables of the archive, the same on SQLite and PostgreSQL; the index for full text is each engine's own.

A *document* is kept once, by the content of its files and by number, issuer and date. Each way it was read is a
*reading*; one is current, the others are its history. From the current reading come the *entries* that are searched
(its title, tasks and targets), with who has a part in them (*assignment*) and the days they fall due, and the
*citations* of other documents. Entries can be made again from the readings at any time.

The tables of the people who work on an archive are in :mod:`analyzer.archive.office`.
"""

from __future__ import annotations

import secrets

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

#: Of what is made from readings: raise it when :mod:`analyzer.archive.words` folds otherwise or entries are made with
#: more, so that all are made anew by a repair.
WORDS_VERSION = 2

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

key_type = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself in columns of type INTEGER alone

#: A body as documents name it: "" where the register has no id, or province and area are not known.
body = Table(
    "body",
    metadata,
    Column("id", key_type, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("province", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("plain", Text, nullable=False),  # the name's words without accents, single spaces
    UniqueConstraint("name", "agency", "province", "area"),
    Index(None, "agency"),
)


def new_key() -> str:
    """An identifier that cannot be guessed: 128 random bits as 22 characters for addresses.

    >>> len(new_key()), new_key() == new_key()
    (22, False)
    """
    return secrets.token_urlsafe(16)


#: ``key`` is the identifier that may be shown to others; row numbers can be guessed.
document = Table(
    "document",
    metadata,
    Column("id", key_type, primary_key=True),
    Column("key", Text, nullable=False, default=new_key),
    Column("number", Text),
    Column("number_key", Text),
    Column("kind", Text),
    Column("kind_name", Text),
    Column("issued_on", Date),
    Column("issuer", ForeignKey("body.id")),
    Column("issuer_key", Text),
    Column("title", Text),
    Column("name", Text, nullable=False),  # what staff call it: kind, number and date
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("number_key", "issuer_key", "issued_on"),
    Index(None, "issued_on"),
    Index(None, "key", unique=True),
)

reading = Table(
    "reading",
    metadata,
    Column("id", key_type, primary_key=True),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("sha256", Text, nullable=False),  # of the file's bytes
    Column("digest", Text, nullable=False),  # of what was read in it, apart from what changes from day to day
    Column("engine", Text),  # the analyzer that read it; null where that is not known
    Column("reader", Text, nullable=False),
    Column("source_name", Text),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("result", LargeBinary, nullable=False),  # the line of JSON, compressed
    UniqueConstraint("digest"),
    Index(None, "sha256"),
    Index(None, "document"),
    Index(
        "uq_reading_current",
        "document",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)

#: ``what`` is title, task or target; ``item`` its identifier in the result ("" for the title). The document's kind,
#: date and issuer stand here again, so that filters and counts need no second table.
entry = Table(
    "entry",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("what", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("place", Integer, nullable=False),  # order within the document
    Column("text", Text, nullable=False),  # what is searched and shown
    Column("length", Integer, nullable=False),  # of the text, in words
    Column("tie", Integer, nullable=False),  # orders what ranks alike, the same in every archive
    Column("area", Text),
    Column("modality", Text),
    Column("confidence", Float),
    Column("page", Integer),
    Column("kind", Text),
    Column("issued_on", Date),
    Column("issuer", ForeignKey("body.id")),
    Column("number", Text),  # of the document: it is found with each of its entries
    Column("extra", Text),  # further words to be found, not shown: of a title the kind and the issuer
    Index(None, "document", "item"),
)

assignment = Table(
    "assignment",
    metadata,
    Column("entry", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("body", ForeignKey("body.id"), primary_key=True),
    Index(None, "body", "role"),
    sqlite_with_rowid=False,
)

#: The days on which an entry's limits end: of a task its deadlines, of a target its due period. ``first`` is a task's
#: first day, so that what falls due is counted without a look at each task.
due_day = Table(
    "due_day",
    metadata,
    Column("entry", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("month", Integer, nullable=False),  # 202512
    Column("first", Boolean, nullable=False, server_default=false()),
    Index(None, "day"),
    Index("ix_due_day_first", "day", "entry", "first", sqlite_where=text("first"), postgresql_where=text("first")),
    sqlite_with_rowid=False,
)

citation = Table(
    "citation",
    metadata,
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("place", SmallInteger, primary_key=True),  # order within the document
    Column("relation", Text, nullable=False),
    Column("kind", Text),
    Column("number", Text),
    Column("number_key", Text),
    Column("issued_on", Date),
    Column("issuer", Text),
    Column("text", Text, nullable=False),
    Index(None, "number_key"),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
