"""A schedule of the course as the calendar needs it: days, hours, weekdays, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

from coursewright.errors import UsageError

from .wall_clock import zone

__all__ = ["SendingSchedule", "read_schedule"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CATCH_UP = 3  # days, of a schedule compiled before the setting existed
_LONGEST_BREAK = 400  # days; a calendar without a free day in them is a mistake


@dataclass(frozen=True, slots=True)
class SendingSchedule:
    """When mails go out."""

    id: str
    """The name of the schedule."""
    days: tuple[int, ...]
    """Offsets of the 1st, 2nd ... lesson; empty: each lesson's own."""
    weekdays: frozenset[int]
    """Days on which a mail may go, Monday is 0."""
    min_gap: int
    """Fewest days between two lessons."""
    minute: int
    """Minute of the day at which a lesson is due, in the learner's zone."""
    opens: int
    """First minute of the day at which a mail may go."""
    closes: int
    """First minute of the day at which none may go any more."""
    timezone: str
    """The zone of learners without one."""
    spread: int = 0
    """Minutes after `minute` over which learners are spread, within the window."""
    holidays: str | None = None
    """Public holidays to leave out: `US` or `US-MO`."""
    catch_up: int = _CATCH_UP
    """Sending days by which a lesson may be late; later, its learner is put on hold."""

    def allows(self, on: date) -> bool:
        """Tell whether a mail may go on a date."""
        if on.weekday() not in self.weekdays:
            return False
        return self.holidays is None or on not in _calendar(self.holidays)

    def next_allowed(self, on: date) -> date:
        """Return the first date from `on` on which a mail may go."""
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
        """Return the seconds after the hour at which this learner's mails go, always the same.

        A hundred thousand mails at nine sharp are slow to go out, and look like an attack.
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


def read_schedule(data: Mapping[str, Any]) -> SendingSchedule:
    """Return the schedule that one entry of `sequence.json` describes.

    Raises:
        UsageError: a value is missing or makes no sense.
    """
    name = str(data.get("id", ""))[:64]
    try:
        opens, closes = (_minute(part) for part in str(data["window"]).split("-"))
        minute = min(max(_minute(str(data["send_hour"])), opens), closes - 1)
        rhythm = SendingSchedule(
            id=name,
            days=tuple(int(day) for day in data.get("days") or ()),
            weekdays=frozenset(_WEEKDAYS.index(day) for day in data["weekdays"]),
            min_gap=int(data["min_gap_days"]),
            minute=minute,
            opens=opens,
            closes=closes,
            timezone=str(data.get("timezone") or "UTC"),
            spread=min(max(int(data.get("spread") or 0), 0), closes - 1 - minute),
            holidays=data.get("holidays") or None,
            catch_up=int(data.get("catch_up_days", _CATCH_UP)),
        )
    except (KeyError, ValueError, TypeError) as error:
        msg = f"schedule {name!r} cannot be read: {error}"
        raise UsageError(msg, hint="Build the course again.") from error
    _judge(rhythm)
    return rhythm


def _judge(rhythm: SendingSchedule) -> None:
    zone(rhythm.timezone)
    if rhythm.holidays:
        _calendar(rhythm.holidays)
    rising = all(a < b for a, b in zip(rhythm.days, rhythm.days[1:], strict=False))
    bounded = all(0 <= day <= 3660 for day in rhythm.days)
    if not (rising and bounded and rhythm.weekdays and 0 <= rhythm.min_gap <= 366):
        msg = f"schedule {rhythm.id!r}: days must rise, weekdays may not be empty"
        raise UsageError(msg)
    if not 1 <= rhythm.catch_up <= 60:
        msg = f"schedule {rhythm.id!r}: catch_up_days must be from 1 to 60"
        raise UsageError(msg)
    if rhythm.opens >= rhythm.closes:
        msg = f"schedule {rhythm.id!r}: its window closes before it opens"
        raise UsageError(msg)


def _minute(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if not (0 <= hour <= 24 and 0 <= minute < 60 and hour * 60 + minute <= 1440):
        raise ValueError(text)
    return hour * 60 + minute
