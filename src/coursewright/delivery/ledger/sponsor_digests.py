"""Sponsor digests: every two weeks, a sponsor gets an update on a learner's lessons.

A sponsor hears the learner's first name and the cards of the lessons that the learner has had,
never an answer, a score or a date of reading. They are told no more when either of them ends it.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from coursewright.sequence.format import MessageKind
from coursewright.sequence.records import Message
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .enrollment_actions import note
from .next_step import EnrollmentState, owed, point, standings, steps_done, where_of
from .releases import Published
from .rows import DueRow, SponsorRow, fetch
from .statements import statement
from .states import ContactStatus, EnrollmentStatus, EventKind, StateReason

__all__ = [
    "DIGEST",
    "SponsorContact",
    "appoint",
    "end_digests",
    "hindrance",
    "revive_digests",
    "sponsored_learners",
    "untell",
]

DIGEST = MessageKind.SPONSOR_DIGEST
"""The kind of these emails."""
_ENDED_WITHOUT_THEM = (StateReason.REPLACED, StateReason.LEARNER_LEFT)


@dataclass(frozen=True, slots=True)
class SponsorContact:
    """The learner whom a sponsor is told of."""

    id: int
    state: EnrollmentStatus
    """Of the learner's enrolment."""
    status: ContactStatus
    """Of the learner as a contact."""
    track: str
    name: str
    attrs: Mapping[str, Any]
    done: Collection[str]
    """Keys of the steps that the learner has had."""


def sponsored_learners(
    connection: sa.Connection, published: Published, rows: Iterable[DueRow]
) -> dict[int, SponsorContact]:
    """Return, for those rows that are due a digest, the learner it is about."""
    ids = [
        row.id for row in rows if published.keys.get(row.lesson_id, "").partition(":")[0] == DIGEST
    ]
    if not ids:
        return {}
    found = connection.execute(statement(connection, "told-of"), {"ids": ids}).all()
    done = steps_done(connection, published, [row.learner_id for row in found])
    return {
        row.id: SponsorContact(
            row.learner_id,
            EnrollmentStatus(row.state),
            ContactStatus(row.status),
            row.track,
            row.name,
            json.loads(row.attrs),
            done.get(row.learner_id, ()),
        )
        for row in found
    }


def hindrance(
    release: Release, track: str, message: Message, learner: SponsorContact
) -> Literal["ended", "elsewhere", "early", ""]:
    """Return why a digest may not go now: the learner has left, changed track, or is behind it."""
    gone = learner.state in (EnrollmentStatus.STOPPED, EnrollmentStatus.PENDING)
    if gone or learner.status is not ContactStatus.ACTIVE:
        return "ended"
    if learner.track != track:
        return "elsewhere"
    ahead = learner.state is EnrollmentStatus.PAUSED or not _had(
        release, track, message, learner.done
    )
    return "early" if ahead else ""


def appoint(
    connection: sa.Connection,
    published: Published,
    named: Mapping[int, int],
    now: float,
) -> int:
    """Let contacts be told of enrolments from now on; return how many are new.

    Whoever was told before of the same enrolment is told no more. What the learner has behind
    them is not told of, and who has been stopped by the learner is not told again.

    Args:
        connection: a transaction.
        published: the course.
        named: learner's enrolment -> contact of the sponsor.
        now: the instant.
    """
    known: dict[int, list[SponsorRow]] = {}
    ids = {"ids": sorted(named)}
    for row in fetch(connection, "sponsors-of", SponsorRow, ids) if named else ():
        known.setdefault(row.learner_id, []).append(row)
    count = 0
    for enrollment in standings(connection, published, named):
        before = known.get(enrollment.id, [])
        others = [row for row in before if row.contact_id != named[enrollment.id]]
        end_digests(connection, [row.id for row in others], StateReason.REPLACED, now)
        same = next((row for row in before if row.contact_id == named[enrollment.id]), None)
        if enrollment.learner is not None or enrollment.state not in (
            EnrollmentStatus.ACTIVE,
            EnrollmentStatus.PAUSED,
        ):
            continue
        if same is None:
            count += _add(connection, published, enrollment, named[enrollment.id], now)
        elif same.state is EnrollmentStatus.STOPPED and same.why in _ENDED_WITHOUT_THEM:
            revive_digests(connection, published, [same.id], now)
            count += 1
    return count


def untell(
    connection: sa.Connection, learner: int, now: float, why: str = StateReason.LEARNER
) -> int:
    """Tell nobody of an enrolment any more; return how many were told."""
    rows = fetch(connection, "sponsors-of", SponsorRow, {"ids": [learner]})
    active = [row.id for row in rows if row.state is not EnrollmentStatus.STOPPED]
    return end_digests(connection, active, why, now)


def end_digests(connection: sa.Connection, ids: Sequence[int], why: str, now: float) -> int:
    """End the enrolments of some sponsors."""
    for number in ids:
        connection.execute(statement(connection, "end-digests"), {"id": number, "why": why})
        note(connection, EventKind.UNTOLD, number, now, why=why)
    return len(ids)


def _add(
    connection: sa.Connection, published: Published, one: EnrollmentState, contact: int, now: float
) -> int:
    release = published.release
    behind = [
        step.key
        for step in release.digests.get(one.track, ())
        if (message := release.message(one.track, step.key))
        and _had(release, one.track, message, one.done)
    ]
    today = local_date(now, zone(where_of(release, one.tz, one.schedule)))
    standing = _sponsor(one, max(one.start, today), behind, now)
    due = owed(release, standing)
    if due is None:  # a course without cards, or one that is all but over
        return 0
    values = {
        "contact_id": contact,
        "course_id": published.id,
        "cohort": f":{one.id}",  # a roster's cohort cannot begin so: one row for each learner
        "track": one.track,
        "schedule": one.schedule,
        "start_on": standing.start.isoformat(),
        "lesson_id": published.numbers[due.step.key],
        "due_at": due.at,
        "wake_at": due.at,
        "now": int(now),
        "learner_id": one.id,
    }
    if not connection.execute(statement(connection, "add-sponsor"), values).rowcount:
        return 0
    rows = fetch(connection, "sponsors-of", SponsorRow, {"ids": [one.id]})
    number = next(row.id for row in rows if row.contact_id == contact)
    skips = [{"id": number, "lesson_id": published.numbers[key], "now": int(now)} for key in behind]
    if skips:
        connection.execute(statement(connection, "skip-digest"), skips)
    note(connection, EventKind.TOLD, number, now, learner=one.id)
    return 1


def _sponsor(
    learner: EnrollmentState, start: date, behind: Collection[str], now: float
) -> EnrollmentState:
    return EnrollmentState(
        id=0,
        track=learner.track,
        schedule=learner.schedule,
        state=EnrollmentStatus.ACTIVE,
        start=start,
        shift=0,
        last=None,
        finished=None,
        paused=None,
        tz=learner.tz,
        created_at=int(now),
        lesson_id=None,
        gen=0,
        wake_at=None,
        override=None,
        done=behind,
        learner=learner.id,
    )


def revive_digests(
    connection: sa.Connection, published: Published, sponsors: Sequence[int], now: float
) -> None:
    """Let sponsors whose digests had ended be told again."""
    found = standings(connection, published, sponsors)
    again = [replace(one, state=EnrollmentStatus.ACTIVE, why=StateReason.NONE) for one in found]
    point(connection, published, again, now)
    for one in again:
        note(connection, EventKind.TOLD, one.id, now)


def _had(release: Release, track: str, message: Message, done: Collection[str]) -> bool:
    """Tell whether a learner has had every lesson that a digest tells of."""
    lessons = (release.message(track, slug) for slug in release.tracks[track].lessons)
    return all(lesson.key in done for lesson in lessons if lesson and lesson.day < message.day)
