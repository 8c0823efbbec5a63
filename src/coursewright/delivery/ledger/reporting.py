"""The state of things, for people and for machines."""

from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from .database import Ledger
from .doubt import doubts
from .published import all_published
from .statements import statement

__all__ = ["Report", "report"]

_NAMES = {2: "sent", 3: "failed"}


@dataclass(slots=True)
class Report:
    """What there is, what is owed, what waits for a person."""

    courses: dict[str, str] = field(default_factory=dict)
    """Course -> `active` or `paused`."""
    enrolments: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """How many wait for which lesson."""
    results: list[dict[str, Any]] = field(default_factory=list)
    due: int = 0
    late_seconds: int = 0
    """How long the oldest due mail has waited."""
    in_doubt: list[dict[str, Any]] = field(default_factory=list)
    held: int = 0
    """Learners put on hold because their lesson would have come days late."""
    unaccounted: list[int] = field(default_factory=list)
    """Must be empty: enrolments that nothing will ever wake."""
    suppressed: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wants_a_person(self) -> bool:
        """Whether something waits for a decision."""
        return bool(self.in_doubt or self.held or self.unaccounted)

    def values(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return asdict(self) | {"wants_a_person": self.wants_a_person}


def report(ledger: Ledger, now: float) -> Report:
    """Return the state of the ledger."""
    found = Report()
    with ledger.read() as connection:
        for row in connection.execute(statement(connection, "courses")):
            found.courses[row.slug] = row.state
        found.enrolments = _rows(connection, "enrolments-by-state")
        found.waiting = _rows(connection, "waiting-by-lesson")
        found.results = [
            row | {"state": _NAMES.get(row["state"], str(row["state"])), "n": int(row["n"])}
            for row in _rows(connection, "results")
        ]
        found.held = sum(row["n"] for row in found.enrolments if row["why"] == "missed")
        barred = _rows(connection, "suppressed-count")
        found.suppressed = {one["reason"]: one["n"] for one in barred}
        lost = connection.execute(statement(connection, "unaccounted"), {"most": 100})
        found.unaccounted = list(lost.scalars())
        found.failures = _rows(connection, "failures", most=20)
        for published in all_published(ledger, connection, active=True):
            values = {"course": published.id, "now": int(now)}
            row = connection.execute(statement(connection, "due-count"), values).one()
            found.due += row.n
            if row.n:
                found.late_seconds = max(found.late_seconds, int(now) - row.oldest)
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


def _rows(connection: sa.Connection, name: str, **values: Any) -> list[dict[str, Any]]:
    rows = connection.execute(statement(connection, name), values).mappings()
    return [dict(row) for row in rows]
