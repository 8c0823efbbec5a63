"""What a learner or an operator may do to an enrolment: pause, resume, switch, pace, leave."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from coursewright.delivery.planning.course_plan import track_of
from coursewright.delivery.schedule.timeline import rebase
from coursewright.errors import UsageError
from coursewright.sequence.wall_clock import local_date, zone

from .database import Ledger
from .next_step import EnrollmentState, point, reschedule_all, standings, where_of
from .releases import Published
from .rows import CourseRow, EnrollmentRow, fetch
from .statements import statement
from .states import CourseStatus, EnrollmentStatus, EventKind, StateReason

__all__ = [
    "hasten",
    "is_paused",
    "leave",
    "note",
    "pause",
    "pause_course",
    "resume",
    "resume_course",
    "switch",
]


def pause(
    connection: sa.Connection, published: Published, ids: Iterable[int], now: float, why: str
) -> int:
    """Stop the mails of some enrolments until they are resumed; return how many it stopped."""

    def change(one: EnrollmentState) -> EnrollmentState | None:
        if one.state is not EnrollmentStatus.ACTIVE:
            return None
        return replace(
            one, state=EnrollmentStatus.PAUSED, why=why, paused=_today(published, one, now)
        )

    return _change(connection, published, ids, now, change, EventKind.PAUSE)


def resume(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    *,
    absolute: bool = False,
) -> int:
    """Let paused enrolments go on: with the spacing they had, or (`absolute`) on the old dates."""

    def change(one: EnrollmentState) -> EnrollmentState | None:
        if one.state is not EnrollmentStatus.PAUSED:
            return None
        days = (_today(published, one, now) - (one.paused or one.start)).days
        shift = one.shift if absolute else one.shift + max(days, 0)
        active = EnrollmentStatus.ACTIVE
        return replace(one, state=active, why=StateReason.NONE, paused=None, shift=shift)

    return _change(connection, published, ids, now, change, EventKind.RESUME)


def switch(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    *,
    track: str | None = None,
    schedule: str | None = None,
    edition: str | None = None,
) -> int:
    """Change track, pace or edition. No lesson that was had comes again; the rest keeps its pace.

    Raises:
        UsageError: the course has no such track or schedule.
    """
    release = published.release
    if track is not None:
        track = track_of(release, track)
    if schedule is not None and schedule not in release.schedules:
        msg = f"the course has no schedule {schedule[:40]!r}"
        raise UsageError(msg, hint=f"It has {', '.join(release.schedules)}.")
    ids = list(ids)
    rows = {row.id: row for row in standings(connection, published, ids) if row.learner is None}
    roads = [
        {
            "id": one.id,
            "track": track or one.track,
            "schedule": one.schedule if schedule is None else schedule,
            "edition": edition or _edition(connection, one.id),
        }
        for one in rows.values()
    ]
    if roads:
        connection.execute(statement(connection, "set-road"), roads)

    def change(one: EnrollmentState) -> EnrollmentState | None:
        was = rows[one.id]
        if one.state is EnrollmentStatus.STOPPED:
            return None
        if (one.track, one.schedule) == (was.track, was.schedule):
            return one
        calendar = release.schedule(one.schedule)
        shift = rebase(release.steps[one.track], one.done, calendar, one.place)
        completed = one.state is EnrollmentStatus.COMPLETED  # the new track may go on
        state = EnrollmentStatus.ACTIVE if completed else one.state
        return replace(one, shift=shift, state=state)

    return _change(connection, published, rows, now, change, EventKind.SWITCH)


def hasten(connection: sa.Connection, published: Published, ids: Iterable[int], now: float) -> int:
    """Send the next step now: asked for by hand, it goes at any hour and beats the schedule."""

    def change(one: EnrollmentState) -> EnrollmentState | None:
        if one.state is not EnrollmentStatus.ACTIVE or one.lesson_id is None or one.wake_at is None:
            return None
        if one.learner is not None:  # a digest does not run ahead of the learner
            return None
        return replace(one, override=int(now))

    return _change(connection, published, ids, now, change, EventKind.NEXT_NOW)


def leave(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    why: str,
    *,
    goodbye: bool = False,
) -> int:
    """End enrolments. What was sent stays recorded, so the same list again starts nothing anew."""

    def change(one: EnrollmentState) -> EnrollmentState | None:
        stopped = EnrollmentStatus.STOPPED
        return None if one.state is stopped else replace(one, state=stopped, why=why)

    ids = list(ids)
    was = {enrollment.id: enrollment for enrollment in standings(connection, published, ids)}
    count = _change(connection, published, ids, now, change, why, was)
    for one in was.values():
        mail = published.release.special("goodbye", one.track)
        if (
            goodbye
            and mail
            and one.learner is None
            and one.state not in (EnrollmentStatus.PENDING, EnrollmentStatus.STOPPED)
        ):
            aim = {"id": one.id, "lesson_id": published.numbers[mail.key], "at": int(now)}
            connection.execute(statement(connection, "aim"), aim)
    return count


def pause_course(ledger: Ledger, published: Published, now: float) -> bool:
    """Stop all mails of a course: one row, whatever the number of learners."""
    with ledger.write() as connection:
        values = {"id": published.id, "now": int(now)}
        return bool(connection.execute(statement(connection, "pause-course"), values).rowcount)


def resume_course(
    ledger: Ledger, published: Published, now: float, *, absolute: bool = False
) -> int:
    """Let a course go on, all its dates moved by the days it stood still; return how many wait."""
    with ledger.write() as connection:
        row = _course(connection, published)
        if row.state is CourseStatus.ACTIVE or row.paused_at is None:
            return 0
        connection.execute(statement(connection, "resume-course"), {"id": published.id})
        days = 0 if absolute else int(now - row.paused_at) // 86400
        if days:
            values = {"course": published.id, "days": days}
            return connection.execute(statement(connection, "shift-waiting"), values).rowcount
    return reschedule_all(ledger, published, now) if absolute else 0


def is_paused(connection: sa.Connection, published: Published) -> bool:
    """Tell whether a course is paused as a whole."""
    return _course(connection, published).state is CourseStatus.PAUSED


def _course(connection: sa.Connection, published: Published) -> CourseRow:
    rows = fetch(connection, "courses", CourseRow)
    return next(row for row in rows if row.id == published.id)


def note(
    connection: sa.Connection, kind: str, enrolment: int | None, now: float, **data: object
) -> None:
    """Add a line to the diary of an enrolment, or of the installation."""
    values = {
        "now": int(now),
        "kind": kind,
        "enrolment_id": enrolment,
        "data": json.dumps(data, ensure_ascii=False, sort_keys=True),
    }
    connection.execute(statement(connection, "add-event"), values)


def _change(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    change: Callable[[EnrollmentState], EnrollmentState | None],
    kind: str,
    was: Mapping[int, EnrollmentState] | None = None,
) -> int:
    found = standings(connection, published, ids)
    changed = [one for one in map(change, found) if one is not None]
    point(connection, published, changed, now)
    for enrollment in changed:
        before = {"was": _place(published, was[enrollment.id])} if was else {}
        note(connection, kind, enrollment.id, now, why=enrollment.why, **before)
    return len(changed)


def _place(published: Published, one: EnrollmentState) -> dict[str, object]:
    """Return where an enrollment stands, so that a stop can be undone exactly."""
    return {
        "state": one.state,
        "why": one.why,
        "lesson": published.keys.get(one.lesson_id or 0),
        "gen": one.gen,
        "override": one.override,
    }


def _edition(connection: sa.Connection, enrolment: int) -> str:
    (row,) = fetch(connection, "enrolment", EnrollmentRow, {"id": enrolment})
    return row.edition


def _today(published: Published, one: EnrollmentState, now: float) -> date:
    return local_date(now, zone(where_of(published.release, one.tz, one.schedule)))
