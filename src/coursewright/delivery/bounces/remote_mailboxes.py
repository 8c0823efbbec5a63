"""Mailboxes on a server, by IMAP or POP over TLS: read a message at a time, bounded.

What is done with a message follows only once it has been dealt with: a run that breaks off marks
and deletes nothing it has not handled.
"""

import imaplib
import poplib
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from coursewright.errors import SurroundingsError, UsageError

from .mailboxes import MOST

__all__ = ["Handled", "MailboxLogin", "StoredMessage", "is_remote", "remote_messages"]

Handled = Literal["keep", "seen", "delete"]
"""What becomes of a message: nothing, it is marked as read, or, where we knew it, deleted."""

_TIMEOUT = 60
_PORTS = {"imaps": 993, "pops": 995}
_MOST_LINES = 4000  # of a message that is bigger than what is read of any
_OAUTH = "Gmail and Microsoft 365 ask for OAuth2: set COURSEWRIGHT_MAILBOX_TOKEN."


@dataclass(frozen=True, slots=True)
class MailboxLogin:
    """How to log in: a password, or a token of OAuth2."""

    password: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message, and what to call once it has been dealt with."""

    data: bytes
    done: Callable[[bool], None]
    """Called with whether the message was one for us."""


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    user: str
    host: str
    port: int
    folder: str


def is_remote(place: str) -> bool:
    """Tell whether a place is a mailbox on a server."""
    return re.match(r"(?i)(?:imaps?|pops?3?)://", place) is not None


@contextmanager
def remote_messages(
    place: str, login: MailboxLogin, handled: Handled = "keep"
) -> Iterator[Iterator[StoredMessage]]:
    """Open a mailbox such as `imaps://user@host/INBOX` or `pops://user@host`; lend its messages.

    Raises:
        UsageError: the address is none, or names a password.
        SurroundingsError: the server is away, or refuses the login.
    """
    found = _read_place(place)
    if not login.password and not login.token:
        msg = f"no password for {found.user} at {found.host}"
        hint = "Set COURSEWRIGHT_MAILBOX_PASSWORD, or COURSEWRIGHT_MAILBOX_TOKEN for OAuth2."
        raise UsageError(msg, hint=hint)
    if found.kind == "pops" and handled == "seen":
        raise UsageError("POP cannot mark messages as read", hint="Use --handled keep or delete.")
    try:
        with (
            _imap(found, login, handled)
            if found.kind == "imaps"
            else _pop(found, login, handled) as one
        ):
            yield one
    except ssl.SSLCertVerificationError as error:
        msg = f"the certificate of {found.host} does not hold: {error.verify_message}"
        raise SurroundingsError(msg, hint="Name the server as its certificate does.") from error
    except (imaplib.IMAP4.error, poplib.error_proto, OSError, EOFError) as error:
        msg = f"the mailbox at {found.host} cannot be read: {_words(error)}"
        raise SurroundingsError(
            msg, hint="Messages that were not handled stay as they are."
        ) from error


def _read_place(place: str) -> _Place:
    try:
        parts = urlsplit(place)
        port = parts.port
    except ValueError as error:
        msg = f"not a mailbox: {error}"
        raise UsageError(msg, hint="imaps://user@host/INBOX or pops://user@host.") from error
    if parts.scheme not in _PORTS:
        msg = f"{parts.scheme}:// sends passwords readably, or is no mailbox"
        raise UsageError(msg, hint="Use imaps:// or pops://.")
    if parts.password is not None:
        msg = "a password in an address is seen by every program of the machine"
        raise UsageError(msg, hint="Set COURSEWRIGHT_MAILBOX_PASSWORD, or name a file with _FILE.")
    if not parts.hostname or not parts.username:
        msg = "the mailbox needs a user and a host"
        raise UsageError(msg, hint="imaps://user@host/INBOX or pops://user@host.")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    return _Place(
        parts.scheme,
        unquote(parts.username),
        parts.hostname,
        port or _PORTS[parts.scheme],
        folder,
    )


@contextmanager
def _imap(
    place: _Place, login: MailboxLogin, handled: Handled
) -> Iterator[Iterator[StoredMessage]]:
    context = ssl.create_default_context()
    with imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=_TIMEOUT) as box:
        try:
            if login.token:
                answers = iter([_bearer(place.user, login.token)])
                box.authenticate("XOAUTH2", lambda _: next(answers, b""))
            else:
                box.login(place.user, login.password)
        except imaplib.IMAP4.error as error:
            msg = f"{place.host} refuses the login of {place.user}: {_words(error)}"
            raise SurroundingsError(msg, hint=_OAUTH) from error
        folder = '"' + place.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        kind, found = box.select(folder, readonly=handled == "keep")
        if kind != "OK":
            msg = f"no folder {place.folder!r} at {place.host}: {_text(found)}"
            raise SurroundingsError(msg, hint="Name it behind the host: imaps://user@host/INBOX.")
        yield _imap_messages(box, handled)
        if handled == "delete":
            box.expunge()


def _imap_messages(box: imaplib.IMAP4, handled: Handled) -> Iterator[StoredMessage]:
    wanted = "UNSEEN" if handled == "seen" else "UNDELETED"
    kind, found = box.uid("SEARCH", wanted)
    if kind != "OK":
        raise imaplib.IMAP4.error(_text(found))
    for uid in b" ".join(one for one in found if isinstance(one, bytes)).decode().split():
        kind, parts = box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST}>)")
        data = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if kind == "OK" and data is not None:  # else deleted by another meanwhile

            def done(ours: bool, uid: str = uid) -> None:
                if handled == "seen":
                    box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
                elif handled == "delete" and ours:
                    box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")

            yield StoredMessage(data, done)


@contextmanager
def _pop(place: _Place, login: MailboxLogin, handled: Handled) -> Iterator[Iterator[StoredMessage]]:
    poplib._MAXLINE = 1 << 20  # type: ignore[attr-defined] # 2,048 by default: real emails have longer lines
    context = ssl.create_default_context()
    box = poplib.POP3_SSL(place.host, place.port, context=context, timeout=_TIMEOUT)
    try:
        try:
            if login.token:
                _pop_token(box, place.user, login.token)
            else:
                box.user(place.user)
                box.pass_(login.password)
        except poplib.error_proto as error:
            msg = f"{place.host} refuses the login of {place.user}: {_words(error)}"
            raise SurroundingsError(msg, hint=_OAUTH) from error
        yield _pop_messages(box, handled)
        box.quit()  # only now are messages deleted (RFC 1939 6)
    finally:
        box.close()


def _pop_token(box: Any, user: str, token: str) -> None:
    """Log in by OAuth2, for which `poplib` has no call; a refusal comes in two steps."""
    reply = box._shortcmd(f"AUTH XOAUTH2 {b64encode(_bearer(user, token)).decode()}")
    if not reply.startswith(b"+OK"):
        box._shortcmd("")


def _pop_messages(box: poplib.POP3, handled: Handled) -> Iterator[StoredMessage]:
    for entry in box.list()[1]:
        number, size = (int(one) for one in entry.split()[:2])
        try:
            lines = (box.top(number, _MOST_LINES) if size > MOST else box.retr(number))[1]
        except poplib.error_proto:
            continue  # deleted by another meanwhile

        def done(ours: bool, number: int = number) -> None:
            if handled == "delete" and ours:
                box.dele(number)

        yield StoredMessage(b"\r\n".join(lines)[:MOST] + b"\r\n", done)


def _bearer(user: str, token: str) -> bytes:
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def _words(error: BaseException) -> str:
    """Return what a server said, without the marks of bytes that Python puts around it."""
    first = error.args[0] if error.args else error
    if isinstance(error, OSError):
        return str(error.strerror or error)
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return " ".join(text.split())[:200]


def _text(found: object) -> str:
    first = found[0] if isinstance(found, list) and found else found
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return " ".join(text.split())[:200]
