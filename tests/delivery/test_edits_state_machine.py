"""Any order of edits, publishes, sends, pauses and switches: nobody gets a lesson twice.

And nobody loses a lesson that is ahead of them, unless the difference said so before.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from coursewright.delivery.ledger import enrollment_actions
from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.decisions import Decisions
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish, publish_back
from coursewright.delivery.ledger.release_history import releases_of
from coursewright.delivery.ledger.release_impact import impact_of
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release
from coursewright.sequence.wall_clock import local_date, zone
from delivery.running_course import ALL_WEEK, Compile

UTC = zone("UTC")
MONDAY = 1768204800.0
DAY = 86400.0
TRACKS = ("aspire", "expert")
EDITS = ("insert", "remove", "rename", "reorder", "change_days")


@dataclass
class Version:
    """One state of the author's course: for each track, lessons by identity, in order."""

    order: dict[str, list[int]]
    names: dict[int, str]
    was: dict[int, list[str]] = field(default_factory=dict)
    every: int = 2

    def copy(self) -> "Version":
        return Version(
            {track: list(order) for track, order in self.order.items()},
            dict(self.names),
            {lesson: list(names) for lesson, names in self.was.items()},
            self.every,
        )


class EditedCourse(RuleBasedStateMachine):
    """An author who edits, an operator who publishes, learners to whom all of it happens."""

    compile: Compile
    folder = Path()
    runs = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).runs += 1
        self.home = self.folder / f"run{self.runs}"
        self.now, self.builds, self.lessons, self.people = MONDAY, 0, 4, 0
        self.ledger = open_ledger("sqlite://")
        self.keyring = Keyring(["a secret of the tests"])
        start = {0: "l0", 1: "l1", 2: "l2", 3: "l3"}
        self.draft = Version({"aspire": [0, 1, 2, 3], "expert": [0, 2, 3]}, start)
        self.versions: list[Version] = []
        self.identity: dict[tuple[str, str], int] = {}
        self.had: Counter[tuple[int, int]] = Counter()
        self.forgone: set[tuple[int, int]] = set()
        """Learner and lesson that a difference announced as not sent."""
        self.published: Published

    def teardown(self) -> None:
        try:
            if self.versions:
                self.run_out()
        finally:
            self.ledger.close()

    @initialize()
    def a_course_under_way(self) -> None:
        """Ten learners, who begin on five days."""
        self.publish_draft()
        for day in range(5):
            for track in TRACKS:
                self.enroll(track)
            self.time_passes(1 + day % 2)

    def build(self, version: Version) -> Path:
        self.builds += 1
        folder = self.home / f"build{self.builds}"
        roads = {
            track: [(version.names[n], place * version.every) for place, n in enumerate(order)]
            for track, order in version.order.items()
        }
        path = self.compile(
            folder,
            roads,
            lambda name: {key: [name] for key in ("subject", "preheader", "html", "text")},
        )
        data = json.loads(path.read_text("utf-8"))
        by_name = {name: lesson for lesson, name in version.names.items()}
        for message in data["messages"]:
            if message["kind"] == "lesson":
                message["was"] = version.was.get(by_name[message["lesson"]], [])
        for schedule in data["schedules"]:
            schedule |= {"weekdays": ALL_WEEK, "min_gap_days": 1, "timezone": "UTC", "days": []}
        path.write_text(json.dumps(data), "utf-8")
        return path

    @rule(
        kinds=st.lists(st.sampled_from(EDITS), min_size=1, max_size=3),
        track=st.sampled_from(TRACKS),
        place=st.integers(0, 6),
        data=st.data(),
    )
    def edit_and_publish(
        self, kinds: list[str], track: str, place: int, data: st.DataObject
    ) -> None:
        for kind in kinds:
            getattr(self, kind)(track, place, data)
        self.publish_draft()

    def insert(self, track: str, place: int, _data: st.DataObject) -> None:
        lesson, self.lessons = self.lessons, self.lessons + 1
        self.draft.names[lesson] = f"l{lesson}"
        self.draft.order[track].insert(place, lesson)

    def remove(self, track: str, place: int, _data: st.DataObject) -> None:
        if len(self.draft.order[track]) > 1:
            self.draft.order[track].pop(place % len(self.draft.order[track]))

    def rename(self, track: str, place: int, _data: st.DataObject) -> None:
        lesson = self.draft.order[track][place % len(self.draft.order[track])]
        self.draft.was.setdefault(lesson, []).append(self.draft.names[lesson])
        self.draft.names[lesson] += "x"

    def reorder(self, track: str, _place: int, data: st.DataObject) -> None:
        self.draft.order[track] = data.draw(st.permutations(self.draft.order[track]))

    def change_days(self, _track: str, place: int, _data: st.DataObject) -> None:
        self.draft.every = 1 + place % 4

    def publish_draft(self) -> None:
        path = self.build(self.draft)
        release = load_release(path)
        retired: frozenset[str] = frozenset()
        if self.versions:
            old = {self.versions[-1].names[n] for o in self.versions[-1].order.values() for n in o}
            retired = frozenset(old)
        decisions = Decisions(retire=retired)
        if self.versions:
            impact = impact_of(self.ledger, self.published, release, self.now, decisions)
            if impact.same:
                return
        self.published = publish(self.ledger, release, path.parent, self.now, decisions)
        self.versions.append(self.draft)
        self.draft = self.draft.copy()
        self.note_skipped()

    @rule()
    def back(self) -> None:
        with self.ledger.read() as connection:
            if len(releases_of(connection, self.published.id)) < 2 or len(self.versions) < 2:
                return
        names = frozenset(self.versions[-1].names.values())
        known = frozenset(
            step.key
            for road in self.published.release.steps.values()
            for step in road
            if step.kind == "lesson"
        )
        self.published = publish_back(
            self.ledger, self.published.id, self.now, Decisions(retire=names & known)
        )
        self.versions.pop()
        self.draft = self.versions[-1].copy()
        self.note_skipped()

    def note_skipped(self) -> None:
        """Remember who is past a new lesson: the difference said that they do not get it."""
        with self.ledger.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT d.enrolment_id, l.slug FROM delivery d JOIN lesson l ON l.id = d.lesson_id"
                " WHERE d.state = 6 AND d.reply = 'put in behind'"
            )
            named = {name: lesson for lesson, name in self.versions[-1].names.items()}
            self.forgone |= {(row[0], named[row[1]]) for row in rows if row[1] in named}

    @rule(track=st.sampled_from(TRACKS))
    def enroll(self, track: str) -> None:
        self.people += 1
        name = f"p{self.people}@example.org"
        defaults = EnrollmentDefaults(track=track, start=local_date(self.now + DAY, UTC))
        person = Person(name, name, "example.org")
        import_roster(self.ledger, self.published, self.keyring, [person], self.now, defaults)

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        for _ in range(days):
            self.now += DAY
            self.send()

    def send(self) -> None:
        jobs = claim(self.ledger, self.now, self.now, "me", most=100, lease=600).jobs
        names = {name: lesson for lesson, name in self.versions[-1].names.items()}
        with self.ledger.write() as connection:
            allowed = intend(connection, jobs, self.now)
            results = [Result(job, "sent", "250") for job in jobs if job in allowed]
            record(self.ledger, connection, self.keyring, results, self.now, 0)
        for result in results:
            if result.job.message.kind == "lesson":
                self.had[result.job.id, names[result.job.message.key]] += 1

    def change(self, data: st.DataObject, what: Any, *more: Any, **how: Any) -> None:
        if self.people:
            person = data.draw(st.integers(1, self.people))
            with self.ledger.write() as connection:
                what(connection, self.published, [person], self.now, *more, **how)

    @rule(data=st.data())
    def pause(self, data: st.DataObject) -> None:
        self.change(data, enrollment_actions.pause, "asked")

    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        self.change(data, enrollment_actions.resume)

    @rule(data=st.data(), track=st.sampled_from(TRACKS))
    def switch(self, data: st.DataObject, track: str) -> None:
        self.change(data, enrollment_actions.switch, track=track)

    @invariant()
    def nobody_gets_a_lesson_twice(self) -> None:
        assert all(times == 1 for times in self.had.values()), self.had

    @invariant()
    def an_edit_completes_nobody_who_has_a_lesson_ahead(self) -> None:
        if not self.versions:
            return
        for person, track, state in self.enrollments():
            if state == "active":
                continue
            assert state in ("completed", "paused"), (person, track, state)

    def run_out(self) -> None:
        """From here on nothing is edited: everybody under way gets all that is ahead of them."""
        for person, _, state in self.enrollments():
            if state == "paused":
                with self.ledger.write() as connection:
                    enrollment_actions.resume(connection, self.published, [person], self.now)
        under_way = {person for person, _, state in self.enrollments() if state == "active"}
        for _ in range(4 * self.lessons + 45):
            self.now += DAY
            self.send()
        for person, track, state in self.enrollments():
            if person not in under_way:
                continue
            assert state == "completed", (person, state)
            self.nobody_gets_a_lesson_twice()
            for lesson in self.versions[-1].order[track]:
                assert self.had[person, lesson] or (person, lesson) in self.forgone, (
                    person,
                    lesson,
                )

    def enrollments(self) -> list[tuple[int, str, str]]:
        with self.ledger.read() as connection:
            rows = connection.exec_driver_sql("SELECT id, track, state FROM enrolment ORDER BY id")
            return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.timeout(600)
def test_edits_double_and_lose_nothing(compile_course: Compile, tmp_path: Path) -> None:
    EditedCourse.compile = staticmethod(compile_course)
    EditedCourse.folder = tmp_path
    run_state_machine_as_test(
        EditedCourse,
        settings=settings(
            max_examples=30,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
