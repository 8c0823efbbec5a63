"""What would break a package, from the course alone."""

from collections.abc import Iterator

from coursewright.model import (
    Choice,
    Course,
    Gaps,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Package,
    Quiz,
    walk,
)
from coursewright.packages.course_data import course_data
from coursewright.packages.package_ids import packages_of, place_of
from coursewright.packages.presets import Preset, preset_of
from coursewright.packages.state_budget import longest_state
from coursewright.problems import Problem
from coursewright.source import Span
from coursewright.target import Options

from . import codes
from .editions import Edition

__all__ = ["check"]

_MEGABYTE = 1_000_000
_LARGE = 50  # MB: a phone needs a minute or more, and no LMS that was looked at takes less
_LETTERS = 36  # SCORM 1.2 RTE 3.4.4: one character of 0-9a-z names a choice


def check(course: Course, options: Options, edition: Edition) -> Iterator[Problem]:
    """Yield what is wrong with the course as packages of one edition.

    What holds of any target (tracks that are there, ids, types of files) is the rules' business.
    """
    preset = preset_of(str(options.settings.get("lms", "generic")))
    yield from _size(course, preset)
    if not edition.reports_text:
        yield from _choices(course)
    known = {track.id for track in course.settings.tracks}
    for package in packages_of(course):
        if not package.tracks:
            place = place_of(course, package, "tracks")
            message = f"The package `{package.id}` has no track."
            hint = "Name a track under `tracks`, or remove the package."
            yield codes.PACKAGE_WITHOUT_TRACKS.at(place, message, hint=hint)
        elif known.issuperset(package.tracks):
            data = course_data(course, package, preset, prompts=edition.prompts)
            yield from _state(course, package, edition, longest_state(data))


def _size(course: Course, preset: Preset) -> Iterator[Problem]:
    """Find files that are too much for the LMS, or more than the author wants to have."""
    size = sum(len(asset.data) for asset in course.assets.values())
    wanted, limit = course.settings.media.package_mb, preset.upload
    taken = limit.megabytes if limit else None
    most = min(wanted or taken or _LARGE, taken or wanted or _LARGE)
    if size <= most * _MEGABYTE:
        return
    largest = max(course.assets.values(), key=lambda asset: len(asset.data))
    message = f"The files of the course take {size // _MEGABYTE} MB; this is the largest."
    hint = "Make it smaller, or put videos on a video host and use `:::embed`."
    if taken is not None and size > taken * _MEGABYTE:
        message = f"{message} The LMS `{preset.name}` takes packages up to {taken} MB."
    elif wanted is None:
        hint = f"{hint} If your LMS takes more, set `media: {{package_mb: ...}}` in course.yaml."
    if limit is not None:
        hint = f"{hint} {limit.where} Source: {limit.source}"
    yield codes.PACKAGE_LARGE.at(Span.whole(largest.path), message, hint=hint)


def _choices(course: Course) -> Iterator[Problem]:
    bodies = [(lesson.body) for lesson in course.lessons]
    bodies += [tuple(pool.items) for pool in course.pools.values()]
    for body in bodies:
        for block in walk(body):
            if not isinstance(block, Quiz):
                continue
            count = _choices_of(block)
            if count > _LETTERS:
                message = f"`{block.id}` has {count} choices; SCORM 1.2 can name {_LETTERS}."
                hint = "Split it into two questions."
                yield codes.TOO_MANY_CHOICES.at(block.span, message, hint=hint)


def _choices_of(quiz: Quiz) -> int:
    """Return how many things a question lets a learner name."""
    match quiz:
        case Choice():
            return len(quiz.options)
        case Order():
            return len(quiz.steps)
        case Match():
            return max(len(quiz.pairs), len(quiz.targets))
        case Matrix():
            return max(len(quiz.rows), len(quiz.columns))
        case Gaps() | Number() | OpenText():
            return 0


def _state(course: Course, package: Package, edition: Edition, longest: int) -> Iterator[Problem]:
    if longest > edition.suspend_limit:
        yield codes.SUSPEND_DATA_TOO_BIG.at(
            place_of(course, package, "id"),
            f"A learner of `{package.id}` may need {longest:,} characters; "
            f"{edition.title} keeps {edition.suspend_limit:,}.",
            hint="Split the course into packages with fewer lessons, or build for SCORM 2004.",
        )
