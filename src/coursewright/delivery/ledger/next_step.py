"""Where an enrolment points: what it is owed next and when. Worked out from the ledger, always."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import Due, Place, next_due, opening
from coursewright.sequence.delivery_step import DeliveryStep
from coursewright.sequence.format import MessageKind
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .database import Ledger
from .releases import Published
from .statements import each, rows_of, statement

__all__ = [
    "EnrollmentState",
    "later",
    "owed",
    "point",
    "pointed",
    "reschedule_all",
    "standings",
    "state_of",
    "steps_of",
    "wake_time",
    "where_of",
]

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class EnrollmentState:
    """What the next step of one enrolment follows from."""

    id: int
    track: str
    schedule: str
    state: str
    start: date
    shift: int
    last: date | None
    finished: date | None
    paused: date | None
    tz: str
    created_at: int
    lesson_id: int | None
    gen: int
    wake_at: int | None
    override: int | None
    done: Collection[str]
    why: str = ""
    learner: int | None = None
    """Of a sponsor: the enrolment that they are told of."""

    @property
    def alike(self) -> tuple[object, ...]:
        """All that its next step follows from: the same for many learners of a cohort."""
        return (
            *(self.track, self.schedule, self.state, self.why, self.start, self.shift, self.last),
            *(self.finished, self.paused, self.tz, self.created_at, self.lesson_id, self.gen),
            *(self.override, self.learner, frozenset(self.done)),
        )

    @property
    def place(self) -> Place:
        """Where the learner stands in time."""
        return Place(self.start, self.shift, self.last, self.finished)


def where_of(release: Release, tz: str, schedule: str) -> str:
    """Return the zone of a learner: their own, or the schedule's."""
    return tz or release.schedule(schedule).timezone


def steps_of(release: Release, one: EnrollmentState) -> Sequence[DeliveryStep]:
    """Return what an enrolment is owed, in order: its lessons, or a sponsor's digests."""
    steps = release.steps if one.learner is None else release.digests
    return steps.get(one.track, ())


def owed(release: Release, one: EnrollmentState) -> Due | None:
    """Return what an enrolment is owed next, dated, or None."""
    schedule = release.schedule(one.schedule)
    where = zone(where_of(release, one.tz, one.schedule))
    if one.state == "pending":
        found = release.special("confirm", one.track)
        step = DeliveryStep(found.key, MessageKind.CONFIRM, 0) if found else None
        return Due(step, one.start, one.created_at) if step and step.key not in one.done else None
    if one.state not in ("active", "paused"):
        return None
    due = next_due(steps_of(release, one), one.done, schedule, where, one.place)
    if due and due.step.kind == "welcome":
        return Due(due.step, local_date(one.created_at, where), one.created_at)
    return due


def standings(
    connection: sa.Connection, published: Published, ids: Iterable[int]
) -> list[EnrollmentState]:
    """Read what the next steps of some enrolments follow from; their rows are locked."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rows = rows_of(connection, "standing", wanted)
    done: dict[int, set[str]] = {row.id: set() for row in rows}
    for enrolment, lesson in rows_of(connection, "history", wanted):
        if enrolment in done and lesson in published.keys:
            done[enrolment].add(published.keys[lesson])
    return [state_of(row, done[row.id]) for row in rows]


def state_of(row: Any, done: Collection[str]) -> EnrollmentState:
    """Return what the next step of an enrollment follows from.

    Args:
        row: the columns of the statement `standing`.
        done: the keys of the steps that are done with.
    """
    return EnrollmentState(
        id=row.id,
        track=row.track,
        schedule=row.schedule,
        state=row.state,
        start=date.fromisoformat(row.start_on),
        shift=row.shift_days,
        last=_day(row.last_on),
        finished=_day(row.finished_on),
        paused=_day(row.paused_on),
        tz=row.tz,
        created_at=row.created_at,
        lesson_id=row.lesson_id,
        gen=row.gen,
        wake_at=row.wake_at,
        override=row.override_due,
        done=done,
        why=row.why,
        learner=row.learner_id,
    )


def point(
    connection: sa.Connection, published: Published, changed: Iterable[EnrollmentState], now: float
) -> None:
    """Write where enrollments point now; one without a next step is complete."""
    drawn: dict[tuple[object, ...], dict[str, object]] = {}  # learners who stand alike go alike
    rows = []
    for one in changed:
        place = (one.alike, published.release.schedule(one.schedule).delay(one.id))
        if place not in drawn:
            drawn[place] = pointed(published, one, now)
        rows.append(drawn[place] | {"id": one.id})
    each(connection, "point", rows)


def reschedule_all(
    ledger: Ledger,
    published: Published,
    now: float,
    change: Callable[[EnrollmentState], EnrollmentState] = lambda one: one,
) -> int:
    """Date again all who wait in a course; return how many. Goes in batches, each a transaction."""
    count = after = 0
    while True:
        with ledger.write() as connection:
            values = {"course": published.id, "after": after, "most": _BATCH}
            ids = connection.execute(statement(connection, "waiting-ids"), values).scalars().all()
            if not ids:
                return count
            found = standings(connection, published, ids)
            point(connection, published, map(change, found), now)
        count += len(ids)
        after = ids[-1]


def pointed(published: Published, one: EnrollmentState, now: float) -> dict[str, object]:
    """Return the values of the statement `point` for where an enrolment points now."""
    due = owed(published.release, one)
    state, wake = one.state, None
    if due is None and state == "active" and steps_of(published.release, one):
        # Without its track a learner is not at the end of it: an edit completes nobody.
        state = "completed"
    number = published.numbers[due.step.key] if due else None
    same = number is not None and number == one.lesson_id
    override = one.override if same else None
    if due and state in ("active", "pending"):
        at = override if override is not None else due.at
        asked = override is not None or state == "pending"  # by the learner: at once, at any hour
        wake = at if asked else wake_time(published.release, one, due, now)
    return {
        "id": one.id,
        "state": state,
        "why": one.why,
        "lesson_id": number,
        "gen": one.gen if same else 0,
        "due_at": due.at if due else None,
        "wake_at": wake,
        "shift_days": one.shift,
        "override_due": override,
        "paused_on": one.paused.isoformat() if one.paused else None,
        "last_on": one.last.isoformat() if one.last else None,
        "finished_on": one.finished.isoformat() if one.finished else None,
    }


def wake_time(release: Release, one: EnrollmentState, due: Due, now: float) -> int:
    """Return the instant to wake at: never before the window, never in the past's closed hours."""
    schedule = release.schedule(one.schedule)
    at = due.at if due.step.kind == "welcome" else due.at + schedule.delay(one.id)
    return opening(schedule, zone(where_of(release, one.tz, one.schedule)), max(at, int(now)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def later(one: EnrollmentState, days: int) -> EnrollmentState:
    """Return the standing with its dates moved on by some days."""
    return replace(one, shift=one.shift + days)
