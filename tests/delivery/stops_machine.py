"""The state machine of the drip with whatever may stop or slow the sender.

Between a claim and its result stand the reply handler, the breaker, the ledger's limits (several at
once) and its latches.
"""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from coursewright.delivery.bounces.verdict import Verdict
from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.latches import (
    ALL,
    LatchKind,
    believe,
    believed,
    domain_scope,
    latched_domains,
    latches,
    release_latch,
    set_latch,
    stops_all,
)
from coursewright.delivery.ledger.limits import Rate, SendLimits, group_of, keep_limits, read_rate
from coursewright.delivery.ledger.restoration import BounceFilter, restore
from coursewright.delivery.ledger.results import intend, owe_again
from coursewright.delivery.ledger.smtputf8_holds import awaits_smtputf8, resume_after_smtputf8
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.breaker import Breaker
from coursewright.delivery.sender.connection_limit import ConnectionLimit
from coursewright.delivery.sender.outbox import Outbox
from coursewright.delivery.sender.replies import Reply, verdict_of
from coursewright.delivery.sender.reply_handler import ReplyHandler
from delivery.drip_machine import DAY, LEASE, Drip

__all__ = ["ANSWERS", "LIMITS", "Stops"]

ANSWERS: dict[Verdict | str, list[Reply]] = {
    Verdict.SENT: [Reply("dot", 250, "2.0.0 taken")],
    Verdict.LATER: [
        Reply("rcpt", 451, "4.7.1 greylisted, try again later"),
        Reply("connect", 421, "4.3.2 not available"),
    ],
    Verdict.RATE: [Reply("rcpt", 454, "4.7.28 sending rate exceeded")],
    Verdict.CONCURRENCY: [Reply("connect", 421, "4.7.0 too many connections from your IP")],
    Verdict.QUOTA: [Reply("rcpt", 550, "5.4.5 daily user sending limit exceeded")],
    Verdict.SOFT: [Reply("rcpt", 552, "5.2.2 mailbox full")],
    Verdict.GONE: [Reply("rcpt", 550, "5.1.1 user unknown")],
    Verdict.POLICY: [
        Reply("mail", 550, "5.7.1 your IP is on our block list"),
        Reply("rcpt", 550, "5.7.1 SPF check failed"),
    ],
    Verdict.CONTENT: [Reply("dot", 552, "5.3.4 message too big")],
    Verdict.UNCLEAR: [Reply("rcpt", 550, "rejected")],
    "broken": [Reply("data", 0, "ConnectionResetError")],
    "in doubt": [Reply("dot", 0, "ConnectionResetError")],
    "no smtputf8": [Reply("smtputf8", 553, "the mail server does not offer SMTPUTF8")],
}
LIMITS = [
    SendLimits(),
    SendLimits((Rate(3, 60), Rate(20, 86400))),
    SendLimits((Rate(6, 3600),), (Rate(4, 86400),)),
    SendLimits((read_rate("2/s"), read_rate("5/h"), read_rate("9/d")), (read_rate("3/h"),)),
]


class Hand:
    """The machine's instant as a clock."""

    def __init__(self, machine: "Stops") -> None:
        self.machine = machine

    def now(self) -> float:
        return self.machine.now

    def monotonic(self) -> float:
        return self.machine.now

    def sleep(self, seconds: float) -> None:
        self.machine.now += seconds


class Stops(Drip):
    """The drip with whatever may stop or slow it."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = LIMITS[0]
        self.sent: list[tuple[float, str]] = []
        """When emails were handed to a server since the limits were set, and to which group."""
        self.refund: Counter[str] = Counter()

    def teardown(self) -> None:
        with self.ledger.write() as connection:
            connection.exec_driver_sql("DELETE FROM latch")
            connection.exec_driver_sql("DELETE FROM bucket")
        super().teardown()

    def address(self, number: int) -> tuple[str, str]:
        domain = ("gmail.com", "d1.example", "example.org")[number % 3]
        return f"p{number}@{domain}", domain

    def held_now(self) -> tuple[bool, set[str]]:
        """Whether all is stopped, and which domains are."""
        with self.ledger.read() as connection:
            found = latches(connection, self.now)
        return stops_all(found), set(latched_domains(found))

    def claimed(self) -> list[Job]:
        refund, self.refund = self.refund, Counter()
        stopped, closed = self.held_now()
        claimed = claim(self.ledger, self.now, self.now, "me", most=50, lease=LEASE, refund=refund)
        found = claimed.jobs
        self.tally["limited"] += claimed.resumes_at is not None
        assert not (stopped and found), "a latch stops every claim"
        self.tally["stopped"] += stopped
        assert not closed & {job.domain for job in found}
        self.sent += [(self.now, group_of(job.domain)) for job in found]
        return found

    def unsent(self, job: Job) -> None:
        """Give back what a claim took of the limits and did not send."""
        self.refund[group_of(job.domain)] += 1
        self.sent.remove((self.now, group_of(job.domain)))

    @initialize(count=st.integers(8, 14))
    def begin_with_a_cohort(self, count: int) -> None:
        self.enroll_a_cohort(count)

    @rule(which=st.sampled_from(LIMITS))
    def limit(self, which: SendLimits) -> None:
        self.limits, self.sent = which, []
        with self.ledger.write() as connection:
            keep_limits(connection, which)

    @rule(count=st.integers(4, 12))
    def enroll_a_cohort(self, count: int) -> None:
        people = []
        for _ in range(count):
            self.people += 1
            name, domain = self.address(self.people)
            people.append(Person(name, name, domain))
        track = EnrollmentDefaults(track="aspire", late=True)
        import_roster(self.ledger, self.published, self.keyring, people, self.now, track)

    @rule(
        kind=st.sampled_from(list(LatchKind)),
        scope=st.sampled_from([ALL, domain_scope("gmail"), domain_scope("d1.example")]),
        seconds=st.sampled_from([None, 900, DAY]),
    )
    def stop(self, kind: LatchKind, scope: str, seconds: float | None) -> None:
        until = self.now + seconds if seconds else None
        with self.ledger.write() as connection:
            set_latch(connection, kind, self.now, "stop", scope=scope, until=until, detail="x")

    @rule(belief=st.booleans())
    def release(self, belief: bool) -> None:
        with self.ledger.write() as connection:
            for one in latches(connection, self.now):
                release_latch(connection, one, self.now)
                if belief and one.detail:
                    believe(connection, one.detail, self.now + DAY)

    @rule()
    def find_smtputf8(self) -> None:
        if awaits_smtputf8(self.ledger):
            resume_after_smtputf8(self.ledger, self.now)

    @rule(
        answers=st.lists(
            st.sampled_from([reply for some in ANSWERS.values() for reply in some]),
            min_size=1,
            max_size=4,
        ),
        hours=st.sampled_from([0, 24, 48]),
    )
    def run_against_a_server(self, answers: list[Reply], hours: int) -> None:
        """A run of the sender, to the end: judged, latched, recorded, and taken back."""
        self.now += hours * 3600
        clock, began = Hand(self), self.now
        outbox, gave_up = Outbox(clock), list[Exception]()
        breaker = Breaker(believed(self.ledger, began))
        handler = ReplyHandler(
            self.ledger,
            clock,
            outbox,
            breaker,
            ConnectionLimit(16, clock),
            f"me@{int(began)}",
            gave_up.append,
        )
        before = self.suppressed()
        gone = 0
        outbox.put(self.claimed())
        for number in range(60):
            job = None if gave_up else outbox.take()
            if job is None:
                break
            with self.ledger.write() as connection:
                stopped = stops_all(latches(connection, self.now))
                if stopped or job not in intend(connection, [job], self.now):
                    outbox.unsent(job)
                    continue
            reply = answers[number % len(answers)]
            taken = reply.stage == "dot" and reply.code == 250
            self.inbox[job.id, job.lesson_id, job.gen] += taken
            result = handler.judge(job, reply)
            if result is not None:
                gone += result.fate == "bounced"
                self.tally[result.fate] += 1
                self.write([result])
                if result.fate != "sent":
                    self.unsent(job)
        outbox.close()
        harmed = self.suppressed() - before
        self.clear_up(handler, outbox, began)
        self.tally["suppressed"] += max(self.suppressed() - before, 0)
        self.tally["taken back"] += before + harmed - self.suppressed()
        assert self.suppressed() - before <= gone, "only who is gone is suppressed"
        if breaker.tripped and all(verdict_of(one) is not Verdict.GONE for one in answers):
            assert self.suppressed() == before, "a refusal of us harms nobody"

    def clear_up(self, handler: ReplyHandler, outbox: Outbox, began: float) -> None:
        """As the end of `SendWorker.drain`."""
        from coursewright.delivery.ledger.claims import give_back

        left = outbox.leftovers()
        give_back(self.ledger, left, "me", self.now)
        for job in left:
            self.unsent(job)
        with self.ledger.write() as connection:
            for kind, jobs in handler.harmed().items():
                which = BounceFilter(since=int(began), refused_alike=kind)
                restore(self.ledger, connection, self.keyring, which, self.now)
                self.tally["taken back"] += owe_again(connection, jobs, self.now)

    def suppressed(self) -> int:
        with self.ledger.read() as connection:
            return int(connection.execute(statement(connection, "suppressed-total")).scalar_one())

    @invariant()
    def no_limit_is_exceeded(self) -> None:
        for rate in self.limits.total:
            self.holds(rate, [at for at, _ in self.sent])
        for rate in self.limits.per_domain:
            for group in {group for _, group in self.sent}:
                self.holds(rate, [at for at, whose in self.sent if whose == group])

    def holds(self, rate: Rate, times: list[float]) -> None:
        if rate.paced:  # a claim reserves four seconds of a pace; the outbox spaces them
            most = 1 + int(4 / rate.spacing)
            assert all(count <= most for count in Counter(times).values()), (rate, times)
            return
        for start in times:
            within = [at for at in times if start <= at < start + rate.seconds]
            assert len(within) <= rate.number, (rate, within)

    @invariant()
    def nobody_under_way_is_lost(self) -> None:
        """Once nothing stops them, all who are under way are claimed, or wait for a date."""
        with self.ledger.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT count(*) FROM enrolment e WHERE e.state = 'active' AND e.wake_at IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.enrolment_id = e.id"
                " AND d.state IN (1, 4))"
            )
            assert rows.scalar_one() == 0
