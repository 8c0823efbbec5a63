"""What would break a package, from the course alone."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from coursewright.model import Choice, Course, Match, Order, Package, walk
from coursewright.problems import Problem, near
from coursewright.source import Span
from coursewright.target import Options

from . import codes
from .budget import longest_state
from .data import course_data
from .editions import Edition
from .names import FORBIDDEN_TYPES
from .packages import packages_of, place_of
from .presets import preset_of

__all__ = ["check"]

_MEGABYTE = 1_000_000
_LARGE = 100 * _MEGABYTE  # SCORM Cloud's free upload; others take 500 MB (Latitude), 1 GB
_LETTERS = 36  # SCORM 1.2 RTE 3.4.4: one character of 0-9a-z names a choice


def check(course: Course, options: Options, edition: Edition) -> Iterator[Problem]:
    """Yield what is wrong with the course as packages of one edition."""
    preset = preset_of(str(options.settings.get("lms", "generic")))
    yield from _assets(course)
    if not edition.reports_text:
        yield from _choices(course)
    seen: set[str] = set()
    for package in packages_of(course):
        if package.id in seen:
            place = place_of(course, package, "id")
            yield codes.PACKAGE_NAMED_TWICE.at(place, f"two packages are called `{package.id}`")
        seen.add(package.id)
        faults = list(_tracks(course, package))
        yield from faults
        if not faults:
            data = course_data(course, package, edition, preset)
            yield from _draws(course, package, data["assessments"])
            yield from _state(course, package, edition, longest_state(data))


def _assets(course: Course) -> Iterator[Problem]:
    for path in course.assets:
        suffix = PurePosixPath(path).suffix.lower().lstrip(".")
        if suffix in FORBIDDEN_TYPES:
            yield codes.FORBIDDEN_FILE_TYPE.at(
                Span.whole(path),
                f"LMSs refuse packages with a `.{suffix}` file",
                hint=f"Hand it out as `{PurePosixPath(path).name}.txt`, or in a zip.",
            )
    size = sum(len(asset.data) for asset in course.assets.values())
    if size > _LARGE:
        largest = max(course.assets.values(), key=lambda asset: len(asset.data))
        yield codes.PACKAGE_LARGE.at(
            Span.whole(largest.path),
            f"the files of the course take {size // _MEGABYTE} MB, this one the most",
            hint="Many LMSs take 100 MB at most; put films on a server of their own.",
        )


def _choices(course: Course) -> Iterator[Problem]:
    bodies = [(lesson.body) for lesson in course.lessons]
    bodies += [tuple(pool.items) for pool in course.pools.values()]
    for body in bodies:
        for block in walk(body):
            match block:
                case Choice():
                    count = len(block.options)
                case Order():
                    count = len(block.steps)
                case Match():
                    count = max(len(block.pairs), len(block.targets))
                case _:
                    continue
            if count > _LETTERS:
                yield codes.TOO_MANY_CHOICES.at(
                    block.span, f"{block.id} has {count} choices; SCORM 1.2 can name {_LETTERS}"
                )


def _tracks(course: Course, package: Package) -> Iterator[Problem]:
    known = [track.id for track in course.settings.tracks]
    place = place_of(course, package, "tracks")
    if not package.tracks:
        yield codes.PACKAGE_WITHOUT_TRACKS.at(place, f"package `{package.id}` has no track")
    for track in package.tracks:
        if track not in known:
            yield codes.PACKAGE_UNKNOWN_TRACK.at(
                place, f"there is no track `{track}`", hint=near(track, known)
            )
        elif not course.lessons_of(track):
            yield codes.PACKAGE_WITHOUT_LESSONS.at(place, f"track `{track}` has no lesson")


def _draws(
    course: Course, package: Package, assessments: list[dict[str, Any]]
) -> Iterator[Problem]:
    for assessment in assessments:
        for track in package.tracks:
            lessons = {lesson.id for lesson in course.lessons_of(track)}
            asked = any(
                not cell["tracks"] or track in cell["tracks"] for cell in assessment["cells"]
            )
            if assessment["lesson"] in lessons and not asked:
                pool = course.pools[assessment["pool"]]
                yield codes.ASSESSMENT_WITHOUT_ITEMS.at(
                    pool.span, f"`{assessment['id']}` has no question for track `{track}`"
                )


def _state(course: Course, package: Package, edition: Edition, longest: int) -> Iterator[Problem]:
    if longest > edition.suspend_limit:
        yield codes.SUSPEND_DATA_TOO_BIG.at(
            place_of(course, package, "id"),
            f"a learner of `{package.id}` may need {longest:,} characters; "
            f"{edition.title} keeps {edition.suspend_limit:,}",
            hint="Divide the course into packages with fewer lessons, or build for SCORM 2004.",
        )
