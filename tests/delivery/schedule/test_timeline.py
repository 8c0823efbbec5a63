import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.delivery.schedule.timeline import (
    Place,
    agenda,
    next_due,
    opening,
    rebase,
)
from coursewright.errors import UsageError
from coursewright.sequence.delivery_step import DeliveryStep
from coursewright.sequence.format import MessageKind
from coursewright.sequence.sending_schedule import SendingSchedule, read_schedule
from coursewright.sequence.wall_clock import instant, local_date, local_minute, zone

BERLIN = zone("Europe/Berlin")
PLAIN = SendingSchedule("standard", (), frozenset(range(5)), 2, 540, 420, 1140, "Europe/Berlin")
STEPS = (
    DeliveryStep("welcome:w", MessageKind.WELCOME, 0),
    *(DeliveryStep(f"l{i}", MessageKind.LESSON, day, i) for i, day in enumerate((0, 2, 7, 9))),
    DeliveryStep("completion:c", MessageKind.COMPLETION, 0),
    DeliveryStep("recall:r", MessageKind.RECALL, 7),
)
MONDAY = date(2027, 1, 11)


def dates(schedule: SendingSchedule, start: date) -> dict[str, str]:
    plan = agenda(STEPS, schedule, BERLIN, Place(start), {"welcome:w"})
    return {due.step.key: due.on.isoformat() for due in plan}


def test_lessons_fall_on_their_days_and_what_follows_counts_from_the_last() -> None:
    assert dates(PLAIN, MONDAY) == {
        "l0": "2027-01-11",
        "l1": "2027-01-13",
        "l2": "2027-01-18",
        "l3": "2027-01-20",
        "completion:c": "2027-01-21",
        "recall:r": "2027-01-27",
    }


def test_a_weekend_moves_to_monday_and_the_next_lesson_keeps_its_gap() -> None:
    saturday = date(2027, 1, 9)
    assert list(dates(PLAIN, saturday).values())[:3] == ["2027-01-11", "2027-01-13", "2027-01-18"]


def test_a_public_holiday_is_left_out() -> None:
    german = replace(PLAIN, holidays="DE")
    assert dates(german, date(2027, 3, 26))["l0"] == "2027-03-30"  # Good Friday to Tuesday


def test_express_days_go_by_the_place_in_the_track() -> None:
    express = replace(PLAIN, days=(0, 2, 7))
    assert [express.offset(i, 99) for i in range(5)] == [0, 2, 7, 12, 17]


@settings(deadline=None)  # a busy machine is no fault
@given(
    start=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=20, unique=True).map(sorted),
    gap=st.integers(0, 20),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    where=st.sampled_from(["Asia/Tokyo", "America/St_Johns", "Africa/Cairo", "Pacific/Apia"]),
    minute=st.integers(0, 1439),
)
def test_any_plan_rises_keeps_its_gap_and_stays_on_allowed_days(
    start: date, days: list[int], gap: int, weekdays: set[int], where: str, minute: int
) -> None:
    schedule = replace(PLAIN, weekdays=frozenset(weekdays), min_gap=gap, minute=minute)
    steps = tuple(DeliveryStep(f"l{i}", MessageKind.LESSON, day, i) for i, day in enumerate(days))

    plan = list(agenda(steps, schedule, zone(where), Place(start)))

    assert [due.step for due in plan] == list(steps)
    for one, other in itertools.pairwise(plan):
        assert other.on - one.on >= timedelta(days=gap)
        assert other.at >= one.at
    for due in plan:
        assert due.on.weekday() in weekdays
        assert local_date(due.at, zone(where)) == due.on


def test_the_next_lesson_is_the_first_that_the_ledger_does_not_hold() -> None:
    due = next_due(STEPS, {"welcome:w", "l0", "l2"}, PLAIN, BERLIN, Place(MONDAY))
    assert due is not None
    assert due.step.key == "l1"
    assert next_due(STEPS, {s.key for s in STEPS}, PLAIN, BERLIN, Place(MONDAY)) is None


def test_a_change_of_pace_goes_on_at_the_new_distance_from_the_last_lesson() -> None:
    had = {"welcome:w", "l0", "l1"}
    place = Place(MONDAY, last=MONDAY + timedelta(days=30))
    shift = rebase(STEPS, had, PLAIN, place)
    due = next_due(STEPS, had, PLAIN, BERLIN, replace(place, shift=shift))
    assert due is not None
    assert due.on - (place.last or MONDAY) == timedelta(days=5)


def test_a_mail_waits_for_the_window_and_for_an_allowed_day() -> None:
    at = instant(MONDAY, 600, BERLIN)
    assert opening(PLAIN, BERLIN, at) == at
    early = opening(PLAIN, BERLIN, instant(MONDAY, 60, BERLIN))
    assert local_minute(early, BERLIN) == 420
    late = opening(PLAIN, BERLIN, instant(date(2027, 1, 15), 1200, BERLIN))
    assert (local_date(late, BERLIN), local_minute(late, BERLIN)) == (date(2027, 1, 18), 540)


@pytest.mark.parametrize(
    "change",
    [
        {"weekdays": []},
        {"weekdays": ["someday"]},
        {"window": "19:00-07:00"},
        {"window": "x"},
        {"send_hour": "25:00"},
        {"days": [3, 1]},
        {"timezone": "Nowhere"},
        {"holidays": "XX"},
        {"holidays": "US-XX"},
        {"min_gap_days": "many"},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    good = {
        "id": "s",
        "weekdays": ["mon"],
        "window": "07:00-19:00",
        "send_hour": "09:00",
        "min_gap_days": 2,
    }
    read_schedule(good)
    with pytest.raises(UsageError):
        read_schedule(good | change)
