"""Who is put on hold after an outage, and how all of them are released."""

from collections.abc import Callable
from typing import Any

import pytest

from coursewright.delivery.ledger import enrollment_actions as actions
from coursewright.delivery.ledger.attention import held_items
from coursewright.delivery.ledger.selection import held_ids
from coursewright.delivery.ledger.states import StateReason
from coursewright.errors import UsageError


def resume(course: Any, cohort: str = "") -> int:
    with course.ledger.write() as connection:
        ids = held_ids(connection, course.published, cohort)
        return actions.resume(connection, course.published, ids, course.now)


def test_after_an_outage_of_ten_days_all_are_released_at_once(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", cohort="c1")
    hand_sent.enroll("eve", cohort="c2")
    hand_sent.send()
    hand_sent.send()
    hand_sent.now += 12 * 86400  # a Saturday
    hand_sent.days(2)
    items = held_items(hand_sent.ledger)
    assert [item.address.partition("@")[0] for item in items] == ["ada", "bob", "eve"]
    assert {(item.lesson, item.since) for item in items} == {("stumble", "2027-01-13")}
    with hand_sent.ledger.write() as connection:
        ids = hand_sent.ids("ada")
        actions.resume(connection, hand_sent.published, ids, hand_sent.now)
        actions.pause(connection, hand_sent.published, ids, hand_sent.now, StateReason.LEARNER)
    assert resume(hand_sent, "c1") == 1, "who paused by themselves is not on hold"
    assert resume(hand_sent) == 1
    with pytest.raises(UsageError, match="no learner is in the cohort"):
        resume(hand_sent, "c3")
    assert sorted(hand_sent.send()) == ["bob stumble", "eve stumble"]
    assert not hand_sent.days(1), "nobody gets two lessons on one day"


def test_catch_up_counts_sending_days(hand_sent_on: Callable[..., Any]) -> None:
    """Due on Friday, missed; the next day that mails go is a week later."""
    course = hand_sent_on(weekdays=["fri"], catch_up_days=1)
    course.now += 86400 * 3
    course.enroll("ada")
    course.days(2)
    course.now += 86400 * 12  # from Saturday the 16th to Thursday the 28th
    assert course.days(1) == ["ada start"], "one Friday late"
    course.now += 86400 * 16
    course.days(5)
    assert [item.lesson for item in held_items(course.ledger)] == ["stumble"]


def test_a_course_may_hold_sooner_or_later(hand_sent_on: Callable[..., Any]) -> None:
    course = hand_sent_on(catch_up_days=8)
    course.enroll("ada")
    course.send()
    course.send()
    course.now += 86400 * 10
    assert course.days(1) == ["ada stumble"]
