"""The next step of an enrollment and its date, always calculated from the ledger."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from .rows import StandingRow, fetch_for
from .statements import each, rows_of, statement
from .states import DeliveryState, EnrollmentStatus, StateReason

__all__ = [
    "EnrollmentState",
    "fold_history",
    "later",
    "owed",
    "point",
    "pointed",
    "reschedule_all",
    "standings",
    "state_of",
    "steps_done",
    "steps_of",
    "wake_time",
    "where_of",
]

_BATCH = 1000
_OWED = tuple(state.value for state in DeliveryState if state.owed)


@dataclass(frozen=True, slots=True)
class EnrollmentState:
    """What the next step of one enrolment follows from."""

    id: int
    track: str
    schedule: str
    state: EnrollmentStatus
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
    why: str = StateReason.NONE
    learner: int | None = None
    """Of a sponsor: the enrolment that they are told of."""
    gens: Mapping[str, int] = field(default_factory=dict)
    """Steps that are owed again, under a generation of their own."""

    @property
    def alike(self) -> tuple[object, ...]:
        """All that its next step follows from: the same for many learners of a cohort."""
        return (
            *(self.track, self.schedule, self.state, self.why, self.start, self.shift, self.last),
            *(self.finished, self.paused, self.tz, self.created_at, self.lesson_id, self.gen),
            *(self.override, self.learner, frozenset(self.done), frozenset(self.gens.items())),
        )

    @property
    def reopened(self) -> "EnrollmentState":
        """The same, active again after its end."""
        return replace(self, state=EnrollmentStatus.ACTIVE)

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
    if one.state is EnrollmentStatus.PENDING:
        found = release.special("confirm", one.track)
        step = DeliveryStep(found.key, MessageKind.CONFIRM, 0) if found else None
        return Due(step, one.start, one.created_at) if step and step.key not in one.done else None
    if one.state not in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED):
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
    rows = fetch_for(connection, "standing", StandingRow, wanted)
    done, gens = fold_history(published, wanted, rows_of(connection, "history", wanted))
    return [state_of(row, done[row.id], gens.get(row.id, {})) for row in rows]


def state_of(row: StandingRow, done: Collection[str], gens: Mapping[str, int]) -> EnrollmentState:
    """Return what the next step of an enrollment follows from.

    Args:
        row: what the ledger says of it.
        done: the keys of the steps that are done with.
        gens: of the steps that are owed again, which generation.
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
        gens=gens,
    )


def steps_done(
    connection: sa.Connection, published: Published, ids: Sequence[int]
) -> dict[int, set[str]]:
    """Return by enrollment the keys of the steps that are done with."""
    return fold_history(published, ids, rows_of(connection, "history", ids))[0] if ids else {}


def fold_history(
    published: Published, ids: Iterable[int], rows: Iterable[Sequence[Any]]
) -> tuple[dict[int, set[str]], dict[int, dict[str, int]]]:
    """Return by enrollment the steps that are done with, and those that are owed again.

    Of several generations of a step the last one counts.

    Args:
        published: the course.
        ids: the enrollments.
        rows: enrollment, lesson, generation, state of each delivery; others are passed over.
    """
    done: dict[int, set[str]] = {number: set() for number in ids}
    later: dict[tuple[int, str], tuple[int, int]] = {}
    for enrolment, lesson, gen, state in rows:
        if enrolment not in done or (key := published.keys.get(lesson)) is None:
            continue
        if gen:
            later[enrolment, key] = max(later.get((enrolment, key), (0, 0)), (gen, state))
        elif state not in _OWED:
            done[enrolment].add(key)
    gens: dict[int, dict[str, int]] = {}
    for (enrolment, key), (gen, state) in later.items():
        if state in _OWED:
            done[enrolment].discard(key)
            gens.setdefault(enrolment, {})[key] = gen
        else:
            done[enrolment].add(key)
    return done, gens


def point(
    connection: sa.Connection, published: Published, changed: Iterable[EnrollmentState], now: float
) -> None:
    """Write where enrollments point now; one without a next step is complete."""
    drawn: dict[tuple[object, ...], dict[str, object]] = {}  # learners who stand alike go alike
    rows = []
    for enrollment in changed:
        place = (
            enrollment.alike,
            published.release.schedule(enrollment.schedule).delay(enrollment.id),
        )
        if place not in drawn:
            drawn[place] = pointed(published, enrollment, now)
        rows.append(drawn[place] | {"id": enrollment.id})
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
    if due is None and state is EnrollmentStatus.ACTIVE and steps_of(published.release, one):
        # Without its track a learner is not at the end of it: an edit completes nobody.
        state = EnrollmentStatus.COMPLETED
    number = published.numbers[due.step.key] if due else None
    same = number is not None and number == one.lesson_id
    override = one.override if same else None
    if due and state in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PENDING):
        at = override if override is not None else due.at
        # Asked for by the learner: at once, at any hour.
        asked = override is not None or state is EnrollmentStatus.PENDING
        wake = at if asked else wake_time(published.release, one, due, now)
    return {
        "id": one.id,
        "state": state,
        "why": one.why,
        "lesson_id": number,
        "gen": one.gens.get(due.step.key, one.gen if same else 0) if due else 0,
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
