"""Lessons that change their place, and new ones: files, days, modules and paths follow."""

import json
import posixpath
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coursewright import read
from coursewright.errors import UsageError
from coursewright.model import Course, Lesson
from coursewright.problems import near
from coursewright.read import ReadResult
from coursewright.source import Span

from .course_edits import CourseEdits, encoded_like
from .lesson_numbers import continuous, days_in_order, numbers_in_order, with_days

__all__ = ["insert_lesson", "move_lesson"]

_LINKED = re.compile(
    r"(?P<before>\]\(|\b(?:src|poster|captions|transcript)=\")(?P<path>[^)\s\"#]+)"
)


def move_lesson(
    files: Mapping[str, bytes], lesson: str, *, after: str = "", first: str = ""
) -> CourseEdits:
    """Return the edits that move a lesson.

    Args:
        files: the files of the course.
        lesson: its id.
        after: the id of the lesson that it follows.
        first: instead of that, the id of the module that it opens.

    Raises:
        UsageError: there is no such lesson or module, or the course cannot be read.
    """
    result, course = _read(files)
    moved = _lesson(course, lesson)
    if after == lesson:
        msg = f"{lesson} cannot follow itself"
        raise UsageError(msg, hint="Name another lesson.")
    rest = [one for one in course.lessons if one.id != lesson]
    at, module, folder = _place(course, rest, after, first)
    order = [*rest[:at], moved, *rest[at:]]
    homes = {lesson: folder}
    edits = _renumbered(files, result, course, order, homes)
    if module != moved.front.module:
        _change_module(files, edits, moved, module)
    return edits


def insert_lesson(
    files: Mapping[str, bytes], title: str, *, name: str = "", after: str = "", first: str = ""
) -> CourseEdits:
    """Return the edits that add a lesson, with its front matter filled in.

    Args:
        files: the files of the course.
        title: the title.
        name: the id; made of the title if left out.
        after: the id of the lesson that it follows.
        first: instead of that, the id of the module that it opens.

    Raises:
        UsageError: there is no such lesson or module, or the id is taken.
    """
    result, course = _read(files)
    slug = name or _slug(title)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        msg = f"{slug!r} cannot be the id of a lesson" if slug else "the title gives no id"
        raise UsageError(msg, hint="Add --id with small letters, digits and hyphens.")
    if any(slug in (one.id, *one.front.was) for one in course.lessons):
        msg = f"the id {slug} is taken"
        raise UsageError(msg, hint="Add --id with another one.")
    at, module, folder = _place(course, list(course.lessons), after, first)
    pattern = course.lessons[max(0, at - 1)] if course.lessons else None
    new = _new_lesson(course, pattern, slug, title, module, folder)
    order = [*course.lessons[:at], new, *course.lessons[at:]]
    return _renumbered(files, result, course, order, {}, new)


def _read(files: Mapping[str, bytes]) -> tuple[ReadResult, Course]:
    result = read.read_files(files)
    if result.course is None or not result.course.settings.modules:
        msg = "the course cannot be read"
        raise UsageError(msg, hint="Run `coursewright check` first.")
    broken = sorted(path for path in result.damage if "#" not in path and path.endswith(".md"))
    if broken:
        msg = f"{broken[0]} has errors, so its place cannot be changed safely"
        raise UsageError(msg, hint="Run `coursewright check`, and fix the errors first.")
    return result, result.course


def _lesson(course: Course, name: str) -> Lesson:
    for lesson in course.lessons:
        if name in (lesson.id, lesson.path):
            return lesson
    msg = f"there is no lesson {name!r}"
    known = [lesson.id for lesson in course.lessons]
    raise UsageError(msg, hint=near(name, known) or f"There are: {', '.join(known)}.")


def _place(course: Course, rest: Sequence[Lesson], after: str, first: str) -> tuple[int, str, str]:
    """Return the position in `rest`, the module and its folder."""
    folders = {one.id: one.folder.strip("/") for one in course.settings.modules}
    if after:
        before = _lesson(course, after)
        return rest.index(before) + 1, before.front.module, folders[before.front.module]
    if first not in folders:
        msg = f"there is no module {first!r}"
        raise UsageError(msg, hint=near(first, folders) or f"There are: {', '.join(folders)}.")
    ids = list(folders)
    rank = ids.index(first)
    at = sum(ids.index(one.front.module) < rank for one in rest)
    return at, first, folders[first]


def _renumbered(
    files: Mapping[str, bytes],
    result: ReadResult,
    course: Course,
    order: Sequence[Lesson],
    homes: Mapping[str, str],
    new: Lesson | None = None,
) -> CourseEdits:
    edits = CourseEdits()
    paths = numbers_in_order(order, continuous(course.lessons), homes)
    days = days_in_order(course, order)
    written = with_days(course.lessons, days, result.sources, "day")
    for lesson, path in paths:
        if lesson is new:
            fresh = {track: day for (at, track), day in days.items() if at == lesson.path}
            edits.texts[path] = _front(course, lesson, fresh).encode("utf-8")
            edits.notes.append(f"{path}: new")
            continue
        if path != lesson.path:
            edits.moves[path] = lesson.path
            edits.notes.append(f"{lesson.path} -> {path}")
        text = written.texts.get(lesson.path)
        if text is not None:
            edits.texts[path] = encoded_like(files[lesson.path], text.decode("utf-8"))
        _follow_paths(files, edits, lesson.path, path)
    return edits


def _follow_paths(files: Mapping[str, bytes], edits: CourseEdits, old: str, new: str) -> None:
    """Rewrite the paths of files in a lesson whose folder changes."""
    if posixpath.dirname(old) == posixpath.dirname(new):
        return
    data = edits.texts.get(new, files[old])
    text = data.decode("utf-8")
    fresh = _LINKED.sub(lambda found: _followed(found, old, new, files), text)
    if fresh != text:
        edits.texts[new] = fresh.encode("utf-8")


def _followed(found: re.Match[str], old: str, new: str, files: Collection[str]) -> str:
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(old), found["path"]))
    if joined not in files:
        return found[0]
    return found["before"] + posixpath.relpath(joined, posixpath.dirname(new))


def _change_module(
    files: Mapping[str, bytes], edits: CourseEdits, moved: Lesson, module: str
) -> None:
    path = next((new for new, old in edits.moves.items() if old == moved.path), moved.path)
    text = edits.texts.get(path, files[moved.path]).decode("utf-8-sig").replace("\r\n", "\n")
    lines = text.split("\n")
    span = moved.at("module")
    line = lines[span.line - 1]
    lines[span.line - 1] = f"{line[: span.column - 1]}{module}{line[span.end_column - 1 :]}"
    edits.texts[path] = encoded_like(files[moved.path], "\n".join(lines))


def _new_lesson(
    course: Course, pattern: Lesson | None, slug: str, title: str, module: str, folder: str
) -> Lesson:
    """Return the lesson to add; its day is the last one of each track, before days are ordered."""
    tracks = (
        pattern.front.tracks if pattern else tuple(track.id for track in course.settings.tracks)
    )
    gap = max(1, course.settings.schedules[0].min_gap_days if course.settings.schedules else 2)
    days = {}
    for track in tracks:
        given = [one.front.day[track] for one in course.lessons if track in one.front.day]
        if given:
            step = given[-1] - given[-2] if len(given) > 1 else gap
            days[track] = max(given) + max(1, step)
    number = max((one.number for one in course.lessons if _in(one, folder)), default=0) + 1
    if continuous(course.lessons):
        number = max(one.number for one in course.lessons) + 1
    path = f"{folder}/{number:02d}-{slug}.md"
    values: dict[str, Any] = {"id": slug, "module": module, "title": title, "tracks": tracks}
    if pattern is not None:
        front = replace(
            pattern.front, **values, day=days, was=(), objectives=(), prerequisites=(), recall={}
        )
    else:
        from coursewright.model import FrontMatter

        front = FrontMatter(**values, day=days)
    return Lesson(front=front, body=(), path=path, number=number, span=Span.whole(path))


def _in(lesson: Lesson, folder: str) -> bool:
    return posixpath.dirname(lesson.path) == folder


def _front(course: Course, lesson: Lesson, days: Mapping[str, int]) -> str:
    front = lesson.front
    day = {**front.day, **days}
    lines = [
        "---",
        f"id: {front.id}",
        f"module: {front.module}",
        f"title: {json.dumps(front.title, ensure_ascii=False)}",
        f"tracks: [{', '.join(front.tracks)}]",
    ]
    if day:
        shown = ", ".join(f"{track}: {number}" for track, number in day.items())
        lines += [
            f"day: {{{shown}}}",
            f"subject: {json.dumps(front.title[:50], ensure_ascii=False)}",
            'preheader: ""',
        ]
    return "\n".join([*lines, "---", "", "Write the lesson here.", ""])


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
