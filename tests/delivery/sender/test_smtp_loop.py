"""The sender against servers that are slow, silent, old-fashioned, encrypted or out of step."""

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError
from coursewright.sequence.release import load_release


class Post:
    """A small SMTP server; each connection is served by a thread, as `ways` says."""

    def __init__(self, **ways: Any) -> None:
        self.ways = ways
        self.mails: list[bytes] = []
        self.greeted = self.quits = 0
        self.logins: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.socket.settimeout(20)
        if "window" in ways:  # taken over by what is accepted
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ways["window"])
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self.socket.accept()
                threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line: socket.socket) -> None:
        with suppress(OSError), ExitStack() as open_ones:
            open_ones.enter_context(line)
            if self.ways.get("tls") == "yes":
                line = self.encrypted(line, open_ones)
            line.settimeout(20)
            self.greeted += 1
            line.sendall(b"220 post\r\n")
            self.talk(line, open_ones)

    def encrypted(self, line: socket.socket, open_ones: ExitStack) -> ssl.SSLSocket:
        secret: ssl.SSLSocket = self.ways["context"].wrap_socket(line, server_side=True)
        return open_ones.enter_context(secret)

    def talk(self, line: socket.socket, open_ones: ExitStack) -> None:
        taken, reader = 0, open_ones.enter_context(line.makefile("rb"))
        while command := reader.readline():
            word = command[:4].upper()
            if word == b"EHLO":
                line.sendall(b"".join(b"250-%s\r\n" % one for one in self.offers(line)))
                line.sendall(b"250 8BITMIME\r\n")
            elif word == b"STAR":
                line.sendall(b"220 go\r\n")
                line = self.encrypted(line, open_ones)
                reader = open_ones.enter_context(line.makefile("rb"))
            elif word == b"AUTH":
                self.logins.append(command.decode().strip())
                line.sendall(b"235 2.7.0 in\r\n")
            elif word == b"DATA":
                line.sendall(b"354 go\r\n")
                self.mails.append(self.message(reader))
                taken += 1
                if self.ways.get("mute"):
                    time.sleep(20)
                line.sendall(b"250 2.0.0 taken\r\n")
                if taken == self.ways.get("most"):
                    line.sendall(b"421 4.4.2 enough\r\n")
                    return
            elif word == b"QUIT":
                self.quits += 1
                line.sendall(b"221 bye\r\n")
                return
            else:
                line.sendall(b"250 ok\r\n")

    def offers(self, line: socket.socket) -> list[bytes]:
        offers = list(self.ways.get("offers", [b"PIPELINING"]))
        if self.ways.get("tls") == "start" and not isinstance(line, ssl.SSLSocket):
            offers.append(b"STARTTLS")
        return offers

    def message(self, reader: Any) -> bytes:
        found = bytearray()
        while (row := reader.readline()) != b".\r\n":
            if not row:
                raise ConnectionResetError
            found += row
        return bytes(found)


@contextmanager
def post(**ways: Any) -> Iterator[Post]:
    server = Post(**ways)
    try:
        yield server
    finally:
        server.socket.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def office(
    keyring: Keyring, clock: Any, fresh_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[..., SendWorker]]:
    """Make senders to a server, with some learners whose welcome is due."""
    ledgers: list[Ledger] = []

    def make(server: Post, learners: int, compiled: Path, scheme: str = "smtp://") -> SendWorker:
        ledger = open_ledger(fresh_database("sqlite"))
        ledgers.append(ledger)
        release = load_release(compiled)
        published = publish(ledger, release, compiled.parent, clock.now())
        lines = "".join(f"p{n}@d{n % 5}.example\n" for n in range(learners))
        people = read_roster(io.BytesIO(f"email\n{lines}".encode()))
        words = EnrollmentDefaults(track="aspire", start=date(2027, 1, 18))
        import_roster(ledger, published, keyring, people, clock.now(), words)
        url = f"{scheme}localhost:{server.port}"
        setup = SenderSettings(read_server(url, "secret", timeout=2), "w", connections=3)
        return SendWorker(
            ledger, keyring, clock, setup, JobMessages(ledger, keyring, "example.org")
        )

    yield make
    for ledger in ledgers:
        ledger.close()


Make = Callable[..., SendWorker]


@pytest.mark.parametrize(
    ("tls", "scheme"),
    [("start", "smtp+starttls://me@"), ("start", "smtp://"), ("yes", "smtps://me@")],
)
def test_mails_go_encrypted_over_connections_that_never_wait(
    office: Make, sequence: Path, certificate: ssl.SSLContext, tls: str, scheme: str
) -> None:
    with post(tls=tls, context=certificate, offers=[b"PIPELINING", b"AUTH PLAIN"]) as server:
        assert office(server, 20, sequence, scheme).drain()["sent"] == 20
        assert len(set(server.mails)) == 20
        assert len(server.logins) == (server.greeted if "me@" in scheme else 0)


def test_a_server_without_pipelining_is_spoken_to_line_by_line(
    office: Make, sequence: Path
) -> None:
    with post(offers=[]) as server:
        assert office(server, 10, sequence).drain()["sent"] == 10
        assert server.greeted == 3
        deadline = time.monotonic() + 5
        while server.quits < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.quits == 3, "and taken leave of"


def test_a_large_message_waits_for_room_and_arrives_whole(
    office: Make, compile_course: Any, tmp_path: Path
) -> None:
    def body(name: str) -> dict[str, list[Any]]:
        return {
            "subject": [name],
            "preheader": [],
            "text": [f"{n}\n.\n..x\n" for n in range(5000)],
            "html": ["<p>x</p>\n" * 90_000],
        }

    compiled = compile_course(tmp_path / "large", mail=body)
    with post(window=4096) as server:
        assert office(server, 4, compiled).drain()["sent"] == 4
        assert all(mail.count(b"<p>x</p>") == 90_000 for mail in server.mails)
        assert all(b"4999\r\n" in mail for mail in server.mails)
        assert not any(b"\r\n." in mail for mail in server.mails)


def test_a_server_that_closes_after_some_mails_costs_nothing(office: Make, sequence: Path) -> None:
    with post(most=2) as server:
        tally = office(server, 20, sequence).drain()
        assert tally["sent"] == 20
        assert not tally["put-off"]
        assert len(set(server.mails)) == 20
        assert server.greeted >= 10


def test_a_server_that_says_nothing_after_the_dot_leaves_a_mail_in_doubt_not_the_sender(
    office: Make, sequence: Path
) -> None:
    with post(mute=True) as server:
        sender = office(server, 2, sequence)
        began = time.monotonic()
        with suppress(SurroundingsError):
            sender.drain()
        assert time.monotonic() - began < 15
        assert sender.tally["unsure"] == 2
        assert not sender.tally["sent"]


def test_a_message_that_cannot_be_made_stops_the_sender_and_asks_for_no_intent(
    office: Make, sequence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with post() as server:
        sender = office(server, 5, sequence)
        monkeypatch.setattr(JobMessages, "compose", broken)
        with pytest.raises(SurroundingsError, match="could not be made"):
            sender.drain()
        assert not server.mails
