"""The sender at work: claims what is due, hands it to N connections, until nothing is due."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coursewright.delivery.ledger.allowance import Allowance
from coursewright.delivery.ledger.claims import Claimed, Job, claim, give_back
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.doubts import Resolved, Resolver, resolve, sweep
from coursewright.delivery.ledger.guards import refuse_if_behind
from coursewright.delivery.ledger.latches import Latch, believed, stops_all
from coursewright.delivery.ledger.limits import (
    SendLimits,
    group_of,
    keep_limits,
    kept_limits,
)
from coursewright.delivery.ledger.nudges import nudge_the_silent
from coursewright.delivery.ledger.restoration import BounceFilter, restore
from coursewright.delivery.ledger.results import Result, owe_again
from coursewright.delivery.ledger.secret_check import verify_secret
from coursewright.delivery.schedule.clock import Clock
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import CoursewrightError

from .breaker import Breaker
from .connection_limit import ConnectionLimit
from .group_commit import Committer
from .job_messages import JobMessages
from .outbox import Outbox
from .replies import Reply
from .reply_handler import ReplyHandler
from .smtp_dialogue import OutgoingEmail
from .smtp_loop import SmtpLoop
from .smtputf8_probe import Smtputf8Probe
from .transport import Server

__all__ = ["SendResult", "SendWorker", "SenderSettings", "tidy"]

_PATIENCE = 90.0  # seconds that a run waits for a limit; longer, and it ends and says when
_TIDY = 30.0
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
    limits: SendLimits | None = None
    """Kept in the ledger for every process; None: those that it holds already."""
    resolvers: Sequence[Resolver] = ()
    return_path: str = ""

    @property
    def margin(self) -> float:
        """The seconds before the lease's end in which no mail is begun or finished any more."""
        return min(30.0, self.lease / 5)


class SendResult(Counter[str]):
    """What was done: sent, put-off, failed, bounced, refused, doubt, resolved, held, nudged.

    `taken-back` are failures and suppressions that were undone when the breaker tripped.
    """


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
        self.latches: list[Latch] = []
        """What stopped all or some sending at the last claim."""
        self.resumes_at: float | None = None
        """When a limit lets more go, if it ended the run."""
        self._stopped: CoursewrightError | None = None
        self._leave = self._checked = False
        self._tidied: float | None = None
        self._nudged: float | None = None
        self._ended = threading.Event()
        self._outbox = Outbox(clock)
        self._connections = ConnectionLimit(setup.connections, clock)
        self._probe = Smtputf8Probe(ledger, setup.server, clock)
        self._replies: ReplyHandler
        self._refund: Counter[str] = Counter()
        if setup.limits is not None:
            with ledger.write() as connection:
                keep_limits(connection, setup.limits)

    def stop(self) -> None:
        """Finish what is under way, then end."""
        self._leave = True
        self._ended.set()
        self._outbox.close()

    def drain(self) -> SendResult:
        """Send all that is due now; return the tally of this run.

        Raises:
            CoursewrightError: the mail server or the database is away, or the server finds fault
                with us. What was not sent is due again later; nothing is lost.
        """
        self._check()
        began = self.clock.now()
        self.tally, self._stopped, self.resumes_at = SendResult(), None, None
        self._ended.clear()
        self.tally["resumed"] += self._probe.resume_held()
        self._outbox = Outbox(self.clock, self.setup.batch // 2)
        self._replies = ReplyHandler(
            self._ledger,
            self.clock,
            self._outbox,
            Breaker(believed(self._ledger, began)),
            self._connections,
            f"{self.setup.who}@{int(began)}",
            self.give_up,
        )
        slot = sum(self.setup.who.encode()) % 16
        committer = Committer(self._ledger, self._keyring, self.clock, slot, self._wrote)
        board = SmtpLoop(
            self.setup.server,
            self.setup.connections,
            self._outbox,
            committer,
            self,
        )
        self._replies.open_connections = lambda: board.open_connections
        committer.start()
        board.start()
        try:
            self._feed(committer)
        finally:
            self._outbox.close()
            board.join()
            committer.finish()
        error = committer.failure or self._stopped or self._replies.refused
        if not committer.failure:
            self._clear_up(began)
        if error is None and not self.tally["sent"]:
            error = self._replies.away
        if error is not None:
            raise error
        return self.tally

    def _check(self) -> None:
        """Refuse to begin with another secret, or with a ledger that is behind the log."""
        verify_secret(self._ledger, self._keyring, self.clock.now())
        if not self._checked:
            for resolver in self.setup.resolvers:
                newest = resolver.entries(self.clock.now(), newest=True)
                refuse_if_behind(self._ledger, self._keyring, newest)
        self._checked = True

    def _feed(self, committer: Committer) -> None:
        while not (self._leave or self._stopped or committer.failure):
            self._outbox.low.clear()
            self._tidy()
            quiet = self._outbox.idle
            if quiet:
                committer.settle()  # a result may make the next step due at once
            claimed = self._claim()
            if stops_all(claimed.latches):
                return
            self._progress(self.tally)
            if quiet and not claimed.seen and self._outbox.idle:
                wait = (claimed.resumes_at or 0.0) - self.clock.now()
                if claimed.resumes_at is None or wait > _PATIENCE:
                    self.resumes_at = claimed.resumes_at
                    return
                self._ended.wait(min(max(wait, 0.02), 1.0))
            elif claimed.resumes_at is not None:
                self._ended.wait(1.0)  # what is claimed lasts longer
            elif not claimed.seen or len(self._outbox) >= self.setup.batch // 2:
                self._outbox.low.wait(1.0)

    def _claim(self) -> Claimed:
        self._give_back()
        now, monotonic = self.clock.now(), self.clock.monotonic()
        with self._lock:
            refund, self._refund = self._refund, Counter()
        claimed = claim(
            self._ledger,
            now,
            monotonic,
            self.setup.who,
            most=self.setup.batch,
            lease=self.setup.lease,
            refund=refund,
        )
        self.latches = claimed.latches
        self.tally["held"] += claimed.held
        slots = {
            scope: [at - now + monotonic for at in times] for scope, times in claimed.slots.items()
        }
        self._outbox.put(claimed.jobs, slots)
        return claimed

    def _give_back(self) -> None:
        """End the leases of what will not be sent now: it is due, and any sender may take it."""
        left = self._outbox.leftovers()
        if left:
            give_back(self._ledger, left, self.setup.who, self.clock.now())
            with self._lock:
                self._refund.update(group_of(job.domain) for job in left)

    def _clear_up(self, began: float) -> None:
        """Give back what was not sent, and undo what refusals did that tripped the breaker."""
        self._give_back()
        now = self.clock.now()
        harmed = self._replies.harmed()
        refund, self._refund = self._refund, Counter()
        with self._ledger.write() as connection:
            Allowance(kept_limits(connection), now).read(connection, refund)
            for kind, jobs in harmed.items():
                which = BounceFilter(since=int(began), refused_alike=kind)
                found = restore(self._ledger, connection, self._keyring, which, now)
                self.tally["taken-back"] += found.people + owe_again(connection, jobs, now)

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
        """Count a mail whose intent was not granted: a latch, a pause, a lost lease."""
        self._outbox.unsent(job)
        self._count("refused")

    def judge(self, job: Job, reply: Reply) -> Result | None:
        """Return what to write, or None: in doubt."""
        result = self._replies.judge(job, reply)
        if result is None:
            self._count("unsure")
        return result

    def width(self) -> int:
        """Return how many connections may be used now."""
        return self._connections.now

    def give_up(self, error: CoursewrightError) -> None:
        """Finish what is under way, then end with this error."""
        with self._lock:
            self._stopped = self._stopped or error
        self._ended.set()
        self._outbox.close()

    def _wrote(self, result: Result) -> None:
        self._count(result.fate)
        if result.fate != "sent":
            with self._lock:
                self._refund[group_of(result.job.domain)] += 1

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
