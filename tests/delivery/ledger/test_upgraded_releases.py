"""A ledger that an earlier version published to: its texts are sent, and a new build takes over."""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import find_published
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release


def in_format_1(value: Any) -> Any:
    """Return the JSON of a sequence or a message as an earlier version wrote it."""
    if isinstance(value, list):
        return [in_format_1(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = {"placeholder": "slot", "placeholders": "slots"}
    if value.get("kind") not in (None, "lesson"):
        names |= {"day": "offset"}
    old = {names.get(name, name): in_format_1(one) for name, one in value.items()}
    return old | ({"format": 1} if "course" in old else {})


def publish_as_before(ledger: Ledger, sequence: Path, now: float) -> None:
    publish(ledger, load_release(sequence), sequence.parent, now)
    with ledger.write() as connection:
        for row in connection.execute(sa.text("SELECT id, data FROM release")).all():
            values = {"id": row.id, "data": json.dumps(in_format_1(json.loads(row.data)))}
            connection.execute(sa.text("UPDATE release SET data = :data WHERE id = :id"), values)
        for row in connection.execute(sa.text("SELECT hash, data FROM content")).all():
            texts = in_format_1(json.loads(bytes(row.data)))
            texts.pop("format", None)
            values = {"hash": row.hash, "data": json.dumps(texts).encode()}
            connection.execute(
                sa.text("UPDATE content SET data = :data WHERE hash = :hash"), values
            )
    ledger.published.clear()


def test_what_an_earlier_version_published_is_sent_and_replaced(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path
) -> None:
    publish_as_before(ledger, sequence, clock.at)
    with ledger.read() as connection:
        published = find_published(ledger, connection)
    before = load_release(sequence)
    assert published.release.steps == before.steps
    assert published.release.digests == before.digests
    ada = Person("ada@example.org", "ada@example.org", "example.org", name="Ada")
    import_roster(ledger, published, keyring, [ada], clock.at, EnrollmentDefaults(track="aspire"))
    (job,) = claim(ledger, clock.at, clock.at, "me", most=9, lease=600).jobs
    mailroom = JobMessages(ledger, keyring, "example.org")
    assert b"Hello=20=\r\nAda" in mailroom.compose(job)
    data = json.loads(sequence.read_text("utf-8"))
    data["course"]["title"] = "Field notes, again"
    sequence.write_text(json.dumps(data), "utf-8")
    again = publish(ledger, load_release(sequence), sequence.parent, clock.at)
    assert again.release.course.title == "Field notes, again"
