"""After a release: date everybody it concerns again, in batches that a restart can resume."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.planning.release_changes import has_other_dates
from coursewright.delivery.schedule.timeline import rebase
from coursewright.sequence.release import Release, judge_release
from coursewright.sequence.upgrade import upgraded_sequence

from .database import Ledger
from .next_step import EnrollmentState, point, standings
from .releases import Published, all_published
from .rows import CourseRow, fetch
from .statements import each, statement
from .states import EnrollmentStatus, StateReason

__all__ = ["redate"]

_BATCH = 1000
_PAUSE = 0.06  # s


def redate(ledger: Ledger, now: float) -> int:
    """Finish dating learners again after the newest release of each course; return how many.

    Each batch is a transaction of its own, so that sending goes on in between. A claim looks at
    the current release anyway: who is not dated yet is never sent what the release no longer has.
    """
    with ledger.read() as connection:
        work = [
            (published, release)
            for published in all_published(ledger, connection)
            if (release := _unfinished(connection, published)) is not None
        ]
    return sum(_redate(ledger, published, release, now) for published, release in work)


def _unfinished(connection: sa.Connection, published: Published) -> Any:
    rows = fetch(connection, "courses", CourseRow)
    current = next(row.release_id for row in rows if row.id == published.id)
    row = connection.execute(statement(connection, "release"), {"id": current}).one()
    return row if row.redated_to is not None else None


def _redate(ledger: Ledger, published: Published, release: Any, now: float) -> int:
    decisions = json.loads(release.decisions)
    concerned = _concerned(ledger, published, decisions)
    count, after = 0, release.redated_to
    if not concerned:
        _mark(ledger, release.id, None)
        return 0
    while True:
        with ledger.write() as connection:
            values = {"course": published.id, "after": after, "most": _BATCH}
            ids = connection.execute(statement(connection, "live-ids"), values).scalars().all()
            if not ids:
                each(connection, "redated", [{"id": release.id, "to": None}])
                return count
            states = [
                enrollment
                for enrollment in standings(connection, published, ids)
                if enrollment.track in concerned
            ]
            count += _batch(connection, published, states, decisions, now)
            after = ids[-1]
            each(connection, "redated", [{"id": release.id, "to": after}])
        if ledger.sqlite:  # its waiting writers poll: one that never pauses starves the sender
            time.sleep(_PAUSE)


def _mark(ledger: Ledger, release: int, to: int | None) -> None:
    with ledger.write() as connection:
        each(connection, "redated", [{"id": release, "to": to}])


def _concerned(ledger: Ledger, published: Published, decisions: Mapping[str, Any]) -> set[str]:
    """Return the tracks, of either release, whose learners may be owed something else."""
    with ledger.read() as connection:
        row = connection.execute(statement(connection, "release"), {"id": decisions["from"]}).one()
    before: Release = judge_release(upgraded_sequence(json.loads(row.data)))
    tracks = {*before.tracks, *published.release.tracks}
    return {track for track in tracks if has_other_dates(before, published.release, track)}


def _batch(
    connection: sa.Connection,
    published: Published,
    states: list[EnrollmentState],
    decisions: Mapping[str, Any],
    now: float,
) -> int:
    changed = list(_changed(published, states, decisions))
    moved = [
        {"id": new.id, "track": new.track}
        for old, new in zip(states, changed, strict=True)
        if old.track != new.track
    ]
    each(connection, "move-track", moved)
    # A paused learner is dated again when the pause ends; only its track and state are new.
    point(connection, published, changed, now)
    return len(changed)


def _changed(
    published: Published, states: list[EnrollmentState], decisions: Mapping[str, Any]
) -> Iterator[EnrollmentState]:
    release = published.release
    for state in states:
        if state.track in decisions["end"]:
            yield replace(state, state=EnrollmentStatus.STOPPED, why=StateReason.TRACK_ENDED)
        elif target := decisions["move"].get(state.track):
            schedule = release.schedule(state.schedule)
            shift = rebase(release.steps[target], state.done, schedule, state.place)
            yield replace(state, track=target, shift=shift)
        else:
            yield state
