"""INTENT and RESULT: what is committed before a mail's SMTP dialogue, and after it."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from coursewright.delivery.bounces.reply_text import fingerprint
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.wall_clock import local_date, zone

from .claims import Job
from .database import Ledger
from .enrollment_actions import note
from .next_step import EnrollmentState, pointed, standings, where_of
from .privacy import Origin, bar
from .releases import Published
from .rows import CourseRow, EnrollmentRow, fetch
from .smtputf8_holds import hold_for_smtputf8
from .statements import each, statement
from .states import DeliveryState, EnrollmentStatus, EventKind, SuppressionReason

__all__ = [
    "Fate",
    "Result",
    "TornError",
    "advance",
    "intend",
    "intend_all",
    "moved_on",
    "owe_again",
    "record",
]

Fate = Literal["sent", "put-off", "failed", "bounced", "held"]
_MARKS = (("sent", "mark-sent"), ("failed", "mark-failed"), ("bounced", "mark-failed"))
_DAY = 86400
_DRAWN = 1000
_STATES: dict[Fate, DeliveryState] = {
    "sent": DeliveryState.SENT,
    "failed": DeliveryState.FAILED,
    "bounced": DeliveryState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one mail. No result at all: it is in doubt."""

    job: Job
    fate: Fate
    code: str = ""
    reply: str = ""
    retry_at: int = 0
    tried: int = 1
    """What the try costs the learner: nothing, if the fault was not theirs."""
    run: str = ""
    """The sender's run, so that what it suppressed can be taken back."""


class TornError(Exception):
    """Not all of a group may be sent."""


def intend_all(connection: sa.Connection, jobs: Sequence[Job], now: float) -> Sequence[Job]:
    """Note that these mails are about to be sent; return them.

    Raises:
        TornError: some may not be sent. The transaction must be rolled back.
    """
    if _of_older_releases(connection, jobs):
        raise TornError
    if each(connection, "intend", [_intent(job, now) for job in jobs]) != len(jobs):
        raise TornError
    return jobs


def intend(connection: sa.Connection, jobs: Sequence[Job], now: float) -> set[Job]:
    """Note that these mails are about to be sent; return those that may be.

    What was claimed from a release that is no longer current goes back, to be claimed anew.
    """
    older = _of_older_releases(connection, jobs)
    each(connection, "give-back", [_intent(job, now) for job in older])
    fresh = [job for job in jobs if job not in older]
    return {job for job in fresh if each(connection, "intend", [_intent(job, now)]) == 1}


def _of_older_releases(connection: sa.Connection, jobs: Sequence[Job]) -> set[Job]:
    """Return the jobs whose text or step comes from a release that is no longer current."""
    rows = fetch(connection, "courses", CourseRow)
    current = {row.id: row.release_hash for row in rows}
    return {job for job in jobs if current[job.published.id] != job.published.hash}


def _intent(job: Job, now: float) -> dict[str, Any]:
    place = {"id": job.id, "lesson_id": job.lesson_id, "gen": job.gen}
    return place | {"who": job.who, "now": int(now)}


def record(
    ledger: Ledger,
    connection: sa.Connection,
    keyring: Keyring,
    results: Iterable[Result],
    now: float,
    slot: int,
) -> None:
    """Write results and move the learners on."""
    by_fate: dict[str, list[Result]] = {}
    for result in results:
        by_fate.setdefault(result.fate, []).append(result)
    for fate, name in _MARKS:
        if found := by_fate.get(fate):
            each(connection, name, [_row(one, now) for one in found])
    if put_off := by_fate.get("put-off"):
        each(connection, "mark-put-off", [_row(result, now) for result in put_off])
        _retry(connection, put_off)
    if held := by_fate.get("held"):
        each(connection, "mark-unoffered", [_row(one, now) for one in held])
        hold_for_smtputf8(connection, [one.job for one in held], now)
        _retry(connection, [replace(one, retry_at=int(now) + _DAY, tried=0) for one in held])
    for one in by_fate.get("failed", []):
        said = {"lesson": one.job.message.key, "code": one.code}
        stood = _stands(connection, one.job.id)  # so that it can be put back exactly there
        note(connection, EventKind.FAILED, one.job.id, now, **said, stood=stood)
    for one in by_fate.get("bounced", []):
        note(
            connection,
            EventKind.BOUNCED,
            one.job.id,
            now,
            lesson=one.job.message.key,
            code=one.code,
        )
        _bounce(ledger, connection, keyring, one, now)
    moved = [*by_fate.get("sent", []), *by_fate.get("failed", [])]
    for published in {id(r.job.published): r.job.published for r in moved}.values():
        jobs = [r.job for r in moved if r.job.published is published]
        advance(connection, published, {job.id: job.message.key for job in jobs}, now)
    _count(connection, [*moved, *by_fate.get("bounced", [])], now, slot)


def advance(
    connection: sa.Connection, published: Published, done: dict[int, str], now: float
) -> None:
    """Point enrolments at what comes after the steps that are done with."""
    found = [
        enrollment
        for enrollment in standings(connection, published, done)
        # Who left while a lesson was on its way is owed the goodbye still.
        if enrollment.state is not EnrollmentStatus.STOPPED
        or published.keys.get(enrollment.lesson_id or 0) == done[enrollment.id]
    ]
    each(connection, "point", [_point(published, one, done[one.id], now) for one in found])


def _point(published: Published, one: EnrollmentState, key: str, now: float) -> dict[str, object]:
    """Return where an enrolment points once a step is done; who stands alike goes alike."""
    delay = published.release.schedule(one.schedule).delay(one.id)
    place = (one.alike, delay, key, int(now))
    if place not in published.drawn:
        if len(published.drawn) >= _DRAWN:
            published.drawn.clear()
        published.drawn[place] = pointed(published, moved_on(published, one, key, now), now)
    drawn: dict[str, object] = published.drawn[place]
    return drawn | {"id": one.id}


def _retry(connection: sa.Connection, put_off: Sequence[Result]) -> None:
    rows = [
        {
            "id": result.job.id,
            "lesson_id": result.job.lesson_id,
            "gen": result.job.gen,
            "at": result.retry_at,
            "tried": result.tried,
        }
        for result in put_off
    ]
    each(connection, "retry-astray", rows)
    mine = [row | {"who": one.job.who} for row, one in zip(rows, put_off, strict=True)]
    each(connection, "retry-at", mine)


def moved_on(published: Published, one: EnrollmentState, key: str, now: float) -> EnrollmentState:
    """Return where an enrollment stands once a step was sent at `now`."""
    kind = key.partition(":")[0] if ":" in key else "lesson"
    if kind in ("welcome", "confirm", "nudge", "goodbye"):
        return replace(one, override=None)
    release = published.release
    today = local_date(now, zone(where_of(release, one.tz, one.schedule)))
    lessons = [s.key for s in release.steps.get(one.track, ()) if s.kind == "lesson"]
    finished = one.finished
    if finished is None and kind == "lesson" and all(lesson in one.done for lesson in lessons):
        finished = today
    return replace(one, last=today, finished=finished, override=None)


def owe_again(connection: sa.Connection, jobs: Sequence[Job], now: float) -> int:
    """Undo the failures of some emails, which are owed again; return how many had failed.

    Those that were only put off are due at once: they wait for a latch, not for a retry.
    """
    count = 0
    for job in jobs:
        place = {"id": job.id, "lesson_id": job.lesson_id, "gen": job.gen}
        if each(connection, "owe-again", [place]):
            count += 1
            if not _put_back(connection, job, now):
                each(connection, "retry-astray", [place | {"at": int(now), "tried": 0}])
            names = {"course_id": job.published.id, "lesson_id": job.lesson_id, "slot": 0}
            less = {"day": int(now // 86400), "state": int(DeliveryState.FAILED), "n": -1}
            each(connection, "count-result", [names | less])
            note(connection, EventKind.RESTORED, job.id, now, lesson=job.message.key)
        else:
            each(connection, "wake-deferred", [place | {"now": int(now)}])
    return count


def _stands(connection: sa.Connection, enrolment: int) -> dict[str, Any]:
    row = connection.execute(statement(connection, "stands"), {"id": enrolment}).one()
    return dict(row._mapping)


def _put_back(connection: sa.Connection, job: Job, now: float) -> bool:
    """Put a learner whose email failed back where they stood, unless they were moved since."""
    values = {"id": job.id, "kind": EventKind.FAILED}
    texts = connection.execute(statement(connection, "returned-before"), values).scalars().all()
    data = json.loads(texts[-1]) if texts else {}
    stood = data.get("stood")
    if not stood or data.get("lesson") != job.message.key:
        return False
    return bool(each(connection, "stand-again", [stood | {"wake_at": int(now)}]))


def _bounce(
    ledger: Ledger, connection: sa.Connection, keyring: Keyring, result: Result, now: float
) -> None:
    job = result.job
    (row,) = fetch(connection, "enrolment", EnrollmentRow, {"id": job.id})
    origin = Origin(
        "reply",
        result.run,
        {
            "kind": fingerprint(result.reply),
            "code": result.code,
            "reply": result.reply[:200],
            "lesson": job.message.key,
        },
    )
    bar(ledger, connection, keyring, row.contact_id, SuppressionReason.BOUNCED, now, origin)


def _row(result: Result, now: float) -> dict[str, Any]:
    job = result.job
    return {
        "id": job.id,
        "lesson_id": job.lesson_id,
        "gen": job.gen,
        "now": int(now),
        "code": result.code,
        "reply": result.reply[:200],
    }


def _count(connection: sa.Connection, results: Iterable[Result], now: float, slot: int) -> None:
    sums = Counter(
        (
            result.job.published.id,
            result.job.lesson_id,
            int(now // 86400),
            int(_STATES[result.fate]),
        )
        for result in results
    )
    names = ("course_id", "lesson_id", "day", "state")
    rows = [  # in one order everywhere, so that two senders never wait for one another in a ring
        dict(zip(names, place, strict=True)) | {"slot": slot, "n": n}
        for place, n in sorted(sums.items())
    ]
    each(connection, "count-result", rows)
