"""Tracks: every name is a track, and every block is shown to someone."""

from collections.abc import Iterator

from coursewright.model import Course, Survey
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .course_texts import named, texts

__all__ = ["CODES", "RULES"]

UNKNOWN_TRACK = Code(
    "unknown-track",
    Severity.ERROR,
    "A track is named that is not in `course.yaml`.",
    "Nobody ever sees what is meant for that track.",
)
SEEN_BY_NOBODY = Code(
    "seen-by-nobody",
    Severity.ERROR,
    "A block is for tracks that never get the lesson.",
    "Nobody will ever read it.",
    adjustable=True,
)
TRACK_WITHOUT_LESSONS = Code(
    "track-without-lessons",
    Severity.ERROR,
    "A track has no lessons.",
    "Learners who choose it get nothing.",
    adjustable=True,
)
TRACK_WITHOUT_PACKAGE = Code(
    "track-without-package",
    Severity.NOTE,
    "A track is in no package.",
    "Learners of that track cannot take the course in an LMS.",
)
CODES = (UNKNOWN_TRACK, SEEN_BY_NOBODY, TRACK_WITHOUT_LESSONS, TRACK_WITHOUT_PACKAGE)

_Named = Iterator[tuple[str, Span]]


def known(course: Course) -> Iterator[Problem]:
    """Find names of tracks that are none."""
    tracks = [track.id for track in course.settings.tracks]
    for name, span in (*_in_data(course), *_in_lessons(course), *_in_blocks(course)):
        if name not in tracks:
            hint = near(name, tracks) or f"There are: {named(tracks)}."
            yield UNKNOWN_TRACK.at(span, f"There is no track `{name}`.", hint=hint)


def seen(course: Course) -> Iterator[Problem]:
    """Find blocks that no track of their lesson sees."""
    everyone = {track.id for track in course.settings.tracks}
    for text in texts(course):
        for block in text.walked:
            tracks = set(getattr(block, "tracks", ()))
            if tracks and tracks <= everyone and not tracks & set(text.tracks):
                message = f"This block is for {named(sorted(tracks))}, but "
                message += f"the text is for {named(text.tracks)}."
                hint = "Add the track to the lesson's `tracks`, or remove the block."
                yield SEEN_BY_NOBODY.at(block.span, message, hint=hint)


def filled(course: Course) -> Iterator[Problem]:
    """Find tracks without lessons, and tracks that no package has."""
    packed = {name for package in course.settings.packages for name in package.tracks}
    for number, track in enumerate(course.settings.tracks):
        place = course.fields.get(f"tracks.{number}.id", track.span)
        if not course.lessons_of(track.id):
            hint = f"Add `{track.id}` to the `tracks` of some lessons."
            message = f"The track `{track.id}` has no lessons."
            yield TRACK_WITHOUT_LESSONS.at(place, message, hint=hint)
        if course.settings.packages and track.id not in packed:
            message = f"No package has the track `{track.id}`."
            hint = "Add it under `packages`, if it is meant for an LMS."
            yield TRACK_WITHOUT_PACKAGE.at(place, message, hint=hint)


def _in_data(course: Course) -> _Named:
    for number, package in enumerate(course.settings.packages):
        for place, name in enumerate(package.tracks):
            yield name, course.fields.get(f"packages.{number}.tracks.{place}", package.span)
    for aid in course.job_aids.values():
        yield from ((name, aid.span) for name in aid.tracks)
    for check in course.readiness.values():
        yield from ((rule.track, rule.span) for rule in check.rules if rule.track is not None)
    for survey in course.surveys.values():
        yield from _in_survey(survey)


def _in_survey(survey: Survey) -> _Named:
    for item in survey.items:
        yield from ((name, item.span) for name in item.variants)


def _in_lessons(course: Course) -> _Named:
    for lesson in course.lessons:
        for number, name in enumerate(lesson.front.tracks):
            yield name, lesson.at(f"tracks.{number}")
        for field in ("day", "recall"):
            for name in getattr(lesson.front, field):
                yield name, lesson.at(f"{field}.{name}")


def _in_blocks(course: Course) -> _Named:
    for text in texts(course):
        for block in text.walked:
            yield from ((name, block.span) for name in getattr(block, "tracks", ()))


RULES = (known, seen, filled)
