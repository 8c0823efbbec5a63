"""What differs between two releases of a course, whoever is enrolled: a pure function of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from coursewright.sequence.delivery_step import DeliveryStep
from coursewright.sequence.format import MessageKind
from coursewright.sequence.records import Message
from coursewright.sequence.release import Release

__all__ = ["Change", "ChangeKind", "changes_between", "has_other_dates", "renames_between"]

ChangeKind = Literal[
    "course-renamed",
    "text-changed",
    "lesson-inserted",
    "lesson-removed",
    "lesson-renamed",
    "lessons-reordered",
    "days-changed",
    "schedule-changed",
    "schedule-added",
    "schedule-removed",
    "track-added",
    "track-removed",
    "message-added",
    "message-removed",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the published release and a candidate."""

    kind: ChangeKind
    track: str = ""
    """Empty: it concerns all tracks."""
    key: str = ""
    """The lesson's id, the key of another message, or the id of a schedule."""
    detail: str = ""
    """Old and new value, or the neighbor of an inserted lesson, in words."""


def renames_between(before: Release, after: Release) -> Mapping[str, str]:
    """Return old lesson id -> new one, from `was:` of the lessons of either release.

    Going back to an older release reads the `was:` of the newer one the other way round.
    """
    old, new = _lessons(before), _lessons(after)
    found: dict[str, str] = {}
    for message in after.messages:
        for name in message.was:
            if name in old and name not in new and message.key not in old:
                found.setdefault(name, message.key)
    taken = set(found.values())
    for message in before.messages:
        for name in message.was:
            if name in new and name not in old | taken and message.key not in new | set(found):
                found[message.key] = name
                taken.add(name)
    return found


def changes_between(before: Release, after: Release) -> tuple[Change, ...]:
    """Return every difference that a learner or an operator could notice, in reading order."""
    renames = renames_between(before, after)
    return (
        *_course(before, after),
        *_tracks(before, after),
        *_schedules(before, after),
        *(Change("lesson-renamed", key=old, detail=new) for old, new in sorted(renames.items())),
        *_lesson_changes(before, after, renames),
        *_texts(before, after, renames),
    )


def has_other_dates(before: Release, after: Release, track: str) -> bool:
    """Tell whether anybody on a track could be owed another step or another date."""
    return (
        before.schedules != after.schedules
        or before.steps.get(track) != after.steps.get(track)
        or before.digests.get(track) != after.digests.get(track)
    )


def _course(before: Release, after: Release) -> Iterator[Change]:
    if before.slug != after.slug:
        yield Change("course-renamed", key=before.slug, detail=after.slug)


def _tracks(before: Release, after: Release) -> Iterator[Change]:
    for track in after.tracks:
        if track not in before.tracks:
            yield Change("track-added", track)
    for track in before.tracks:
        if track not in after.tracks:
            yield Change("track-removed", track)


def _schedules(before: Release, after: Release) -> Iterator[Change]:
    for name, schedule in after.schedules.items():
        old = before.schedules.get(name)
        if old is None:
            yield Change("schedule-added", key=name)
        elif old != schedule:
            fields = type(schedule).__dataclass_fields__
            differing = [
                f"{field}: {_shown(getattr(old, field))} -> {_shown(getattr(schedule, field))}"
                for field in fields
                if getattr(old, field) != getattr(schedule, field)
            ]
            yield Change("schedule-changed", key=name, detail="; ".join(differing))
    for name in before.schedules:
        if name not in after.schedules:
            yield Change("schedule-removed", key=name)


def _lesson_changes(
    before: Release, after: Release, renames: Mapping[str, str]
) -> Iterator[Change]:
    for track in after.tracks:
        if track not in before.tracks:
            continue
        old = _renamed(_lesson_steps(before, track), renames)
        new = _lesson_steps(after, track)
        was, now = [step.key for step in old], [step.key for step in new]
        for place, key in enumerate(now):
            if key not in was:
                behind = f"after {now[place - 1]}" if place else "first"
                yield Change("lesson-inserted", track, key, behind)
        yield from (Change("lesson-removed", track, key) for key in was if key not in now)
        kept = [key for key in now if key in was]
        if kept != [key for key in was if key in now]:
            yield Change("lessons-reordered", track, detail=", ".join(kept))
        days = {step.key: step.day for step in old}
        for step in new:
            if step.key in days and days[step.key] != step.day:
                detail = f"day {days[step.key]} -> {step.day}"
                yield Change("days-changed", track, step.key, detail)


def _texts(before: Release, after: Release, renames: Mapping[str, str]) -> Iterator[Change]:
    old, new = _by_place(before, renames), _by_place(after, {})
    for place, messages in new.items():
        track, key = place
        lesson = messages[0].kind == MessageKind.LESSON
        if place not in old:
            if not lesson and (not track or track in before.tracks):
                yield Change("message-added", track, key)
        elif {m.edition: m.hash for m in messages} != {m.edition: m.hash for m in old[place]}:
            yield Change("text-changed", track, key)
    for place, messages in old.items():
        track, key = place
        if (
            place not in new
            and messages[0].kind != MessageKind.LESSON
            and track in {"", *after.tracks}
        ):
            yield Change("message-removed", track, key)


def _by_place(release: Release, renames: Mapping[str, str]) -> dict[tuple[str, str], list[Message]]:
    found: dict[tuple[str, str], list[Message]] = {}
    for message in release.messages:
        found.setdefault((message.track, renames.get(message.key, message.key)), []).append(message)
    return found


def _lesson_steps(release: Release, track: str) -> list[DeliveryStep]:
    return [step for step in release.steps[track] if step.kind == MessageKind.LESSON]


def _renamed(steps: Sequence[DeliveryStep], renames: Mapping[str, str]) -> list[DeliveryStep]:
    return [
        DeliveryStep(renames.get(step.key, step.key), step.kind, step.day, step.index)
        for step in steps
    ]


def _lessons(release: Release) -> set[str]:
    return {message.key for message in release.messages if message.kind == MessageKind.LESSON}


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return " ".join(str(item) for item in sorted(value))
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "none"
    return str(value)
