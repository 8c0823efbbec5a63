"""One non-blocking SMTP connection: reads and writes what the socket allows without waiting."""

import ssl
from collections import deque
from typing import Protocol

from .replies import Reply
from .smtp_dialogue import Answer, OutgoingEmail, SmtpDialogue
from .transport import Connection

__all__ = ["ClosedError", "MayFinish", "SmtpConnection"]

_PIECE = 65536
_NOT_NOW = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class ClosedError(ConnectionError):
    """The server closed the connection."""


class MayFinish(Protocol):
    """Asked before the final dot."""

    def __call__(self) -> bool:
        """Return whether the mail may still be handed over."""


class SmtpConnection:
    """A connection and the dialogue that is under way on it."""

    __slots__ = ("_connection", "_heard", "_left", "_talk", "begun")

    def __init__(self, connection: Connection) -> None:
        connection.sock.setblocking(False)
        self._connection = connection
        self._talk: SmtpDialogue | None = None
        self._left: memoryview | None = None
        self._heard: deque[Answer] = deque()
        self.begun = 0
        """Mails that were begun on it."""

    def fileno(self) -> int:
        """Return the number that a selector knows it by."""
        return self._connection.sock.fileno()

    @property
    def busy(self) -> bool:
        """Whether a dialogue is under way."""
        return self._talk is not None

    @property
    def blocked(self) -> bool:
        """Whether it waits for room to write."""
        return self._left is not None

    def begin(self, mail: OutgoingEmail, may_finish: MayFinish) -> Reply | None:
        """Begin a mail; return the last word about it, if there is one already."""
        self.begun += 1
        self._talk = SmtpDialogue(mail, self._connection.offered, may_finish)
        return self._guarded(None)

    def writable(self) -> Reply | None:
        """Go on writing; return the last word about the mail, or None: not yet."""
        left, self._left = self._left, None
        if left is None or self._talk is None:
            return None
        return self._guarded(left)

    def readable(self) -> Reply | None:
        """Read and go on; return the last word about the mail, or None: not yet.

        Raises:
            ClosedError: the server said or did something while no mail was under way.
        """
        try:
            self._heard += self._read()
        except OSError as error:
            return self.fail(error)
        if self._talk is None:
            # 421, or out of step: its words must not be taken for the answer to the next mail.
            if self._heard or self._connection.answers.begun:
                raise ClosedError
            return None
        if self._left is not None or not self._heard:
            return None  # what is said while the message is still written waits for its end
        return self._guarded(None, self._heard.popleft())

    def fail(self, error: OSError) -> Reply:
        """Return the word about a mail whose connection has broken.

        Raises:
            ClosedError: no mail was under way.
        """
        talk, self._talk = self._talk, None
        if talk is None:
            raise ClosedError from error
        return talk.certain or Reply(talk.stage, 0, f"{type(error).__name__}: {error}")

    def leave(self) -> bool:
        """Say goodbye; return whether there was anybody to say it to."""
        try:
            return self._connection.sock.send(b"QUIT\r\n") > 0
        except OSError:
            return False

    def close(self) -> None:
        """Drop the connection."""
        self._connection.sock.close()

    def _read(self) -> list[Answer]:
        found: list[Answer] = []
        while True:
            try:
                data = self._connection.sock.recv(_PIECE)
            except _NOT_NOW:
                return found
            if not data:
                if found:
                    return found  # its last words first; the end is met again
                raise ClosedError("the server closed the connection")
            found += self._connection.answers.feed(data)
            if not isinstance(self._connection.sock, ssl.SSLSocket):
                return found  # of TLS, more may lie decrypted where no selector sees it

    def _guarded(self, left: memoryview | None, answer: Answer | None = None) -> Reply | None:
        try:
            return self._go_on(left, answer)
        except OSError as error:
            return self.fail(error)

    def _go_on(self, left: memoryview | None, answer: Answer | None) -> Reply | None:
        talk = self._talk
        if talk is None:
            return None
        while True:
            if left is not None:
                self._left = self._write(left)
                if self._left is not None:
                    return None
            try:
                want = talk.steps.send(answer)
            except StopIteration as end:
                self._talk = None
                self._heard.clear()
                reply: Reply = end.value
                return reply
            if want is not None:
                left, answer = memoryview(want), None
            elif self._heard:
                left, answer = None, self._heard.popleft()
            else:
                return None

    def _write(self, data: memoryview) -> memoryview | None:
        """Write what there is room for; return the rest."""
        try:
            sent = self._connection.sock.send(data)
        except _NOT_NOW:
            return data
        return data[sent:] if sent < len(data) else None
