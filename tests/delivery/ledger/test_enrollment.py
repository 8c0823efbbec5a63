import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, ImportResult, import_roster
from coursewright.delivery.ledger.privacy import bar, erase, export, find_contact
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published, find_published
from coursewright.delivery.ledger.states import SuppressionReason
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.sequence.release import load_release
from coursewright.sequence.wall_clock import instant, zone

NOW = instant(date(2027, 1, 8), 600, zone("Europe/Berlin"))  # a Friday
ROSTER = b"""email,name,track,timezone,team
ada@example.org,Ada,aspire,,red
bob@example.org,Bob,expert,Asia/Tokyo,
ADA@example.org,Ada,aspire,,red
"""


@pytest.fixture
def published(ledger: Ledger, sequence: Path) -> Published:
    release = load_release(sequence)
    return publish(ledger, release, sequence.parent, NOW)


def bring(
    ledger: Ledger, published: Published, keyring: Keyring, csv: bytes = ROSTER, **how: Any
) -> ImportResult:
    people = read_roster(io.BytesIO(csv))
    defaults = how.pop("defaults", EnrollmentDefaults())
    return import_roster(ledger, published, keyring, people, NOW, defaults, **how)


def test_a_roster_is_enrolled_once_however_often_it_is_read(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    first = bring(ledger, published, keyring)
    again = bring(ledger, published, keyring)
    assert (first.added, first.known, first.faulty) == (2, 1, 0)
    assert (again.added, again.known) == (0, 3)


def test_a_roster_that_names_another_track_moves_nobody_and_says_so(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    bring(ledger, published, keyring)
    moved = b"email,track,cohort\nada@example.org,expert,\nada@example.org,expert,spring\n"
    again = bring(ledger, published, keyring, moved)
    assert (again.added, again.known, again.elsewhere) == (1, 1, 1)
    assert bring(ledger, published, keyring, moved).elsewhere == 1
    assert bring(ledger, published, keyring).elsewhere == 0
    tracks = {
        one["cohort"]: one["track"] for one in export(ledger, "ada@example.org")["enrolments"]
    }
    assert tracks == {"": "aspire", "spring": "expert"}


def test_a_welcome_is_owed_at_once_and_the_first_lesson_on_the_next_weekday(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    bring(ledger, published, keyring)
    kept = export(ledger, "ada@example.org")
    enrolment = kept["enrolments"][0]
    assert enrolment["lesson"] == "welcome:welcome"
    assert enrolment["wake_at"] == NOW
    assert enrolment["start_on"] == "2027-01-11"
    assert kept["contact"]["attrs"] == {"team": "red"}


def test_a_faulty_line_stops_the_import_unless_told_otherwise(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    csv = ROSTER + b"nobody,X,aspire,,\neve@example.org,Eve,wizard,,\n"
    strict = bring(ledger, published, keyring, csv)
    assert [fault.line for fault in strict.faults] == [5, 6]
    with pytest.raises(UsageError):
        export(ledger, "ada@example.org")
    lax = bring(ledger, published, keyring, csv, skip_faulty=True)
    assert (lax.added, lax.faulty) == (2, 2)


def test_a_dry_run_counts_and_changes_nothing(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    dry = bring(ledger, published, keyring, dry_run=True)
    assert dry.added == 2
    with pytest.raises(UsageError):
        export(ledger, "ada@example.org")


def test_who_was_erased_is_forgotten_but_not_enrolled_again(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    bring(ledger, published, keyring)
    assert erase(ledger, keyring, "Ada@Example.org", NOW) == 1

    rotated = Keyring(["a newer secret, just made", "a secret of the tests"])
    again = bring(ledger, published, rotated)

    assert (again.added, again.suppressed) == (0, 1)
    with ledger.read() as connection:
        everything = "".join(
            str(connection.execute(sa.select(sa.text("*")).select_from(sa.table(name))).all())
            for name in ("contact", "enrolment", "delivery", "event", "suppression")
        )
    assert "ada" not in everything.lower()
    assert "bob" in everything


def test_who_left_or_bounced_is_not_enrolled_again(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    bring(ledger, published, keyring)
    with ledger.write() as connection:
        row = find_contact(connection, "bob@example.org")
        bar(ledger, connection, keyring, row.id, SuppressionReason.UNSUBSCRIBED, NOW)
    again = bring(ledger, published, keyring)
    assert (again.added, again.suppressed, again.known) == (0, 1, 2)
    kept = export(ledger, "bob@example.org")
    assert kept["enrolments"][0]["state"] == "stopped"
    assert kept["enrolments"][0]["wake_at"] is None
    json.dumps(kept)


def test_a_new_zone_moves_the_next_lesson_of_those_who_are_enrolled(
    ledger: Ledger, published: Published, keyring: Keyring
) -> None:
    csv = b"email,track,timezone\nada@example.org,aspire,%s\n"
    at = EnrollmentDefaults(start=date(2027, 1, 11))
    bring(ledger, published, keyring, csv % b"Europe/Berlin", defaults=at)
    bring(ledger, published, keyring, csv % b"America/New_York", defaults=at)
    kept = export(ledger, "ada@example.org")
    assert kept["contact"]["tz"] == "America/New_York"
    assert kept["enrolments"][0]["plan_rev"] == 1


def test_the_ledger_carries_the_course_itself(ledger: Ledger, published: Published) -> None:
    with ledger.read() as connection:
        found = find_published(ledger, connection)
        assert found.release.data == published.release.data
        with pytest.raises(UsageError, match="has not been published"):
            find_published(ledger, connection, "field-noted")
