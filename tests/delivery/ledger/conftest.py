"""A course that a test sends by hand, step by step."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import (
    EnrollmentDefaults,
    ImportResult,
    import_roster,
)
from coursewright.delivery.ledger.next_step import EnrollmentState, standings
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.results import Fate, Result, intend, record
from coursewright.delivery.ledger.selection import Selection, selected_ids
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

MONDAY = 1799658000.0  # 11 January 2027, 10:00 in Berlin


class HandSentCourse:
    """A course in the ledger; the test decides what becomes of each email."""

    def __init__(self, ledger: Ledger, keyring: Keyring, sequence: Path) -> None:
        self.ledger, self.keyring, self.now = ledger, keyring, MONDAY
        self.sequence = sequence
        self.published: Published = publish(ledger, load_release(sequence), sequence.parent, MONDAY)
        self.sent: list[tuple[str, str]] = []
        """Who got what, in order."""

    def enroll(self, *names: str, cohort: str = "", start: date | None = None) -> ImportResult:
        people = [Person(f"{n}@example.org", f"{n}@example.org", "example.org") for n in names]
        how = EnrollmentDefaults(track="aspire", start=start or date(2027, 1, 11), cohort=cohort)
        return import_roster(self.ledger, self.published, self.keyring, people, self.now, how)

    def jobs(self, lease: float = 600) -> list[Job]:
        """Claim what is due and note the intents."""
        found = claim(self.ledger, self.now, self.now, "me", most=500, lease=lease).jobs
        with self.ledger.write() as connection:
            return [job for job in found if job in intend(connection, [job], self.now)]

    def end(self, job: Job, fate: Fate, code: str = "250", reply: str = "") -> None:
        result = Result(job, fate, code, reply, int(self.now + 900))
        with self.ledger.write() as connection:
            record(self.ledger, connection, self.keyring, [result], self.now, 0)
        if fate == "sent":
            self.sent.append((job.address.partition("@")[0], job.message.key))

    def send(self, fates: Mapping[str, Fate] | None = None, reply: str = "") -> list[str]:
        """Send what is due, all at once; the fate of an email goes by its address."""
        keys = []
        for job in self.jobs():
            name = job.address.partition("@")[0]
            fate = (fates or {}).get(name, "sent")
            self.end(job, fate, "250" if fate == "sent" else "5.0.0", reply)
            keys.append(f"{name} {job.message.key}")
        return keys

    def days(self, count: int) -> list[str]:
        """Let days pass, and send at ten each day; return what was sent."""
        keys = []
        for _ in range(count):
            self.now += 86400
            keys += self.send()
        assert not report(self.ledger, self.now).unaccounted
        return keys

    def ids(self, *names: str, cohort: str = "") -> list[int]:
        addresses = [f"{name}@example.org" for name in names]
        with self.ledger.read() as connection:
            return selected_ids(connection, self.published, Selection(addresses, cohort))

    def stand(self, name: str) -> EnrollmentState:
        with self.ledger.write() as connection:
            (found,) = standings(connection, self.published, self.ids(name))
        return found

    def lesson(self, name: str) -> str:
        """Return the step that a learner is owed next."""
        return self.published.keys[self.stand(name).lesson_id or 0]


@pytest.fixture
def hand_sent(ledger: Ledger, keyring: Keyring, sequence: Path) -> HandSentCourse:
    """The small course, nobody enrolled."""
    return HandSentCourse(ledger, keyring, sequence)


@pytest.fixture
def hand_sent_on(
    ledger: Ledger, keyring: Keyring, compile_course: Callable[..., Path], tmp_path: Path
) -> Callable[..., HandSentCourse]:
    """The small course with lessons on other days, or other values in its schedules."""

    def make(lessons: Sequence[tuple[str, int]] = (), **schedule: object) -> HandSentCourse:
        roads = {"aspire": list(lessons)} if lessons else None
        path = compile_course(tmp_path / "other", roads)
        data = json.loads(path.read_text("utf-8"))
        for one in data["schedules"]:
            one.update(schedule)
        path.write_text(json.dumps(data), "utf-8")
        return HandSentCourse(ledger, keyring, path)

    return make
