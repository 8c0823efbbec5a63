"""CLAIM: emails that are due are leased to one sender, after a second check of each."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import Place, due_of, opening
from coursewright.sequence.records import Message
from coursewright.sequence.sending_schedule import SendingSchedule
from coursewright.sequence.wall_clock import instant, local_date, zone

from .allowance import Allowance
from .database import Ledger
from .guards import check_before_claim
from .latches import Latch, latched_domains, latches, stops_all
from .limits import domains_of, group_of, kept_limits
from .next_step import point, standings, where_of
from .nudges import NUDGE_DAYS
from .releases import Published, all_published
from .rows import DueRow, fetch
from .sponsor_digests import DIGEST, SponsorContact, end_digests, hindrance, sponsored_learners
from .statements import each, statement
from .states import ContactStatus, DeliveryState, EnrollmentStatus, StateReason

__all__ = ["Claimed", "Job", "claim", "give_back", "next_wake", "preview"]

_DAY = 86400
_CLOSED = 1000  # domains that a query leaves out; more are passed over one by one
_NONE = [""]  # no domain has this name; PostgreSQL cannot tell the type of an empty list
_UNDER_WAY = (DeliveryState.SENDING, DeliveryState.IN_DOUBT)


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
    """Rows that it acted on; 0: nothing is due that may go."""
    held: int = 0
    """Learners put on hold because their lesson is days late."""
    latches: list[Latch] = field(default_factory=list)
    """What stops some or all sending now."""
    slots: Mapping[str, list[float]] = field(default_factory=dict)
    """When emails may go, by scope of a limit that sets a pace."""
    resumes_at: float | None = None
    """When more may be claimed, if a limit stood in the way."""


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

    @property
    def steps(self) -> int:
        """How many rows it changes: 0 means that nothing more comes of looking again."""
        rows = len(self.leases) + len(self.later) + len(self.rests) + len(self.holds)
        return rows + len(self.redo) + len(self.ends)


def claim(
    ledger: Ledger,
    now: float,
    monotonic: float,
    who: str,
    *,
    most: int,
    lease: float,
    refund: Mapping[str, int] = MappingProxyType({}),
) -> Claimed:
    """Lease up to `most` due mails to `who` for `lease` seconds, as latches and limits allow.

    `refund` is how many were claimed earlier, by group of domains, and not sent.
    """
    claimed = Claimed()
    with ledger.write() as connection:
        check_before_claim(connection, now)
        claimed.latches = latches(connection, now)
        if stops_all(claimed.latches):
            return claimed
        allowance = Allowance(kept_limits(connection), now).read(connection, refund)
        closed = latched_domains(claimed.latches)
        closed += [one for group in allowance.full_groups() for one in domains_of(group)]
        for published in all_published(ledger, connection, active=True):
            room = allowance.most(most - len(claimed.jobs))
            if room <= 0:
                break
            values = {"course": published.id, "now": int(now), "most": room}
            rows = fetch(
                connection, "due-now", DueRow, values | {"closed": closed[:_CLOSED] or _NONE}
            )
            plan, sponsored = _Plan(), sponsored_learners(connection, published, rows)
            for row in rows:
                message = _judge(published, row, now, plan, sponsored)
                if message is not None and allowance.take(group_of(row.domain)):
                    job = _job(published, row, message, now, who, monotonic + lease, sponsored)
                    claimed.jobs.append(job)
                    plan.leases.append({"id": row.id, "until": int(now + lease), "who": who})
                    plan.notes.append(_note(job, now))
            _carry_out(connection, published, plan, now)
            claimed.seen += plan.steps
            claimed.held += len(plan.holds)
        allowance.write(connection)
    claimed.slots, claimed.resumes_at = allowance.slots, allowance.resumes_at
    return claimed


def give_back(ledger: Ledger, jobs: Iterable[Job], who: str, now: float) -> int:
    """End the leases of mails that were not begun: they are due again; return how many."""
    rows = [{"id": job.id, "lesson_id": job.lesson_id, "gen": job.gen} for job in jobs]
    if not rows:
        return 0
    with ledger.write() as connection:
        each(connection, "forget-claim", rows)
        mine = [row | {"who": who, "now": int(now)} for row in rows]
        return each(connection, "give-back", mine)


def preview(ledger: Ledger, now: float, most: int = 1000) -> list[Job]:
    """Return what a claim would hand out now, and change nothing."""
    jobs = []
    with ledger.read() as connection:
        for published in all_published(ledger, connection, active=True):
            values = {"course": published.id, "now": int(now), "most": most, "closed": _NONE}
            rows = fetch(connection, "due-now", DueRow, values)
            sponsored = sponsored_learners(connection, published, rows)
            for row in rows:
                message = _judge(published, row, now, _Plan(), sponsored)
                if message is not None:
                    jobs.append(_job(published, row, message, now, "", 0.0, sponsored))
    return jobs


def next_wake(ledger: Ledger) -> int | None:
    """Return the next instant at which something is due, or None."""
    with ledger.read() as connection:
        found = [
            connection.execute(statement(connection, "next-wake"), {"course": course.id}).scalar()
            for course in all_published(ledger, connection, active=True)
        ]
    return min((at for at in found if at is not None), default=None)


def _judge(
    published: Published,
    row: DueRow,
    now: float,
    plan: _Plan,
    sponsored: Mapping[int, SponsorContact],
) -> Message | None:
    """Return the mail to send, or note in `plan` why not and what instead."""
    key = published.keys.get(row.lesson_id, "")
    kind = key.partition(":")[0] if ":" in key else "lesson"
    if row.sent_state in _UNDER_WAY or not _allowed(row, kind):
        plan.rests.append({"id": row.id})
        return None
    release = published.release
    message = release.message(row.track, key, row.edition)
    if message is None or not (row.sent_state is None or row.sent_state.owed):
        plan.redo.append(row.id)  # the step is gone from the track, or was had: look again
        return None
    if kind in ("confirm", "goodbye") or row.override_due is not None:
        return message
    schedule = release.schedule(row.schedule)
    where = zone(where_of(release, row.tz, row.schedule))
    if kind == "nudge" and _is_needless(row, message, where, now):
        plan.redo.append(row.id)
        return None
    if kind == DIGEST and not _may_send_digest(
        published, row, message, sponsored.get(row.id), now, plan
    ):
        return None
    steps = release.digests if kind == DIGEST else release.steps
    step = next((one for one in steps.get(row.track, ()) if one.key == key), None)
    due = now
    if step is not None and kind != "welcome":
        due = due_of(step, schedule, where, _place(row)).at + schedule.delay(row.id)
    elif step is None and kind != "nudge":
        plan.redo.append(row.id)
        return None
    ready = opening(schedule, where, max(due, now))
    if due <= now and _too_late(schedule, where, row.wake_at, ready):
        plan.holds.append({"id": row.id, "day": local_date(row.wake_at, where).isoformat()})
        return None
    if ready > now:
        plan.later.append({"id": row.id, "at": ready})
        return None
    return message


def _too_late(schedule: SendingSchedule, where: ZoneInfo, due: int, ready: int) -> bool:
    if ready - due < _DAY:  # nearly always
        return False
    return schedule.too_late(local_date(due, where), local_date(ready, where))


def _is_needless(row: DueRow, message: Message, where: ZoneInfo, now: float) -> bool:
    """Tell whether a nudge has been overtaken: its learner was seen, or has a lesson today."""
    seen = row.seen_at is not None and now - row.seen_at < (message.day or NUDGE_DAYS) * _DAY
    return seen or local_date(row.due_at, where) <= local_date(now, where)


def _may_send_digest(
    published: Published,
    row: DueRow,
    message: Message,
    learner: SponsorContact | None,
    now: float,
    plan: _Plan,
) -> bool:
    """Return whether a sponsor's digest may go now, or note in `plan` what to do instead."""
    release = published.release
    why = hindrance(release, row.track, message, learner) if learner else "ended"
    if why == "ended":
        plan.ends.append(row.id)
    elif why == "elsewhere" and learner:
        plan.follows.append({"id": row.id, "track": learner.track})
        plan.redo.append(row.id)
    elif why == "early":  # looked at again tomorrow: pauses and switches need not know of sponsors
        schedule = release.schedule(row.schedule)
        where = zone(where_of(release, row.tz, row.schedule))
        tomorrow = schedule.next_allowed(local_date(now, where) + timedelta(days=1))
        plan.later.append({"id": row.id, "at": instant(tomorrow, schedule.minute, where)})
    return not why


def _allowed(row: DueRow, kind: str) -> bool:
    match row.state:
        case EnrollmentStatus.ACTIVE:
            return row.status is ContactStatus.ACTIVE and kind not in ("confirm", "goodbye")
        case EnrollmentStatus.PENDING:
            barred = (ContactStatus.BOUNCED, ContactStatus.COMPLAINED)
            return kind == "confirm" and row.status not in barred
        case EnrollmentStatus.STOPPED:
            return kind == "goodbye" and row.status is ContactStatus.ACTIVE
        case EnrollmentStatus.PAUSED | EnrollmentStatus.COMPLETED:
            return False


def _place(row: DueRow) -> Place:
    return Place(
        date.fromisoformat(row.start_on),
        row.shift_days,
        date.fromisoformat(row.last_on) if row.last_on else None,
        date.fromisoformat(row.finished_on) if row.finished_on else None,
    )


def _job(
    published: Published,
    row: DueRow,
    message: Message,
    now: float,
    who: str,
    lease_end: float,
    sponsored: Mapping[int, SponsorContact],
) -> Job:
    # Never offered to a server under this generation: it may take the newest text.
    fresh = not row.content_hash or not row.intents
    learner = sponsored.get(row.id)
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
        date=int(now) if fresh or row.date_hdr is None else row.date_hdr,
        hash=row.content_hash or message.hash,
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
    changes: Iterable[tuple[str, list[dict[str, Any]]]] = (
        ("lease", plan.leases),
        ("note-claim", plan.notes),
        ("push-back", plan.later),
        ("rest", plan.rests),
        ("hold", plan.holds),
    )
    for name, rows in changes:
        each(connection, name, rows)
    if plan.follows:
        connection.execute(statement(connection, "follow-learner"), plan.follows)
    end_digests(connection, plan.ends, StateReason.LEARNER_LEFT, now)
    if plan.redo:
        point(connection, published, standings(connection, published, plan.redo), now)
