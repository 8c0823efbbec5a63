"""A schedule of the course as the calendar needs it: days, hours, weekdays, holidays."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

from coursewright.errors import UsageError

from .json_records import read_record
from .records import ScheduleInfo
from .segment_json import MismatchError
from .wall_clock import zone

__all__ = ["SendingSchedule", "read_schedule", "sending_schedule"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST_DAY = 3660  # after the start
_LONGEST_BREAK = 400  # days; a calendar without a free day in them is a mistake


@dataclass(frozen=True, slots=True)
class SendingSchedule:
    """When emails go out."""

    id: str
    """The name of the schedule."""
    days: tuple[int, ...]
    """Offsets of the 1st, 2nd ... lesson; empty: each lesson's own."""
    weekdays: frozenset[int]
    """Days on which an email may go out, Monday is 0."""
    min_gap: int
    """Fewest days between two lessons."""
    minute: int
    """Minute of the day at which a lesson is due, in the learner's zone."""
    opens: int
    """First minute of the day at which an email may go out."""
    closes: int
    """First minute of the day at which none may go out any more."""
    timezone: str
    """The zone of learners without one."""
    spread: int = 0
    """Minutes after `minute` over which learners are spread, within the window."""
    holidays: str | None = None
    """Public holidays to leave out: `US` or `US-MO`."""
    catch_up: int = 3
    """Sending days by which a lesson may be late; later, its learner is put on hold."""

    def allows(self, on: date) -> bool:
        """Tell whether an email may go out on a date."""
        if on.weekday() not in self.weekdays:
            return False
        return self.holidays is None or on not in _calendar(self.holidays)

    def next_allowed(self, on: date) -> date:
        """Return the first date from `on` on which an email may go out."""
        for ahead in range(_LONGEST_BREAK):
            day = on + timedelta(days=ahead)
            if self.allows(day):
                return day
        msg = f"schedule {self.id} allows no day within {_LONGEST_BREAK} days of {on}"
        raise UsageError(msg, hint="Look at its weekdays and holidays.")

    def too_late(self, due: date, on: date) -> bool:
        """Tell whether more sending days than `catch_up` have passed from `due` to `on`."""
        day = due
        for _ in range(self.catch_up + 1):
            day = self.next_allowed(day + timedelta(days=1))
            if day > on:
                return False
        return True

    def delay(self, key: int) -> int:
        """Return the seconds after the hour at which this learner's emails go out, always the same.

        A hundred thousand emails at nine sharp are slow to go out, and look like an attack.
        """
        share = key * 2_654_435_761 % 2**32  # neighbours in number are far apart (Knuth 6.4)
        return self.spread * 60 * share >> 32

    def offset(self, index: int, own: int) -> int:
        """Return the day of the lesson at `index`, whose own day is `own`.

        A list of days that ends early goes on at its last distance.
        """
        if not self.days:
            return own
        if index < len(self.days):
            return self.days[index]
        step = self.days[-1] - self.days[-2] if len(self.days) > 1 else self.min_gap
        return self.days[-1] + max(step, self.min_gap, 1) * (index - len(self.days) + 1)


@lru_cache(maxsize=64)
def _calendar(code: str) -> holidays.HolidayBase:
    country, _, region = code.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except (NotImplementedError, KeyError, ValueError, AttributeError) as error:
        msg = f"no holidays are known for {code[:16]!r}"
        raise UsageError(msg, hint="Use a country, or country and region: US, US-MO.") from error


def read_schedule(data: Any) -> SendingSchedule:
    """Return the schedule that one entry of `sequence.json` describes.

    Raises:
        UsageError: a value is missing or makes no sense.
    """
    try:
        return sending_schedule(read_record(ScheduleInfo, data))
    except MismatchError as error:
        msg = f"a schedule cannot be read: {error}"
        raise UsageError(msg, hint="Build the course again.") from error


def sending_schedule(info: ScheduleInfo) -> SendingSchedule:
    """Return a schedule as the calendar needs it.

    Raises:
        UsageError: its values make no sense together.
    """
    try:
        opens, closes = (_minute(part) for part in info.window.split("-"))
        minute = min(max(_minute(info.send_hour), opens), closes - 1)
    except ValueError as error:
        msg = f"schedule {info.id!r} cannot be read: no such time: {error}"
        raise UsageError(msg, hint="Build the course again.") from error
    schedule = SendingSchedule(
        id=info.id,
        days=info.days,
        weekdays=frozenset(_WEEKDAYS.index(day) for day in info.weekdays),
        min_gap=info.min_gap_days,
        minute=minute,
        opens=opens,
        closes=closes,
        timezone=info.timezone or "UTC",
        spread=min(info.spread, closes - 1 - minute),
        holidays=info.holidays or None,
        catch_up=info.catch_up_days,
    )
    _judge(schedule)
    return schedule


def _judge(schedule: SendingSchedule) -> None:
    if schedule.opens >= schedule.closes:
        msg = f"schedule {schedule.id!r}: its window closes before it opens"
        raise UsageError(msg)
    zone(schedule.timezone)
    if schedule.holidays:
        _calendar(schedule.holidays)
    rising = all(a < b for a, b in zip(schedule.days, schedule.days[1:], strict=False))
    bounded = all(day <= _LAST_DAY for day in schedule.days)
    if not (rising and bounded and schedule.weekdays):
        msg = f"schedule {schedule.id!r}: days must rise, weekdays may not be empty"
        raise UsageError(msg)


def _minute(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if not (0 <= hour <= 24 and 0 <= minute < 60 and hour * 60 + minute <= 1440):
        raise ValueError(text)
    return hour * 60 + minute
