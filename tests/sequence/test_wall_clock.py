from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from coursewright.errors import UsageError
from coursewright.sequence.wall_clock import instant, local_date, local_minute, zone, zones

START, YEARS = date(2025, 1, 1), 1461


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


def _offset(name: str, on: date) -> int:
    """Minutes from UTC at noon of a day, by the zone's own table."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(name))
    return int((noon.utcoffset() or timedelta()).total_seconds()) // 60


def _changes(name: str) -> list[tuple[date, int]]:
    """The days of four years on whose noon a zone's clock stands otherwise than the day before."""
    found = []
    for ahead in range(0, YEARS, 4):  # no zone changes and changes back within four days
        before, after = START + timedelta(ahead), START + timedelta(ahead + 4)
        if _offset(name, before) != _offset(name, after):
            days = [before + timedelta(n) for n in range(5)]
            for one, next_ in pairwise(days):
                if gap := _offset(name, next_) - _offset(name, one):
                    found.append((next_, gap))
    return found


def test_in_every_zone_each_change_of_clocks_keeps_date_order_and_time() -> None:
    """Each change in four years of all zones of tzdata: the day before, the day, the day after.

    A time that strikes is met; one that is skipped moves on by the gap. The whole sweep, day by
    day and against the C library, is `benchmarks/delivery_zones.py`.
    """
    zones, seen = sorted(available_timezones()), 0
    for name in zones:
        where = zone(name)
        for day, gap in _changes(name):
            for minute in (*range(0, 240, 30), 540):
                last = 0
                for on in (day - timedelta(1), day, day + timedelta(1)):
                    at = instant(on, minute, where)
                    assert local_date(at, where) == on, (name, on, minute)
                    shown = local_minute(at, where)
                    assert shown in (minute, minute + gap), (name, on, minute)
                    assert shown == minute or minute < 240, "nobody's nine o'clock is moved"
                    assert shown == minute or not _strikes(on, minute, where), (name, on, minute)
                    assert at > last, (name, on, minute)
                    last = at
            seen += 1
    assert len(zones) > 580
    assert seen > 1000


def _strikes(on: date, minute: int, where: ZoneInfo) -> bool:
    wall = datetime(on.year, on.month, on.day, *divmod(minute, 60))  # noqa: DTZ001 -- a wall's
    for fold in (0, 1):
        there = wall.replace(tzinfo=where, fold=fold).astimezone(UTC).astimezone(where)
        if there.replace(tzinfo=None, fold=0) == wall:
            return True
    return False


def test_every_zone_has_its_dates_in_order_all_through_four_years() -> None:
    for name in sorted(available_timezones()):
        where = zone(name)
        last = 0
        for ahead in range(0, YEARS, 29):
            on = START + timedelta(days=ahead)
            at = instant(on, 540, where)
            assert local_date(at, where) == on, (name, on)
            assert local_minute(at, where) == 540, (name, on)
            assert at > last
            last = at


def test_zones_are_offered_by_region_and_each_is_one() -> None:
    found = zones()
    assert found["Europe"]["Berlin"] == "Europe/Berlin"
    assert found["America"]["Argentina, Buenos Aires"] == "America/Argentina/Buenos_Aires"
    names = [name for places in found.values() for name in places.values()]
    assert len(names) > 400
    assert [name for name in names if zone(name).key != name] == []
