"""Undoing a stop: people whose address was suppressed by a bounce, or who were removed.

Each stop records the state of the enrollment before (`was` in its event), so it returns exactly to
it; later dates move by the days it was stopped. The learner has not had a lesson that was refused
or returned: it is owed again. A refused one is still the same email, because no server accepted it.
One that was accepted and returned is sent as a new email, under a new generation.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from coursewright.sequence.wall_clock import local_date, zone

from .enrollment_actions import note
from .next_step import EnrollmentState, point, standings, where_of
from .releases import Published
from .rows import SponsorRow, fetch
from .sponsor_digests import revive_digests
from .statements import batches, each, statement
from .states import DeliveryState, EnrollmentStatus, EventKind, StateReason

__all__ = ["Reinstated", "readmit", "reinstate"]


@dataclass(slots=True)
class Reinstated:
    """What came of undoing stops."""

    people: int = 0
    enrollments: int = 0
    lessons_again: int = 0
    """Lessons that were refused or returned, and are sent again."""
    left_alone: dict[str, int] = field(default_factory=dict)
    """People who stay suppressed, by reason."""


@dataclass(frozen=True, slots=True)
class _Stop:
    at: float
    was: Mapping[str, Any]


def readmit(
    connection: sa.Connection,
    published: Published,
    ids: Sequence[int],
    now: float,
    *,
    named: bool = False,
) -> int:
    """Put enrollments that the operator ended back where they stood; return how many.

    Learners who left by themselves are readmitted only when `named`, one by one.
    """
    values = {"ids": list(ids), "named": int(named)}
    found = connection.execute(statement(connection, "readmissible"), values).scalars().all()
    return reinstate(connection, published, found, now, EventKind.READMITTED)[0] if found else 0


def reinstate(
    connection: sa.Connection,
    published: Published,
    ids: Sequence[int],
    now: float,
    kind: EventKind,
) -> tuple[int, int]:
    """Put stopped enrollments back; return how many, and how many lessons are owed again."""
    count = again = 0
    for batch in batches(ids):
        stops = _stops(connection, batch)
        if kind is EventKind.RESTORED:
            again += _owe_again(connection, published, batch, stops, now)
        changed = [
            _back(published, enrollment, stops.get(enrollment.id, _Stop(now, {})), now)
            for enrollment in standings(connection, published, batch)
            if enrollment.state is EnrollmentStatus.STOPPED
        ]
        point(connection, published, changed, now)
        for enrollment in changed:
            note(connection, kind, enrollment.id, now)
        _revive_sponsors(connection, published, [enrollment.id for enrollment in changed], now)
        count += len(changed)
    return count, again


def _stops(connection: sa.Connection, ids: Sequence[int]) -> dict[int, _Stop]:
    """Return the last stop of each enrollment, with where it stood before."""
    found: dict[int, _Stop] = {}
    for row in connection.execute(statement(connection, "stops"), {"ids": list(ids)}):
        was = json.loads(row.data).get("was")
        if was:
            found[row.enrolment_id] = _Stop(row.at, was)
    return found


def _owe_again(
    connection: sa.Connection,
    published: Published,
    ids: Sequence[int],
    stops: Mapping[int, _Stop],
    now: float,
) -> int:
    refused, returned = [], []
    for row in connection.execute(statement(connection, "refused"), {"ids": list(ids)}):
        place = {"id": row.enrolment_id, "lesson_id": row.lesson_id}
        if row.state == DeliveryState.SENT:
            returned.append(place | {"gen": row.gen + 1, "now": int(now)})
            continue
        stop = stops.get(row.enrolment_id)
        if stop is None or stop.was.get("lesson") == published.keys.get(row.lesson_id):
            refused.append((place | {"gen": row.gen}, row.at))
        # else it failed earlier: that had nothing to do with the suppression
    each(connection, "owe-again", [place for place, _ in refused])
    each(connection, "owe-generation", returned)
    no_longer_failed = [
        {
            "course_id": published.id,
            "lesson_id": place["lesson_id"],
            "day": at // 86400,
            "state": int(DeliveryState.FAILED),
            "slot": 0,
            "n": -1,
        }
        for place, at in sorted(refused, key=lambda one: one[0]["lesson_id"])
    ]
    each(connection, "count-result", no_longer_failed)
    return len(refused) + len(returned)


def _back(published: Published, one: EnrollmentState, stop: _Stop, now: float) -> EnrollmentState:
    was = stop.was
    state = EnrollmentStatus(was.get("state", EnrollmentStatus.ACTIVE))
    where = zone(where_of(published.release, one.tz, one.schedule))
    days = (local_date(now, where) - local_date(stop.at, where)).days
    moves = state is EnrollmentStatus.ACTIVE  # of a pause, `resume` counts the days itself
    return replace(
        one,
        state=state,
        why=str(was.get("why", StateReason.NONE)),
        shift=one.shift + max(days, 0) if moves else one.shift,
        lesson_id=published.numbers.get(str(was.get("lesson"))),
        gen=int(was.get("gen") or 0),
        override=was.get("override"),
    )


def _revive_sponsors(
    connection: sa.Connection, published: Published, ids: Iterable[int], now: float
) -> None:
    learners = {"ids": list(ids)}
    if not learners["ids"]:
        return
    ended = [
        row.id
        for row in fetch(connection, "sponsors-of", SponsorRow, learners)
        if row.state is EnrollmentStatus.STOPPED and row.why == StateReason.LEARNER_LEFT
    ]
    if ended:
        revive_digests(connection, published, ended, now)
