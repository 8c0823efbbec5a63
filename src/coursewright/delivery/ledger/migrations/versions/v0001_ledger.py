"""The ledger's first schema. Times are UTC seconds, dates ISO text in the learner's zone."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers rows only as INTEGER
_DAY = sa.String(10)


def _kept(table: str) -> sa.ForeignKey:
    """Return a reference that forbids the deletion of what it points at."""
    return sa.ForeignKey(f"{table}.id", ondelete="RESTRICT")


def upgrade() -> None:
    """Make the tables."""
    _people()
    _courses()
    _enrolments()
    _records()


def _people() -> None:
    op.create_table(
        "contact",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("address_key", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tz", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("domain", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("soft_bounces", sa.Integer, nullable=False),
        sa.Column("attrs", sa.Text, nullable=False),
        sa.Column("consent_source", sa.Text, nullable=False),
        sa.Column("consent_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(  # no reference to a contact: it outlives erasure
        "suppression",
        sa.Column("address_hash", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("paused_at", sa.BigInteger),
        sa.Column("catch_up", sa.BigInteger, nullable=False),
        sa.Column("release_hash", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
    )
    op.create_table(
        "lesson",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("course_id", _ID, _kept("course"), nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.UniqueConstraint("course_id", "slug"),
    )
    op.create_table(  # what was sent stays, so that a mail in doubt can be sent again unchanged
        "content",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _enrolments() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("contact_id", _ID, _kept("contact"), nullable=False),
        sa.Column("course_id", _ID, _kept("course"), nullable=False),
        sa.Column("cohort", sa.Text, nullable=False),
        sa.Column("track", sa.Text, nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("start_on", _DAY, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("lesson_id", _ID, _kept("lesson")),
        sa.Column("gen", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("wake_at", sa.BigInteger),
        sa.Column("claim", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("shift_days", sa.Integer, nullable=False),
        sa.Column("override_due", sa.BigInteger),
        sa.Column("plan_rev", sa.Integer, nullable=False),
        sa.Column("paused_on", _DAY),
        sa.Column("last_on", _DAY),
        sa.Column("finished_on", _DAY),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("contact_id", "course_id", "cohort"),
        postgresql_with={"fillfactor": 80},  # the pointer moves within its page
    )
    awake = sa.text("wake_at IS NOT NULL")
    op.create_index(  # the only index for scheduling: due time, lease and retry time in one
        "enrolment_wake",
        "enrolment",
        ["course_id", "wake_at"],
        sqlite_where=awake,
        postgresql_where=awake,
    )
    op.create_index("enrolment_lesson", "enrolment", ["course_id", "lesson_id"])


def _records() -> None:
    op.create_table(
        "delivery",
        sa.Column("enrolment_id", _ID, _kept("enrolment")),
        sa.Column("lesson_id", _ID, _kept("lesson")),
        sa.Column("gen", sa.Integer, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("date_hdr", sa.BigInteger, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", "gen"),
        sqlite_with_rowid=False,
    )
    doubtful = sa.text("state IN (1, 4)")
    op.create_index(
        "delivery_doubt",
        "delivery",
        ["at"],
        sqlite_where=doubtful,
        postgresql_where=doubtful,
    )
    op.create_table(
        "event",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("enrolment_id", _ID, _kept("enrolment")),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("event_enrolment", "event", ["enrolment_id"])
    op.create_table(  # sums for reports; `slot` keeps two senders from waiting for one row
        "counter",
        sa.Column("course_id", _ID, nullable=False),
        sa.Column("lesson_id", _ID, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("slot", sa.SmallInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("course_id", "lesson_id", "day", "state", "slot"),
    )
