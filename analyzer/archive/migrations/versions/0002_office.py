"""Public identifiers of documents, and the tables of an office: uploads, jobs, people, reviews, standings, rhythms."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Give every document its key, and make the tables."""
    _give_keys()
    op.create_table(
        "file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("layout", sa.LargeBinary()),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_file"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("instance", sa.Text()),
        sa.Column("beat", sa.DateTime(timezone=True)),
        sa.Column("stage", sa.Text()),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("document", KEY),
        sa.Column("outcome", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_job_document_document", ondelete="SET NULL"),
    )
    op.create_index("ix_job_state_job_created_at", "job", ["state", "created_at"])
    op.create_index("ix_job_owner_job_created_at", "job", ["owner", "created_at"])
    op.create_index("ix_job_sha256", "job", ["sha256"])
    op.create_index("ix_job_document", "job", ["document"])
    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sa.UniqueConstraint("token_hash", name="uq_account_token_hash"),
    )
    op.create_table(
        "session",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_session"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_session_account_account", ondelete="CASCADE"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    _make_review_tables()


def _give_keys() -> None:
    # SQLite adds a column that may not be null with a default alone
    op.add_column("document", sa.Column("key", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    document = sa.table("document", sa.column("id"), sa.column("key"))
    ids = connection.execute(sa.select(document.c.id)).scalars().all()
    if ids:
        statement = sa.update(document).where(document.c.id == sa.bindparam("at")).values(key=sa.bindparam("given"))
        connection.execute(statement, [{"at": at, "given": secrets.token_urlsafe(16)} for at in ids])
    op.create_index("ix_document_key", "document", ["key"], unique=True)
    if connection.dialect.name == "postgresql":
        op.alter_column("document", "key", server_default=None)


def _make_review_tables() -> None:
    op.create_table(
        "review",
        sa.Column("document", KEY, nullable=False),
        sa.Column("base", KEY, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("finished_by", sa.Text()),
        sa.PrimaryKeyConstraint("document", name="pk_review"),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_review_document_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["base"], ["reading.id"], name="fk_review_base_reading", ondelete="CASCADE"),
    )
    op.create_table(
        "change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("task", sa.Text()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undoes", KEY),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.UniqueConstraint("undoes", name="uq_change_undoes"),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_change_document_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["undoes"], ["change.id"], name="fk_change_undoes_change", ondelete="CASCADE"),
    )
    op.create_index("ix_change_document", "change", ["document"])
    op.create_table(
        "standing",
        sa.Column("document", KEY, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_document", sa.Text()),
        sa.Column("extended_to", sa.Date()),
        sa.Column("extension_document", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", "task", name="pk_standing"),
        sa.ForeignKeyConstraint(
            ["document"], ["document.id"], name="fk_standing_document_document", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_standing_extended_to", "standing", ["extended_to"])
    op.create_table(
        "rhythm",
        sa.Column("entry", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rrule", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("bound", sa.Text()),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.PrimaryKeyConstraint("entry", "place", name="pk_rhythm"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_rhythm_entry_entry", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
