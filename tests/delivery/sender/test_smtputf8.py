"""Addresses that need SMTPUTF8, against mail servers that offer it and that do not."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger import enrollment_actions as actions
from coursewright.delivery.ledger.attention import failed_items, held_items
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.selection import Selection, selected_ids
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

HELD = ["jürgen@example.org", "пётр@example.org"]
ROSTER = "\n".join(["email", "ada@example.org", "bob@example.org", *HELD])


class Course:
    """Two learners with plain addresses, and two whose addresses need SMTPUTF8."""

    def __init__(self, ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> None:
        self.ledger, self.keyring, self.clock = ledger, keyring, clock
        release = load_release(sequence)
        self.published: Published = publish(ledger, release, sequence.parent, clock.now())
        defaults = EnrollmentDefaults(track="aspire", start=date(2027, 1, 11))
        people = read_roster(io.BytesIO(ROSTER.encode()))
        import_roster(ledger, self.published, keyring, people, clock.now(), defaults)

    def sender(self, sink: Any, who: str = "w") -> SendWorker:
        setup = SenderSettings(read_server(sink.url, timeout=3), who, connections=2)
        mailroom = JobMessages(self.ledger, self.keyring, "example.org")
        return SendWorker(self.ledger, self.keyring, self.clock, setup, mailroom)

    def held(self) -> list[str]:
        return sorted(item.address for item in held_items(self.ledger))

    def resume(self, *addresses: str) -> int:
        with self.ledger.write() as connection:
            ids = selected_ids(connection, self.published, Selection(addresses))
            return actions.resume(connection, self.published, ids, self.clock.now())


@pytest.fixture
def course(ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> Course:
    return Course(ledger, keyring, clock, sequence)


def test_without_smtputf8_at_the_server_learners_are_held_and_nothing_fails(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink("--no-smtputf8")
    tally = course.sender(sink).drain()
    assert (tally["sent"], tally["held"], tally["failed"], tally["put-off"]) == (4, 2, 0, 0)
    assert course.held() == HELD
    assert {item.why for item in held_items(course.ledger)} == {
        "the mail server does not offer SMTPUTF8"
    }
    assert not failed_items(course.ledger)
    found = report(course.ledger, course.clock.now())
    assert found.held_by_reason == {"smtputf8": 2}
    assert found.wants_a_person
    assert not found.unaccounted
    for _ in range(3):  # the others go on; those on hold lose no lesson
        course.clock.sleep(86400)
        assert not course.sender(sink).drain()["failed"]
    assert course.held() == HELD
    assert not any("пётр".encode() in mail for mail in sink.mails)


def test_a_later_run_against_a_server_with_smtputf8_sends_the_lesson_with_a_new_date(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    course.sender(start_sink("--no-smtputf8")).drain()
    course.clock.sleep(9 * 86400)  # far beyond what a schedule catches up
    able = start_sink()
    tally = course.sender(able).drain()
    assert tally["resumed"] == 2
    assert not tally["failed"]
    assert "пётр@example.org" not in course.held()
    later = [mail for mail in able.mails if "пётр@example.org".encode() in mail]
    assert len(later) == 2, "the welcome and the first lesson, and no second one on that day"
    assert all(b"Date: Wed, 20 Jan 2027" in mail for mail in later)
    assert not report(course.ledger, course.clock.now()).unaccounted


def test_who_is_resumed_by_hand_is_held_again_while_the_server_lacks_it(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    unable = start_sink("--no-smtputf8")
    course.sender(unable).drain()
    assert course.resume("пётр@example.org") == 1
    assert course.held() == ["jürgen@example.org"]
    assert course.sender(unable).drain()["held"] == 1
    assert course.held() == HELD
    assert course.resume("пётр@example.org") == 1
    able = start_sink()
    course.sender(able).drain()
    assert sum("пётр@example.org".encode() in mail for mail in able.mails) == 2


def test_one_process_asks_the_server_once_an_hour(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    unable = start_sink("--no-smtputf8")
    sender = course.sender(unable)
    sender.drain()
    assert sender.drain()["resumed"] == 0
    unable.stop()
    start_sink("--port", str(unable.port))
    course.clock.sleep(3500)
    assert sender.drain()["resumed"] == 0, "it asked less than an hour ago"
    course.clock.sleep(200)
    assert sender.drain()["resumed"] == 2


def test_a_server_that_is_away_leaves_learners_on_hold(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink("--no-smtputf8")
    course.sender(sink).drain()
    sink.stop()
    course.sender(sink).drain()  # nothing is due, so nothing is tried
    assert course.held() == HELD


def test_a_server_behind_that_lacks_it_puts_only_its_own_learners_on_hold(
    course: Course, start_sink: Callable[..., Any]
) -> None:
    answer = "553 5.6.7 SMTPUTF8 is required, but was not offered by the next host"
    behind = start_sink("--stage", "rcpt", "--answer", answer, "--domain", "пётр@example.org")
    tally = course.sender(behind).drain()
    assert (tally["failed"], tally["held"]) == (0, 1)
    assert course.held() == ["пётр@example.org"]
    assert course.sender(behind).drain()["resumed"] == 0, "nothing has changed"
    assert course.resume("пётр@example.org") == 1
    able = start_sink()
    course.sender(able).drain()
    assert sum("пётр@example.org".encode() in mail for mail in able.mails) == 2
