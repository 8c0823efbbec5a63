"""The real course, compiled and sent to a real SMTP server: what arrives is what was built.

Byte for byte: the `.eml` of the build, and what the server took, but for learner, date and id.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import export
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.mime.headers import boundary_of
from coursewright.mime.quoted import encode_piece
from coursewright.sequence.placeholders import placeholders_of
from coursewright.sequence.release import load_release
from coursewright.shipped import shipped

# The learner of the samples that the build writes, so that of them only the links differ.
WHO = "alex.rivera@example.org"
DATE = re.compile(rb"(?m)^Date: .*\r$")
LEAVE = re.compile(rb"(?<=\?subject=unsubscribe)%20u\d+\.[0-9a-f]{20}(?=>)")
ID = re.compile(rb"(?m)^Message-ID: (<.*>)\r$")
SERVICE = "https://mail.example.org/course/"


def anonymous(mail: bytes, links: Mapping[str, str]) -> bytes:
    """Return a mail with what may differ between two learners taken out, and nothing else.

    The Date, the Message-ID, the boundary that follows from it, and the links that hold a token:
    as they stand in the header and, encoded, in the parts.
    """
    found = ID.search(mail)
    assert found is not None
    mail = mail.replace(boundary_of(found[1].decode()).encode(), b"BOUNDARY")
    mail = LEAVE.sub(b"", mail, count=1)  # the signed name that is each learner's own
    mail = ID.sub(b"Message-ID: ID\r", DATE.sub(b"Date: DATE\r", mail, count=1), count=1)
    for name, link in sorted(links.items()):
        mail = mail.replace(encode_piece(link), b"LINK:" + ROLES.get(name, name).encode())
        header = f"List-Unsubscribe: <{link}>".encode()
        mail = mail.replace(header, b"List-Unsubscribe: <LINK>")
    assert SERVICE.encode() not in mail, "every link of the service was taken for one"
    return mail


# Several slots lead to one page of the service: which it was cannot be told from the address.
ROLES = dict.fromkeys(("link.preferences", "link.pause", "link.track", "link.pace"), "preferences")


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
    published = publish(ledger, release, built, clock.now())
    person = Person(WHO, WHO, "example.org", "Alex Rivera")
    defaults = EnrollmentDefaults(track="aspire", start=date(2027, 1, 11))
    import_roster(ledger, published, keyring, [person], clock.now(), defaults)
    sink = start_sink()
    setup = SenderSettings(read_server(sink.url, timeout=5), "w", connections=2)
    sender = SendWorker(ledger, keyring, clock, setup, JobMessages(ledger, keyring, "example.org"))
    for _ in range(230):
        sender.drain()
        clock.sleep(86400)

    kept = export(ledger, WHO)
    assert kept["enrolments"][0]["state"] == "completed"
    keys = {one["lesson"] for one in kept["deliveries"]}
    steps = {step.key for step in release.steps["aspire"]}
    assert steps <= keys
    assert keys - steps <= {"nudge:nudge"}, "and one nudge, since Alex was never seen"
    assert len(sink.mails) == len(keys)
    files = {one.id: one.eml for one in release.messages}
    links = LinkSigner(keyring, release.sequence.links.service)
    names = {
        one.name for message in release.messages for one in placeholders_of(message.placeholders)
    }
    samples = {
        name: f"{SERVICE}{name.removeprefix('link.')}/sample"
        for name in names
        if name.startswith("link.")
    }
    assert "link.preferences" in samples
    for mail in sink.mails:
        name = ID.search(mail)
        assert name is not None
        _, enrolment, lesson, *_ = re.split(rb"[.@]", name[1])
        message = release.message("aspire", published.keys[int(lesson)])
        assert message is not None
        golden = (built / files[message.id]).read_bytes()
        real = {name: links.values(int(enrolment), int(lesson))[name] for name in samples}
        assert anonymous(mail, real) == anonymous(golden, samples), message.id
