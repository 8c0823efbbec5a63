"""Which course of the ledger a release belongs to, and what happens when its id is a new one.

A release with an id that the ledger does not know is either another course or the same course under
a new id. To guess would start a second course silently, so the operator decides.
"""

import sqlalchemy as sa

from coursewright.errors import DecisionNeededError, UsageError
from coursewright.problems import near
from coursewright.sequence.release import Release

from .decisions import Decisions
from .rows import CourseRow, fetch
from .statements import statement

__all__ = ["course_row", "find_course", "rename_to", "unknown_course"]


def find_course(
    connection: sa.Connection, release: Release, decisions: Decisions
) -> CourseRow | None:
    """Return the row of the course that a release belongs to; None: it is not in the ledger.

    Raises:
        UsageError: the course to rename is not in the ledger, or the new id is taken.
    """
    rows = {row.slug: row for row in fetch(connection, "courses", CourseRow)}
    found = rows.get(release.slug)
    old = decisions.rename_course
    if not old or old == release.slug or (found is not None and old not in rows):
        return found  # as it is called, or renamed before
    if found is not None:
        msg = f"cannot rename {old[:64]}: the ledger already has a course {release.slug}"
        raise UsageError(msg)
    if old not in rows:
        msg = f"the ledger has no course {old[:64]!r} to rename"
        raise UsageError(msg, hint=near(old, list(rows)) or f"It has {', '.join(rows)}.")
    return rows[old]


def unknown_course(
    connection: sa.Connection, release: Release, decisions: Decisions
) -> dict[tuple[str, str], int]:
    """Return the courses that a release with an unknown id could be, if that is undecided.

    Returns:
        `("course", id)` -> how many learners are under way in it.
    """
    if decisions.new_course or find_course(connection, release, decisions) is not None:
        return {}
    rows = connection.execute(statement(connection, "under-way-by-course"))
    return {("course", row.slug): int(row.n) for row in rows}


def course_row(
    connection: sa.Connection, release: Release, decisions: Decisions
) -> CourseRow | None:
    """Return the row of the course to publish to, locked and renamed if so decided.

    None: it is a new course.

    Raises:
        DecisionNeededError: the ledger has courses, but none with this id.
        UsageError: as `find_course`.
    """
    if others := unknown_course(connection, release, decisions):
        known = ", ".join(f"{name} ({n:,} learners)" for (_, name), n in others.items())
        msg = f"the ledger has no course {release.slug}; it has {known}"
        hint = (
            "Set the id in course.yaml back, choose --rename-course OLD if it is the same course,"
            " or --new-course if it is another one."
        )
        raise DecisionNeededError(msg, hint=hint)
    row = find_course(connection, release, decisions)
    if row is None:
        return None
    (locked,) = fetch(connection, "course", CourseRow, {"slug": row.slug})
    return locked if locked.slug == release.slug else rename_to(connection, locked, release.slug)


def rename_to(connection: sa.Connection, row: CourseRow, slug: str) -> CourseRow:
    """Give a course another id; everything else about it stays."""
    connection.execute(statement(connection, "rename-course"), {"id": row.id, "slug": slug})
    return row._replace(slug=slug)
