"""The nudge says "ten days": it goes when it is true, and never on the day of a lesson."""

from collections.abc import Callable
from typing import Any

import pytest

from coursewright.delivery.ledger.nudges import nudge_the_silent
from coursewright.delivery.ledger.statements import statement

NUDGE = "ada nudge:nudge"


def days(course: Any, count: int) -> list[str]:
    """Let days pass, with the sender's look for the silent before each claim."""
    keys = []
    for _ in range(count):
        course.now += 86400
        nudge_the_silent(course.ledger, course.now)
        keys += course.send()
    return keys


@pytest.fixture
def slow(hand_sent_on: Callable[..., Any]) -> Any:
    """Lessons on the 11th and the 13th of January, then on the 10th of February."""
    course = hand_sent_on([("first", 0), ("second", 2), ("third", 30)])
    course.enroll("ada")
    course.send()
    assert course.send() == ["ada first"]
    assert days(course, 2) == ["ada second"]
    return course


def test_it_goes_ten_days_after_the_last_lesson_and_once(slow: Any) -> None:
    assert days(slow, 9) == []
    assert days(slow, 3) == [NUDGE], "the tenth day is a Saturday: on Monday"
    assert days(slow, 16) == ["ada third"]
    assert NUDGE not in days(slow, 60)


def test_who_shows_a_sign_of_life_is_not_nudged(slow: Any) -> None:
    days(slow, 11)
    assert slow.lesson("ada") == "nudge:nudge"
    with slow.ledger.write() as connection:
        values = {"id": slow.ids("ada")[0], "now": int(slow.now)}
        connection.execute(statement(connection, "see"), values)
    assert days(slow, 9) == [], "seen on Sunday, and not nudged on Monday"
    assert slow.lesson("ada") == "third"
    assert days(slow, 3) == [NUDGE], "ten days later the truth again"


def test_it_never_goes_before_the_second_lesson(hand_sent_on: Callable[..., Any]) -> None:
    course = hand_sent_on([("first", 0), ("second", 30)])
    course.enroll("ada")
    course.send()
    assert course.send() == ["ada first"]
    assert days(course, 30) == ["ada second"]


def test_it_never_goes_on_the_day_of_a_lesson(hand_sent_on: Callable[..., Any]) -> None:
    """Mails go on Mondays; on Thursday the third lesson is more than three days ahead."""
    course = hand_sent_on([("first", 0), ("second", 7), ("third", 21)], weekdays=["mon"])
    course.enroll("ada")
    course.send()
    assert course.send() == ["ada first"]
    assert days(course, 7) == ["ada second"]
    course.now += 5 * 3600
    days(course, 10)
    assert course.lesson("ada") == "nudge:nudge"
    course.now -= 5 * 3600
    assert days(course, 4) == [], "the nudge makes way"
    assert course.send() == ["ada third"]
