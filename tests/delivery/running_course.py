"""A course with fifty learners, at every place of it, that a test edits and lets go on."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.decisions import Decisions
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import Release, load_release

__all__ = ["DAY_0", "LESSONS", "Compile", "RunningCourse", "lessons"]

Compile = Callable[..., Path]
Edit = Callable[[dict[str, Any]], None]

DAY_0 = date(2027, 3, 1)
LESSONS = tuple(f"l{number}" for number in range(6))
ALL_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def lessons(*keys: str, every: int = 2) -> dict[str, list[tuple[str, int]]]:
    """Return the one track with these lessons, a fixed number of days apart."""
    return {"aspire": [(key, place * every) for place, key in enumerate(keys)]}


def at(day: int, hour: int) -> float:
    """Return noon or another hour in UTC, some days after the day of the edit."""
    moment = datetime(DAY_0.year, DAY_0.month, DAY_0.day, hour, tzinfo=UTC)
    return (moment + timedelta(days=day)).timestamp()


@dataclass
class RunningCourse:
    """Learners of group `k` (0 to 6) have had `k` of the six lessons; all wait for day 1."""

    ledger: Ledger
    keyring: Keyring
    compile: Compile
    folder: Path
    min_gap: int = 2
    now: float = 0.0
    got: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    """Address -> what was sent: key, day, hash of the text."""
    builds: int = 0

    def build(
        self,
        roads: dict[str, list[tuple[str, int]]],
        edit: Edit | None = None,
        *,
        text: str = "",
        slug: str = "field-notes",
    ) -> tuple[Release, Path]:
        """Compile a version of the course; `edit` changes what its file says."""
        self.builds += 1
        folder = self.folder / f"build{self.builds}"

        def email(name: str) -> dict[str, list[Any]]:
            words = [f"{name} {text if name.endswith('/l3') else ''}"]
            return dict.fromkeys(("subject", "preheader", "html", "text"), words)

        path = self.compile(folder, roads, email)
        data = json.loads(path.read_text("utf-8"))
        data["course"]["id"] = slug
        for schedule in data["schedules"]:
            schedule |= {"weekdays": ALL_WEEK, "min_gap_days": self.min_gap, "timezone": "UTC"}
        if edit:
            edit(data)
        path.write_text(json.dumps(data), "utf-8")
        return load_release(path), folder

    def publish(
        self, version: tuple[Release, Path], decisions: Decisions | None = None
    ) -> Published:
        return publish(self.ledger, *version, self.now, decisions)

    def begin(self, version: tuple[Release, Path]) -> None:
        """Enroll fifty learners so that they stand at every place at noon of day 0."""
        self.now = at(-60, 6)
        published = self.publish(version)
        people = []
        for number in range(50):
            group = number % 7
            start = DAY_0 + timedelta(days=1 - 2 * group if number < 49 else -55)
            name = f"g{group}-{number}@example.org" if number < 49 else "done@example.org"
            people.append(Person(name, name, "example.org", start=start))
        defaults = EnrollmentDefaults(track="aspire")
        import_roster(self.ledger, published, self.keyring, people, self.now, defaults)
        for day in range(-59, 1):
            self.send(day, (9,))
        self.now = at(0, 12)

    def send(self, day: int, hours: tuple[int, ...] = (9, 12, 18)) -> None:
        """Let the sender look a few times at a day; all are due at nine."""
        for hour in hours:
            self.now = max(self.now, at(day, hour))
            self.claim_and_send(day)

    def claim_and_send(self, day: int) -> None:
        """Send all that may go now."""
        jobs = claim(self.ledger, self.now, self.now, "me", most=500, lease=600).jobs
        if not jobs:
            return
        with self.ledger.write() as connection:
            allowed = intend(connection, jobs, self.now)
            results = [Result(job, "sent", "250") for job in jobs if job in allowed]
            record(self.ledger, connection, self.keyring, results, self.now, 0)
        for result in results:
            job = result.job
            self.got.setdefault(job.address, []).append((job.message.key, day, job.hash))

    def after(self, days: int = 40) -> dict[int, list[tuple[str, int]]]:
        """Return the lessons, with days, that each group gets from the edit on; all alike."""
        before = {address: len(sent) for address, sent in self.got.items()}
        for day in range(days):
            self.send(day)
        found: dict[int, list[tuple[str, int]]] = {}
        for address, sent in self.got.items():
            if address == "done@example.org":
                continue
            later = [(key, day) for key, day, _ in sent[before.get(address, 0) :] if ":" not in key]
            assert found.setdefault(int(address[1]), later) == later, address
        return found

    def states(self) -> dict[str, str]:
        """Return the state of each enrollment by address."""
        with self.ledger.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT c.address, e.state FROM enrolment e JOIN contact c ON c.id = e.contact_id"
            )
            return {row[0]: row[1] for row in rows}
