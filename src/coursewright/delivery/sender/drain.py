"""The sender at work: claims what is due, hands it to N connections, until nothing is due."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coursewright.delivery.keyring import Keyring
from coursewright.delivery.ledger.claiming import Job, claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.doubt import Resolved, Resolver, resolve, sweep
from coursewright.delivery.ledger.nudging import nudge_the_silent
from coursewright.delivery.ledger.recording import Result
from coursewright.delivery.ledger.steering import note
from coursewright.delivery.timekeeping import Clock
from coursewright.errors import CoursewrightError, SurroundingsError

from .dialogue import Mail
from .groupcommit import Committer
from .mailroom import Mailroom
from .outbox import Limits, Outbox
from .replies import Meaning, Reply, meaning, retry_after
from .switchboard import Switchboard
from .transport import Server

__all__ = ["Sender", "Setup", "Tally", "tidy"]

_CONNECTION_PAUSE = 60
_POLICY_PAUSE = 4 * 3600
_POLICY_MOST = 3
_TIDY = 30.0
_PRESSES = min(2, os.cpu_count() or 1)  # threads that sign; OpenSSL is quick, Python has one lock
_NUDGE = 3600.0


@dataclass(frozen=True, slots=True)
class Setup:
    """How a sender works."""

    server: Server
    who: str
    """The name of this process: different for each."""
    connections: int = 16
    batch: int = 200
    lease: float = 600.0
    """Seconds for which a mail is ours; longer than the server's patience with an idle client."""
    limits: Limits = field(default_factory=Limits)
    resolvers: Sequence[Resolver] = ()
    return_path: str = ""

    @property
    def margin(self) -> float:
        """The seconds before the lease's end in which no mail is begun or finished any more."""
        return min(30.0, self.lease / 5)


class Tally(Counter[str]):
    """What was done: sent, put-off, failed, bounced, refused, doubt, resolved, held, nudged."""


class Sender:
    """Sends what is due."""

    def __init__(
        self,
        ledger: Ledger,
        keyring: Keyring,
        clock: Clock,
        setup: Setup,
        mailroom: Mailroom,
        progress: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        self._ledger, self._keyring, self.clock = ledger, keyring, clock
        self.setup, self.mailroom, self._progress = setup, mailroom, progress
        self._lock = threading.Lock()
        self.tally = Tally()
        self._troubles = self._policies = 0
        self._stopped: CoursewrightError | None = None
        self._away: SurroundingsError | None = None
        self._leave = False
        self._tidied: float | None = None
        self._nudged: float | None = None
        self._outbox = Outbox(clock, setup.limits)

    def stop(self) -> None:
        """Finish what is under way, then end."""
        self._leave = True
        self._outbox.close()

    def drain(self) -> Tally:
        """Send all that is due now; return the tally of this run.

        Raises:
            CoursewrightError: the mail server or the database is away, or the server finds fault
                with us. What was not sent is due again later; nothing is lost.
        """
        self.tally, self._stopped, self._away = Tally(), None, None
        self._troubles = self._policies = 0
        self._outbox = Outbox(self.clock, self.setup.limits, self.setup.batch // 2)
        slot = sum(self.setup.who.encode()) % 16
        committer = Committer(self._ledger, self._keyring, self.clock, slot, self._wrote)
        board = Switchboard(
            self.setup.server,
            self.setup.connections,
            self._outbox,
            committer,
            self,
            _PRESSES if self.mailroom.signs_freely else 0,
        )
        committer.start()
        board.start()
        try:
            self._feed(committer)
        finally:
            self._outbox.close()
            board.join()
            committer.finish()
        error = committer.failure or self._stopped or (None if self.tally["sent"] else self._away)
        if error is not None:
            raise error
        return self.tally

    def _feed(self, committer: Committer) -> None:
        while not (self._leave or self._stopped or committer.failure):
            self._outbox.low.clear()
            self._tidy()
            quiet = self._outbox.idle
            if quiet:
                committer.settle()  # a result may make the next step due at once
            claimed = claim(
                self._ledger,
                self.clock.now(),
                self.clock.monotonic(),
                self.setup.who,
                most=self.setup.batch,
                lease=self.setup.lease,
            )
            self.tally["held"] += claimed.held
            self._outbox.put(claimed.jobs)
            self._progress(self.tally)
            if quiet and not claimed.seen and self._outbox.idle:
                return
            if not claimed.seen or len(self._outbox) >= self.setup.batch // 2:
                self._outbox.low.wait(1.0)

    def _tidy(self) -> None:
        """Look after the doubts, now and then."""
        now = self.clock.monotonic()
        if self._tidied is not None and now < self._tidied + min(_TIDY, self.setup.lease / 2):
            return
        self._tidied = now
        found = tidy(self._ledger, self._keyring, self.setup, self.mailroom, self.clock.now())
        self.tally.update(found)
        if self._nudged is None or now >= self._nudged + _NUDGE:
            self._nudged = now
            self.tally["nudged"] += nudge_the_silent(self._ledger, self.clock.now())

    def prepare(self, job: Job) -> Mail | None:
        """Return the mail of a job, or None: its lease is over, whoever claims it next sends it."""
        if not self.may_finish(job):
            return None
        message = self.mailroom.compose(job)
        sender = self.setup.return_path or self.mailroom.return_path(job)
        return Mail(sender, self.mailroom.address(job), message)

    def may_finish(self, job: Job) -> bool:
        """Return whether the lease of a job still holds, with a margin."""
        return self.clock.monotonic() < job.lease_end - self.setup.margin

    def refused(self, job: Job) -> None:
        """Count a mail whose intent was not granted: its learner paused, or its lease is lost."""
        self._count("refused")

    def judge(self, job: Job, reply: Reply) -> Result | None:
        """Return what to write, or None: in doubt."""
        what = meaning(reply)
        if what is Meaning.SENT:
            self._troubles = self._policies = 0
            return Result(job, "sent", str(reply.code), reply.text)
        if what is Meaning.UNSURE or self.clock.monotonic() >= job.lease_end:
            self._count("unsure")
            return None
        code, now = reply.enhanced, int(self.clock.now())
        if what is Meaning.CONNECTION:
            self._trouble(job, reply)
            return Result(job, "put-off", code, reply.text, now + _CONNECTION_PAUSE, 0)
        if what is Meaning.POLICY:
            self._policy(job, reply)
            if retry_after(job.tries, 0) is None:  # refused for days: it is this one address
                return Result(job, "failed", code, reply.text)
            return Result(job, "put-off", code, reply.text, now + _POLICY_PAUSE)
        if what is Meaning.BOUNCED:
            return Result(job, "bounced", code, reply.text)
        wait = retry_after(job.tries, job.id % 97 / 97) if what is Meaning.LATER else None
        if wait is None:
            return Result(job, "failed", code, reply.text)
        return Result(job, "put-off", code, reply.text, now + wait)

    def _trouble(self, job: Job, reply: Reply) -> None:
        """A fault of the server or the line: leave the domain in peace, or give up for now."""
        self._troubles += 1
        if reply.stage != "connect":
            self._outbox.rest(job.domain, _CONNECTION_PAUSE)
            return
        self._away = SurroundingsError(
            f"the mail server does not answer: {reply.text or reply.code}",
            hint="What is due stays due; nothing was lost.",
        )
        if self._troubles >= self.setup.connections:
            self.give_up(self._away)

    def _policy(self, job: Job, reply: Reply) -> None:
        """A refusal of us, not of the learner: stop before the reputation suffers."""
        self._policies += 1
        if reply.stage in ("connect", "mail") or self._policies >= _POLICY_MOST:
            with self._ledger.write() as connection:
                note(connection, "policy", job.id, self.clock.now(), reply=reply.text[:200])
            self.give_up(
                SurroundingsError(
                    f"the mail server refuses us: {reply.code} {reply.text}",
                    hint="Look at login, sending domain, SPF and DKIM: `coursewright doctor`.",
                )
            )

    def give_up(self, error: CoursewrightError) -> None:
        """Finish what is under way, then end with this error."""
        with self._lock:
            self._stopped = self._stopped or error
        self._outbox.close()

    def _wrote(self, result: Result) -> None:
        self._count(result.fate)

    def _count(self, what: str) -> None:
        with self._lock:
            self.tally[what] += 1


def tidy(
    ledger: Ledger, keyring: Keyring, setup: Setup, mailroom: Mailroom, now: float
) -> dict[str, int]:
    """Sweep intents without a result and resolve doubts; return the counts."""
    doubtful = sweep(ledger, now, setup.lease)
    resolved: Resolved = resolve(ledger, keyring, setup.resolvers, now, mailroom.domain)
    return {"doubt": doubtful, "resolved": resolved.accepted + resolved.again}
