"""The real course, compiled and sent to a real SMTP server: what arrives is what was built."""

import email
import email.policy
import re
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.delivery.compiled import load_release
from coursewright.delivery.keyring import Keyring
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.pointer import reschedule_all
from coursewright.delivery.ledger.privacy_rights import export
from coursewright.delivery.ledger.published import publish
from coursewright.delivery.ledger.roll import Enrolling, import_roster
from coursewright.delivery.roster import Person
from coursewright.delivery.sender.drain import Sender, Setup
from coursewright.delivery.sender.mailroom import Mailroom
from coursewright.delivery.sender.transport import read_server
from coursewright.shipped import shipped

# The learner of the samples that the build writes: then only links, date and id may differ.
WHO = "alex.rivera@example.org"
VARYING = {"Date", "Message-ID", "List-Unsubscribe", "Content-Type", "Auto-Submitted", "Reply-To"}
SERVICE = re.compile(r"(?:https://mail\.example\.org/course/|mailto:)[^\s\"'<>]*")


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return SERVICE.sub("LINK", text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build")
    with pytest.raises(SystemExit) as left:
        main(
            [
                "build",
                str(shipped("course")),
                "--target",
                "email",
                "--out",
                str(out / "b"),
                "--quiet",
            ]
        )
    assert left.value.code == 0
    return out / "b" / "email"


def test_each_mail_of_the_real_course_arrives_once_and_as_it_was_built(
    ledger: Ledger, keyring: Keyring, clock: Any, built: Path, start_sink: Callable[..., Any]
) -> None:
    release = load_release(built / "sequence.json")
    published = publish(ledger, release, built, clock.now(), reschedule=reschedule_all)
    person = Person(WHO, WHO, "example.org", "Alex Rivera")
    defaults = Enrolling(track="aspire", start=date(2027, 1, 11))
    import_roster(ledger, published, keyring, [person], clock.now(), defaults)
    sink = start_sink()
    setup = Setup(read_server(sink.url, timeout=5), "w", connections=2)
    sender = Sender(ledger, keyring, clock, setup, Mailroom(ledger, keyring, "example.org"))
    for _ in range(230):
        sender.drain()
        clock.sleep(86400)

    kept = export(ledger, WHO)
    assert kept["enrolments"][0]["state"] == "completed"
    keys = {one["lesson"] for one in kept["deliveries"]}
    road = {step.key for step in release.roads["aspire"]}
    assert road <= keys
    assert keys - road <= {"nudge:nudge"}, "and one nudge, since Alex was never seen"
    assert len(sink.mails) == len(keys)
    files = {one["id"]: one["eml"] for one in release.data["messages"]}
    for mail in map(read, sink.mails):
        lesson = int(str(mail["Message-ID"]).split(".")[2])
        message = release.message("aspire", published.keys[lesson])
        assert message is not None
        golden = read((built / files[message.id]).read_bytes())
        for name in set(golden.keys()) - VARYING:
            assert mail[name] == golden[name], name
        for kind in ("plain", "html"):
            assert body(mail, kind) == body(golden, kind), message.id
