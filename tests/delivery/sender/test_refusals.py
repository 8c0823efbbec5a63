"""What real servers answer, at a real socket: where we are at fault nobody is burned or lost."""

import csv
import io
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coursewright.delivery.ledger.claims import preview
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.latches import (
    Latch,
    LatchKind,
    believe,
    latches,
    release_latch,
)
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError
from coursewright.sequence.release import load_release

LEARNERS = 200
with Path(__file__).with_name("refusals.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(_file)]
OURS = {"policy", "rate", "quota", "concurrency", "unclear", "content"}


class House:
    """A ledger with learners whose welcome is due, and senders to a server."""

    def __init__(self, url: str, sequence: Path, clock: Any, learners: int = LEARNERS) -> None:
        self.ledger, self.clock = open_ledger(url), clock
        self.keyring = Keyring(["a secret of the tests"])
        release = load_release(sequence)
        now = clock.now()
        published = publish(self.ledger, release, sequence.parent, now)
        lines = "".join(f"p{n}@d{n % 5}.example\n" for n in range(learners))
        people = read_roster(io.BytesIO(f"email\n{lines}".encode()))
        words = EnrollmentDefaults(track="aspire", start=date(2027, 1, 18))
        import_roster(self.ledger, published, self.keyring, people, now, words)

    def sender(self, sink: Any, who: str = "w", **how: Any) -> SendWorker:
        setup = SenderSettings(read_server(sink.url, timeout=3), who, **how)
        mailroom = JobMessages(self.ledger, self.keyring, "example.org")
        return SendWorker(self.ledger, self.keyring, self.clock, setup, mailroom)

    def drain(self, sink: Any, who: str = "w", **how: Any) -> tuple[SendWorker, Exception | None]:
        worker = self.sender(sink, who, **how)
        try:
            worker.drain()
        except SurroundingsError as error:
            return worker, error
        return worker, None

    def latches(self) -> list[Latch]:
        with self.ledger.read() as connection:
            return latches(connection, self.clock.now())

    def release(self, *, belief: bool = False) -> None:
        for one in self.latches():
            with self.ledger.write() as connection:
                release_latch(connection, one, self.clock.now())
                if belief:
                    believe(connection, one.detail, self.clock.now() + 86400)

    def rows(self, text: str) -> list[Any]:
        with self.ledger.read() as connection:
            return list(connection.execute(sa.text(text)).all())

    def snapshot(self) -> list[Any]:
        """What is known of each learner but when they are woken, and their revision."""
        return self.rows(
            "SELECT e.id, e.state, e.why, e.lesson_id, e.gen, e.due_at, e.shift_days, e.tries,"
            " e.override_due, e.paused_on, e.last_on, e.finished_on, c.status"
            " FROM enrolment e JOIN contact c ON c.id = e.contact_id ORDER BY e.id"
        )

    def suppressed(self) -> int:
        return sum(report(self.ledger, self.clock.now()).suppressed.values())

    def owed(self) -> int:
        """Learners who still wait for the email, or have it in doubt."""
        return int(
            self.rows(
                "SELECT count(*) FROM enrolment e WHERE e.state = 'active' AND NOT EXISTS"
                " (SELECT 1 FROM delivery d WHERE d.enrolment_id = e.id AND d.state IN (2, 3))"
            )[0][0]
        )


@pytest.fixture
def house(fresh_database: Callable[[str], str], sequence: Path, clock: Any) -> House:
    return House(fresh_database("sqlite"), sequence, clock)


def answers(stage: str, reply: str, *more: str) -> list[str]:
    return ["--stage", stage, "--answer", reply, *more]


@pytest.mark.parametrize(("stage", "reply", "verdict"), ROWS)
def test_what_a_server_answers_to_200_learners_burns_and_loses_nobody_if_it_is_our_fault(
    house: House, start_sink: Callable[..., Any], stage: str, reply: str, verdict: str
) -> None:
    before = house.snapshot()
    worker, error = house.drain(start_sink(*answers(stage, reply)))
    found = report(house.ledger, house.clock.now())
    assert not found.unaccounted
    assert house.suppressed() == 0
    assert house.owed() == LEARNERS, "nothing is lost"
    if verdict in OURS:
        assert error is not None, "a run that the server refused does not end well"
        assert house.snapshot() == before, "everybody stands where they stood"
    kinds = {one.kind for one in house.latches()}
    expected = {
        "policy": {LatchKind.POLICY},
        "quota": {LatchKind.QUOTA},
        "rate": {LatchKind.QUOTA},
        "concurrency": set(),
        "unclear": {LatchKind.BREAKER},
        "content": {LatchKind.BREAKER},
        "gone": {LatchKind.BREAKER},
        "later": set(),
        "soft": set(),
    }
    assert kinds == expected[verdict]
    if verdict == "policy":
        assert house.latches()[0].until is None, "a person is asked"
    if verdict == "quota":
        assert house.latches()[0].until == house.clock.now() + 86400
    if verdict == "concurrency":
        assert worker.width() < 16
    if verdict in ("later", "soft"):
        assert error is None
        assert worker.tally["put-off"] == LEARNERS
    if kinds:
        assert found.wants_a_person
        retries = worker.tally["put-off"] if verdict == "rate" else 0
        assert found.due == LEARNERS - retries, "what waits behind a latch is due"
        assert found.leased == 0
    # The fault is mended: everybody gets the email, once.
    house.release()
    house.clock.sleep(86400)
    sink = start_sink()
    again, trouble = house.drain(sink)
    assert trouble is None
    assert again.tally["sent"] == LEARNERS
    assert len(set(sink.accepted)) == LEARNERS


@pytest.mark.parametrize(
    ("reply", "bounced"),
    [
        ("550 5.1.1 user unknown", True),
        ("550 rejected", False),
        ("550 5.4.1 Recipient address rejected: Access denied.", True),
    ],
)
def test_a_few_among_many_are_judged_one_by_one(
    house: House, start_sink: Callable[..., Any], reply: str, bounced: bool
) -> None:
    sink = start_sink(*answers("rcpt", reply, "--share", "0.08"))
    worker, error = house.drain(sink)
    assert error is None
    assert not house.latches()
    refused = worker.tally["bounced" if bounced else "failed"]
    assert 5 < refused < 40
    assert worker.tally["sent"] == LEARNERS - refused
    assert house.suppressed() == (refused if bounced else 0)


def test_recipients_who_are_truly_gone_are_suppressed_once_a_person_believes_it(
    house: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink(*answers("rcpt", "550 5.1.1 user unknown"))
    house.drain(sink)
    assert house.suppressed() == 0
    house.release(belief=True)
    worker, error = house.drain(sink)
    assert error is None
    assert worker.tally["bounced"] == LEARNERS
    assert house.suppressed() == LEARNERS
    assert not house.latches()


def test_a_share_over_several_domains_trips_the_breaker_and_is_taken_back(
    house: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink(*answers("rcpt", "550 5.1.1 user unknown", "--share", "0.45"))
    worker, error = house.drain(sink)
    assert error is not None
    assert house.suppressed() == 0
    assert house.latches()[0].kind is LatchKind.BREAKER
    assert worker.tally["taken-back"] >= 15
    assert worker.tally["sent"] + house.owed() == LEARNERS
    assert not report(house.ledger, house.clock.now()).unaccounted


def test_drops_after_the_final_dot_stop_the_sender_before_many_are_in_doubt(
    house: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink("--drop-after-dot")
    worker, error = house.drain(sink)
    assert error is not None
    assert 8 <= worker.tally["unsure"] <= 24
    latch = house.latches()[0]
    assert (latch.kind, latch.until) == (LatchKind.DOUBT, house.clock.now() + 900)
    assert not preview_of_others(house), "no other sender goes on"
    house.clock.sleep(1000)
    house.drain(sink)
    assert house.latches()[0].until is None, "the second time in a day a person is asked"
    assert len(house.rows("SELECT 1 FROM delivery WHERE state IN (1, 4)")) <= 48


def preview_of_others(house: House) -> int:
    """What another process claims now."""
    other = house.sender(type("Nowhere", (), {"url": "smtp://127.0.0.1:1"}), "other")
    with suppress(SurroundingsError):
        other.drain()
    return other.tally.total()


def test_a_latch_of_one_process_stops_another_that_holds_claims(
    house: House, start_sink: Callable[..., Any]
) -> None:
    slow = start_sink("--delay", "0.05")
    worker = house.sender(slow, "slow", connections=2, batch=50)

    def drain() -> None:
        with suppress(SurroundingsError):
            worker.drain()

    thread = threading.Thread(target=drain)
    thread.start()
    while not slow.accepted:
        thread.join(0.01)
    house.drain(start_sink(*answers("mail", "550 5.7.1 you are blocked")), "refused")
    thread.join(20)
    assert not thread.is_alive()
    assert worker.tally["sent"] < LEARNERS // 2
    found = report(house.ledger, house.clock.now())
    assert found.leased == 0, "what it had claimed is given back"
    assert found.due == LEARNERS - worker.tally["sent"]
    assert len(preview(house.ledger, house.clock.now())) == found.due


def test_one_operator_that_refuses_us_does_not_stop_the_others(
    house: House, start_sink: Callable[..., Any]
) -> None:
    policy = "550 5.7.1 your domain is on our block list"
    sink = start_sink(*answers("rcpt", policy, "--domain", "d3.example", "--after", "20"))
    worker, error = house.drain(sink)
    assert error is not None
    (latch,) = house.latches()
    assert (latch.kind, latch.scope) == (LatchKind.POLICY, "domain:d3.example")
    assert worker.tally["sent"] + house.owed() == LEARNERS
    assert 30 <= house.owed() <= 40, "the others had theirs"
    assert report(house.ledger, house.clock.now()).due == house.owed()
    again, _ = house.drain(sink)
    assert not again.tally["sent"]
    house.release()
    house.clock.sleep(60)
    assert house.drain(start_sink())[0].tally["sent"] == LEARNERS - worker.tally["sent"]


def test_connections_shrink_to_what_the_server_takes_and_everybody_is_served(
    house: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink("--most-connections", "3", "--delay", "0.01")
    worker, error = house.drain(sink, connections=16)
    assert worker.width() <= 4
    for _ in range(6):
        house.clock.sleep(120)
        worker, error = house.drain(sink, connections=16)
    assert error is None
    assert len(set(sink.accepted)) == LEARNERS
    assert house.suppressed() == 0


def test_what_is_taken_back_is_exactly_as_before(
    fresh_database: Callable[[str], str], sequence: Path, clock: Any, start_sink: Callable[..., Any]
) -> None:
    house = House(fresh_database("postgresql"), sequence, clock, learners=60)
    before = house.snapshot()
    worker, error = house.drain(start_sink(*answers("dot", "550 5.1.1 user unknown")))
    assert error is not None
    assert "refused alike" in str(error)
    assert house.snapshot() == before
    assert worker.tally["taken-back"] >= 9
    with house.ledger.read() as connection:
        results = connection.execute(statement(connection, "results")).all()
    assert sum(row.n for row in results) == 0, "the counts too"
