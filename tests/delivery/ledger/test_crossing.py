"""What a learner or an operator does while their mail is on its way: nothing is lost by it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coursewright.delivery.ledger import enrollment_actions as steering
from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.next_step import reschedule_all
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.results import Fate, Result, intend, record
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

MONDAY = 1768204800.0
ROAD = {"one": [("only", 0)]}


class Drip:
    """A learner on a course, sent to by hand."""

    def __init__(self, ledger: Ledger, keyring: Keyring, sequence: Path) -> None:
        self.ledger, self.keyring, self.now = ledger, keyring, MONDAY
        self.published: Published = publish(ledger, load_release(sequence), sequence.parent, MONDAY)
        person = Person("p@example.org", "p@example.org", "example.org")
        how = EnrollmentDefaults(track="one", start=date(2026, 1, 12))
        import_roster(ledger, self.published, keyring, [person], MONDAY, how)

    def begin(self, who: str = "me") -> Job:
        """Claim the one mail that is due and note the intent."""
        (job,) = claim(self.ledger, self.now, self.now, who, most=9, lease=600).jobs
        with self.ledger.write() as connection:
            assert intend(connection, [job], self.now) == {job}
        return job

    def end(self, job: Job, fate: Fate) -> None:
        """Write the result of a mail."""
        result = Result(job, fate, "4.3.0", "", int(self.now + 900))
        with self.ledger.write() as connection:
            record(self.ledger, connection, self.keyring, [result], self.now, 0)

    def send_all(self) -> list[str]:
        """Send whatever is due, an hour later and on the next days; return what it was."""
        sent = []
        for _ in range(30):
            self.now += 3600
            for job in claim(self.ledger, self.now, self.now, "me", most=9, lease=600).jobs:
                with self.ledger.write() as connection:
                    assert intend(connection, [job], self.now)
                self.end(job, "sent")
                sent.append(job.message.key)
        assert not report(self.ledger, self.now).unaccounted
        return sent


@pytest.fixture
def drip(
    ledger: Ledger, keyring: Keyring, tmp_path: Path, compile_course: Callable[..., Path]
) -> Drip:
    """A course of one lesson."""
    return Drip(ledger, keyring, compile_course(tmp_path / "short", ROAD))


def test_a_mail_put_off_after_its_learner_was_dated_anew_goes_later(drip: Drip) -> None:
    drip.end(drip.begin(), "sent")  # the welcome
    job = drip.begin()
    assert job.message.key == "only"
    reschedule_all(drip.ledger, drip.published, drip.now)  # a build is published meanwhile
    drip.end(job, "put-off")
    assert drip.send_all()[0] == "only"


def test_a_last_mail_put_off_after_its_learner_was_dated_anew_goes_later(drip: Drip) -> None:
    job = drip.begin()
    while not job.message.key.startswith("recall:recall-30"):
        drip.end(job, "sent")
        while not (found := claim(drip.ledger, drip.now, drip.now, "me", most=9, lease=1).jobs):
            drip.now += 86400
        job = found[0]
        with drip.ledger.write() as connection:
            intend(connection, [job], drip.now)
    with drip.ledger.write() as connection:
        steering.switch(connection, drip.published, [job.id], drip.now, edition="full")
    drip.end(job, "put-off")
    assert drip.send_all() == ["recall:recall-30"]


def test_who_leaves_while_a_mail_is_on_its_way_still_gets_the_goodbye(drip: Drip) -> None:
    job = drip.begin()
    with drip.ledger.write() as connection:
        steering.leave(connection, drip.published, [job.id], drip.now, "left", goodbye=True)
    drip.end(job, "sent")
    assert drip.send_all() == ["goodbye:goodbye"]
