"""Connections to a mail server: opened by the standard library, used by `dialogue`.

`smtplib` connects, greets, starts TLS and logs in; then its socket is ours.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit

from coursewright.errors import UsageError

from .replies import Reply
from .smtp_dialogue import Answer, Answers, OutgoingEmail, SmtpDialogue

__all__ = [
    "Connection",
    "Server",
    "SmtpLink",
    "connect",
    "greeting_name",
    "read_server",
    "refusal",
    "without_secret",
]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.|\Z))+\Z|\[[0-9A-Fa-f.:]+\]\Z")
_PIECE = 65536  # bytes read at once


@dataclass(frozen=True, slots=True, repr=False)
class Server:
    """Where mails are handed in."""

    host: str
    port: int
    tls: str
    """`yes` from the first byte, `start` by STARTTLS or not at all, `offered` if it is offered."""
    user: str = ""
    password: str = ""
    timeout: float = 60.0
    hello: str | None = None
    """The name that we greet with (EHLO); None: the host's own."""

    @property
    def plain(self) -> bool:
        """Whether email may cross a network unencrypted."""
        return self.tls == "offered" and self.host not in _LOOPBACK

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"  # no password in a traceback or a log


def without_secret(url: str) -> str:
    """Return a URL as it may be shown: whatever stands before its `@` is left out."""
    scheme, mark, rest = url.partition("://")
    rest = rest.rpartition("@")[2] if mark else scheme.rpartition("@")[2]
    return f"{scheme}{mark}{rest}"[:80] if mark else rest[:80]


def read_server(
    url: str, password: str = "", timeout: float = 60.0, hello: str | None = None
) -> Server:
    """Return the server that a URL names: `smtp://`, `smtp+starttls://` or `smtps://`.

    Raises:
        UsageError: it is none, or would send a password in the clear over a network.
    """
    kinds = {"smtp": (25, "offered"), "smtp+starttls": (587, "start"), "smtps": (465, "yes")}
    try:
        parts = urlsplit(url)
        port, tls = kinds[parts.scheme]
        port = parts.port or port
    except (ValueError, KeyError):
        msg = f"not a mail server: {without_secret(url)!r}"
        # Not chained: the standard library's message repeats the URL, and so its password.
        raise UsageError(msg, hint="smtp+starttls://user@mail.example.org:587") from None
    host = parts.hostname or "localhost"
    user = unquote(parts.username or "")
    if user and tls == "offered" and host not in _LOOPBACK:
        msg = "a login over smtp:// could send the password in the clear"
        raise UsageError(msg, hint="Use smtp+starttls:// or smtps://.")
    secret = password or unquote(parts.password or "")
    if hello is not None and not _NAME.match(hello):
        msg = f"not a name to greet with: {hello[:80]!r}"
        raise UsageError(msg, hint="The name that your address resolves to: mail.example.org.")
    return Server(host, port, tls, user, secret, timeout, hello)


@dataclass(slots=True)
class Connection:
    """A server that has greeted us and lets us in."""

    sock: socket.socket
    offered: frozenset[str]
    """Its extensions, in small letters."""
    answers: Answers = field(default_factory=Answers)
    count: int = 0
    """Mails that it has taken or refused."""


def connect(server: Server) -> Connection:
    """Open a connection: greeting, TLS, login. Blocks.

    Raises:
        OSError, smtplib.SMTPException: see `refusal`.
    """
    smtp: smtplib.SMTP
    hello = greeting_name(server)
    if server.tls == "yes":
        smtp = smtplib.SMTP_SSL(
            server.host,
            server.port,
            hello,
            timeout=server.timeout,
            context=_context(server),
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, hello, server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "start" or (server.tls == "offered" and smtp.has_extn("starttls")):
            smtp.starttls(context=_context(server))
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        sock: socket.socket = smtp.sock  # type: ignore[assignment] # it is open
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if smtp.file is not None:
            smtp.file.close()  # its reader of lines; the socket stays open
    except BaseException:
        smtp.close()
        raise
    return Connection(sock, frozenset(smtp.esmtp_features))


def refusal(error: OSError | smtplib.SMTPException) -> Reply:
    """Return the word about a mail for which no connection could be opened."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return Reply("connect", max(error.smtp_code, 0), " ".join(text.split())[:300])
    return Reply("connect", 0, f"{type(error).__name__}: {error}")


def greeting_name(server: Server) -> str:
    """Return the name that a server is greeted with (EHLO)."""
    return server.hello or _own_name()


@cache
def _own_name() -> str:
    """Return the name that we greet with; asked of the resolver once, not for each connection."""
    return smtplib.SMTP().local_hostname


@lru_cache(maxsize=8)
def _context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.host in _LOOPBACK:  # a certificate for this name is nobody's to give
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class SmtpLink:
    """One connection for one mail at a time, opened when it is needed. Waits for each answer."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: Connection | None = None

    def send(self, sender: str, to: str, message: bytes, may_finish: Callable[[], bool]) -> Reply:
        """Hand in one mail, such as an `OutgoingEmail` holds; return the last word about it.

        `may_finish` is asked before the final dot: until then no server has taken the mail.
        """
        try:
            self._open = self._open or connect(self._server)
        except (OSError, smtplib.SMTPException) as error:
            return refusal(error)
        talk = SmtpDialogue(OutgoingEmail(sender, to, message), self._open.offered, may_finish)
        try:
            reply = _run(self._open, talk)
        except OSError as error:
            reply = talk.certain or Reply(talk.stage, 0, f"{type(error).__name__}: {error}")
            self.close()
        if reply.code in (0, 421):
            self.close()
        return reply

    def close(self) -> None:
        """Drop the connection, at once and without a word."""
        if self._open is not None:
            self._open.sock.close()
            self._open = None

    def quit(self) -> None:
        """Take leave of the server."""
        if self._open is not None:
            with suppress(OSError):
                self._open.sock.sendall(b"QUIT\r\n")
                self._open.sock.recv(_PIECE)
        self.close()


def _run(connection: Connection, talk: SmtpDialogue) -> Reply:
    waiting: list[Answer] = []
    answer: Answer | None = None
    try:
        while True:
            want = talk.steps.send(answer)
            answer = None
            if want is not None:
                connection.sock.sendall(want)
                continue
            while not waiting:
                data = connection.sock.recv(_PIECE)
                if not data:
                    raise ConnectionResetError("the server closed the connection")
                waiting = connection.answers.feed(data)
            answer = waiting.pop(0)
    except StopIteration as end:
        reply: Reply = end.value
        return reply
