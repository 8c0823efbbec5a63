"""A course as the ledger holds it: its current release, and the row of each of its steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from coursewright.errors import UsageError
from coursewright.problems import near
from coursewright.sequence.release import Release, judge_release
from coursewright.sequence.upgrade import upgraded_sequence

from .database import Ledger
from .rows import CourseRow, fetch
from .statements import statement
from .states import CourseStatus

__all__ = ["Published", "all_published", "find_published", "load_published"]


@dataclass(frozen=True, slots=True)
class Published:
    """A course in the ledger."""

    id: int
    hash: str
    """Of the release as it was published; `release` may have been brought to a newer format."""
    release: Release
    numbers: Mapping[str, int]
    """DeliveryStep key -> id of its row."""
    keys: Mapping[int, str]
    """The way back."""
    drawn: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Where learners who stand alike were pointed, in one second: worked out once."""


def find_published(ledger: Ledger, connection: sa.Connection, slug: str = "") -> Published:
    """Return the course `slug`, or the only one.

    Raises:
        UsageError: there is no such course, or several and none is named.
    """
    rows = fetch(connection, "courses", CourseRow)
    if not slug and len(rows) == 1:
        return load_published(ledger, connection, rows[0])
    for row in rows:
        if row.slug == slug:
            return load_published(ledger, connection, row)
    names = [row.slug for row in rows]
    if not names:
        msg = "no course has been published yet"
        raise UsageError(msg, hint="Run `coursewright publish` first.")
    msg = f"the course {slug[:64]!r} has not been published" if slug else "say which course"
    hint = near(slug, names) or f"Published: {', '.join(names)}. Run `coursewright publish`."
    raise UsageError(msg, hint=hint)


def all_published(
    ledger: Ledger, connection: sa.Connection, *, active: bool = False
) -> list[Published]:
    """Return all courses, or those that are not paused."""
    rows = fetch(connection, "courses", CourseRow)
    return [
        load_published(ledger, connection, row)
        for row in rows
        if not active or row.state is CourseStatus.ACTIVE
    ]


def load_published(
    ledger: Ledger,
    connection: sa.Connection,
    row: CourseRow,
    *,
    keep: bool = True,
) -> Published:
    """Return the course of a row of `course`, parsed once for each release.

    Args:
        ledger: keeps what was parsed.
        connection: an open transaction.
        row: the row.
        keep: False inside a transaction that may be taken back: its numbers are not final.
    """
    place = (row.id, row.release_hash)
    if place not in ledger.published or not keep:
        release = statement(connection, "course-release")
        text = connection.execute(release, {"id": row.id}).scalar_one()
        lessons = connection.execute(statement(connection, "lessons"), {"course": row.id}).all()
        numbers = {lesson.slug: lesson.id for lesson in lessons}
        keys = {lesson.id: lesson.slug for lesson in lessons}
        data = judge_release(upgraded_sequence(json.loads(text)))
        loaded = Published(row.id, row.release_hash, data, numbers, keys)
        if not keep:
            return loaded
        ledger.published[place] = loaded
    found: Published = ledger.published[place]
    return found
