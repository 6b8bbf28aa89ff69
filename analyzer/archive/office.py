"""The tables of an office that works on an archive: uploads and jobs, people, reviews, the standing of tasks.

They are part of the archive's schema, so that one address holds all, and are used by :mod:`analyzer.review` and
:mod:`analyzer.service`. Times are in UTC.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text

from analyzer.archive.tables import key_type, metadata

#: Bytes as they were uploaded. ``layout`` says where the words stand on the pages (JSON, compressed), null where there
#: are no pages or the file has not been read.
file = Table(
    "file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("layout", LargeBinary),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

#: Files to be read. ``state`` is queued, running, done, failed or cancelled. A running job belongs to an ``instance``
#: of the service, which says by ``beat`` that it lives; ``sha256`` names the file, whose bytes may be gone when the job
#: is over. ``stage``, ``reached`` and ``total`` tell how far it is; ``error`` is {code, message, message_vi} in JSON.
job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("name", Text),
    Column("sha256", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("options", Text, nullable=False),  # JSON
    Column("attempts", Integer, nullable=False),
    Column("instance", Text),
    Column("beat", DateTime(timezone=True)),
    Column("stage", Text),
    Column("reached", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("document", ForeignKey("document.id", ondelete="SET NULL")),
    Column("outcome", Text),
    Column("error", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Index(None, "state", "created_at"),
    Index(None, "owner", "created_at"),
    Index(None, "sha256"),
    Index(None, "document"),
)

#: People who may use the service; ``role`` is reader, editor or admin. Of the token only the checksum is kept.
account = Table(
    "account",
    metadata,
    Column("id", key_type, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("expires_on", Date),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)

#: People who have signed in with a browser; of the cookie only the checksum is kept.
session = Table(
    "session",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index(None, "account"),
)

#: Documents that a person has begun to review. ``base`` is the reading that the machine made, which changes start from.
review = Table(
    "review",
    metadata,
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("base", ForeignKey("reading.id", ondelete="CASCADE"), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("finished_by", Text),
)

#: What people changed, in the order of ``id``. ``before`` and ``after`` are JSON objects that give, for each item that
#: changed (header, task:t5, target:g1, standing:t5), its value, null where there is none; ``task`` is the one it is
#: about. A change that takes another back names it by ``undoes``.
change = Table(
    "change",
    metadata,
    Column("id", key_type, primary_key=True),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("task", Text),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("undoes", ForeignKey("change.id", ondelete="CASCADE"), unique=True),
    Index(None, "document"),
)

#: How far a task is: ``status`` is todo, doing or done. An extension takes the place of the day the document says.
standing = Table(
    "standing",
    metadata,
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("task", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("done_on", Date),
    Column("done_document", Text),
    Column("extended_to", Date),
    Column("extension_document", Text),
    Column("note", Text),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
    Index(None, "extended_to"),
)

#: Limits of entries that come again and again, for the days on which they fall due next. ``until`` is the last day of
#: the rhythm where it ends; ``text`` and ``bound`` are what the days are counted from (:mod:`analyzer.due`), ``shift``
#: the days that the policy moves them by.
rhythm = Table(
    "rhythm",
    metadata,
    Column("entry", ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rrule", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("bound", Text),
    Column("shift", Integer, nullable=False),
    Column("until", Date),
    sqlite_with_rowid=False,
)
