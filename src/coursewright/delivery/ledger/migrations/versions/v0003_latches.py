"""What stops or slows the sender, and where a suppression came from, kept for every process."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the tables, and the source of a suppression."""
    op.create_table(
        "latch",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),  # what the replies have in common
        sa.Column("released_at", sa.BigInteger),
    )
    op.create_table(
        "bucket",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),  # of the window
        sa.Column("part", sa.BigInteger, nullable=False),  # of the window: where it begins
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("resets_at", sa.BigInteger, nullable=False),
        sa.Column("free_at", sa.Double, nullable=False),  # of a pace: when the next email may go
        sa.PrimaryKeyConstraint("scope", "seconds", "part"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    for name in ("source", "run", "detail"):
        op.add_column("suppression", sa.Column(name, sa.Text, nullable=False, server_default=""))
