"""The ledger's steps as rules of a state machine: what a test may put into any order."""

import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from coursewright.delivery.ledger import enrollment_actions as steering
from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.doubts import doubts, settle, sweep
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.failures import resend_failed
from coursewright.delivery.ledger.guards import AcceptedEntry
from coursewright.delivery.ledger.nudges import nudge_the_silent
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.recovery import recover
from coursewright.delivery.ledger.reinstatement import readmit
from coursewright.delivery.ledger.restoration import BounceFilter, restore
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.ledger.selection import held_ids
from coursewright.delivery.ledger.start_dates import DateChange, move_by, start_on
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

__all__ = ["DAY", "LEASE", "Drip"]

MONDAY = 1768204800.0
LEASE = 600.0
DAY = 86400.0


class Drip(RuleBasedStateMachine):
    """The ledger's steps, taken one by one, with a crash between any two."""

    url = ""
    sequence = Path()
    tally: ClassVar[Counter[str]] = Counter()
    """What all examples of a test came to, so that it fails if they came to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.ledger = open_ledger(self.url)
        self.keyring = Keyring(["a secret of the tests"])
        self.published = publish(
            self.ledger,
            load_release(self.sequence),
            self.sequence.parent,
            self.now,
        )
        self.inbox: Counter[tuple[int, int, int]] = Counter()
        """What the mail server took: the truth, whatever the ledger thinks."""
        self.people = 0
        self.flight: list[Job] = []
        """Mails whose intent is written and whose result is not."""

    def teardown(self) -> None:
        self.tally["accepted"] += self.inbox.total()
        self.tally["learners"] += self.people
        with self.ledger.write() as connection:
            connection.exec_driver_sql("DELETE FROM event")
            connection.exec_driver_sql("DELETE FROM delivery")
            connection.exec_driver_sql("DELETE FROM enrolment WHERE learner_id IS NOT NULL")
            for table in ("enrolment", "contact", "suppression", "counter", "setting"):
                connection.execute(sa.delete(sa.table(table)))
        self.ledger.close()

    def address(self, number: int) -> tuple[str, str]:
        """Return the address of a learner, and its domain."""
        return f"p{number}@example.org", "example.org"

    def ids(self) -> list[int]:
        with self.ledger.read() as connection:
            return list(
                connection.exec_driver_sql("SELECT id FROM enrolment ORDER BY id").scalars()
            )

    def claimed(self) -> list[Job]:
        return claim(self.ledger, self.now, self.now, "me", most=50, lease=LEASE).jobs

    def write(self, results: list[Result]) -> None:
        with self.ledger.write() as connection:
            record(self.ledger, connection, self.keyring, results, self.now, 0)

    @initialize(count=st.integers(1, 4))
    def begin_with_learners(self, count: int) -> None:
        """Hypothesis leaves rules out of whole examples: without this, many would be empty."""
        for number in range(count):
            self.enroll(("aspire", "expert")[number % 2], ("", "boss")[number % 2])

    @rule(track=st.sampled_from(["aspire", "expert"]), sponsor=st.sampled_from(["", "boss", "p1"]))
    def enroll(self, track: str, sponsor: str) -> None:
        """A new learner; some have a sponsor, who may be a learner too."""
        self.people += 1
        name, domain = self.address(self.people)
        boss = f"{sponsor}@example.org"
        told = Person(boss, boss, "example.org") if sponsor and boss != name else None
        person = Person(name, name, domain, sponsor=told)
        defaults = EnrollmentDefaults(track=track, start=date(2026, 1, 12), late=True)
        import_roster(self.ledger, self.published, self.keyring, [person], self.now, defaults)

    @rule(hours=st.sampled_from([1, 24, 48, 24 * 12]))
    def time_passes(self, hours: int) -> None:
        self.now += hours * 3600

    @rule(
        fates=st.lists(
            st.sampled_from(
                ["sent", "sent", "sent", "late", "failed", "bounced", "crash", "lost", "took"]
            ),
            min_size=1,
            max_size=6,
        ),
        hours=st.sampled_from([0, 24, 48]),
    )
    def send(self, fates: list[str], hours: int) -> None:
        """Claim; then each email meets its fate, some by a crash before or after the dot."""
        self.now += hours * 3600
        jobs = self.claimed()
        results = []
        for job, fate in zip(jobs, itertools.cycle(fates), strict=False):
            if fate == "crash":
                continue  # before the intent
            with self.ledger.write() as connection:
                if job not in intend(connection, [job], self.now):
                    continue
            if fate in ("sent", "took"):
                self.inbox[job.id, job.lesson_id, job.gen] += 1
            if fate == "late":
                later = int(self.now + 900)
                results.append(Result(job, "put-off", "4.3.0", "later", later))
            elif fate in ("sent", "failed", "bounced"):
                results.append(Result(job, fate, "250"))  # type: ignore[arg-type] # one of them
        self.write(results)

    @rule()
    def begin(self) -> None:
        """Claim and intend; what is done to the learners next is done while their mail is sent."""
        for job in self.claimed():
            with self.ledger.write() as connection:
                if job in intend(connection, [job], self.now):
                    self.flight.append(job)

    @rule(fate=st.sampled_from(["sent", "late", "failed"]))
    def land(self, fate: str) -> None:
        """The results of what was under way come in; after the lease none is believed."""
        results = []
        for job in self.flight:
            if self.now < job.lease_end:
                self.inbox[job.id, job.lesson_id, job.gen] += fate == "sent"
                name = "put-off" if fate == "late" else fate
                results.append(Result(job, name, "4.3.0", "later", int(self.now + 900)))  # type: ignore[arg-type] # one of them
        self.flight = []
        self.write(results)

    @rule()
    def look_at_doubts(self) -> None:
        """As a resolver that knows the mail server's log would."""
        sweep(self.ledger, self.now, LEASE)
        for row in doubts(self.ledger):
            sent = (row.enrolment_id, row.lesson_id, row.gen) in self.inbox
            settle(self.ledger, row, self.now, sent=sent)

    @rule()
    def nudge(self) -> None:
        nudge_the_silent(self.ledger, self.now)

    @precondition(lambda self: self.people)
    @rule(
        act=st.sampled_from(
            ["pause", "resume", "aspire", "expert", "standard", "express", "hasten", "leave"]
        ),
        which=st.integers(0, 9),
    )
    def steer(self, act: str, which: int) -> None:
        ids = self.ids()
        one = [ids[which % len(ids)]]
        with self.ledger.write() as connection:
            place = (connection, self.published, one, self.now)
            match act:
                case "pause":
                    steering.pause(*place, "learner")
                case "resume":
                    steering.resume(*place)
                case "aspire" | "expert":
                    steering.switch(*place, track=act)
                case "standard" | "express":
                    steering.switch(*place, schedule=act)
                case "hasten":
                    steering.hasten(*place)
                case _:
                    steering.leave(*place, "left", goodbye=True)

    @rule()
    def restore_the_bounced(self) -> None:
        with self.ledger.write() as connection:
            which = BounceFilter(since=0)
            restore(self.ledger, connection, self.keyring, which, self.now)

    @rule()
    def send_the_failed_again(self) -> None:
        with self.ledger.write() as connection:
            resend_failed(self.ledger, connection, self.now)

    @rule()
    def resume_all_on_hold(self) -> None:
        with self.ledger.write() as connection:
            ids = held_ids(connection, self.published)
            steering.resume(connection, self.published, ids, self.now)

    @precondition(lambda self: self.people)
    @rule(act=st.sampled_from(["start", "later", "earlier", "readmit"]), which=st.integers(0, 9))
    def change_dates(self, act: str, which: int) -> None:
        ids = self.ids()
        one = [ids[which % len(ids)]]
        today = datetime.fromtimestamp(self.now, UTC).date()
        with self.ledger.write() as connection:
            place = (connection, self.published, one, self.now)
            match act:
                case "start":
                    start_on(*place, today + timedelta(days=2), DateChange(), late=True)
                case "later":
                    move_by(*place, 3, DateChange(), late=True)
                case "earlier":
                    move_by(*place, -3, DateChange(), late=True)
                case _:
                    readmit(*place, named=True)

    @rule()
    def read_the_log(self) -> None:
        """As after a restore: the log of all that was ever accepted, read over a whole ledger."""
        names = [self.keyring.message_ids(*place, "example.org")[0] for place in self.inbox]
        entries = [AcceptedEntry(name, None) for name in names]
        with self.ledger.write() as connection:
            recover(self.ledger, connection, self.keyring, entries, self.now, self.now)

    @rule()
    def pause_and_resume_the_course(self) -> None:
        steering.pause_course(self.ledger, self.published, self.now)
        assert not self.claimed()
        self.now += 5 * DAY
        steering.resume_course(self.ledger, self.published, self.now)

    @invariant()
    def nobody_gets_a_lesson_twice(self) -> None:
        had = Counter((enrolment, lesson) for enrolment, lesson, _ in self.inbox.elements())
        assert all(count <= 1 for count in had.values()), self.inbox

    @invariant()
    def everybody_is_awake_in_doubt_or_done(self) -> None:
        with self.ledger.read() as connection:
            rows = connection.execute(statement(connection, "unaccounted"), {"most": 9}).all()
        assert not rows

    @invariant()
    def no_digest_runs_ahead_of_the_learner(self) -> None:
        """What a sponsor was sent tells of lessons that the learner has had."""
        release = self.published.release
        with self.ledger.read() as connection:
            told: dict[int, int] = dict(
                connection.exec_driver_sql(
                    "SELECT id, learner_id FROM enrolment WHERE learner_id IS NOT NULL"
                ).all()
            )
            done = connection.exec_driver_sql(
                "SELECT enrolment_id, lesson_id FROM delivery WHERE state NOT IN (0, 5)"
            ).all()
        for enrolment, lesson, _ in self.inbox:
            if enrolment in told:
                had = {self.published.keys[key] for one, key in done if one == told[enrolment]}
                key = self.published.keys[lesson]
                mails = [release.message(track, key) for track in release.tracks]
                roads = [
                    {s.key for s in release.steps[track] if s.kind == "lesson" and s.day < mail.day}
                    for track, mail in zip(release.tracks, mails, strict=True)
                    if mail
                ]
                assert any(road <= had for road in roads), (key, had)

    @invariant()
    def who_is_complete_has_had_the_whole_road(self) -> None:
        with self.ledger.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, track, learner_id FROM enrolment WHERE state = 'completed'"
            ).all()
            done = connection.exec_driver_sql(
                "SELECT enrolment_id, lesson_id FROM delivery WHERE state NOT IN (0, 5)"
            ).all()
        release = self.published.release
        for enrolment, track, learner in rows:
            roads = release.steps if learner is None else release.digests
            had = {self.published.keys[lesson] for one, lesson in done if one == enrolment}
            assert {step.key for step in roads[track]} <= had
