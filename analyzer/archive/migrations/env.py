"""Runs the migrations on the connection that :mod:`analyzer.archive.opening` hands over, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
