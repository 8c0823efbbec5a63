"""Run by Alembic: migrate over the connection that `open_ledger` hands in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
context.run_migrations()
