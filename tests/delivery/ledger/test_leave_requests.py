"""What a request to be unsubscribed does: signed it ends all email, unsigned it holds and asks."""

import email
import email.policy
import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from compiled_course import write_course
from coursewright.cli import main
from coursewright.delivery.bounces.leave_requests import read_leave_request
from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment_actions import resume
from coursewright.delivery.ledger.leave_requests import LeaveOutcome, take_leave_request
from coursewright.delivery.ledger.privacy import erase, export
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import leave_name, read_leave_name
from delivery.bounces.test_leave_requests import APPLE
from delivery.ledger.test_suppressions import ADA, BOB, Post


@pytest.fixture
def post(ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path) -> Post:
    made = Post(ledger, keyring, clock, sequence)
    made.send()
    return made


def mailto(post: Post, job: Job, keyring: Keyring | None = None, bounces: str = "") -> bytes:
    """The email that a mail program writes from the `mailto:` of an email of ours."""
    ring = keyring or post.keyring
    data = JobMessages(post.ledger, ring, "example.org", bounces=bounces).compose(job)
    field = str(email.message_from_bytes(data, policy=email.policy.default)["List-Unsubscribe"])
    link = next(one for one in field.split(",") if "mailto:" in one).strip(" <>\r\n\t")
    parts = urlsplit(link)
    message = EmailMessage()
    message["From"] = job.address
    message["To"] = unquote(parts.path)
    message["Subject"] = parse_qs(parts.query)["subject"][0]
    message.set_content("unsubscribe")
    return message.as_bytes()


def comes(post: Post, data: bytes, authserv_id: str = "") -> LeaveOutcome:
    request = read_leave_request(data, authserv_id)
    assert request is not None
    return take_leave_request(post.ledger, post.keyring, request, post.clock.now())


def job_of(post: Post, address: str) -> Job:
    return next(job for job in post.jobs if job.address == address)


@pytest.mark.parametrize("bounces", ["", "bounces+*@example.org"])
def test_the_mailto_of_an_email_unsubscribes_its_learner_and_nobody_else(
    post: Post, bounces: str
) -> None:
    data = mailto(post, job_of(post, ADA), bounces=bounces)
    assert (b"To: bounces+u" in data) == bool(bounces)
    assert [comes(post, data) for _ in range(3)] == ["unsubscribed", "again", "again"]
    assert post.status() == "unsubscribed"
    assert post.status(BOB) == "active"
    assert export(post.ledger, ADA)["enrolments"][0]["wake_at"] is None
    assert report(post.ledger, post.clock.now()).suppressed == {"unsubscribed": 1}


@pytest.mark.parametrize("field", ["To", "Subject"])
def test_the_name_in_either_place_is_enough(post: Post, field: str) -> None:
    data = mailto(post, job_of(post, ADA), bounces="b+*@example.org")
    message = email.message_from_bytes(data)
    message.replace_header(field, "help@example.org" if field == "To" else "hello")
    assert comes(post, message.as_bytes()) == "unsubscribed"


@pytest.mark.parametrize("bounces", ["", "b+*@example.org"])
def test_without_a_service_the_link_in_the_text_is_signed_too(
    ledger: Ledger, keyring: Keyring, clock: Any, tmp_path: Path, bounces: str
) -> None:
    post = Post(ledger, keyring, clock, write_course(tmp_path / "plain", service=None))
    post.send()
    room = JobMessages(ledger, keyring, "example.org", bounces=bounces)
    data = email.message_from_bytes(room.compose(job_of(post, ADA)), policy=email.policy.default)
    assert "One-Click" not in str(data)
    part = data.get_body(("plain",))
    assert part is not None
    link = next(word for word in part.get_content().split() if word.startswith("mailto:"))
    parts = urlsplit(link)
    subject = parse_qs(parts.query)["subject"][0]
    request = f"From: x@y.example\nTo: {unquote(parts.path)}\nSubject: {subject}\n\n"
    assert comes(post, request.encode()) == "unsubscribed"


def test_an_older_secret_still_unsubscribes(post: Post) -> None:
    older = Keyring(["an older secret of the tests"])
    assert comes(post, mailto(post, job_of(post, ADA), older)) == "unsubscribed"


def test_a_forged_name_is_no_proof_and_names_nobody(post: Post) -> None:
    theirs = Keyring(["the secret of somebody else"])
    data = mailto(post, job_of(post, ADA), theirs)
    forged = data.replace(b"From: ada@example.org", b"From: stranger@example.org")
    assert comes(post, forged) == "unknown"
    assert post.status() == "active"
    mine = leave_name(post.keyring, 1)
    assert read_leave_name(post.keyring, mine) == 1
    assert read_leave_name(post.keyring, mine.upper()) == 1
    for wrong in (mine.replace("u1.", "u2."), mine[:-1], mine + "0", f"x{mine}", ""):
        assert read_leave_name(post.keyring, wrong) is None


def test_the_name_of_a_bounce_does_not_unsubscribe(post: Post) -> None:
    mailroom = JobMessages(post.ledger, post.keyring, "example.org", bounces="b+*@example.org")
    to = mailroom.return_path(post.jobs[0])
    assert read_leave_request(f"To: {to}\nSubject: hello\n\n".encode()) is None


def apple(address: str = ADA, message_id: str = "<1@apple>", **fields: str) -> bytes:
    text = APPLE.replace("p0001@example.org", address).replace("<x@y>", message_id)
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return (more + text).encode()


def test_a_bare_from_holds_the_learner_until_the_operator_decides(post: Post) -> None:
    assert [comes(post, apple()) for _ in range(2)] == ["held", "held"], "listed until decided"
    enrolment = export(post.ledger, ADA)["enrolments"][0]
    assert (enrolment["state"], enrolment["why"]) == ("paused", "asked-to-leave")
    assert post.status() == "active"
    assert report(post.ledger, post.clock.now()).suppressed == {}
    count = len(post.jobs)
    post.days(5)
    assert {job.address for job in post.jobs[count:]} == {BOB}
    with post.ledger.write() as connection:
        resume(connection, post.published, [enrolment["id"]], post.clock.now())
    assert comes(post, apple()) == "again", "the operator has decided on this email"
    assert comes(post, apple(message_id="<2@apple>")) == "held", "and it is asked again"


def test_a_from_that_our_server_found_true_unsubscribes(post: Post) -> None:
    results = "mx.example.org; dmarc=pass header.from=example.org"
    data = apple(Authentication_Results=results)
    assert comes(post, data, "mx.example.org") == "unsubscribed"
    assert post.status() == "unsubscribed"


def test_a_stranger_and_an_erased_learner_are_nobody(post: Post) -> None:
    data = mailto(post, job_of(post, ADA))
    assert comes(post, apple("nobody@example.org")) == "unknown"
    assert comes(post, apple("not an address")) == "unknown"
    erase(post.ledger, post.keyring, ADA, post.clock.now())
    assert comes(post, data) == "again"
    assert comes(post, apple()) == "unknown"


def test_the_same_delivery_has_the_same_bytes(post: Post) -> None:
    rooms = [JobMessages(post.ledger, post.keyring, "example.org") for _ in range(2)]
    first, second = (room.compose(post.jobs[0]) for room in rooms)
    assert first == second
    assert all(len(line) <= 200 for line in first.split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_the_command_lists_whom_it_holds(
    fresh_database: Callable[[str], str],
    sequence: Path,
    clock: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = fresh_database("sqlite")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", url)
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    ledger = open_ledger(url)
    post = Post(ledger, Keyring(["sixteen-characters-or-more"]), clock, sequence)
    post.send()
    box = tmp_path / "mbox"
    mails = [mailto(post, job_of(post, BOB)), apple(), b"Subject: lunch?\n\nNo.\n"]
    box.write_bytes(b"".join(b"From x\n" + one.strip() + b"\n\n" for one in mails))

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as left:
            main(["bounces", *arguments])
        return int(left.value.code or 0)

    assert run(str(box)) == 1
    said = capsys.readouterr().out
    assert "1 requests to unsubscribe: suppressed" in said
    assert "1 requests to unsubscribe without proof" in said
    assert f"  {ADA}\n" in said
    assert "learners remove" in said
    assert run(str(box), "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["again"], told["no report"], told["on_hold"]) == (1, 1, [ADA])
    ledger.close()
