"""Twelve edits of a running course with fifty learners, on both databases: who gets what, when.

The table is the one of "Change a course that is running" in the operator's documentation.
"""

from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.decisions import Decisions
from coursewright.delivery.ledger.publishing import publish_back
from coursewright.delivery.ledger.redating import redate
from coursewright.delivery.ledger.release_impact import impact_of, impact_of_new_id
from coursewright.delivery.ledger.releases import find_published
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import DecisionNeededError, UsageError
from delivery.running_course import LESSONS, Compile, RunningCourse, lessons

Got = dict[int, list[tuple[str, int]]]


@pytest.fixture
def running(
    ledger: Ledger, keyring: Keyring, compile_course: Compile, tmp_path: Path
) -> RunningCourse:
    course = RunningCourse(ledger, keyring, compile_course, tmp_path)
    course.begin(course.build(lessons(*LESSONS)))
    return course


def usual(group: int, *keys: str, first: int = 1, every: int = 2) -> list[tuple[str, int]]:
    """Return lessons a fixed number of days apart."""
    return [(key, first + every * place) for place, key in enumerate(keys[group:])]


def unchanged() -> Got:
    return {group: usual(group, *LESSONS) for group in range(7)}


def test_without_an_edit_each_group_goes_on_where_it_stands(running: RunningCourse) -> None:
    assert running.after(60) == unchanged()
    assert set(running.states().values()) == {"completed"}


def test_a_changed_text_reaches_all_who_have_it_ahead_of_them(running: RunningCourse) -> None:
    version = running.build(lessons(*LESSONS), text="revised")
    new = {m.hash for m in version[0].messages if m.key == "l3"}
    running.publish(version)
    had = {address: len(sent) for address, sent in running.got.items()}
    assert running.after() == unchanged()
    for address, sent in running.got.items():
        texts = [hash_ for key, _, hash_ in sent[had.get(address, 0) :] if key == "l3"]
        assert set(texts) <= new
        assert len(texts) == (address[1] in "0123" and address[0] == "g")


def test_an_inserted_lesson_goes_to_those_ahead_of_whom_it_lies(running: RunningCourse) -> None:
    running.publish(running.build(lessons("l0", "l1", "l2", "l3", "new", "l4", "l5")))
    assert running.after() == {
        **{group: usual(group, "l0", "l1", "l2", "l3", "new", "l4", "l5") for group in range(5)},
        5: [("l5", 3)],  # its day is two days later now
        6: [],
    }


def test_a_lesson_inserted_behind_a_learner_is_not_sent(running: RunningCourse) -> None:
    running.publish(running.build(lessons("l0", "new", "l1", "l2", "l3", "l4", "l5")))
    assert running.after() == {
        0: usual(0, "l0", "new", "l1", "l2", "l3", "l4", "l5"),
        1: usual(0, "new", "l1", "l2", "l3", "l4", "l5"),
        **{group: usual(group, *LESSONS, first=3) for group in range(2, 7)},
    }


def test_a_backfilled_lesson_is_sent_next_to_those_past_it(running: RunningCourse) -> None:
    version = running.build(lessons("l0", "new", "l1", "l2", "l3", "l4", "l5"))
    running.publish(version, Decisions(backfill=frozenset({"new"})))
    got = running.after()
    assert got[4] == [("new", 1), ("l4", 3), ("l5", 5)]
    assert got[6] == [("new", 2)], "a gap of two days after the completion email of day 0"


def test_a_lesson_added_at_the_end_reopens_nobody_who_has_completed(running: RunningCourse) -> None:
    running.publish(running.build(lessons(*LESSONS, "new")))
    assert running.after() == {
        **{group: usual(group, *LESSONS, "new") for group in range(6)},
        6: [("new", 2)],  # a gap of two days after the completion email of day 0
    }
    assert [key for key, _, _ in running.got["done@example.org"]].count("new") == 0


def test_a_retired_lesson_is_left_out_and_its_learners_move_on(running: RunningCourse) -> None:
    version = running.build({"aspire": [("l0", 0), ("l1", 2), ("l2", 4), ("l4", 8), ("l5", 10)]})
    with pytest.raises(DecisionNeededError, match="lesson l3"):
        running.publish(version)
    running.publish(version, Decisions(retire=frozenset({"l3"})))
    got = running.after()
    assert got[2] == [("l2", 1), ("l4", 5), ("l5", 7)]
    assert got[3] == [("l4", 3), ("l5", 5)]
    assert got[4] == [("l4", 1), ("l5", 3)]


def test_when_the_last_lesson_is_retired_those_who_waited_for_it_get_what_follows(
    running: RunningCourse,
) -> None:
    version = running.build(lessons("l0", "l1", "l2", "l3", "l4"))
    running.publish(version, Decisions(retire=frozenset({"l5"})))
    assert running.states()["g5-5@example.org"] == "active"
    assert running.after()[5] == []
    keys = [key for key, _, _ in running.got["g5-5@example.org"]]
    assert keys[-3:] == ["completion:completion", "recall:recall-7", "recall:recall-30"]


def rename(old: str, new: str, *, declared: bool) -> Any:
    def edit(data: dict[str, Any]) -> None:
        for message in data["messages"]:
            if declared and message.get("lesson") == new:
                message["was"] = [old]

    return edit


def test_a_lesson_renamed_with_was_counts_as_had_by_those_who_had_it(
    running: RunningCourse,
) -> None:
    edit = rename("l3", "new", declared=True)
    running.publish(running.build(lessons("l0", "l1", "l2", "new", "l4", "l5"), edit))
    assert running.after() == {
        group: usual(group, "l0", "l1", "l2", "new", "l4", "l5") for group in range(7)
    }


def test_a_lesson_renamed_without_was_stops_and_changes_nothing(running: RunningCourse) -> None:
    version = running.build(lessons("l0", "l1", "l2", "new", "l4", "l5"))
    with pytest.raises(DecisionNeededError, match=r"lesson l3 \(28 learners\)"):
        running.publish(version)
    assert running.after() == unchanged()


def test_a_name_that_was_used_once_before_is_the_same_lesson_again(running: RunningCourse) -> None:
    there = running.build(
        lessons("l0", "l1", "l2", "new", "l4", "l5"), rename("l3", "new", declared=True)
    )
    running.publish(there)
    back = running.build(lessons(*LESSONS), rename("new", "l3", declared=True))
    running.publish(back)
    assert running.after() == unchanged()


def test_after_a_new_order_nobody_gets_a_lesson_twice_or_two_on_one_day(
    running: RunningCourse,
) -> None:
    running.publish(running.build(lessons("l0", "l1", "l2", "l4", "l3", "l5")))
    got = running.after()
    assert got[3] == [("l4", 1), ("l3", 3), ("l5", 5)]
    assert got[4] == [("l4", 1), ("l5", 3)]
    assert got[5] == [("l5", 1)]


def test_shorter_days_go_at_the_next_window_one_lesson_a_day(running: RunningCourse) -> None:
    running.min_gap = 0
    running.publish(running.build(lessons(*LESSONS, every=1)))
    got = running.after()
    assert got[0] == usual(0, *LESSONS, first=1, every=1)
    assert got[3] == [("l3", 0), ("l4", 1), ("l5", 2)], "day 0: the window is still open at noon"


def test_longer_days_wait_for_the_new_date(running: RunningCourse) -> None:
    running.publish(running.build(lessons(*LESSONS, every=4)))
    got = running.after(60)
    assert got[3] == [("l3", 7), ("l4", 11), ("l5", 15)]
    assert got[6] == []


def test_a_track_that_vanishes_completes_nobody(running: RunningCourse) -> None:
    other = {"expert": lessons(*LESSONS)["aspire"]}
    version = running.build(other)
    with pytest.raises(DecisionNeededError, match=r"track aspire \(49 learners\)"):
        running.publish(version)
    assert set(running.states().values()) == {"active", "completed"}
    running.publish(version, Decisions(move={"aspire": "expert"}))
    assert running.after() == unchanged()


def test_the_enrollments_of_a_track_end_when_the_operator_says_so(running: RunningCourse) -> None:
    version = running.build({"expert": [("other", 0)]})
    running.publish(version, Decisions(end=frozenset({"aspire"})))
    assert running.after() == {group: [] for group in range(7)}
    assert set(running.states().values()) == {"stopped", "completed"}


def test_a_course_with_another_id_is_published_only_once_it_is_decided_what_it_is(
    running: RunningCourse,
) -> None:
    version = running.build(lessons(*LESSONS), slug="other-notes")
    impact = impact_of_new_id(running.ledger, version[0])
    assert impact is not None
    assert impact.undecided == {("course", "field-notes"): 49}
    with pytest.raises(DecisionNeededError, match=r"it has field-notes \(49 learners\)"):
        running.publish(version)
    assert running.after() == unchanged(), "nothing was changed"


def test_a_new_course_beside_the_old_one_changes_nothing_in_it(running: RunningCourse) -> None:
    version = running.build(lessons(*LESSONS), slug="other-notes")
    assert impact_of_new_id(running.ledger, version[0], Decisions(new_course=True)) is None
    running.publish(version, Decisions(new_course=True))
    assert running.after() == unchanged()


def test_a_course_that_gets_a_new_id_keeps_its_learners_and_goes_back(
    running: RunningCourse,
) -> None:
    decisions = Decisions(rename_course="field-notes")
    version = running.build(lessons(*LESSONS, "new"), slug="other-notes")
    with running.ledger.read() as connection:
        before = find_published(running.ledger, connection)
    impact = impact_of(running.ledger, before, version[0], running.now, decisions)
    assert impact.changes[0].change.kind == "course-renamed"
    renamed = running.publish(version, decisions)
    assert renamed.id == before.id
    assert running.publish(version, decisions).id == before.id, "a second time changes nothing"
    third = running.build(lessons(*LESSONS), slug="third")
    with pytest.raises(UsageError, match="no course 'other-note' to rename"):
        running.publish(third, Decisions(rename_course="other-note"))
    running.publish(third, Decisions(new_course=True))
    with pytest.raises(UsageError, match="already has a course third"):
        running.publish(third, Decisions(rename_course="other-notes"))
    running.send(1)
    retire = Decisions(retire=frozenset({"new"}))
    assert publish_back(running.ledger, renamed.id, running.now, retire).id == before.id
    with running.ledger.read() as connection:
        found = find_published(running.ledger, connection, "field-notes")
    assert found.id == before.id
    assert running.after() == {group: sent[1:] for group, sent in unchanged().items()}


def test_back_returns_to_the_texts_and_dates_before_and_further_with_each_step(
    running: RunningCourse,
) -> None:
    running.publish(running.build(lessons(*LESSONS, every=4)))
    third = running.publish(running.build(lessons(*LESSONS, "new", every=4)))
    publish_back(running.ledger, third.id, running.now, Decisions(retire=frozenset({"new"})))
    publish_back(running.ledger, third.id, running.now)
    assert running.after() == unchanged()


def test_going_back_behind_a_rename_gives_nobody_the_lesson_again(running: RunningCourse) -> None:
    edit = rename("l3", "new", declared=True)
    names = lessons("l0", "l1", "l2", "new", "l4", "l5")
    published = running.publish(running.build(names, edit))
    publish_back(running.ledger, published.id, running.now)
    assert running.after() == unchanged()


def test_the_impact_counts_what_then_happens(running: RunningCourse) -> None:
    version = running.build(lessons("l0", "l1", "l2", "l3", "new", "l4", "l5"))
    current = running.publish(running.build(lessons(*LESSONS)))
    impact = impact_of(running.ledger, current, version[0], running.now)
    inserted = next(r for r in impact.changes if r.change.kind == "lesson-inserted")
    assert (inserted.ahead, inserted.behind) == (35, 14)
    assert {(m.key, m.new_key, m.learners) for m in impact.moves} == {
        ("l4", "new", 7),
        ("l5", "l5", 7),
    }
    assert impact.under_way == 49


def test_dating_again_that_was_cut_off_goes_on_where_it_was(
    running: RunningCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "coursewright.delivery.ledger.redating"
    monkeypatch.setattr(f"{module}._BATCH", 10)
    version = running.build(lessons(*LESSONS, every=4))
    with monkeypatch.context() as patch:
        calls = iter(range(3))

        def dies(*_: Any) -> int:
            if next(calls) == 2:
                raise KeyboardInterrupt
            return 0

        real = __import__(module, fromlist=["_batch"])._batch
        patch.setattr(f"{module}._batch", lambda *given: (dies(), real(*given))[1])
        with pytest.raises(KeyboardInterrupt):
            running.publish(version)
    assert redate(running.ledger, running.now) == 29, "49 under way, 20 of them dated before"
    assert redate(running.ledger, running.now) == 0
    assert running.after(60)[3] == [("l3", 7), ("l4", 11), ("l5", 15)]
