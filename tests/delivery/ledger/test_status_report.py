"""What `status` and the metrics count as due, and as late."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger import enrollment_actions as steering
from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published, find_published
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.ledger.upcoming import enrollments_of
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.service.metrics import metrics
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release
from coursewright.sequence.wall_clock import instant, zone

BERLIN = zone("Europe/Berlin")
NIGHT = instant(date(2027, 1, 11), 2 * 60, BERLIN)  # Monday, 02:00: the window opens at 07:00
MORNING = instant(date(2027, 1, 11), 7 * 60, BERLIN)


@pytest.fixture
def published(ledger: Ledger, keyring: Keyring, sequence: Path) -> Published:
    """One learner who joined in the night; the welcome is owed, and waits for the window."""
    found = publish(ledger, load_release(sequence), sequence.parent, NIGHT)
    people = [
        Person("ada@example.org", "ada@example.org", "example.org"),
        Person("ken@example.org", "ken@example.org", "example.org", timezone="Asia/Tokyo"),
    ]
    import_roster(ledger, found, keyring, people, NIGHT, EnrollmentDefaults(track="aspire"))
    return found


def test_what_the_window_forbids_is_neither_due_nor_late(
    ledger: Ledger, published: Published
) -> None:
    found = report(ledger, NIGHT + 3600)
    assert found.due == 1, "in Tokyo it is day"
    assert found.late_seconds == 3600
    claimed = claim(ledger, NIGHT + 3600, 0.0, "me", most=9, lease=600)
    assert [job.address for job in claimed.jobs] == ["ken@example.org"], "the claim says the same"


def test_a_mail_is_late_since_the_window_opened(ledger: Ledger, published: Published) -> None:
    found = report(ledger, MORNING + 600)
    assert found.due == 2
    assert found.late_seconds == MORNING + 600 - NIGHT, "the one in Tokyo could go at once"
    claim(ledger, NIGHT, 0.0, "me", most=9, lease=86400)
    alone = report(ledger, MORNING + 600)
    assert (alone.due, alone.late_seconds) == (1, 600)
    assert "coursewright_late_seconds 600" in metrics(alone)


def test_what_was_asked_for_by_hand_is_due_at_any_hour(
    ledger: Ledger, published: Published
) -> None:
    with ledger.write() as connection:
        ids = enrollments_of(connection, "ada@example.org", published)
        assert steering.hasten(connection, published, ids, NIGHT) == 1
    assert report(ledger, NIGHT + 60).due == 2


def test_the_next_mail_is_the_one_that_its_window_lets_go_first(
    ledger: Ledger, published: Published
) -> None:
    assert report(ledger, NIGHT + 3600).next_at == MORNING, "Ken's may go now, Ada's in the morning"
    claim(ledger, MORNING, 0.0, "me", most=9, lease=600)
    assert report(ledger, MORNING + 60).next_at is None, "what is leased is on its way"


def test_what_is_leased_is_not_due(ledger: Ledger, published: Published) -> None:
    claim(ledger, MORNING, 0.0, "me", most=9, lease=600)
    assert report(ledger, MORNING + 60).due == 0


def test_sponsors_are_counted_apart(ledger: Ledger, published: Published, keyring: Keyring) -> None:
    boss = Person("boss@example.org", "boss@example.org", "example.org")
    eve = Person("eve@example.org", "eve@example.org", "example.org", sponsor=boss)
    import_roster(ledger, published, keyring, [eve], NIGHT, EnrollmentDefaults(track="aspire"))
    found = report(ledger, NIGHT)
    assert [(row["state"], row["n"]) for row in found.enrolments] == [("active", 3)]
    assert [(row["state"], row["n"]) for row in found.sponsors] == [("active", 1)]
    assert 'coursewright_sponsors{course="field-notes",state="active",why=""} 1' in metrics(found)


def test_a_release_whose_publishing_was_taken_back_is_not_remembered(
    ledger: Ledger, sequence: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of its steps were never committed, and may be another course's tomorrow."""
    changed = sequence.read_text("utf-8").replace("Field notes", "Field notes, again")
    sequence.write_text(changed, "utf-8")
    release = load_release(sequence)

    def fails(*_: Any) -> None:
        raise OSError(28, "disk full")

    with monkeypatch.context() as patch:  # the last step before the commit
        patch.setattr("coursewright.delivery.ledger.publishing._skip_behind", fails)
        with pytest.raises(OSError, match="disk"):
            publish(ledger, release, sequence.parent, NIGHT)
    assert (published.id, release.hash) not in ledger.published
    found = publish(ledger, release, sequence.parent, NIGHT)
    assert found.release.course.title == "Field notes, again"
    with ledger.read() as connection:
        assert find_published(ledger, connection).numbers == found.numbers
