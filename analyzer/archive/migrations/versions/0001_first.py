"""The first schema."""

from alembic import op

from analyzer.archive.index import text_index
from analyzer.archive.tables import WORDS_VERSION, metadata, setting

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the index."""
    connection = op.get_bind()
    metadata.create_all(connection)
    text_index(connection.dialect.name).create(connection)
    op.bulk_insert(setting, [{"name": "words", "value": str(WORDS_VERSION)}])
