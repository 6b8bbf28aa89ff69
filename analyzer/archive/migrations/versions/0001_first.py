"""The first schema."""

import sqlalchemy as sa
from alembic import op

from analyzer.archive.index import text_index
from analyzer.archive.tables import WORDS_VERSION

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables as they were first, and what each database has of its own for the words.

    The latter follows from the entries: where it changes, a later migration drops it and makes it anew.
    """
    op.create_table(
        "body",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.UniqueConstraint("name", "agency", "province", "area", name="uq_body_name_agency_province_area"),
    )
    op.create_index("ix_body_agency", "body", ["agency"])
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("kind_name", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", KEY, nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issuer"], ["body.id"], name="fk_document_issuer_body"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint(
            "number_key", "issuer_key", "issued_on", name="uq_document_number_key_issuer_key_issued_on"
        ),
    )
    op.create_index("ix_document_issued_on", "document", ["issued_on"])
    op.create_table(
        "citation",
        sa.Column("document", KEY, nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.id"], name="fk_citation_document_document", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "place", name="pk_citation"),
    )
    op.create_index("ix_citation_number_key", "citation", ["number_key"])
    op.create_table(
        "entry",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("tie", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", KEY, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_entry_document_document", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issuer"], ["body.id"], name="fk_entry_issuer_body"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    op.create_index("ix_entry_document", "entry", ["document"])
    op.create_table(
        "reading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_reading_document_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("digest", name="uq_reading_digest"),
    )
    op.create_index("ix_reading_document", "reading", ["document"])
    op.create_index("ix_reading_sha256", "reading", ["sha256"])
    op.create_index(
        "uq_reading_current",
        "reading",
        ["document"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "assignment",
        sa.Column("entry", KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("body", KEY, nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name="fk_assignment_body_body"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_assignment_entry_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "role", "body", name="pk_assignment"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assignment_body_assignment_role", "assignment", ["body", "role"])
    op.create_table(
        "due_day",
        sa.Column("entry", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_due_day_entry_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "day", name="pk_due_day"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_due_day_day", "due_day", ["day"])
    op.create_table(
        "profile",
        sa.Column("id", KEY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("issuer", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profile"),
    )
    op.create_index("ix_profile_issuer_profile_kind", "profile", ["issuer", "kind"])
    op.create_table(
        "hit",
        sa.Column("slot", KEY, autoincrement=False, nullable=False),
        sa.Column("entry", KEY, nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.Column("profile", KEY, nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_hit_entry_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["profile"], ["profile.id"], name="fk_hit_profile_profile"),
        sa.PrimaryKeyConstraint("slot", name="pk_hit"),
        sa.UniqueConstraint("entry", name="uq_hit_entry"),
    )
    op.create_index("ix_hit_document", "hit", ["document"])
    op.create_index("ix_hit_profile", "hit", ["profile"])
    connection = op.get_bind()
    text_index(connection.dialect.name).create(connection)
    connection.execute(sa.text("INSERT INTO setting VALUES ('words', :version)"), {"version": str(WORDS_VERSION)})
