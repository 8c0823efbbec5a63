"""When each mail of a track would go out: the sender's own calendar over the course of now."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from coursewright.delivery.planning.course_plan import plan_one
from coursewright.delivery.schedule.plan_files import PlanLine
from coursewright.model import Course
from coursewright.sequence.records import Message
from coursewright.sequence.release import Release, judge_release
from coursewright.sequence.writer import plain_record
from coursewright.targets.email.sequence_json import compiled_sequence

from .inbox_mails import InboxEntry

__all__ = ["Day", "Month", "Wishes", "months_of", "release_with"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is asked for; empty strings leave it to the course."""

    track: str
    start: date
    schedule: str = ""
    zone: str = ""
    holidays: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the calendar."""

    on: date
    lines: tuple[PlanLine, ...]
    open: bool
    """Whether a mail may go on that day."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday; None where a week reaches into another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months_of(
    course: Course, entries: tuple[InboxEntry, ...], wishes: Wishes
) -> tuple[tuple[PlanLine, ...], tuple[Month, ...]]:
    """Return the mails with their dates, and the months that they fall in.

    Raises:
        UsageError: a zone, a country or hours that make no sense.
    """
    release = _release(course, entries, wishes)
    schedule = wishes.schedule if wishes.schedule in release.schedules else ""
    lines = tuple(plan_one(release, track=wishes.track, start=wishes.start, schedule=schedule))
    by_day: dict[date, list[PlanLine]] = {}
    for line in lines:
        by_day.setdefault(line.wall.date(), []).append(line)
    calendar = release.schedule(schedule)
    last = max(by_day, default=wishes.start)
    months = []
    first = wishes.start.replace(day=1)
    while first <= last:
        after = (first + timedelta(days=32)).replace(day=1)
        days = [
            Day(on, tuple(by_day.get(on, ())), calendar.allows(on))
            for on in (first + timedelta(days=n) for n in range((after - first).days))
        ]
        cells: list[Day | None] = [None] * first.weekday() + days
        cells += [None] * (-len(cells) % 7)
        weeks = tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
        months.append(Month(first, weeks))
        first = after
    return lines, tuple(months)


def _release(course: Course, entries: tuple[InboxEntry, ...], wishes: Wishes) -> Release:
    """Return what the sender would read, without compiling an email for it."""
    sequence = compiled_sequence(course, (_message(wishes.track, entry) for entry in entries))
    wished = replace(
        sequence,
        tracks=tuple(track for track in sequence.tracks if track.id == wishes.track),
        schedules=tuple(
            replace(
                schedule,
                timezone=wishes.zone or schedule.timezone,
                holidays=wishes.holidays or schedule.holidays,
                window=wishes.window or schedule.window,
            )
            for schedule in sequence.schedules
        ),
    )
    return judge_release(plain_record(wished))


def release_with(course: Course, entries: tuple[InboxEntry, ...], message: Message) -> Release:
    """Return a release of one track in which a single email is compiled.

    The others name the text of that one, so that the release is whole; nobody sends them.
    """
    others = (
        replace(_message(message.track, entry), hash=message.hash, file=message.file)
        for entry in entries
        if (entry.id, message.edition) != (message.id, "digest" if entry.lesson else "")
    )
    sequence = compiled_sequence(course, (message, *others))
    tracks = tuple(track for track in sequence.tracks if track.id == message.track)
    return judge_release(plain_record(replace(sequence, tracks=tracks)))


def _message(track: str, entry: InboxEntry) -> Message:
    return Message(
        id=entry.id,
        kind=entry.kind,
        track=track,
        edition="digest" if entry.lesson else "",
        lesson=entry.lesson,
        day=entry.day,
        subject=(entry.subject,),
        hash="",
        file="",
    )
