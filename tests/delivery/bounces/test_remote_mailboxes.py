"""Mailboxes on a real server: IMAP and POP over TLS, by password and by OAuth2."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.delivery.bounces.mailboxes import MOST
from coursewright.delivery.bounces.remote_mailboxes import (
    Handled,
    MailboxLogin,
    is_remote,
    remote_messages,
)
from coursewright.errors import SurroundingsError, UsageError
from delivery.bounces.dovecot import PASSWORD, Dovecot
from delivery.bounces.test_leave_requests import APPLE

GOOD = MailboxLogin(PASSWORD)
FIRST = b"Subject: first\r\n\r\nOne.\r\n"
SECOND = b"Subject: second\r\n\r\nTwo.\r\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def server(running: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Dovecot:
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    running.fresh()
    return running


def place(server: Dovecot, kind: str, folder: str = "") -> str:
    port = server.imap if kind == "imaps" else server.pop
    return f"{kind}://{server.user}@localhost:{port}/{folder}"


def read(
    server: Dovecot,
    kind: str,
    handled: Handled = "keep",
    login: MailboxLogin = GOOD,
    ours: bytes = b"",
) -> list[bytes]:
    with remote_messages(place(server, kind), login, handled) as messages:
        found = []
        for message in messages:
            found.append(message.data)
            message.done(ours in message.data)
    return found


@pytest.mark.parametrize("kind", ["imaps", "pops"])
@pytest.mark.parametrize("way", ["password", "token"])
def test_messages_are_read_and_left_as_they_are(server: Dovecot, kind: str, way: str) -> None:
    server.deliver(FIRST, SECOND)
    login = GOOD if way == "password" else MailboxLogin(token=server.token())
    for _ in range(2):
        assert sorted(read(server, kind, login=login)) == [FIRST, SECOND]
    if kind == "imaps":  # a server of POP marks what it hands out, if it likes
        assert server.flags == ["", ""]


@pytest.mark.parametrize("kind", ["imaps", "pops"])
def test_only_what_was_for_us_is_deleted(server: Dovecot, kind: str) -> None:
    server.deliver(FIRST, SECOND)
    assert len(read(server, kind, "delete", ours=b"first")) == 2
    assert read(server, kind) == [SECOND]


def test_what_was_seen_is_not_read_again(server: Dovecot) -> None:
    server.deliver(FIRST)
    assert read(server, "imaps", "seen") == [FIRST]
    server.deliver(SECOND)
    assert read(server, "imaps", "seen") == [SECOND]
    assert server.flags == ["S", "S"]
    assert read(server, "imaps", "seen") == []
    assert len(read(server, "imaps")) == 2


@pytest.mark.parametrize("kind", ["imaps", "pops"])
def test_a_run_that_breaks_off_deletes_nothing_that_it_has_not_handled(
    server: Dovecot, kind: str
) -> None:
    server.deliver(FIRST, SECOND)

    def broken() -> None:
        with remote_messages(place(server, kind), GOOD, "delete") as messages:
            next(messages)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert len(read(server, kind)) == 2


@pytest.mark.parametrize("kind", ["imaps", "pops"])
def test_of_a_big_message_the_beginning_is_read(server: Dovecot, kind: str) -> None:
    big = b"Subject: big\r\n\r\n" + (b"x" * 70 + b"\r\n") * 20_000
    long = b"Subject: long\r\n\r\n" + b"y" * 30_000 + b"\r\n"
    server.deliver(big, long)
    found = sorted(read(server, kind), key=len)
    assert found[0] == long
    assert MOST - 4 <= len(found[1]) <= MOST + 2
    assert found[1].startswith(b"Subject: big\r\n")


@pytest.mark.parametrize("kind", ["imaps", "pops"])
@pytest.mark.parametrize("way", ["password", "token"])
def test_a_login_that_is_refused_says_so_and_shows_no_secret(
    server: Dovecot, kind: str, way: str
) -> None:
    wrong = MailboxLogin("wrong-horse")
    if way == "token":
        wrong = MailboxLogin(token=server.token(good=False))
    with pytest.raises(SurroundingsError, match=f"refuses the login of {server.user}") as caught:
        read(server, kind, login=wrong)
    assert "wrong-horse" not in str(caught.value)
    assert "COURSEWRIGHT_MAILBOX_TOKEN" in str(caught.value.hint)


@pytest.mark.parametrize("kind", ["imaps", "pops"])
def test_a_certificate_that_does_not_hold_is_refused(
    server: Dovecot, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SurroundingsError, match="certificate of localhost"):
        read(server, kind)


def test_a_folder_that_is_not_there_is_named(server: Dovecot) -> None:
    with (
        pytest.raises(SurroundingsError, match="no folder 'Nowhere'"),
        remote_messages(place(server, "imaps", "Nowhere"), GOOD) as messages,
    ):
        next(messages)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("imap://u@localhost/", "readably"),
        ("pop3://u@localhost/", "readably"),
        ("imaps://u:secret@localhost/", "password in an address"),
        ("imaps://localhost/", "user and a host"),
        ("imaps://u@/", "user and a host"),
        ("imaps://u@localhost:x/", "not a mailbox"),
    ],
)
def test_an_address_that_is_none_is_refused(place: str, says: str) -> None:
    assert is_remote(place)
    with pytest.raises(UsageError, match=says) as caught, remote_messages(place, GOOD):
        pass
    assert "secret" not in str(caught.value)


def test_pop_marks_nothing_and_a_login_needs_a_secret() -> None:
    with pytest.raises(UsageError, match="POP"), remote_messages("pops://u@h", GOOD, "seen"):
        pass
    with (
        pytest.raises(UsageError, match="no password"),
        remote_messages("pops://u@h", MailboxLogin()),
    ):
        pass
    for path in ("/var/mail/bounces", "-", "imaps.mbox"):
        assert not is_remote(path)


def test_a_server_that_is_away_is_named() -> None:
    with (
        pytest.raises(SurroundingsError, match="localhost cannot be read"),
        remote_messages("imaps://u@localhost:1/", GOOD),
    ):
        pass


def test_the_command_reads_a_mailbox_with_a_secret_from_a_file(
    server: Dovecot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = tmp_path / "mailbox"
    secret.write_text(PASSWORD + "\n", "utf-8")
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("COURSEWRIGHT_MAILBOX_PASSWORD_FILE", str(secret))
    server.deliver(APPLE.encode(), SECOND)

    def run(*arguments: Any) -> int:
        with pytest.raises(SystemExit) as left:
            main(["bounces", *arguments])
        return int(left.value.code or 0)

    assert run(place(server, "imaps"), "--handled", "delete") == 0
    said = capsys.readouterr().out
    assert "2 read." in said
    assert "1 of no mail of ours" in said
    assert server.flags == ["", ""], "nothing was ours"
    secret.unlink()
    assert run(place(server, "pops")) == 2
    assert "COURSEWRIGHT_MAILBOX_PASSWORD_FILE" in capsys.readouterr().err
