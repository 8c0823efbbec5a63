"""Days: each lesson has one for each of its tracks, in ascending order and far enough apart."""

from collections.abc import Iterator
from itertools import pairwise

from coursewright.model import Course, Lesson
from coursewright.problems import Code, Problem, Severity

from .course_texts import named

__all__ = ["CODES", "RULES"]

DAY_MISSING = Code(
    "day-missing",
    Severity.ERROR,
    "A lesson has no day for one of its tracks.",
    "Nobody knows when to send it.",
    only_for=("email",),
)
DAY_NOT_RISING = Code(
    "day-not-rising",
    Severity.ERROR,
    "A lesson is on the same day as the previous lesson of the track, or earlier.",
    "Lessons would arrive out of order.",
    only_for=("email",),
)
DAYS_TOO_CLOSE = Code(
    "days-too-close",
    Severity.WARNING,
    "Two lessons of a track are closer than the schedule's `min_gap_days`.",
    "The sender keeps the gap, so every later lesson arrives later than planned.",
    only_for=("email",),
)
DAY_OF_OTHER_TRACK = Code(
    "day-of-other-track",
    Severity.WARNING,
    "A lesson has a day or recall items for a track that it does not belong to.",
    "They have no effect. Most often a track is missing from `tracks`.",
)
SCHEDULE_TOO_SHORT = Code(
    "schedule-too-short",
    Severity.ERROR,
    "A schedule has fewer days than a track has lessons.",
    "The last lessons would never be sent.",
    only_for=("email",),
)
SCHEDULE_NOT_RISING = Code(
    "schedule-not-rising",
    Severity.ERROR,
    "The days of a schedule are not in ascending order.",
    "Lessons would arrive out of order.",
    only_for=("email",),
)
CODES = (
    DAY_MISSING,
    DAY_NOT_RISING,
    DAYS_TOO_CLOSE,
    DAY_OF_OTHER_TRACK,
    SCHEDULE_TOO_SHORT,
    SCHEDULE_NOT_RISING,
)


def given(course: Course) -> Iterator[Problem]:
    """Find lessons without a day for a track, and days for tracks that they are not on."""
    for lesson in course.lessons:
        front = lesson.front
        missing = [track for track in front.tracks if track not in front.day]
        if missing and _needs_days(course):
            hint = f"Add `day: {{{missing[0]}: 0}}`, counted from enrollment."
            message = f"Lesson `{lesson.id}` has no day for {named(missing)}."
            yield DAY_MISSING.at(lesson.at("day"), message, hint=hint)
        for field in ("day", "recall"):
            for track in getattr(front, field):
                if track not in front.tracks:
                    place = lesson.at(f"{field}.{track}")
                    message = f"Lesson `{lesson.id}` is not on the track `{track}`."
                    hint = f"Add `{track}` to `tracks`, or remove this."
                    yield DAY_OF_OTHER_TRACK.at(place, message, hint=hint)


def rising(course: Course) -> Iterator[Problem]:
    """Find lessons that come too early after the one before them."""
    schedules = course.settings.schedules
    gap = schedules[0].min_gap_days if schedules else 0
    for track in course.settings.tracks:
        before: Lesson | None = None
        for lesson in course.lessons_of(track.id):
            day = lesson.front.day.get(track.id)
            if day is None:
                continue
            if before is not None:
                last = before.front.day[track.id]
                place = lesson.at(f"day.{track.id}")
                message = f"Day {day} on `{track.id}`, but `{before.id}` before it has day {last}."
                if day <= last:
                    hint = f"Choose a day after {last}, or change the order of the files."
                    yield DAY_NOT_RISING.at(place, message, hint=hint)
                elif day - last < gap:
                    hint = f"Leave at least {gap} days (`min_gap_days`)."
                    yield DAYS_TOO_CLOSE.at(place, message, hint=hint)
            before = lesson


def schedules_fit(course: Course) -> Iterator[Problem]:
    """Find schedules with days of their own that are too few, or do not rise."""
    for number, schedule in enumerate(course.settings.schedules):
        days = schedule.days
        place = course.fields.get(f"schedules.{number}.days", schedule.span)
        if any(later <= earlier for earlier, later in pairwise(days)):
            message = f"The days of the schedule `{schedule.id}` are not in ascending order."
            yield SCHEDULE_NOT_RISING.at(place, message, hint="Put them in ascending order.")
        for track in course.settings.tracks if days else ():
            count = len(course.lessons_of(track.id))
            if count > len(days):
                message = (
                    f"The schedule has {len(days)} of the {count} days that `{track.id}` needs."
                )
                hint = f"Add {count - len(days)}, or leave `days` out."
                yield SCHEDULE_TOO_SHORT.at(place, message, hint=hint)


def _needs_days(course: Course) -> bool:
    """Tell whether any schedule sends each lesson on its own day."""
    schedules = course.settings.schedules
    return not schedules or any(not schedule.days for schedule in schedules)


RULES = (given, rising, schedules_fit)
