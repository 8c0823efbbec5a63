"""The inbox shows every message as a given person gets it."""

from pathlib import Path

import pytest

from coursewright.preview.inbox_mails import Inbox
from coursewright.preview.live_course import LiveCourse
from coursewright.preview.sample_learners import Learner, read_learners
from coursewright.registry import load

ALEX, *_ = read_learners(())


def test_messages_stand_in_the_order_in_which_they_come(shop: LiveCourse) -> None:
    entries = Inbox(shop).entries("stall").value
    kinds = [one.kind for one in entries]
    assert kinds == ["welcome", *["lesson"] * 6, "nudge", "completion", "goodbye"]
    assert [one.when for one in entries[1:7]] == [f"day {day}" for day in range(6)]


def test_every_message_of_the_build_is_in_the_inbox_and_the_same(shop: LiveCourse) -> None:
    course = shop.state.course
    assert course is not None
    built = {one.path: one.data for one in load("email").render(course, shop.options).artifacts}
    inbox = Inbox(shop)
    entries = inbox.entries("stall").value
    assert len(entries) == sum(
        path.endswith(".html") and not path.startswith("stall/full/") for path in built
    )
    letter = inbox.letter("stall/clean-hands", ALEX).value
    assert letter.html.encode() == built["stall/01-clean-hands.html"]
    assert letter.text.encode() == built["stall/01-clean-hands.txt"]
    assert letter.eml.replace("\n", "\r\n").encode() == built["stall/01-clean-hands.eml"]
    full = inbox.letter("stall/clean-hands/full", ALEX).value
    assert full.html.encode() == built["stall/full/01-clean-hands.html"]


@pytest.mark.parametrize("learner", read_learners(()), ids=lambda one: one.id)
def test_each_learner_reads_their_own_name_and_nothing_else(
    shop: LiveCourse, learner: Learner
) -> None:
    letter = Inbox(shop).letter("stall/welcome", learner).value
    assert "<b>O'Neil" not in letter.html
    assert learner.to_line in letter.eml
    if learner.first_name:
        assert learner.first_name in letter.text
    else:
        assert "there" in letter.text or "you" in letter.text.lower()


def test_a_mail_that_is_not_there_is_none(shop: LiveCourse) -> None:
    assert Inbox(shop).letter("stall/no-such", ALEX).value is None
    assert Inbox(shop).letter("nobody/clean-hands", ALEX).value is None


def test_a_subject_with_placeholders_is_filled_in_the_list_and_in_the_mail(folder: Path) -> None:
    lesson = folder / "1-stall" / "01-clean-hands.md"
    text = lesson.read_text("utf-8")
    old = next(line for line in text.split("\n") if line.startswith("subject:"))
    new = "subject: '{{ learner.first_name | \"you\" }}: lesson {{ lesson.number }}'"
    lesson.write_text(text.replace(old, new), "utf-8")
    shop = LiveCourse(folder)
    shop.refresh()
    inbox = Inbox(shop)
    subjects = [one.subject for one in inbox.entries("stall").value if one.lesson == "clean-hands"]
    assert subjects == ["you: lesson 1"]
    letter = inbox.letter("stall/clean-hands", ALEX).value
    assert letter.subject == "Alex: lesson 1"
