"""Start dates are set before the first lesson, and moved afterwards."""

from datetime import date
from typing import Any

import pytest

from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.selection import Selection, selected_ids
from coursewright.delivery.ledger.start_dates import DateChange, move_by, start_on
from coursewright.delivery.rosters.roster import Person
from coursewright.errors import UsageError

DAY = 86400


def start(course: Any, on: date, **more: Any) -> DateChange:
    found = DateChange()
    with course.ledger.write() as connection:
        ids = course.ids(cohort="c")
        start_on(connection, course.published, ids, course.now, on, found, **more)
    return found


def move(course: Any, days: int, **more: Any) -> DateChange:
    found = DateChange()
    with course.ledger.write() as connection:
        ids = course.ids(cohort="c")
        move_by(connection, course.published, ids, course.now, days, found, **more)
    return found


def test_a_wrong_start_date_is_corrected_before_the_first_lesson(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", cohort="c", start=date(2027, 1, 12))
    hand_sent.send()
    found = start(hand_sent, date(2027, 1, 18))
    assert (found.changed, found.begun, found.over) == (2, 0, 0)
    assert hand_sent.days(6) == []
    assert sorted(hand_sent.days(1)) == ["ada start", "bob start"]
    found = start(hand_sent, date(2027, 1, 25))
    assert (found.changed, found.begun) == (0, 2), "who has begun keeps the dates"


def test_a_start_in_the_past_is_refused_unless_asked_for(hand_sent: Any) -> None:
    old = date(2026, 11, 2)
    result = hand_sent.enroll("ada", "bob", cohort="c", start=old)
    assert (result.added, result.faulty) == (0, 2)
    assert "too far in the past" in result.faults[0].message
    assert "--late" in result.faults[0].message
    assert hand_sent.enroll("ada", "bob", cohort="c").added == 2
    again = hand_sent.enroll("ada", "bob", cohort="c", start=old)
    assert (again.faulty, again.known, again.other_start) == (0, 2, 2), "a known line is no fault"
    with pytest.raises(UsageError, match="too far in the past"):
        start(hand_sent, old)
    with pytest.raises(UsageError, match="too far in the past"):
        move(hand_sent, -30)
    assert start(hand_sent, old, late=True).changed == 2
    assert sorted(hand_sent.send()) == ["ada welcome:welcome", "bob welcome:welcome"]
    assert sorted(hand_sent.send()) == ["ada start", "bob start"], "at once, and nobody is held"


def test_a_late_start_is_enrolled_when_asked_for(hand_sent: Any) -> None:
    person = Person("ada@example.org", "ada@example.org", "example.org")
    how = EnrollmentDefaults(track="aspire", start=date(2026, 11, 2), late=True)
    place = (hand_sent.ledger, hand_sent.published, hand_sent.keyring)
    assert import_roster(*place, [person], hand_sent.now, how).added == 1
    hand_sent.send()
    assert hand_sent.send() == ["ada start"]
    assert hand_sent.days(2) == ["ada stumble"], "one lesson per gap until caught up"


def test_who_is_held_by_a_wrong_date_goes_on_with_the_right_one(hand_sent: Any) -> None:
    hand_sent.enroll("ada", cohort="c")
    hand_sent.send()
    hand_sent.now += 12 * DAY
    hand_sent.days(2)
    assert hand_sent.stand("ada").why == "missed"
    assert start(hand_sent, date(2027, 1, 27)).changed == 1
    assert hand_sent.days(2) == ["ada start"]


def test_a_cohort_is_moved_by_days(hand_sent: Any) -> None:
    hand_sent.enroll("ada", cohort="c")
    hand_sent.send()
    hand_sent.send()
    hand_sent.enroll("bob", cohort="c", start=date(2027, 1, 12))
    hand_sent.send()
    assert move(hand_sent, 7).changed == 2
    assert hand_sent.days(7) == []
    assert hand_sent.stand("bob").start == date(2027, 1, 19)
    assert hand_sent.days(2) == ["bob start", "ada stumble"]
    assert move(hand_sent, -7).changed == 2, "earlier again: never on the day of another lesson"
    assert hand_sent.days(1) == ["bob stumble"]
    assert hand_sent.days(1) == ["ada coach"]
    hand_sent.days(60)
    assert move(hand_sent, 1).over == 2


def test_those_who_were_added_last_are_found(hand_sent: Any) -> None:
    hand_sent.enroll("ada", cohort="c")
    hand_sent.now += 600
    hand_sent.enroll("bob", "eve", cohort="c")
    with hand_sent.ledger.read() as connection:

        def select(*which: Any) -> list[int]:
            return selected_ids(connection, hand_sent.published, Selection(*which))

        assert select((), "", hand_sent.now) == hand_sent.ids("bob", "eve")
        assert select(("bob@example.org",), "c", hand_sent.now) == hand_sent.ids("bob")
        for wrong in ((), (("ada@example.org",), "", hand_sent.now), ((), "d", None)):
            with pytest.raises(UsageError):
                select(*wrong)
