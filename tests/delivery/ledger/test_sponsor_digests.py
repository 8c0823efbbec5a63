"""The sponsor's digest: every two weeks, never ahead of the learner, never twice, ended by both."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger import enrollment_actions as steering
from coursewright.delivery.ledger.claims import Job, claim, preview
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, ImportResult, import_roster
from coursewright.delivery.ledger.privacy import bar, erase, export, find_contact
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.ledger.sponsor_digests import untell
from coursewright.delivery.ledger.states import SuppressionReason
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.ledger.upcoming import outlook
from coursewright.delivery.rosters.roster import RosterFault, read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.sequence.release import load_release
from coursewright.sequence.wall_clock import local_date, zone

ADA, BOSS, NEXT = "ada@example.org", "boss@example.org", "next@example.org"
BERLIN = zone("Europe/Berlin")
ROADS = {
    "aspire": [("start", 0), ("stumble", 2), ("coach", 7), ("boss", 14), ("reach", 21)],
    "expert": [("start", 0), ("stumble", 2), ("reach", 14)],
}


class Drip:
    """A ledger that is sent from day after day; what went out, and when."""

    def __init__(self, ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> None:
        self.ledger, self.keyring, self.clock = ledger, keyring, clock
        self.release = load_release(sequence)
        self.published = publish(ledger, self.release, sequence.parent, clock.now())
        self.sent: list[tuple[str, str, str]] = []
        self.jobs: list[Job] = []

    def bring(self, csv: str) -> ImportResult:
        people = read_roster(io.BytesIO(csv.encode()))
        return import_roster(
            self.ledger,
            self.published,
            self.keyring,
            people,
            self.clock.now(),
            EnrollmentDefaults(),
        )

    def ada(self, sponsor: str = BOSS) -> ImportResult:
        row = f"{ADA},Ada Lovelace,aspire,2027-01-11,{sponsor}\n"
        return self.bring(f"email,name,track,start,sponsor\n{row}")

    def send(self, fate: Any = "sent") -> None:
        while True:
            now = self.clock.now()
            claimed = claim(self.ledger, now, now, "me", most=50, lease=600)
            if not claimed.seen:
                return
            if not claimed.jobs:
                continue
            with self.ledger.write() as connection:
                jobs = intend(connection, claimed.jobs, now)
            self.jobs += claimed.jobs
            day = local_date(now, BERLIN).isoformat()
            self.sent += [(job.address, job.message.key, day) for job in jobs]
            with self.ledger.write() as connection:
                results = [Result(job, fate, "250") for job in jobs]
                record(self.ledger, connection, self.keyring, results, now, 0)

    def days(self, count: int) -> None:
        for _ in range(count):
            self.send()
            self.clock.sleep(86400)

    def digests(self, to: str = BOSS) -> list[tuple[str, str]]:
        return [(key.rpartition(":")[2], day) for address, key, day in self.sent if address == to]

    def state(self, address: str = BOSS) -> tuple[str, str]:
        row = export(self.ledger, address)["enrolments"][0]
        return row["state"], row["why"]

    def steer(self, act: Callable[..., int], *how: Any, **more: Any) -> None:
        with self.ledger.write() as connection:
            ids = [export(self.ledger, ADA)["enrolments"][0]["id"]]
            act(connection, self.published, ids, self.clock.now(), *how, **more)


@pytest.fixture
def drip(
    ledger: Ledger,
    keyring: Keyring,
    clock: Any,
    tmp_path: Path,
    compile_course: Callable[..., Path],
) -> Drip:
    return Drip(ledger, keyring, clock, compile_course(tmp_path / "told", ROADS))


def test_a_sponsor_is_told_every_two_weeks_and_once(drip: Drip) -> None:
    assert drip.ada().sponsors == 1
    assert drip.ada().sponsors == 0, "the same roster again changes nothing"
    drip.days(60)
    assert drip.digests() == [("sponsor-01", "2027-01-25"), ("sponsor-02", "2027-02-08")]
    assert drip.state() == ("completed", "")
    assert len(set(drip.sent)) == len(drip.sent)
    assert not report(drip.ledger, drip.clock.now()).unaccounted


def test_a_digest_names_the_learner_and_goes_to_the_sponsor(drip: Drip) -> None:
    drip.ada()
    drip.days(15)
    job = next(job for job in drip.jobs if job.address == BOSS)
    mail = JobMessages(drip.ledger, drip.keyring, "example.org").compose(job)
    head, _, body = mail.partition(b"\r\n\r\n")
    assert b"To: <boss@example.org>" in head
    assert b"hello Ada\r\n" in head, "the learner's first name"
    assert b"Hello Ada" in body.replace(b"=20=\r\n", b" ")
    assert b"ada@" not in mail
    token = head.partition(b"/u/")[2].partition(b">")[0]
    assert token, "one click ends it"


def test_a_pause_of_the_learner_holds_the_digest_back(drip: Drip) -> None:
    drip.ada()
    drip.days(2)
    drip.steer(steering.pause, "learner")
    drip.days(40)
    assert drip.digests() == []
    assert drip.state() == ("active", "")
    drip.steer(steering.resume)
    drip.days(12)
    assert [name for name, _ in drip.digests()] == ["sponsor-01"]


def test_a_learner_who_changes_track_takes_the_sponsor_along(drip: Drip) -> None:
    drip.ada()
    drip.days(3)
    drip.steer(steering.switch, track="expert")
    drip.days(60)
    assert [name for name, _ in drip.digests()] == ["sponsor-01", "sponsor-02"]
    assert {job.message.track for job in drip.jobs if job.address == BOSS} == {"expert"}


@pytest.mark.parametrize("way", ["leaves", "unsubscribes", "bounces", "untells"])
def test_when_the_learner_ends_it_the_sponsor_hears_no_more(drip: Drip, way: str) -> None:
    drip.ada()
    drip.days(3)
    if way == "leaves":
        drip.steer(steering.leave, "left")
    with drip.ledger.write() as connection:
        row = find_contact(connection, ADA)
        reasons = {
            "unsubscribes": SuppressionReason.UNSUBSCRIBED,
            "bounces": SuppressionReason.BOUNCED,
        }
        if reason := reasons.get(way):
            bar(drip.ledger, connection, drip.keyring, row.id, reason, drip.clock.now())
        if way == "untells":
            assert untell(connection, export(drip.ledger, ADA)["enrolments"][0]["id"], 0) == 1
    drip.days(40)
    assert drip.digests() == []
    assert drip.state() == ("stopped", "learner" if way == "untells" else "learner-left")
    if way == "untells":
        assert drip.ada().sponsors == 0, "a roster does not undo what the learner wished"


def test_a_sponsor_who_wants_no_mail_gets_none_and_the_learner_goes_on(drip: Drip) -> None:
    drip.ada()
    with drip.ledger.write() as connection:
        row = find_contact(connection, BOSS)
        bar(
            drip.ledger,
            connection,
            drip.keyring,
            row.id,
            SuppressionReason.UNSUBSCRIBED,
            drip.clock.now(),
        )
    drip.days(60)
    assert drip.digests() == []
    assert drip.state(ADA)[0] == "completed" or len(drip.sent) > 4
    again = drip.bring(
        f"email,track,sponsor\nbob@example.org,aspire,{BOSS}\n",
    )
    assert (again.added, again.sponsors) == (1, 0)


def test_another_sponsor_takes_the_place_of_the_first(drip: Drip) -> None:
    drip.ada()
    drip.days(16)
    assert drip.ada(NEXT).sponsors == 1
    assert drip.ada(BOSS).sponsors == 1, "and back"
    assert drip.ada(NEXT).sponsors == 1
    drip.days(60)
    assert [name for name, _ in drip.digests()] == ["sponsor-01"]
    assert drip.state() == ("stopped", "replaced")
    assert [name for name, _ in drip.digests(NEXT)] == ["sponsor-02"], "the first was another's"


def test_who_is_named_late_is_told_of_what_is_ahead(drip: Drip) -> None:
    drip.ada("")
    drip.days(5)
    assert drip.ada().sponsors == 1
    drip.days(60)
    assert [name for name, _ in drip.digests()] == ["sponsor-01", "sponsor-02"]
    drip.bring(
        f"email,track,start\nbob@example.org,aspire,{local_date(drip.clock.now(), BERLIN)}\n"
    )
    drip.days(10)  # the lessons of the first digest are behind him
    drip.bring(f"email,track,sponsor\nbob@example.org,aspire,{NEXT}\n")
    drip.days(60)
    assert [name for name, _ in drip.digests(NEXT)] == ["sponsor-02"]


def test_a_sponsor_is_neither_nudged_nor_sent_lessons_nor_hastened(drip: Drip) -> None:
    drip.ada()
    boss = export(drip.ledger, BOSS)["enrolments"][0]["id"]
    with drip.ledger.write() as connection:
        place = (connection, drip.published, [boss], drip.clock.now())
        assert steering.hasten(*place) == 0
        assert steering.switch(*place, track="expert") == 0
        assert steering.leave(*place, "left", goodbye=True) == 1
    drip.days(5)
    assert drip.digests() == []


def test_a_sponsor_may_be_a_learner_too(drip: Drip) -> None:
    drip.bring(f"email,track,start\n{BOSS},expert,2027-01-11\n")
    drip.ada()
    drip.days(20)
    names = [name for name, _ in drip.digests()]
    assert names.count("sponsor-01") == 1
    assert {"start", "stumble", "reach"} < set(names)
    states = [row["state"] for row in export(drip.ledger, BOSS)["enrolments"]]
    assert states == ["active", "active"]


def test_erasing_the_learner_erases_who_was_only_named_by_them(drip: Drip) -> None:
    drip.ada()
    drip.days(20)
    assert [row["address"] for row in export(drip.ledger, ADA)["sponsors"]] == [BOSS]
    erase(drip.ledger, drip.keyring, ADA, drip.clock.now())
    with pytest.raises(UsageError):
        export(drip.ledger, BOSS)
    drip.days(20)
    assert not report(drip.ledger, drip.clock.now()).unaccounted


def test_erasing_the_sponsor_leaves_the_learner(drip: Drip) -> None:
    drip.ada()
    drip.days(20)
    erase(drip.ledger, drip.keyring, BOSS, drip.clock.now())
    assert export(drip.ledger, ADA)["sponsors"] == []
    assert drip.ada().sponsors == 0, "the address is not written to again"


def test_the_outlook_of_a_sponsor_holds_digests(drip: Drip) -> None:
    drip.ada()
    assert [line.key for line in outlook(drip.ledger, BOSS)] == [
        "sponsor-digest:sponsor-01",
        "sponsor-digest:sponsor-02",
    ]
    drip.clock.sleep(14 * 86400 + 3600)
    found = preview(drip.ledger, drip.clock.now())
    assert [job.address for job in found if job.learner is not None] == []


def test_a_digest_in_doubt_is_not_sent_again(drip: Drip) -> None:
    from coursewright.delivery.ledger.doubts import doubts, sweep

    drip.ada()
    drip.days(14)
    now = drip.clock.now()
    jobs = claim(drip.ledger, now, now, "me", most=50, lease=600).jobs
    jobs = [job for job in jobs if job.address == BOSS]
    assert len(jobs) == 1
    with drip.ledger.write() as connection:
        assert intend(connection, jobs, now)
    drip.clock.sleep(3600)
    sweep(drip.ledger, drip.clock.now(), 600)
    assert [row.address for row in doubts(drip.ledger)] == [BOSS]
    drip.days(30)
    assert drip.digests() == []


@pytest.mark.parametrize("sponsor", ["nobody", ADA, "a b@example.org"])
def test_a_sponsor_who_cannot_be_is_a_fault_of_the_line(drip: Drip, sponsor: str) -> None:
    found = list(read_roster(io.BytesIO(f"email,sponsor\n{ADA},{sponsor}\n".encode())))
    assert isinstance(found[0], RosterFault)
    assert "sponsor" in found[0].message


def test_a_course_without_cards_tells_nobody(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    import json

    data = json.loads(sequence.read_text())
    data["messages"] = [one for one in data["messages"] if one["kind"] != "sponsor-digest"]
    sequence.write_text(json.dumps(data))
    drip = Drip(ledger, keyring, clock, sequence)
    assert drip.ada().sponsors == 0
    assert not report(ledger, clock.now()).unaccounted
