"""A ledger is restored from a backup two days old: nobody is mailed twice, nobody is forgotten."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from coursewright.delivery.ledger import enrollment_actions as actions
from coursewright.delivery.ledger.backup import copy_ledger
from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.guards import AcceptedEntry
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.recovery import recover
from coursewright.delivery.ledger.releases import Published, find_published
from coursewright.delivery.ledger.selection import Selection, selected_ids
from coursewright.delivery.ledger.states import StateReason
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.doubt_resolvers import AcceptedLog, PostfixLog
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import read_reference
from coursewright.errors import SurroundingsError
from coursewright.sequence.release import load_release

LEARNERS = 200
DAY = 86400
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "")


class Sender:
    """A sender with its log, on a clock that the test turns."""

    def __init__(self, ledger: Ledger, keyring: Keyring, clock: Any, sink: Any) -> None:
        setup = SenderSettings(
            read_server(sink.url, timeout=5), "w", resolvers=[AcceptedLog(sink.log)]
        )
        mailroom = JobMessages(ledger, keyring, "example.org")
        self.worker = SendWorker(ledger, keyring, clock, setup, mailroom)
        self.clock = clock

    def days(self, count: int) -> None:
        """Send four times on each of some days."""
        for _ in range(count * 4):
            self.worker.drain()
            self.clock.sleep(DAY / 4)


def steer(ledger: Ledger, published: Published, act: Any, name: str, now: float, *how: Any) -> None:
    with ledger.write() as connection:
        ids = selected_ids(connection, published, Selection([f"{name}@example.org"]))
        act(connection, published, ids, now, *how)


def fill(ledger: Ledger, keyring: Keyring, sequence: Path, now: float) -> Published:
    published = publish(ledger, load_release(sequence), sequence.parent, now)
    people = [
        Person(f"p{n}@example.org", f"p{n}@example.org", "example.org", timezone=ZONES[n % 4])
        for n in range(LEARNERS)
    ]
    defaults = EnrollmentDefaults(track="aspire", start=date(2027, 1, 12))
    import_roster(ledger, published, keyring, people, now, defaults)
    return published


@contextmanager
def copied(ledger: Ledger, database: str, tmp_path: Path, now: float) -> Iterator[str]:
    """Copy a ledger as its backup would: SQLite's copy, or PostgreSQL's template."""
    if ledger.sqlite:
        found = copy_ledger(ledger, tmp_path / "backup.db", now)
        assert (found.contacts, found.enrollments) == (LEARNERS, LEARNERS)
        yield f"sqlite:///{tmp_path}/backup.db"
        return
    ledger.close()
    name = database.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(database.replace(f"/{name}?", "/postgres?"), autocommit=True) as server:
        names = (sql.Identifier(f"{name}_copy"), sql.Identifier(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    yield database.replace(f"/{name}?", f"/{name}_copy?")


@pytest.mark.timeout(180)
def test_a_backup_two_days_old_doubles_and_loses_nothing(
    database: str,
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    tmp_path: Path,
    start_sink: Callable[..., Any],
) -> None:
    sink = start_sink()
    ledger = open_ledger(database)
    published = fill(ledger, keyring, sequence, clock.now())
    sender = Sender(ledger, keyring, clock, sink)
    sender.days(2)
    steer(ledger, published, actions.pause, "p7", clock.now(), StateReason.LEARNER)
    made = clock.now()
    with copied(ledger, database, tmp_path, made) as copy:
        steer(ledger, published, actions.resume, "p7", clock.now())
        sender.days(2)
        ledger.close()
    before = len(sink.accepted)

    restored = open_ledger(copy)
    again = Sender(restored, keyring, clock, sink)
    with pytest.raises(SurroundingsError, match=r"backup of|does not know") as told:
        again.worker.drain()
    assert "coursewright restore" in str(told.value.hint)
    assert len(sink.accepted) == before, "refused before anything was sent"

    for dry_run in (True, False):
        with restored.trial(dry_run=dry_run) as connection:
            entries = AcceptedLog(sink.log).entries(clock.now())
            found = recover(restored, connection, keyring, entries, made, clock.now())
        assert found.read == before
        assert found.marked >= LEARNERS - 1, "the lesson of the 14th"
        assert (found.strangers, found.retired) == (0, 0)
    again.days(50)

    with restored.read() as connection:
        course = find_published(restored, connection)
        states = connection.exec_driver_sql("SELECT DISTINCT state FROM enrolment").scalars().all()
    restored.close()
    assert states == ["completed"]
    references = [read_reference(keyring, name) for name in sink.accepted]
    counts = Counter(
        (one.enrolment, course.keys[one.lesson]) for one in references if one is not None
    )
    assert [name for name, n in counts.items() if n > 1] == [], "0 doubled"
    road = [step.key for step in course.release.steps["aspire"]]
    people = {enrolment for enrolment, _ in counts}
    assert len(people) == LEARNERS
    assert [(p, k) for p in people for k in road if (p, k) not in counts] == [], "0 lost"


def test_without_the_mark_of_a_backup_the_log_gives_a_copy_away(
    keyring: Keyring, clock: Any, sequence: Path, tmp_path: Path, start_sink: Callable[..., Any]
) -> None:
    """As copied by another tool, whose copies carry no mark."""
    sink = start_sink()
    ledger = open_ledger(f"sqlite:///{tmp_path}/ledger.db")
    fill(ledger, keyring, sequence, clock.now())
    copy_ledger(ledger, tmp_path / "copy.db", clock.now())
    Sender(ledger, keyring, clock, sink).days(1)
    ledger.close()
    copy = open_ledger(f"sqlite:///{tmp_path}/copy.db")
    with copy.write() as connection:
        connection.exec_driver_sql("DELETE FROM setting WHERE name = 'copied_at'")
    with pytest.raises(SurroundingsError, match="emails of ours that this ledger does not know"):
        Sender(copy, keyring, clock, sink).worker.drain()
    copy.close()


def test_a_clock_that_went_back_claims_nothing(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    fill(ledger, keyring, sequence, clock.now())
    claim(ledger, clock.now() + 3 * DAY, 0.0, "me", most=1, lease=600)
    with pytest.raises(SurroundingsError, match="the clock reads 2027-01-11 09:00 UTC"):
        claim(ledger, clock.now(), 0.0, "me", most=1, lease=600)
    assert claim(ledger, clock.now() + 3 * DAY - 600, 0.0, "me", most=1, lease=600).seen


def test_people_and_lessons_that_a_copy_never_had_are_counted_and_their_numbers_kept(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    published = fill(ledger, keyring, sequence, clock.now())
    lesson = published.numbers["start"]
    ids = [
        keyring.message_ids(LEARNERS + 40, lesson, 0, "example.org")[0],
        keyring.message_ids(1, 9999, 0, "example.org")[0],
        keyring.message_ids(2, lesson, 0, "example.org")[0],
        Keyring(["another secret than ours"]).message_ids(3, lesson, 0, "example.org")[0],
        "<somebody@else.example.org>",
    ]
    dated = [AcceptedEntry(name, clock.now() + 60) for name in ids]
    old = AcceptedEntry(keyring.message_ids(4, lesson, 0, "example.org")[0], clock.now() - 9)
    with ledger.write() as connection:
        entries, now = [*dated, old], clock.now() + DAY
        found = recover(ledger, connection, keyring, entries, clock.now(), now)
    assert (found.read, found.marked, found.strangers, found.retired) == (3, 1, 1, 1)
    people = [Person("new@example.org", "new@example.org", "example.org")]
    defaults = EnrollmentDefaults(track="aspire")
    import_roster(ledger, published, keyring, people, clock.now(), defaults)
    with ledger.read() as connection:
        (new,) = selected_ids(connection, published, Selection(["new@example.org"]))
    assert new > LEARNERS + 40, "the links of the lost learner lead to nobody else"


def test_who_confirmed_after_the_backup_goes_on(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    from coursewright.delivery.ledger.states import EnrollmentStatus

    published = publish(ledger, load_release(sequence), sequence.parent, clock.now())
    people = [Person("ada@example.org", "ada@example.org", "example.org")]
    defaults = EnrollmentDefaults(track="aspire", state=EnrollmentStatus.PENDING)
    import_roster(ledger, published, keyring, people, clock.now(), defaults)
    keys = ("confirm:confirm", "welcome:welcome", "start")
    names = [keyring.message_ids(1, published.numbers[key], 0, "example.org")[0] for key in keys]
    entries = [AcceptedEntry(name, clock.now() + n * DAY) for n, name in enumerate(names)]
    with ledger.write() as connection:
        recover(ledger, connection, keyring, entries, clock.now(), clock.now() + 3 * DAY)
        row = connection.exec_driver_sql("SELECT state, last_on, lesson_id FROM enrolment").one()
    assert (row.state, row.last_on) == ("active", "2027-01-13")
    assert published.keys[row.lesson_id] == "stumble"


def test_an_erased_number_is_not_given_out_again(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    from coursewright.delivery.ledger.privacy import erase

    published = fill(ledger, keyring, sequence, clock.now())
    erase(ledger, keyring, f"p{LEARNERS - 1}@example.org", clock.now())
    people = [Person("new@example.org", "new@example.org", "example.org")]
    defaults = EnrollmentDefaults(track="aspire")
    import_roster(ledger, published, keyring, people, clock.now(), defaults)
    with ledger.read() as connection:
        (new,) = selected_ids(connection, published, Selection(["new@example.org"]))
    assert new == LEARNERS + 1


def test_logs_are_read_with_their_dates(tmp_path: Path) -> None:
    import gzip

    log = tmp_path / "accepted.log"
    log.write_text("<a@x>\n2027-01-11T09:00:00Z <b@x>\n1799658000.5 <c@x>\n\n", "utf-8")
    found = list(AcceptedLog(log).entries(1799659000.0))
    assert found == [("<a@x>", None), ("<b@x>", 1799658000.0), ("<c@x>", 1799658000.5)]
    assert AcceptedLog(log).look(["<c@x>"], 0, 1.0) == "accepted"
    lines = (
        "2027-01-11T09:00:00+00:00 mx postfix/cleanup[7]: 4ABC: message-id=<a@x>\n"
        "2027-01-11T09:00:01+00:00 mx postfix/qmgr[7]: 4ABC: from=<b@x>, size=9 (queue active)\n"
        "2027-01-11T09:00:02+00:00 mx postfix/cleanup[7]: 4ABD: message-id=<b@x>\n"
    )
    packed = tmp_path / "mail.log.1.gz"
    packed.write_bytes(gzip.compress(lines.encode()))
    assert list(PostfixLog([packed]).entries(0)) == [("<a@x>", 1799658001.0)]
    with pytest.raises(SurroundingsError):
        list(AcceptedLog(tmp_path / "none").entries(0))
