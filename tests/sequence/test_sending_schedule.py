"""Emails spread over some minutes, and the values that no schedule can have."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.errors import UsageError
from coursewright.sequence.sending_schedule import SendingSchedule, read_schedule

DATA: dict[str, Any] = {
    "id": "s",
    "weekdays": ["mon"],
    "min_gap_days": 2,
    "send_hour": "09:00",
    "window": "07:00-19:00",
}


def schedule(**more: Any) -> SendingSchedule:
    return read_schedule(DATA | more)


def test_without_a_spread_all_go_on_the_hour() -> None:
    assert {schedule().delay(n) for n in range(1000)} == {0}


def test_learners_are_spread_evenly_and_each_keeps_their_minute() -> None:
    one = schedule(spread=60)
    quarters = Counter(one.delay(n) // 900 for n in range(1, 10_001))
    assert set(quarters) == {0, 1, 2, 3}
    assert max(quarters.values()) - min(quarters.values()) < 100, "of 2,500 each"
    assert len({one.delay(n) for n in range(1, 61)}) == 60, "neighbours do not meet"
    assert [one.delay(n) for n in range(99)] == [schedule(spread=60).delay(n) for n in range(99)]


@given(st.integers(0, 10**12), st.integers(0, 1440), st.integers(0, 23))
def test_no_delay_leads_out_of_the_window(key: int, spread: int, hour: int) -> None:
    one: SendingSchedule = schedule(spread=spread, send_hour=f"{hour:02}:00")
    assert one.opens <= one.minute + one.delay(key) / 60 < one.closes


@pytest.mark.parametrize(
    "values",
    [
        {"spread": "much"},
        {"spread": [1]},
        {"spread": {}},
        {"spread": -5},
        {"spread": True},
        {"spread": 1.5},
        {"window": "19:00-07:00"},
        {"window": "25:00-26:00"},
        {"window": "all day"},
        {"send_hour": "9"},
        {"weekdays": []},
        {"weekdays": ["lundi"]},
        {"weekdays": "mon"},
        {"days": [3, 1]},
        {"days": [-1]},
        {"days": [99_999]},
        {"min_gap_days": -1},
        {"min_gap_days": None},
        {"timezone": "Mars/Base"},
        {"holidays": "XX"},
        {"id": 7},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        schedule(**values)


@pytest.mark.parametrize("data", [None, [], "standard", 7])
def test_what_is_no_schedule_is_refused(data: Any) -> None:
    with pytest.raises(UsageError):
        read_schedule(data)
