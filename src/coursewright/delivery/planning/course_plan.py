"""The plan of a course for people who are not (yet) in the ledger: one learner or a cohort."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from coursewright.delivery.rosters.roster import Person, write_rows
from coursewright.delivery.schedule.plan_files import (
    PlanLine,
    event_uid,
    plan_ics,
    plan_json,
    plan_rows,
)
from coursewright.delivery.schedule.timeline import Place, agenda
from coursewright.errors import UsageError
from coursewright.output import Artifact
from coursewright.problems import near
from coursewright.sequence.format import MessageKind
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import zone

from .learner_values import subject_for

__all__ = ["FORMS", "plan_bytes", "plan_cohort", "plan_files", "plan_one", "track_of"]

FORMS = ("ics", "csv", "json")
"""The forms that programs read."""


def plan_one(
    release: Release,
    *,
    track: str,
    start: date,
    timezone: str = "",
    schedule: str = "",
    who: str = "",
    name: str = "",
    attrs: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[PlanLine]:
    """Yield the dated emails of one learner. The welcome has no date: it is sent at enrollment.

    Args:
        release: the compiled course.
        track: the learner's track.
        start: the day of the first lesson.
        timezone: the learner's time zone; empty: that of the schedule.
        schedule: the learner's pace; empty: the first schedule.
        who: how the learner is listed; events are known by it.
        name: the learner's name, for the subjects; empty: the author's fallback.
        attrs: what else the roster says of the learner.

    Raises:
        UsageError: the course has no such track or schedule.
    """
    if schedule and schedule not in release.schedules:
        msg = f"the course has no schedule {schedule[:40]!r}"
        raise UsageError(msg, hint=f"It has {', '.join(release.schedules)}.")
    calendar = release.schedule(schedule)
    track = track_of(release, track)
    where = zone(timezone or calendar.timezone)
    steps = release.steps[track]
    welcome = [step.key for step in steps if step.kind == MessageKind.WELCOME]
    for due in agenda(steps, calendar, where, Place(start), welcome):
        message = release.message(track, due.step.key)
        yield PlanLine(
            who=who,
            track=track,
            day=(due.on - start).days,
            at=due.at,
            zone=where,
            kind=due.step.kind,
            key=due.step.key,
            subject=(
                subject_for(release, track, name, attrs, message) if message else due.step.key
            ),
            uid=event_uid(release.slug, track, who, due.step.key),
        )


def plan_cohort(
    release: Release, people: Iterable[Person], *, start: date | None, track: str = ""
) -> Iterator[PlanLine]:
    """Yield the dated emails of a cohort, person by person."""
    for person in people:
        begins = person.start or start
        if begins is None:
            msg = f"line {person.line} has no start date"
            raise UsageError(msg, hint="Add a column `start`, or give --start.")
        yield from plan_one(
            release,
            track=person.track or track,
            start=begins,
            timezone=person.timezone,
            schedule=person.schedule,
            who=person.email or person.name,
            name=person.name,
            attrs=person.attrs,
        )


def plan_bytes(lines: Sequence[PlanLine], form: str, title: str) -> bytes:
    """Return dated mails as iCalendar, CSV or JSON."""
    if form == "ics":
        return plan_ics(lines, title)
    if form == "csv":
        return write_rows(*plan_rows(lines)).encode()
    return plan_json(lines).encode()


def plan_files(
    release: Release, *, track: str, start: date, timezone: str, schedule: str
) -> list[Artifact]:
    """Return the plan of a track, or without one of each track, in every form."""
    title = release.course.title
    files = []
    for one in [track_of(release, track)] if track else release.tracks:
        lines = list(
            plan_one(release, track=one, start=start, timezone=timezone, schedule=schedule)
        )
        files += [Artifact(f"{one}.{form}", plan_bytes(lines, form, title)) for form in FORMS]
    return files


def track_of(release: Release, name: str) -> str:
    """Return the track `name`, or the only one of the course.

    Raises:
        UsageError: no such track, or none was named and there are several.
    """
    if name in release.tracks:
        return name
    if not name and len(release.tracks) == 1:
        return next(iter(release.tracks))
    msg = f"the course has no track {name[:40]!r}" if name else "say which track"
    hint = near(name, release.tracks) or f"The course has {', '.join(release.tracks)}."
    raise UsageError(msg, hint=hint)
