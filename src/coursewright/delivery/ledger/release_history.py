"""The releases of a course, in the order of publishing, and the way back."""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from coursewright.errors import UsageError
from coursewright.sequence.release import Release, judge_release
from coursewright.sequence.upgrade import upgraded_sequence

from .rows import CourseRow, fetch
from .statements import statement

__all__ = ["ReleaseEntry", "release_before", "releases_of"]


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One release in the list of a course."""

    number: int
    """Counted from 1, in the order of publishing."""
    published_at: int
    """UTC second; 0: before the ledger kept releases."""
    hash: str
    current: bool


def releases_of(connection: sa.Connection, course: int) -> list[ReleaseEntry]:
    """Return every release of a course, in the order of publishing."""
    courses = fetch(connection, "courses", CourseRow)
    current = next(row.release_id for row in courses if row.id == course)
    rows = connection.execute(statement(connection, "releases"), {"course": course})
    return [
        ReleaseEntry(number, row.published_at, row.hash, row.id == current)
        for number, row in enumerate(rows, 1)
    ]


def release_before(connection: sa.Connection, course: int) -> Release:
    """Return the release that `publish_back` returns to.

    Raises:
        UsageError: the current release is the first one.
    """
    rows = {
        r.id: r for r in connection.execute(statement(connection, "releases"), {"course": course})
    }
    courses = fetch(connection, "courses", CourseRow)
    current = next(row.release_id for row in courses if row.id == course)
    parent = rows[current].parent_id
    if parent is None:
        msg = "there is no earlier release to go back to"
        raise UsageError(msg, hint="`coursewright publish --list` shows the releases.")
    row = connection.execute(statement(connection, "release"), {"id": parent}).one()
    return judge_release(upgraded_sequence(json.loads(row.data)))
