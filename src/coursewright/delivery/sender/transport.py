"""SMTP with pipelining (RFC 2920) over the standard library's connection: three waits a mail.

`smtplib` connects, greets, starts TLS and logs in. Here is the part that is done for each mail.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from coursewright.errors import UsageError

from .replies import Reply

__all__ = ["Link", "Server", "read_server"]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
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


def read_server(url: str, password: str = "", timeout: float = 60.0) -> Server:
    """Return the server that a URL names: `smtp://`, `smtp+starttls://` or `smtps://`.

    Raises:
        UsageError: it is none, or would send a password in the clear over a network.
    """
    kinds = {"smtp": (25, "offered"), "smtp+starttls": (587, "start"), "smtps": (465, "yes")}
    try:
        parts = urlsplit(url)
        port, tls = kinds[parts.scheme]
        port = parts.port or port
    except (ValueError, KeyError) as error:
        msg = f"not a mail server: {url[:80]!r}"
        raise UsageError(msg, hint="smtp+starttls://user@mail.example.org:587") from error
    host = parts.hostname or "localhost"
    user = unquote(parts.username or "")
    if user and tls == "offered" and host not in _LOOPBACK:
        msg = "a login over smtp:// could send the password in the clear"
        raise UsageError(msg, hint="Use smtp+starttls:// or smtps://.")
    return Server(host, port, tls, user, password or unquote(parts.password or ""), timeout)


class Link:
    """One connection, opened when it is needed, closed after some mails or at the first trouble."""

    def __init__(self, server: Server, most: int = 500) -> None:
        self._server = server
        self._most = most
        self._smtp: smtplib.SMTP | None = None
        self._count = 0

    def send(self, sender: str, to: str, message: bytes, may_finish: Callable[[], bool]) -> Reply:
        """Hand in one mail; return the last word about it.

        `may_finish` is asked before the final dot: until then no server has taken the mail.
        """
        fresh = self._smtp is None
        reply = self._try(sender, to, message, may_finish)
        if not fresh and reply.stage == "mail" and reply.code in (0, 421):
            # A connection that had been idle for too long: nothing was said yet, so say it anew.
            reply = self._try(sender, to, message, may_finish)
        return reply

    def _try(self, sender: str, to: str, message: bytes, may_finish: Callable[[], bool]) -> Reply:
        stage = "connect"
        try:
            smtp = self._open()
            if not to.isascii() and not smtp.has_extn("smtputf8"):
                return Reply("data", 553, "5.6.7 the server takes no address in this script")
            options = " SMTPUTF8" if not to.isascii() else ""
            stage = "mail"
            refused = _envelope(smtp, sender, to, options)
            if refused is not None:
                return self._after(refused)
            stage = "data"
            smtp.sock.sendall(_stuffed(message))  # type: ignore[union-attr] # it is open
            if not may_finish():
                self.close()
                return Reply("lease", 0, "the lease ended before the final dot")
            stage = "dot"
            smtp.sock.sendall(b".\r\n")  # type: ignore[union-attr] # the same
            code, text = smtp.getreply()
        except smtplib.SMTPResponseException as error:
            self.close()
            # After the dot this is a line too long to be read: no word about the mail.
            code = 0 if stage == "dot" else error.smtp_code
            return Reply(stage, max(code, 0), _text(error.smtp_error))
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            self.close()
            return Reply(stage, 0, f"{type(error).__name__}: {error}")
        self._count += 1
        return self._after(Reply("dot", max(code, 0), _text(text)))  # -1: it was no reply

    def close(self) -> None:
        """Drop the connection, at once and without a word."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def quit(self) -> None:
        """Take leave of the server."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self.close()
            self._smtp = None

    def _after(self, reply: Reply) -> Reply:
        if reply.code == 421 or (reply.code == 0):
            self.close()
        elif self._count >= self._most:
            self._count = 0
            self.quit()
        return reply

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server = self._server
        smtp: smtplib.SMTP
        if server.tls == "yes":
            smtp = smtplib.SMTP_SSL(
                server.host,
                server.port,
                server.hello,
                timeout=server.timeout,
                context=_context(server),
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, server.hello, server.timeout)
        self._smtp = smtp  # closed by whoever meets the error
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "start" or (server.tls == "offered" and smtp.has_extn("starttls")):
            smtp.starttls(context=_context(server))
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        return smtp


def _context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.host in _LOOPBACK:  # a certificate for this name is nobody's to give
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _envelope(smtp: smtplib.SMTP, sender: str, to: str, options: str) -> Reply | None:
    """Say MAIL, RCPT and DATA; return None when the server waits for the message."""
    lines = (f"MAIL FROM:<{sender}>{options}\r\n", f"RCPT TO:<{to}>\r\n", "DATA\r\n")
    stages = ("mail", "rcpt", "data")
    refused: Reply | None = None
    ready = False
    batches = ("".join(lines),) if smtp.has_extn("pipelining") else lines
    said = iter(stages)
    for batch in batches:
        smtp.sock.sendall(batch.encode())  # type: ignore[union-attr] # it is open
        for _ in range(batch.count("\r\n")):
            code, text = smtp.getreply()
            stage = next(said)
            ready = stage == "data" and code == 354
            if not ready and not 200 <= code < 300 and refused is None:
                refused = Reply(stage, max(code, 0), _text(text))
        if refused is not None:
            break
    if refused is None:
        return None
    if ready:  # RFC 2920 3.1: DATA was taken though nobody is to get it; an empty message ends it
        smtp.sock.sendall(b".\r\n")  # type: ignore[union-attr] # the same
        smtp.getreply()
    elif refused.code != 421:
        smtp.docmd("RSET")
    return refused


def _stuffed(message: bytes) -> bytes:
    """Return the message with leading dots doubled (RFC 5321 4.5.2)."""
    return message.replace(b"\r\n.", b"\r\n..")


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:300]
