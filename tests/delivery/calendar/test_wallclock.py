from datetime import date, timedelta
from zoneinfo import available_timezones

import pytest

from coursewright.delivery.calendar.wallclock import instant, local_date, local_minute, zone
from coursewright.errors import UsageError

MINUTES = (0, 2 * 60 + 30, 9 * 60)


def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_clock_change() -> None:
    berlin = zone("Europe/Berlin")
    before = instant(date(2027, 3, 27), 540, berlin)
    after = instant(date(2027, 3, 28), 540, berlin)

    assert after - before == 23 * 3600
    assert local_minute(before, berlin) == local_minute(after, berlin) == 540


def test_a_skipped_time_moves_forward_by_the_gap() -> None:
    berlin = zone("Europe/Berlin")
    assert local_minute(instant(date(2027, 3, 28), 150, berlin), berlin) == 3 * 60 + 30
    cairo = zone("Africa/Cairo")
    assert local_minute(instant(date(2025, 4, 25), 0, cairo), cairo) == 60


def test_a_doubled_time_means_the_first() -> None:
    berlin = zone("Europe/Berlin")
    first = instant(date(2027, 10, 31), 150, berlin)
    assert local_minute(first, berlin) == local_minute(first + 3600, berlin) == 150


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "x" * 99])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="time zone"):
        zone(name)


def test_no_zone_gives_a_wrong_date_or_an_order_upside_down() -> None:
    """A sample of the sweep of all zones over four years, which `benchmarks/` runs whole."""
    for name in sorted(available_timezones())[::6]:
        where = zone(name)
        for minute in MINUTES:
            last = 0
            for ahead in range(0, 4 * 366, 5):
                on = date(2025, 1, 1) + timedelta(days=ahead)
                at = instant(on, minute, where)
                assert local_date(at, where) == on, (name, on)
                assert at > last
                if minute == 540:
                    assert local_minute(at, where) == 540, (name, on)
                last = at
