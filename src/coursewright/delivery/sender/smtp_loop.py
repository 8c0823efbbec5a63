"""One thread that drives all connections: takes mails, asks for their intents, sends, reports.

A mail goes through a slot, and there are as many slots as connections: a slot takes a mail only
when the result of its last one is handed in. So the mails that a crash leaves in doubt are never
more than the connections. Only opening a connection blocks, and has threads of its own.
"""

import selectors
import smtplib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.results import Result
from coursewright.errors import CoursewrightError, SurroundingsError

from .group_commit import Committer
from .message_builder import Made, MessageBuilder
from .outbox import Outbox
from .replies import Reply
from .smtp_connection import ClosedError, SmtpConnection
from .smtp_dialogue import OutgoingEmail
from .transport import Connection, Server, connect, refusal

__all__ = ["SenderPolicy", "SmtpLoop"]

_MOST = 500  # mails on one connection
_LOOK = 0.25  # most seconds between looks at emails that a speed limit holds back
_GATHER = 0.003  # seconds for which an intent waits for others to be written with
_GOODBYE = 2.0  # seconds for a server's answer to QUIT


class SenderPolicy(Protocol):
    """What the sender decides about mails."""

    def prepare(self, job: Job) -> OutgoingEmail | None:
        """Return the mail of a job, or None: its lease is over."""

    def may_finish(self, job: Job) -> bool:
        """Return whether its final dot may be sent."""

    def judge(self, job: Job, reply: Reply) -> Result | None:
        """Return what to write, or None: in doubt."""

    def refused(self, job: Job) -> None:
        """Note that its intent was not granted."""

    def width(self) -> int:
        """Return how many connections may be used now."""

    def give_up(self, error: CoursewrightError) -> None:
        """Stop the sender."""


class _Slot:
    """A mail's place, from its intent to its result, and the connection that it uses."""

    __slots__ = ("deadline", "job", "line", "mail")

    def __init__(self) -> None:
        self.job: Job | None = None
        self.mail: OutgoingEmail | None = None
        self.line: SmtpConnection | None = None
        self.deadline = 0.0


class SmtpLoop(threading.Thread):
    """Sends what is in the outbox until it is closed."""

    def __init__(
        self,
        server: Server,
        connections: int,
        outbox: Outbox,
        committer: Committer,
        desk: SenderPolicy,
    ) -> None:
        super().__init__(name="smtp", daemon=True)
        self._server, self._outbox = server, outbox
        self._committer, self._desk = committer, desk
        self._slots = [_Slot() for _ in range(connections)]
        self._free = deque(self._slots)
        self._width = connections
        """How many slots may be used now."""
        self._of: dict[Job, _Slot] = {}
        self._asks: list[Job] = []
        self._results: list[Result] = []
        self._done = 0
        self._calls: deque[Callable[[], None]] = deque()
        """What other threads want done in this one."""
        self._lines: dict[SmtpConnection, int] = {}
        """Those that are open, and what each waits for."""
        self._leaving: dict[SmtpConnection, float] = {}
        self._looked = self._since = 0.0
        self._rung = False
        self._ear, self._bell = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._openers = ThreadPoolExecutor(connections, "connect")
        self._builder = MessageBuilder(desk.prepare)
        self._made: deque[tuple[Job, Made]] = deque()
        self._ahead = 0
        """Emails whose messages are made, and that have no slot yet."""
        committer.answer = self._answered
        outbox.wake = self.wake

    @property
    def open_connections(self) -> int:
        """How many connections are open, those that are being closed aside."""
        return len(self._lines) - len(self._leaving)

    def wake(self) -> None:
        """Wake the thread up."""
        if not self._rung:
            self._rung = True
            with suppress(OSError):  # closed: there is nobody to wake
                self._bell.send(b"!")

    def run(self) -> None:
        """Send until the outbox is closed and nothing is under way."""
        for end in (self._ear, self._bell):
            end.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)
        try:
            while self._turn():
                pass
            self._say_goodbye()
        except Exception as error:
            self._desk.give_up(
                SurroundingsError(f"the sender failed in an unforeseen way: {error!r}")
            )
            raise
        finally:
            self._openers.shutdown(wait=False, cancel_futures=True)
            for line in self._lines:
                line.close()
            self._selector.close()
            self._ear.close()
            self._bell.close()

    def _turn(self) -> bool:
        """Do what there is to do now; return whether there will be more."""
        for key, _ in self._selector.select(self._patience()):
            if isinstance(key.fileobj, SmtpConnection):
                self._event(key.data, key.fileobj)
            else:
                self._ear.recv(64)
                self._rung = False  # before looking at what was rung for
        while self._calls:
            self._calls.popleft()()
        self._look_at_deadlines()
        self._narrow()
        self._fill()
        self._hand_in()
        under_way = self._of or self._ahead or self._asks or self._results or self._done
        return bool(under_way) or not self._outbox.closed

    def _narrow(self) -> None:
        """Close connections that are idle and more than may be used."""
        self._width = min(self._desk.width(), len(self._slots))
        if self._width == len(self._slots):
            return
        spare = sum(slot.line is not None for slot in self._slots) - self._width
        for slot in list(self._free) if spare > 0 else ():
            if slot.line is not None and spare > 0:
                line, slot.line = slot.line, None
                self._part(line, politely=True)
                spare -= 1

    def _hand_in(self) -> None:
        """Give the committer what has gathered: a moment's patience makes fewer, larger groups."""
        if not (self._asks or self._results or self._done):
            return
        now = time.monotonic()
        self._since = self._since or now
        if len(self._asks) < len(self._slots) // 2 and now < self._since + _GATHER:
            return
        self._since = 0.0
        if self._asks or self._results:
            asks, self._asks = self._asks, []
            results, self._results = self._results, []
            self._committer.hand_in(asks, results)
        if self._done:
            done, self._done = self._done, 0
            self._outbox.done(done)

    def _patience(self) -> float:
        if self._calls:
            return 0.0
        if self._since:
            return max(0.0, self._since + _GATHER - time.monotonic())
        if self._ahead < self._width and len(self._outbox):
            return min(max(self._outbox.ready_in, 0.0), _LOOK)
        return 1.0

    def _fill(self) -> None:
        """Have messages made for as many mails as there are slots; give each free slot one."""
        while self._ahead < self._width and (job := self._outbox.take()) is not None:
            self._ahead += 1
            self._made.append((job, self._builder.make(job)))
        while self._made and (len(self._of) < self._width or self._outbox.closed):
            job, mail = self._made.popleft()
            self._ahead -= 1
            if isinstance(mail, CoursewrightError):
                self._desk.give_up(mail)
            if not isinstance(mail, OutgoingEmail) or self._outbox.closed:
                self._outbox.unsent(job)
                self._done += 1
                continue
            slot = self._free.popleft()
            slot.job, slot.mail = job, mail
            self._of[job] = slot
            self._asks.append(job)

    def _answered(self, asked: Sequence[Job], may: Collection[Job]) -> None:
        """Take the committer's answer, in the committer's thread."""

        def act() -> None:
            for job in asked:
                if job in may:
                    self._send(self._of[job])
                else:
                    self._desk.refused(job)
                    self._release(self._of[job])

        self._calls.append(act)
        self.wake()

    def _send(self, slot: _Slot) -> None:
        """Begin the mail of a slot, whose intent is written."""
        line, job, mail = slot.line, slot.job, slot.mail
        if line is None:
            self._openers.submit(self._open, slot)
        elif job is not None and mail is not None:
            self._heard(slot, line, line.begin(mail, lambda: self._desk.may_finish(job)))

    def _open(self, slot: _Slot) -> None:
        """Open a connection for a slot, in a thread that may wait."""
        found: Connection | Reply | Exception
        try:
            found = connect(self._server)
        except (OSError, smtplib.SMTPException) as error:
            found = refusal(error)
        except Exception as error:  # or the slot would wait for ever
            found = error
        self._calls.append(lambda: self._opened(slot, found))
        self.wake()

    def _opened(self, slot: _Slot, found: Connection | Reply | Exception) -> None:
        match found:
            case Connection():
                slot.line = SmtpConnection(found)
                self._lines[slot.line] = selectors.EVENT_READ
                self._selector.register(slot.line, selectors.EVENT_READ, slot)
                self._send(slot)
            case Reply():
                self._over(slot, found)
            case _:
                raise found

    def _event(self, slot: _Slot, line: SmtpConnection) -> None:
        """Let a line go on that can be read or written."""
        try:
            reply = line.writable() if line.blocked else None
            if reply is None:
                reply = line.readable()
        except ClosedError:
            self._drop(line)
            if slot.line is line:
                slot.line = None
        else:
            self._heard(slot, line, reply)

    def _heard(self, slot: _Slot, line: SmtpConnection, reply: Reply | None) -> None:
        """Act on the last word about a slot's mail, if it has come."""
        if reply is None:
            slot.deadline = time.monotonic() + self._server.timeout
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.blocked else 0)
            if self._lines[line] != wanted:
                self._lines[line] = wanted
                self._selector.modify(line, wanted, slot)
            return
        again = line.begun > 1 and reply.stage == "mail" and reply.code in (0, 421)
        if reply.code in (0, 421) or line.begun >= _MOST:
            slot.line = None
            self._part(line, politely=reply.code != 0)
        if again:  # it had been idle for too long: nothing was said yet, so say it anew
            self._send(slot)
        else:
            self._over(slot, reply)

    def _over(self, slot: _Slot, reply: Reply) -> None:
        if slot.job is not None and (result := self._desk.judge(slot.job, reply)) is not None:
            self._results.append(result)
        self._release(slot)

    def _release(self, slot: _Slot) -> None:
        if slot.job is not None:
            del self._of[slot.job]
            slot.job = slot.mail = None
            if slot.line is None:
                self._free.append(slot)
            else:  # those with a connection are used first: the others stay closed when few may
                self._free.appendleft(slot)
            self._done += 1

    def _look_at_deadlines(self) -> None:
        now = time.monotonic()
        if now < self._looked + 1.0:
            return
        self._looked = now
        for slot in list(self._of.values()):
            line = slot.line
            if line is not None and line.busy and now > slot.deadline:
                reply = line.fail(TimeoutError("no answer in time"))
                self._heard(slot, line, reply)
        for line in [one for one, until in self._leaving.items() if now > until]:
            self._drop(line)

    def _part(self, line: SmtpConnection, *, politely: bool) -> None:
        """Let a connection go; if the server still listens, with a word."""
        if politely and line.leave():
            self._leaving[line] = time.monotonic() + _GOODBYE
        else:
            self._drop(line)

    def _drop(self, line: SmtpConnection) -> None:
        self._selector.unregister(line)
        self._leaving.pop(line, None)
        del self._lines[line]
        line.close()

    def _say_goodbye(self) -> None:
        for slot in self._slots:
            if slot.line is not None:
                self._part(slot.line, politely=True)
                slot.line = None
        until = time.monotonic() + _GOODBYE
        while self._leaving and time.monotonic() < until:
            for key, _ in self._selector.select(0.1):
                if isinstance(key.fileobj, SmtpConnection):
                    self._event(key.data, key.fileobj)
