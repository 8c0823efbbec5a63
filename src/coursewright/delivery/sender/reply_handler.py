"""Acts on each reply: records the email's result, adapts the sender's speed, sets latches."""

import threading
from collections import defaultdict
from collections.abc import Callable

from coursewright.delivery.bounces.reply_text import fingerprint
from coursewright.delivery.bounces.verdict import Verdict
from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment_actions import note
from coursewright.delivery.ledger.latches import ALL, LatchKind, set_latch
from coursewright.delivery.ledger.limits import group_of
from coursewright.delivery.ledger.results import Result
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.ledger.states import EventKind
from coursewright.delivery.schedule.clock import Clock
from coursewright.errors import SurroundingsError

from .breaker import Breaker, Trip
from .connection_limit import ConnectionLimit
from .outbox import Outbox
from .replies import Reply, retry_after, verdict_of

__all__ = ["ReplyHandler"]

_SOON = 60  # seconds until an email is tried again for which only the moment was wrong
_POLICY_PAUSE = 4 * 3600
_FEWER = (421, 432, 454)  # replies after which fewer connections are used
_SMTPUTF8_REFUSED = "5.6.7"  # RFC 6531, 3.5: a server behind this one lacks the extension
_HINTS = {
    LatchKind.POLICY: "Look at login, sending domain, SPF and DKIM: `coursewright doctor`. Then:"
    " `coursewright latch release`.",
    LatchKind.BREAKER: "Nobody was suppressed for it. If it is not true: find out why, then"
    " `coursewright latch release`. If it is: `coursewright latch release --believe`.",
    LatchKind.QUOTA: "It goes on by itself; nothing was lost.",
    LatchKind.DOUBT: "`coursewright status` lists the emails in doubt; nothing was sent twice.",
    LatchKind.SECRET: "",
    LatchKind.CLOCK: "",
}
_TITLES = {
    LatchKind.POLICY: "the mail server refuses us",
    LatchKind.BREAKER: "many recipients were refused alike",
    LatchKind.QUOTA: "the mail server takes no more for now",
    LatchKind.DOUBT: "sending stops",
    LatchKind.SECRET: "sending stops",
    LatchKind.CLOCK: "sending stops",
}


class ReplyHandler:
    """Judges the replies of one run."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        outbox: Outbox,
        breaker: Breaker,
        limit: ConnectionLimit,
        run: str,
        give_up: Callable[[SurroundingsError], None],
    ) -> None:
        self._ledger, self._clock, self._outbox = ledger, clock, outbox
        self._breaker, self._limit, self._run, self._give_up = breaker, limit, run, give_up
        self.open_connections: Callable[[], int] = lambda: limit.now
        self.away: SurroundingsError | None = None
        """Why the server took nothing at the last try."""
        self.refused: SurroundingsError | None = None
        """Why a latch was set."""
        self._troubles = 0
        self._harmed: defaultdict[str, list[Job]] = defaultdict(list)
        """Emails that failed or were put off, by what their refusals have in common."""
        self._lock = threading.Lock()

    def judge(self, job: Job, reply: Reply) -> Result | None:
        """Return what to write about an email, or None: it is in doubt."""
        taken = reply.stage == "dot" and 200 <= reply.code < 300
        if not taken and (reply.in_doubt or self._clock.monotonic() >= job.lease_end):
            if reply.in_doubt:
                self._limit.shrink(self.open_connections())
                self._stop(self._breaker.lost(reply))
            return None
        if reply.broken:
            return self._trouble(job, reply, reply.stage)
        if reply.lacks_smtputf8:
            return Result(job, "held", reply=reply.text)
        if not taken and not job.address.isascii() and reply.judgment.code == _SMTPUTF8_REFUSED:
            return Result(job, "held", _SMTPUTF8_REFUSED, reply.text)
        verdict = Verdict.SENT if taken else verdict_of(reply)
        trip = self._breaker.heard(verdict, reply, group_of(job.domain))
        if trip is not None:
            self._stop(trip)
        if reply.code in _FEWER or verdict is Verdict.CONCURRENCY:
            self._limit.shrink(self.open_connections())
        return self._act(job, reply, verdict)

    def harmed(self) -> dict[str, list[Job]]:
        """Return the emails that failed or were put off because of refusals that tripped it."""
        with self._lock:
            return {kind: self._harmed[kind] for kind in self._breaker.tripped}

    def _act(self, job: Job, reply: Reply, verdict: Verdict) -> Result:
        match verdict:
            case Verdict.SENT:
                self._troubles = 0
                self._limit.taken()
                self._outbox.speed_up()
                return Result(job, "sent", str(reply.code), reply.text)
            case Verdict.LATER | Verdict.SOFT:
                if reply.code == 421 or reply.stage in ("connect", "mail"):
                    return self._trouble(job, reply, reply.stage)
                return self._again(job, reply)
            case Verdict.RATE:
                self._outbox.slow_down()
                return self._busy(job, reply)
            case Verdict.CONCURRENCY:
                return self._busy(job, reply)
            case Verdict.QUOTA:
                return self._put_off(job, reply, 0, tried=0)
            case Verdict.POLICY | Verdict.GONE | Verdict.CONTENT | Verdict.UNCLEAR:
                return self._refusal(job, reply, verdict)

    def _refusal(self, job: Job, reply: Reply, verdict: Verdict) -> Result:
        alike = fingerprint(reply.text) or str(reply.code)
        if alike in self._breaker.tripped:  # it waits behind the latch, and nobody is harmed
            return self._put_off(job, reply, 0, tried=0)
        with self._lock:
            if len(self._harmed[alike]) < 1000:
                self._harmed[alike].append(job)
        code = reply.judgment.code
        if verdict is Verdict.GONE:
            return Result(job, "bounced", code, reply.text, run=self._run)
        if verdict is Verdict.POLICY and retry_after(job.tries, 0) is not None:
            return self._put_off(job, reply, _POLICY_PAUSE)
        return Result(job, "failed", code, reply.text)  # or refused for days: only this address

    def _again(self, job: Job, reply: Reply) -> Result:
        wait = retry_after(job.tries, job.id % 97 / 97)
        if wait is None:
            return Result(job, "failed", reply.judgment.code, reply.text)
        return self._put_off(job, reply, wait)

    def _put_off(self, job: Job, reply: Reply, seconds: int, tried: int = 1) -> Result:
        at = int(self._clock.now()) + seconds
        return Result(job, "put-off", reply.judgment.code, reply.text, at, tried)

    def _busy(self, job: Job, reply: Reply) -> Result:
        """Retry soon: the server wants fewer connections or a lower rate."""
        self._count_trouble(reply, 20)
        return self._put_off(job, reply, _SOON + job.id % 30, tried=0)

    def _trouble(self, job: Job, reply: Reply, stage: str) -> Result:
        """Retry soon after a fault of the server or the connection; end the run if they repeat."""
        if stage == "connect":
            self._count_trouble(reply, self._limit.now)
        else:
            self._outbox.rest(job.domain, _SOON)
        return self._put_off(job, reply, _SOON, tried=0)

    def _count_trouble(self, reply: Reply, most: int) -> None:
        self._troubles += 1
        said = f"{reply.code} {reply.text}" if reply.code else reply.text
        self.away = SurroundingsError(
            f"the mail server does not answer: {said}"
            if not reply.code
            else f"the mail server takes nothing now: {said}",
            hint="What is due stays due; nothing was lost.",
        )
        if self._troubles >= most:
            self._give_up(self.away)

    def _stop(self, trip: Trip | None) -> None:
        """Set a latch, which holds for every sender of the ledger."""
        if trip is None:
            return
        now = self._clock.now()
        until = now + trip.seconds if trip.seconds is not None else None
        if trip.kind is LatchKind.DOUBT and self._doubted_today(now):
            until = None  # it was no short fault of the server: a person must look
        with self._ledger.write() as connection:
            set_latch(
                connection,
                trip.kind,
                now,
                trip.reply,
                scope=trip.scope,
                until=until,
                detail=trip.alike,
            )
            if trip.kind is LatchKind.POLICY:
                note(connection, EventKind.POLICY, None, now, reply=trip.reply[:200])
        error = SurroundingsError(f"{_TITLES[trip.kind]}: {trip.reply}", hint=_HINTS[trip.kind])
        self.refused = error
        if trip.scope == ALL:
            self._give_up(error)
        else:
            self._outbox.bar(trip.scope.partition(":")[2])

    def _doubted_today(self, now: float) -> bool:
        values = {"kind": LatchKind.DOUBT, "since": int(now) - 86400}
        with self._ledger.read() as connection:
            return bool(connection.execute(statement(connection, "latches-since"), values).first())
