"""Releases: each build that was published, in order, and how far its dates have been applied."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the table; what each course sends today becomes its first release."""
    op.create_table(
        "release",
        sa.Column("id", _ID, primary_key=True),
        sa.Column(
            "course_id", _ID, sa.ForeignKey("course.id", ondelete="RESTRICT"), nullable=False
        ),
        sa.Column("parent_id", _ID),  # the release that `publish --back` returns to
        sa.Column("published_at", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("decisions", sa.Text, nullable=False),
        sa.Column("redated_to", _ID),  # the last enrollment dated again; NULL: all of them
    )
    op.create_index("release_course", "release", ["course_id"])
    op.add_column("course", sa.Column("release_id", _ID))
    op.execute(
        "INSERT INTO release (course_id, published_at, hash, data, decisions)"
        " SELECT id, 0, release_hash, release, '{}' FROM course"
    )
    op.execute(
        "UPDATE course SET release_id = (SELECT r.id FROM release r WHERE r.course_id = course.id)"
    )
    op.drop_column("course", "release")
