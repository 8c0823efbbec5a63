"""The report behind `status` and the metrics."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import opening
from coursewright.sequence.wall_clock import zone

from .attention import HOLD_REASONS
from .database import Ledger
from .doubts import doubts
from .latches import ALL, latches
from .limits import kept_limits
from .next_step import where_of
from .releases import Published, all_published
from .rows import CourseRow, fetch
from .statements import statement
from .states import DeliveryState, EnrollmentStatus

__all__ = ["STUCK_SHOWN", "Report", "report"]

STUCK_SHOWN = 100
"""How many stuck enrollments a report counts at most."""

_NAMES = {DeliveryState.SENT: "sent", DeliveryState.FAILED: "failed"}


@dataclass(slots=True)
class Report:
    """Courses, enrollments, results, and what needs attention."""

    courses: dict[str, str] = field(default_factory=dict)
    """Course -> `active` or `paused`."""
    enrolments: list[dict[str, Any]] = field(default_factory=list)
    sponsors: list[dict[str, Any]] = field(default_factory=list)
    """Sponsors by state."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """How many wait for which lesson."""
    results: list[dict[str, Any]] = field(default_factory=list)
    due: int = 0
    """Emails that can be sent now, within the schedule's window."""
    late_seconds: int = 0
    """How long the oldest of them has been due."""
    next_at: int | None = None
    """When the next mail may go that may not go yet, in seconds since the epoch."""
    in_doubt: list[dict[str, Any]] = field(default_factory=list)
    held: int = 0
    """Learners on hold who need a decision, for whatever reason."""
    held_by_reason: dict[str, int] = field(default_factory=dict)
    """The same by reason: `missed`, `asked-to-leave`, `smtputf8`."""
    unaccounted: list[int] = field(default_factory=list)
    """Must be empty: active enrollments that have no time for their next email."""
    suppressed: dict[str, int] = field(default_factory=dict)
    latches: list[dict[str, Any]] = field(default_factory=list)
    """What stops all or some sending now, with time and cause."""
    leased: int = 0
    """Emails that a sender has claimed; if it died, they are due when its leases end."""
    leased_until: int | None = None
    limits: list[dict[str, Any]] = field(default_factory=list)
    """What each limit allows and what is used of it."""
    failures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wants_a_person(self) -> bool:
        """Whether something waits for a decision."""
        return bool(self.in_doubt or self.held or self.unaccounted or self.latches)

    def values(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return asdict(self) | {"wants_a_person": self.wants_a_person}


def report(ledger: Ledger, now: float) -> Report:
    """Return the state of the ledger."""
    found = Report()
    with ledger.read() as connection:
        found.courses = {one.slug: one.state for one in fetch(connection, "courses", CourseRow)}
        found.enrolments = _rows(connection, "enrolments-by-state")
        found.sponsors = _rows(connection, "sponsors-by-state")
        found.waiting = _rows(connection, "waiting-by-lesson")
        found.results = [
            row | {"state": _NAMES.get(row["state"], str(row["state"])), "n": int(row["n"])}
            for row in _rows(connection, "results")
        ]
        on_hold: Counter[str] = Counter()
        for group in (*found.enrolments, *found.sponsors):
            if group["state"] == EnrollmentStatus.PAUSED and group["why"] in HOLD_REASONS:
                on_hold[group["why"]] += group["n"]
        found.held_by_reason = dict(on_hold)
        found.held = sum(found.held_by_reason.values())
        barred = _rows(connection, "suppressed-count")
        found.suppressed = {one["reason"]: one["n"] for one in barred}
        lost = connection.execute(statement(connection, "unaccounted"), {"most": STUCK_SHOWN})
        found.unaccounted = list(lost.scalars())
        found.failures = _rows(connection, "failures", most=20)
        found.latches = [asdict(latch) | {"text": str(latch)} for latch in latches(connection, now)]
        leased = connection.execute(statement(connection, "leased"), {"now": int(now)}).one()
        found.leased, found.leased_until = leased.n, leased.until
        found.limits = _limits(connection, now)
        for published in all_published(ledger, connection, active=True):
            values = {"course": published.id, "now": int(now)}
            later = [connection.execute(statement(connection, "next-due"), values).scalar()]
            for row in connection.execute(statement(connection, "due-groups"), values):
                since = _since(published, row, now)
                if since <= now:
                    found.due += row.n
                    found.late_seconds = max(found.late_seconds, int(now) - since)
                else:
                    later.append(since)
            later.append(found.next_at)
            found.next_at = min((at for at in later if at is not None), default=None)
    found.in_doubt = [
        {
            "enrolment": row.enrolment_id,
            "course": row.course,
            "lesson": row.lesson,
            "gen": row.gen,
            "address": row.address,
            "since": row.at,
        }
        for row in doubts(ledger)
    ]
    return found


def _limits(connection: sa.Connection, now: float) -> list[dict[str, Any]]:
    """Return the limits on all email and what is used of them in the window that ends now."""
    rows = connection.execute(statement(connection, "buckets"), {"now": int(now)})
    used = {row.seconds: int(row.used) for row in rows if row.scope == ALL}
    kept = kept_limits(connection)
    found: list[dict[str, Any]] = [
        {"rate": str(rate), "used": None if rate.paced else used.get(rate.seconds, 0)}
        for rate in kept.total
    ]
    return found + [{"rate": f"{rate} for each domain", "used": None} for rate in kept.per_domain]


def _since(published: Published, row: Any, now: float) -> int:
    """Return since when the oldest mail of a group may go, or when it may if not now."""
    kind = published.keys.get(row.lesson_id, "").partition(":")[0]
    if row.asked or kind in ("confirm", "goodbye"):  # at any hour
        return int(row.oldest)
    schedule = published.release.schedule(row.schedule)
    where = zone(where_of(published.release, row.tz, row.schedule))
    soonest = opening(schedule, where, now)
    return soonest if soonest > now else opening(schedule, where, row.oldest)


def _rows(connection: sa.Connection, name: str, **values: Any) -> list[dict[str, Any]]:
    rows = connection.execute(statement(connection, name), values).mappings()
    return [dict(row) for row in rows]
