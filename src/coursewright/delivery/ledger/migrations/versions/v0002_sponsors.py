"""Sponsors: an enrolment that is told of another one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the reference to the learner; no row is rewritten."""
    told_of = sa.Column("learner_id", _ID, nullable=True)
    if op.get_bind().dialect.name != "sqlite":  # which cannot add a named key to a table
        told_of.append_foreign_key(sa.ForeignKey("enrolment.id", ondelete="RESTRICT"))
    op.add_column("enrolment", told_of)
    told = sa.text("learner_id IS NOT NULL")
    op.create_index(
        "enrolment_learner",
        "enrolment",
        ["learner_id"],
        sqlite_where=told,
        postgresql_where=told,
    )
