"""The first day on which a task is due is marked; entries are found by document and item."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FIRST = sa.text("first")
MARK = """
    UPDATE due_day SET first = true
    WHERE EXISTS (SELECT 1 FROM entry WHERE entry.id = due_day.entry AND entry.what = 'task')
    AND NOT EXISTS (SELECT 1 FROM due_day AS other WHERE other.entry = due_day.entry AND other.day < due_day.day)
"""


def upgrade() -> None:
    """Add the mark, set it, and make the index that counts by it."""
    op.add_column("due_day", sa.Column("first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(MARK)
    op.create_index(
        "ix_due_day_first", "due_day", ["day", "entry", "first"], sqlite_where=_FIRST, postgresql_where=_FIRST
    )
    op.create_index("ix_entry_document_entry_item", "entry", ["document", "item"])
    op.drop_index("ix_entry_document", "entry")
