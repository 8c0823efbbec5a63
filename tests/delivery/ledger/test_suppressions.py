"""What a bounce or a complaint does: once, to the right one, never on a stranger's word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.delivery.bounces.reports import read_notice
from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.doubts import doubts, sweep
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import erase, export
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.ledger.suppressions import Outcome, take_notice
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release
from delivery.bounces.shapes import SHAPES, complaint, postfix

ADA, BOB = "ada@example.org", "bob@example.org"
LATER = {"status": "4.4.1", "diagnostic": "smtp; 451 4.4.1 timed out"}


class Post:
    """Two learners whose mails are sent, and come back."""

    def __init__(self, ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> None:
        self.ledger, self.keyring, self.clock = ledger, keyring, clock
        self.published = publish(ledger, load_release(sequence), sequence.parent, clock.now())
        people = [Person(one, one, "example.org") for one in (ADA, BOB)]
        how = EnrollmentDefaults(track="aspire")
        import_roster(ledger, self.published, keyring, people, clock.now(), how)
        self.jobs: list[Job] = []

    def send(self, *, crash: bool = False) -> None:
        now = self.clock.now()
        jobs = claim(self.ledger, now, now, "me", most=50, lease=600).jobs
        if not jobs:
            return
        with self.ledger.write() as connection:
            intend(connection, jobs, now)
            if not crash:
                results = [Result(job, "sent", "250") for job in jobs]
                record(self.ledger, connection, self.keyring, results, now, 0)
        self.jobs += jobs

    def days(self, count: int) -> None:
        for _ in range(count):
            self.clock.sleep(86400)
            self.send()

    def id(self, address: str = ADA, which: int = 0) -> str:
        job = [job for job in self.jobs if job.address == address][which]
        return self.keyring.message_ids(job.id, job.lesson_id, job.gen, "example.org")[0]

    def comes(self, data: bytes) -> Outcome:
        notice = read_notice(data)
        assert notice is not None
        return take_notice(self.ledger, self.keyring, notice, self.clock.now())

    def status(self, address: str = ADA) -> str:
        return str(export(self.ledger, address)["contact"]["status"])


@pytest.fixture
def post(ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> Post:
    made = Post(ledger, keyring, clock, sequence)
    made.send()
    return made


@pytest.mark.parametrize("shape", SHAPES)
def test_a_permanent_failure_ends_all_mail_to_the_address(post: Post, shape: str) -> None:
    assert post.comes(SHAPES[shape](post.id())) == "bounced"
    assert post.status() == "bounced"
    assert post.status(BOB) == "active"
    found = report(post.ledger, post.clock.now())
    assert found.suppressed == {"bounced": 1}
    assert not found.unaccounted
    person = Person(ADA, ADA, "example.org")
    place = (post.ledger, post.published, post.keyring, [person], post.clock.now())
    assert import_roster(*place, EnrollmentDefaults(track="aspire")).suppressed == 1


def test_the_same_bounce_again_changes_nothing(post: Post) -> None:
    data = postfix(post.id(), **LATER)
    assert [post.comes(data) for _ in range(5)] == ["soft", *["again"] * 4]
    assert post.status() == "active"
    kinds = [event["kind"] for event in export(post.ledger, ADA)["events"]]
    assert kinds == ["soft-bounce"]
    assert export(post.ledger, ADA)["contact"]["soft_bounces"] == 1


def test_the_third_mail_in_a_month_that_does_not_arrive_is_the_last(post: Post) -> None:
    post.days(9)
    mine = [job for job in post.jobs if job.address == ADA]
    assert len(mine) >= 3
    outcomes = [post.comes(postfix(post.id(which=n), **LATER)) for n in range(3)]
    assert outcomes == ["soft", "soft", "bounced"]
    assert post.status() == "bounced"


def test_passing_failures_far_apart_end_nothing(post: Post) -> None:
    post.days(9)
    outcomes = []
    for n in range(3):
        outcomes.append(post.comes(postfix(post.id(which=n), **LATER)))
        post.clock.sleep(31 * 86400)
    assert outcomes == ["soft"] * 3
    assert post.status() == "active"


def test_what_is_refused_because_of_us_burns_nobody(post: Post) -> None:
    data = postfix(post.id(), "5.7.1", "smtp; 550 5.7.1 rejected as spam")
    assert post.comes(data) == "policy"
    assert post.status() == "active"
    assert report(post.ledger, post.clock.now()).failures[0]["kind"] == "policy"


def test_a_complaint_ends_all_mail(post: Post) -> None:
    assert post.comes(complaint(post.id())) == "complained"
    assert post.status() == "complained"
    assert post.comes(complaint(post.id(BOB), "opt-out")) == "unsubscribed"
    assert post.status(BOB) == "unsubscribed"


def test_a_stranger_cannot_bounce_anybody(post: Post) -> None:
    before = report(post.ledger, post.clock.now()).values()
    job = post.jobs[0]
    theirs = Keyring(["the secret of somebody else"])
    for name in (
        theirs.message_ids(job.id, job.lesson_id, job.gen, "example.org")[0],
        f"<{'0' * 24}.{job.id}.{job.lesson_id}.0@example.org>",
        post.keyring.message_ids(job.id, job.lesson_id, 7, "example.org")[0],
        post.keyring.message_ids(10**17, job.lesson_id, 0, "example.org")[0],
    ):
        assert post.comes(postfix(name)) == "unknown"
    assert report(post.ledger, post.clock.now()).values() == before


def test_a_bounce_of_an_erased_learner_is_of_nobody(post: Post) -> None:
    erase(post.ledger, post.keyring, ADA, post.clock.now())
    assert post.comes(postfix(post.id())) == "unknown"


def test_a_mail_in_doubt_that_comes_back_was_sent(post: Post) -> None:
    post.clock.sleep(86400 * 2)
    post.send(crash=True)
    post.clock.sleep(3600)
    sweep(post.ledger, post.clock.now(), 600)
    assert len(doubts(post.ledger)) == 2
    assert post.comes(postfix(post.id(which=-1), **LATER)) == "soft"
    assert [row.address for row in doubts(post.ledger)] == [BOB]
    assert not report(post.ledger, post.clock.now()).unaccounted


def test_the_return_path_of_a_mail_names_it(post: Post) -> None:
    mailroom = JobMessages(post.ledger, post.keyring, "example.org", bounces="b+*@example.org")
    to = mailroom.return_path(post.jobs[0])
    assert to.startswith("b+")
    assert post.comes(postfix("<lost@example.net>", to=to)) == "bounced"


@pytest.fixture
def at(
    fresh_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    url = fresh_database("sqlite")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", url)
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    return url


def test_the_command_reads_a_maildir_and_says_what_it_found(
    at: str,
    sequence: Path,
    clock: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger = open_ledger(at)
    post = Post(ledger, Keyring(["sixteen-characters-or-more"]), clock, sequence)
    post.send()
    box = tmp_path / "Maildir"
    for folder in ("new", "cur"):
        (box / folder).mkdir(parents=True)
    (box / "new" / "1").write_bytes(postfix(post.id()))
    (box / "new" / "2").write_bytes(complaint(post.id(BOB)))
    (box / "cur" / "3").write_bytes(b"Subject: lunch?\n\n")

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as left:
            main(["bounces", *arguments])
        return int(left.value.code or 0)

    assert run(str(box)) == 0
    said = capsys.readouterr().out
    assert "3 read." in said
    assert "1 addresses that take no mail: suppressed" in said
    assert "1 complaints: suppressed" in said
    assert run(str(box), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["again"], told["no report"]) == (2, 1)
    assert post.status() == "bounced"
    assert run(str(tmp_path / "nothing")) == 2
    ledger.close()
