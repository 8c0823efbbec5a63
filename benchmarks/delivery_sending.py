"""Our sender, set up for a benchmark: learners on a course, a key, a drain that is measured."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from delivery_lab import DOMAIN, MONDAY, SECRET, Hands

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.signing import Signer
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import Release

START = date(2026, 1, 12)
NAMES = ("Ada Lovelace", "Jürgen Öztürk", "山田 花子", "Fatima Al-Fihri", "Łucja O'Neill")
ZONES = ("Europe/Berlin", "Africa/Nairobi", "Europe/Lisbon", "Asia/Kolkata", "")


class Key:
    """A fresh key as a signer, as dkimpy takes it, and as the DNS record of its public half."""

    def __init__(self, kind: str = "rsa") -> None:
        self.kind = kind
        if kind == "rsa":
            key = generate_private_key(65537, 2048)
            self.signer = Signer(DOMAIN, "bench", key)
            self.private = key.private_bytes(
                Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
            )
            public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            other = Ed25519PrivateKey.generate()
            self.signer = Signer(DOMAIN, "bench", other)
            self.private = b64encode(
                other.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
            )
            public = other.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.record = b"v=DKIM1; k=%s; p=%s" % (kind.encode(), b64encode(public))


def people(first: int, count: int) -> Iterator[Person]:
    """Yield learners with names in several scripts, at a hundred domains."""
    for n in range(first, first + count):
        domain = f"d{n % 100}.example"
        where = f"p{n}@{domain}"
        yield Person(where, where, domain, NAMES[n % len(NAMES)])


class Office:
    """A ledger with the course published in it, and a sender on a clock that stands still."""

    def __init__(self, database: str, release: Release, folder: Path) -> None:
        self.clock = Hands(MONDAY)
        self.keyring = Keyring([SECRET])
        self.ledger: Ledger = open_ledger(database)
        self.published: Published = publish(self.ledger, release, folder, MONDAY)
        self.enrolled = 0

    def enroll(self, count: int, track: str) -> None:
        """Enrol some more learners, whose welcome and first lesson are due at once."""
        words = EnrollmentDefaults(track=track, start=START)
        newcomers = people(self.enrolled, count)
        import_roster(self.ledger, self.published, self.keyring, newcomers, MONDAY, words)
        self.enrolled += count
        self.clock.at = MONDAY + 2 * 3600

    def mailroom(self, signers: Sequence[Signer]) -> JobMessages:
        """Return what composes the messages."""
        return JobMessages(self.ledger, self.keyring, DOMAIN, signers)

    def sender(self, port: int, signers: Sequence[Signer], connections: int = 16) -> SendWorker:
        """Return a sender to a sink."""
        server = read_server(f"smtp://127.0.0.1:{port}")
        setup = SenderSettings(server, who="bench", connections=connections)
        return SendWorker(self.ledger, self.keyring, self.clock, setup, self.mailroom(signers))
