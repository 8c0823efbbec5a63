"""CLAIM: what is due is leased to one sender, after a second look at what may forbid it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import Place, due_of, opening
from coursewright.sequence.records import Message
from coursewright.sequence.wall_clock import instant, local_date, zone

from .database import Ledger
from .next_step import point, standings, where_of
from .releases import Published, all_published
from .sponsor_digests import DIGEST, SponsorContact, end_digests, hindrance, told_of
from .statements import each, statement

__all__ = ["Claimed", "Job", "claim", "next_wake", "preview"]

_SENDING, _DOUBT = 1, 4


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One mail that this process may send, until its lease ends."""

    id: int
    """The enrolment."""
    lesson_id: int
    gen: int
    published: Published
    message: Message
    track: str
    address: str
    name: str
    domain: str
    attrs: Mapping[str, Any]
    date: int
    """For the Date field, the same on every try."""
    hash: str
    """Of the compiled text that was first tried."""
    who: str
    tries: int
    lease_end: float
    """On the monotonic clock."""
    learner: str | None = None
    """Whom the mail tells of, when it goes to their sponsor."""


@dataclass(slots=True)
class Claimed:
    """What one claim found."""

    jobs: list[Job] = field(default_factory=list)
    seen: int = 0
    """Rows looked at; 0: nothing is due."""
    held: int = 0
    """Learners put on hold because their lesson is days late."""


@dataclass(slots=True)
class _Plan:
    leases: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)
    rests: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    redo: list[int] = field(default_factory=list)
    follows: list[dict[str, Any]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def claim(
    ledger: Ledger, now: float, monotonic: float, who: str, *, most: int, lease: float
) -> Claimed:
    """Lease up to `most` due mails to `who` for `lease` seconds."""
    claimed = Claimed()
    with ledger.write() as connection:
        for published in all_published(ledger, connection, active=True):
            room = most - len(claimed.jobs)
            if room <= 0:
                break
            values = {"course": published.id, "now": int(now), "most": room}
            rows = connection.execute(statement(connection, "due-now"), values).all()
            plan, told = _Plan(), told_of(connection, published, rows)
            for row in rows:
                message = _judge(published, row, now, plan, told)
                if message is not None:
                    job = _job(published, row, message, now, who, monotonic + lease, told)
                    claimed.jobs.append(job)
                    plan.leases.append({"id": row.id, "until": int(now + lease), "who": who})
                    plan.notes.append(_note(job, now))
            _carry_out(connection, published, plan, now)
            claimed.seen += len(rows)
            claimed.held += len(plan.holds)
    return claimed


def preview(ledger: Ledger, now: float, most: int = 1000) -> list[Job]:
    """Return what a claim would hand out now, and change nothing."""
    jobs = []
    with ledger.read() as connection:
        for published in all_published(ledger, connection, active=True):
            values = {"course": published.id, "now": int(now), "most": most}
            rows = connection.execute(statement(connection, "due-now"), values).all()
            told = told_of(connection, published, rows)
            for row in rows:
                message = _judge(published, row, now, _Plan(), told)
                if message is not None:
                    jobs.append(_job(published, row, message, now, "", 0.0, told))
    return jobs


def next_wake(ledger: Ledger) -> int | None:
    """Return the next instant at which something is due, or None."""
    with ledger.read() as connection:
        found = [
            connection.execute(statement(connection, "next-wake"), {"course": one.id}).scalar()
            for one in all_published(ledger, connection, active=True)
        ]
    return min((at for at in found if at is not None), default=None)


def _judge(
    published: Published, row: Any, now: float, plan: _Plan, told: Mapping[int, SponsorContact]
) -> Message | None:
    """Return the mail to send, or note in `plan` why not and what instead."""
    key = published.keys.get(row.lesson_id, "")
    kind = key.partition(":")[0] if ":" in key else "lesson"
    if row.sent_state in (_SENDING, _DOUBT) or not _allowed(row, kind):
        plan.rests.append({"id": row.id})
        return None
    release = published.release
    message = release.message(row.track, key, row.edition)
    if message is None or row.sent_state not in (None, 0, 5):
        plan.redo.append(row.id)  # the step is gone from the track, or was had: look again
        return None
    if kind in ("confirm", "goodbye") or row.override_due is not None:
        return message
    schedule = release.schedule(row.schedule)
    where = zone(where_of(release, row.tz, row.schedule))
    if kind == DIGEST and not _may_tell(published, row, message, told.get(row.id), now, plan):
        return None
    steps = release.digests if kind == DIGEST else release.steps
    step = next((one for one in steps.get(row.track, ()) if one.key == key), None)
    due = now
    if step is not None and kind != "welcome":
        due = due_of(step, schedule, where, _place(row)).at + schedule.delay(row.id)
    elif step is None and kind != "nudge":
        plan.redo.append(row.id)
        return None
    if due <= now and now - row.wake_at > published.catch_up:
        plan.holds.append({"id": row.id, "day": local_date(row.wake_at, where).isoformat()})
        return None
    ready = opening(schedule, where, max(due, now))
    if ready > now:
        plan.later.append({"id": row.id, "at": ready})
        return None
    return message


def _may_tell(
    published: Published,
    row: Any,
    message: Message,
    told: SponsorContact | None,
    now: float,
    plan: _Plan,
) -> bool:
    """Tell whether a sponsor's digest may go now, or note in `plan` what becomes of it."""
    release = published.release
    why = hindrance(release, row.track, message, told) if told else "ended"
    if why == "ended":
        plan.ends.append(row.id)
    elif why == "elsewhere" and told:
        plan.follows.append({"id": row.id, "track": told.track})
        plan.redo.append(row.id)
    elif why == "early":  # looked at again tomorrow: pauses and switches need not know of sponsors
        schedule = release.schedule(row.schedule)
        where = zone(where_of(release, row.tz, row.schedule))
        tomorrow = schedule.next_allowed(local_date(now, where) + timedelta(days=1))
        plan.later.append({"id": row.id, "at": instant(tomorrow, schedule.minute, where)})
    return not why


def _allowed(row: Any, kind: str) -> bool:
    match row.state:
        case "active":
            return bool(row.status == "active") and kind not in ("confirm", "goodbye")
        case "pending":
            return kind == "confirm" and row.status not in ("bounced", "complained")
        case "stopped":
            return kind == "goodbye" and bool(row.status == "active")
        case _:
            return False


def _place(row: Any) -> Place:
    return Place(
        date.fromisoformat(row.start_on),
        row.shift_days,
        date.fromisoformat(row.last_on) if row.last_on else None,
        date.fromisoformat(row.finished_on) if row.finished_on else None,
    )


def _job(
    published: Published,
    row: Any,
    message: Message,
    now: float,
    who: str,
    lease_end: float,
    told: Mapping[int, SponsorContact],
) -> Job:
    fresh = not row.intents  # never offered to a server: it may take the newest text
    learner = told.get(row.id)
    attrs = json.loads(row.attrs) if row.attrs != "{}" else {}
    return Job(
        id=row.id,
        lesson_id=row.lesson_id,
        gen=row.gen,
        published=published,
        message=message,
        track=row.track,
        address=row.address,
        name=row.name,
        domain=row.domain,
        attrs=learner.attrs if learner else attrs,
        date=int(now) if fresh else row.date_hdr,
        hash=message.hash if fresh else row.content_hash,
        who=who,
        tries=row.tries,
        lease_end=lease_end,
        learner=learner.name if learner else None,
    )


def _note(job: Job, now: float) -> dict[str, Any]:
    return {
        "id": job.id,
        "lesson_id": job.lesson_id,
        "gen": job.gen,
        "date": job.date,
        "hash": job.hash,
        "now": int(now),
    }


def _carry_out(connection: sa.Connection, published: Published, plan: _Plan, now: float) -> None:
    many: Iterable[tuple[str, list[dict[str, Any]]]] = (
        ("lease", plan.leases),
        ("note-claim", plan.notes),
        ("push-back", plan.later),
        ("rest", plan.rests),
        ("hold", plan.holds),
    )
    for name, rows in many:
        each(connection, name, rows)
    if plan.follows:
        connection.execute(statement(connection, "follow-learner"), plan.follows)
    end_digests(connection, plan.ends, "learner-left", now)
    if plan.redo:
        point(connection, published, standings(connection, published, plan.redo), now)
