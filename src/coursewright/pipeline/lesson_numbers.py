"""Numbers in the names of lesson files, and days: in an order, with links and schedule kept.

Lessons are linked by id, so that a new file name breaks nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from coursewright.model import Course, Lesson
from coursewright.read import ReadResult
from coursewright.source import Source

from .course_edits import CourseEdits

__all__ = [
    "continuous",
    "days_fixed",
    "days_in_order",
    "numbers_fixed",
    "numbers_in_order",
    "with_days",
]

_NAME = re.compile(r"(\d{1,4})-(.+)")


def numbers_fixed(result: ReadResult) -> CourseEdits | None:
    """Return renames after which no two lessons of a module have the same number, or None."""
    course = result.course
    if course is None or not any(one.code == "lesson-number-twice" for one in result.problems):
        return None
    edits = CourseEdits()
    for lesson, path in numbers_in_order(course.lessons, continuous(course.lessons)):
        if path != lesson.path:
            edits.moves[path] = lesson.path
            edits.notes.append(f"{lesson.path}: lesson-number-twice")
    return edits or None


def days_fixed(result: ReadResult) -> CourseEdits | None:
    """Return edits after which the days of each track rise, or None."""
    course = result.course
    if course is None or any(path.partition("#")[2] == "day" for path in result.damage):
        return None
    days: dict[tuple[str, str], int] = {}
    gap = max(1, course.settings.schedules[0].min_gap_days if course.settings.schedules else 1)
    for track in course.settings.tracks:
        last: int | None = None
        for lesson in course.lessons_of(track.id):
            day = lesson.front.day.get(track.id)
            if day is None:
                continue
            if last is not None and day <= last:
                day = last + gap
                days[lesson.path, track.id] = day
            last = day
    return with_days(course.lessons, days, result.sources, "day-not-rising") if days else None


def continuous(lessons: Sequence[Lesson]) -> bool:
    """Tell whether the numbers go on from one module to the next: 01 to 22 in five folders."""
    groups = [
        [lesson.number for lesson in group]
        for _, group in groupby(lessons, key=lambda one: _folder(one.path))
    ]
    if len(groups) < 2:
        return False
    return all(max(one) < min(other) for one, other in pairwise(groups))


def numbers_in_order(
    lessons: Sequence[Lesson], goes_on: bool, homes: Mapping[str, str] | None = None
) -> list[tuple[Lesson, str]]:
    """Return each lesson with its path, numbered in the order given.

    Args:
        lessons: in their order.
        goes_on: whether the numbers go on from one module to the next.
        homes: for lessons that change their folder, the new one, by id.
    """
    homes = homes or {}
    placed = [(lesson, homes.get(lesson.id, _folder(lesson.path))) for lesson in lessons]
    if goes_on:
        return _numbered(placed)
    folders = dict.fromkeys(folder for _, folder in placed)
    return [pair for name in folders for pair in _numbered([p for p in placed if p[1] == name])]


def _numbered(placed: Sequence[tuple[Lesson, str]]) -> list[tuple[Lesson, str]]:
    """Number lessons with the numbers they have, or from the least if some are equal."""
    numbers = sorted(lesson.number for lesson, _ in placed)
    if len(set(numbers)) < len(numbers) or _gaps_differ(placed):
        numbers = list(range(min(numbers), min(numbers) + len(numbers)))
    width = max((len(_digits(lesson.path)) for lesson, _ in placed), default=2)
    out = []
    for number, (lesson, folder) in zip(numbers, placed, strict=True):
        found = _NAME.fullmatch(lesson.path.rpartition("/")[2])
        slug = found[2] if found else f"{lesson.id}.md"
        out.append((lesson, f"{folder}/{number:0{width}d}-{slug}"))
    return out


def _gaps_differ(placed: Sequence[tuple[Lesson, str]]) -> bool:
    """Tell whether lessons came from another folder, so that their numbers say nothing here."""
    return any(_folder(lesson.path) != folder for lesson, folder in placed)


def _digits(path: str) -> str:
    found = _NAME.fullmatch(path.rpartition("/")[2])
    return found[1] if found else ""


def days_in_order(course: Course, order: Sequence[Lesson]) -> dict[tuple[str, str], int]:
    """Return the days that change when lessons are put in an order: the schedule stays the same."""
    days: dict[tuple[str, str], int] = {}
    for track in course.settings.tracks:
        on_track = [lesson for lesson in order if track.id in lesson.front.day]
        given = sorted(lesson.front.day[track.id] for lesson in on_track)
        for lesson, day in zip(on_track, given, strict=True):
            if lesson.front.day[track.id] != day:
                days[lesson.path, track.id] = day
    return days


def with_days(
    lessons: Iterable[Lesson],
    days: Mapping[tuple[str, str], int],
    sources: Mapping[str, Source],
    why: str,
) -> CourseEdits:
    """Return the edits that write days into front matter, where they are."""
    edits = CourseEdits()
    for lesson in lessons:
        changes = {track: day for (path, track), day in days.items() if path == lesson.path}
        if not changes:
            continue
        lines = sources[lesson.path].text.split("\n")
        for track, day in sorted(
            changes.items(), key=lambda pair: lesson.at(f"day.{pair[0]}"), reverse=True
        ):
            span = lesson.at(f"day.{track}")
            line = lines[span.line - 1]
            lines[span.line - 1] = f"{line[: span.column - 1]}{day}{line[span.end_column - 1 :]}"
        edits.texts[lesson.path] = "\n".join(lines).encode("utf-8")
        edits.notes.append(f"{lesson.path}: {why}")
    return edits


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
