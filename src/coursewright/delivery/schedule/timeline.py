"""What a learner is owed, and when: the steps of each track, dated by pure functions."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from coursewright.sequence.delivery_step import DeliveryStep
from coursewright.sequence.sending_schedule import SendingSchedule
from coursewright.sequence.wall_clock import instant, local_date, local_minute

__all__ = ["Due", "Place", "agenda", "due_of", "next_due", "opening", "rebase"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a learner stands in time."""

    start: date
    """The day of the first lesson, in the learner's zone."""
    shift: int = 0
    """Days that pauses and changes of pace have added."""
    last: date | None = None
    """The day of the last mail that counts for the gap."""
    finished: date | None = None
    """The day of the last lesson, once it is sent."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step with its date and instant."""

    step: DeliveryStep
    on: date
    at: int
    """UTC second."""


def next_due(
    steps: Sequence[DeliveryStep],
    done: Collection[str],
    schedule: SendingSchedule,
    where: ZoneInfo,
    place: Place,
) -> Due | None:
    """Return the first step that the ledger does not hold, dated; None at the end."""
    for step in steps:
        if step.key not in done:
            return due_of(step, schedule, where, place)
    return None


def due_of(step: DeliveryStep, schedule: SendingSchedule, where: ZoneInfo, place: Place) -> Due:
    """Return a step with the date it has for a learner who stands at `place`."""
    on = _date(step, schedule, place)
    return Due(step, on, instant(on, schedule.minute, where))


def agenda(
    steps: Sequence[DeliveryStep],
    schedule: SendingSchedule,
    where: ZoneInfo,
    place: Place,
    done: Collection[str] = (),
) -> Iterator[Due]:
    """Yield each step that is still to come, as if all went out on time."""
    had = set(done)
    lessons = [step.key for step in steps if step.kind == "lesson"]
    while due := next_due(steps, had, schedule, where, place):
        yield due
        had.add(due.step.key)
        if due.step.kind != "welcome":
            place = replace(place, last=due.on)
        if lessons and due.step.key == lessons[-1]:
            place = replace(place, finished=due.on)


def opening(schedule: SendingSchedule, where: ZoneInfo, at: float) -> int:
    """Return the first instant from `at` on at which a mail may go in the learner's zone."""
    today, minute = local_date(at, where), local_minute(at, where)
    if schedule.allows(today):
        if schedule.opens <= minute < schedule.closes:
            return int(at)
        if minute < schedule.opens:
            return instant(today, schedule.opens, where)
    return instant(schedule.next_allowed(today + timedelta(days=1)), schedule.minute, where)


def rebase(
    steps: Sequence[DeliveryStep], done: Collection[str], schedule: SendingSchedule, place: Place
) -> int:
    """Return the shift with which a track goes on from the last lesson at its usual distance.

    For a change of track or pace: the next lesson comes after the last one sent by as many days
    as lie between it and its forerunner on the new track, so nobody gets a flood or a hole.
    """
    lessons = [step for step in steps if step.kind == "lesson"]
    ahead = next((step for step in lessons if step.key not in done), None)
    if ahead is None or place.last is None:
        return place.shift
    place_of = lessons.index(ahead)
    before = _offset(lessons[place_of - 1], schedule) if place_of else 0
    distance = max(_offset(ahead, schedule) - before, schedule.min_gap)
    wanted = place.last + timedelta(days=distance)
    return (wanted - place.start).days - _offset(ahead, schedule)


def _offset(step: DeliveryStep, schedule: SendingSchedule) -> int:
    return schedule.offset(step.index, step.day)


def _date(step: DeliveryStep, schedule: SendingSchedule, place: Place) -> date:
    if step.kind == "welcome":
        return place.start
    if step.kind == "lesson":
        day = place.start + timedelta(days=_offset(step, schedule) + place.shift)
        gap = max(schedule.min_gap, 1)  # after an edit or a hold too: one lesson a day at most
    else:
        day = (place.finished or place.last or place.start) + timedelta(days=step.day)
        gap = 1  # not a lesson: only never on the day of another mail
    if place.last is not None:
        day = max(day, place.last + timedelta(days=gap))
    return schedule.next_allowed(day)
