"""Start dates: set before the first lesson, moved by days afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import Place, due_of
from coursewright.errors import UsageError
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .enrollment_actions import note
from .next_step import EnrollmentState, point, standings, where_of
from .releases import Published
from .statements import each
from .states import EnrollmentStatus, EventKind, StateReason

__all__ = ["DateChange", "begins_too_late", "move_by", "refuse_late", "start_on"]

_WAITING = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED, EnrollmentStatus.PENDING)


@dataclass(slots=True)
class DateChange:
    """For how many a date was changed, and for how many not."""

    changed: int = 0
    begun: int = 0
    """Have had a lesson already: their start date stays."""
    over: int = 0
    """Have completed the course or left it."""


def start_on(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    on: date,
    result: DateChange,
    *,
    late: bool = False,
) -> int:
    """Set the day of the first lesson for those who have not had one; return for how many.

    Those who are on hold because their first lesson was missed go on.

    Raises:
        UsageError: the day is further in the past than `catch_up_days` allows, and not `late`.
    """
    found = standings(connection, published, ids)
    waiting = [one for one in found if one.state in _WAITING and not _begun(published, one)]
    result.over += sum(one.state not in _WAITING for one in found)
    result.begun += sum(one.state in _WAITING for one in found) - len(waiting)
    if not late:
        for one in waiting:
            refuse_late(published.release, one.track, one.schedule, one.tz, on, now)
    _write(connection, published, [_released(one, on) for one in waiting], now)
    for one in waiting:
        note(connection, EventKind.STARTED, one.id, now, before=one.start.isoformat())
    result.changed += len(waiting)
    return len(waiting)


def move_by(
    connection: sa.Connection,
    published: Published,
    ids: Iterable[int],
    now: float,
    days: int,
    result: DateChange,
    *,
    late: bool = False,
) -> int:
    """Move all that is still to come by some days, earlier if negative; return for how many.

    Raises:
        UsageError: a first lesson would lie further in the past than `catch_up_days` allows.
    """
    found = standings(connection, published, ids)
    waiting = [one for one in found if one.state in _WAITING and one.learner is None]
    result.over += len(found) - len(waiting)
    changed = []
    for one in waiting:
        if _begun(published, one):
            changed.append(replace(one, shift=one.shift + days))
            continue
        day = one.start + timedelta(days=days)
        if not late:
            refuse_late(published.release, one.track, one.schedule, one.tz, day, now)
        changed.append(replace(one, start=day))
    _write(connection, published, changed, now)
    for enrollment in changed:
        note(connection, EventKind.MOVED, enrollment.id, now, days=days)
    result.changed += len(changed)
    return len(changed)


def refuse_late(
    release: Release, track: str, schedule: str, tz: str, start: date, now: float
) -> None:
    """Refuse a start date by which the first lesson would be too late.

    Raises:
        UsageError: it is.
    """
    if begins_too_late(release, track, schedule, tz, start, now):
        allowed = release.schedule(schedule).catch_up
        msg = f"the start date {start} is too far in the past: more than {allowed} sending days"
        raise UsageError(msg, hint="Correct the date, or use --late to begin at once.")


def begins_too_late(
    release: Release, track: str, schedule: str, tz: str, start: date, now: float
) -> bool:
    """Tell whether the first lesson of a start date would be held: it is late by too much."""
    first = next((step for step in release.steps[track] if step.kind == "lesson"), None)
    if first is None:
        return False
    calendar = release.schedule(schedule)
    where = zone(where_of(release, tz, schedule))
    due = due_of(first, calendar, where, Place(start))
    return calendar.too_late(due.on, local_date(now, where))


def _begun(published: Published, one: EnrollmentState) -> bool:
    road = published.release.steps.get(one.track, ())
    return one.learner is not None or any(s.kind == "lesson" and s.key in one.done for s in road)


def _released(one: EnrollmentState, on: date) -> EnrollmentState:
    moved = replace(one, start=on, shift=0)
    if one.why != StateReason.MISSED:
        return moved
    return replace(moved, state=EnrollmentStatus.ACTIVE, why=StateReason.NONE, paused=None)


def _write(
    connection: sa.Connection, published: Published, changed: list[EnrollmentState], now: float
) -> None:
    dates = [{"id": enrollment.id, "start": enrollment.start.isoformat()} for enrollment in changed]
    each(connection, "set-start", dates)
    point(connection, published, changed, now)
