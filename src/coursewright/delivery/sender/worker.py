"""The sender at work: claims what is due, hands it to N connections, until nothing is due."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.doubts import Resolved, Resolver, resolve, sweep
from coursewright.delivery.ledger.enrollment_actions import note
from coursewright.delivery.ledger.guards import refuse_if_behind
from coursewright.delivery.ledger.nudges import nudge_the_silent
from coursewright.delivery.ledger.results import Result
from coursewright.delivery.ledger.secret_check import verify_secret
from coursewright.delivery.ledger.states import EventKind
from coursewright.delivery.schedule.clock import Clock
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import CoursewrightError, SurroundingsError

from .group_commit import Committer
from .job_messages import JobMessages
from .outbox import Outbox, SendLimits
from .replies import Meaning, Reply, meaning, retry_after
from .smtp_dialogue import OutgoingEmail
from .smtp_loop import SmtpLoop
from .transport import Server

__all__ = ["SendResult", "SendWorker", "SenderSettings", "tidy"]

_CONNECTION_PAUSE = 60
_POLICY_PAUSE = 4 * 3600
_POLICY_MOST = 3
_TIDY = 30.0
_PRESSES = min(2, os.cpu_count() or 1)  # threads that sign; OpenSSL is quick, Python has one lock
_NUDGE = 3600.0


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """How a sender works."""

    server: Server
    who: str
    """The name of this process: different for each."""
    connections: int = 16
    batch: int = 200
    lease: float = 600.0
    """Seconds for which a mail is ours; longer than the server's patience with an idle client."""
    limits: SendLimits = field(default_factory=SendLimits)
    resolvers: Sequence[Resolver] = ()
    return_path: str = ""

    @property
    def margin(self) -> float:
        """The seconds before the lease's end in which no mail is begun or finished any more."""
        return min(30.0, self.lease / 5)


class SendResult(Counter[str]):
    """What was done: sent, put-off, failed, bounced, refused, doubt, resolved, held, nudged."""


class SendWorker:
    """Sends what is due."""

    def __init__(
        self,
        ledger: Ledger,
        keyring: Keyring,
        clock: Clock,
        setup: SenderSettings,
        mailroom: JobMessages,
        progress: Callable[[SendResult], None] = lambda tally: None,
    ) -> None:
        self._ledger, self._keyring, self.clock = ledger, keyring, clock
        self.setup, self.mailroom, self._progress = setup, mailroom, progress
        self._lock = threading.Lock()
        self.tally = SendResult()
        self._troubles = self._policies = 0
        self._stopped: CoursewrightError | None = None
        self._away: SurroundingsError | None = None
        self._leave = self._checked = False
        self._tidied: float | None = None
        self._nudged: float | None = None
        self._outbox = Outbox(clock, setup.limits)

    def stop(self) -> None:
        """Finish what is under way, then end."""
        self._leave = True
        self._outbox.close()

    def drain(self) -> SendResult:
        """Send all that is due now; return the tally of this run.

        Raises:
            CoursewrightError: the mail server or the database is away, or the server finds fault
                with us. What was not sent is due again later; nothing is lost.
        """
        self._check()
        self.tally, self._stopped, self._away = SendResult(), None, None
        self._troubles = self._policies = 0
        self._outbox = Outbox(self.clock, self.setup.limits, self.setup.batch // 2)
        slot = sum(self.setup.who.encode()) % 16
        committer = Committer(self._ledger, self._keyring, self.clock, slot, self._wrote)
        board = SmtpLoop(
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

    def _check(self) -> None:
        """Refuse to begin with another secret, or with a ledger that is behind the log."""
        verify_secret(self._ledger, self._keyring, self.clock.now())
        if not self._checked:
            for one in self.setup.resolvers:
                newest = one.entries(self.clock.now(), newest=True)
                refuse_if_behind(self._ledger, self._keyring, newest)
        self._checked = True

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

    def prepare(self, job: Job) -> OutgoingEmail | None:
        """Return the mail of a job, or None: its lease is over, whoever claims it next sends it."""
        if not self.may_finish(job):
            return None
        message = self.mailroom.compose(job)
        sender = self.setup.return_path or self.mailroom.return_path(job)
        return OutgoingEmail(sender, self.mailroom.address(job), message)

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
                note(connection, EventKind.POLICY, job.id, self.clock.now(), reply=reply.text[:200])
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
    ledger: Ledger, keyring: Keyring, setup: SenderSettings, mailroom: JobMessages, now: float
) -> dict[str, int]:
    """Sweep intents without a result and resolve doubts; return the counts."""
    doubtful = sweep(ledger, now, setup.lease)
    resolved: Resolved = resolve(ledger, keyring, setup.resolvers, now, mailroom.domain)
    return {"doubt": doubtful, "resolved": resolved.accepted + resolved.again}
