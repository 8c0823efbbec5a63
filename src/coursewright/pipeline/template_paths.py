"""Problems in templates and brand files, with a path that can be opened from the course folder.

Targets name such a file from its folder of templates on (`my-brand/brand.yaml`), as they know
nothing of the disk. Here it becomes the path from the course folder to the real file.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from coursewright import rules
from coursewright.errors import TemplateFileError
from coursewright.model import Course
from coursewright.presentation.brand import brand_faults
from coursewright.presentation.string_faults import ROOMS, missing_strings, string_faults
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.problems import Problem
from coursewright.source import Source

__all__ = ["located", "template_problems", "template_sources"]

_MOST = 1_000_000  # bytes
_ROOMS = ("email", "lesson", "site")


def located(
    problems: Iterable[Problem], course: Path, templates: Iterable[Path]
) -> Iterator[Problem]:
    """Yield the problems; one in a file of the author's templates has the path to that file."""
    folders = [folder.absolute() for folder in templates]
    for problem in problems:
        path = _real(problem.span.path, folders)
        if path is None:
            yield problem
        else:
            shown = _relative(path, course.absolute())
            yield replace(problem, span=replace(problem.span, path=shown))


def template_problems(
    templates: tuple[Path, ...], course: Course | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with the author's templates, brand and interface text.

    Nothing is filled. With a course, interface text that its language lacks is reported, too.
    """
    yield from (rules.brand_problem(error) for error in brand_faults(templates))
    for room in _ROOMS if templates else ():
        yield from (rules.template_problem(error) for error in Templates(room, templates).faults())
    yield from (rules.interface_text_problem(fault) for fault in string_faults(templates))
    if course is not None:
        yield from _missing_text(course, templates)


def _missing_text(course: Course, templates: tuple[Path, ...]) -> Iterator[Problem]:
    try:
        missing = missing_strings(course.settings.language, templates)
        of = sum(len(strings("en", templates, room)) for room in ROOMS)
    except TemplateFileError:
        return  # reported as the fault of its file
    keys = [key for room in ROOMS for key in missing[room]]
    if keys:
        yield rules.missing_text_problem(course, keys, of)


def template_sources(problems: Iterable[Problem], course: Path) -> dict[str, Source]:
    """Return the text of the template files that problems point into, by path."""
    found: dict[str, Source] = {}
    for path in {one.span.path for one in problems if one.span.path.startswith("../")}:
        file = course / path
        if file.is_file() and file.stat().st_size <= _MOST:
            text = file.read_bytes().decode("utf-8-sig", "replace")
            found[path] = Source(path, text.replace("\r\n", "\n"))
    return found


def _real(path: str, folders: Iterable[Path]) -> Path | None:
    for folder in folders:
        first, _, rest = path.partition("/")
        if first == folder.name and rest and (folder / rest).is_file():
            return folder / rest
    return None


def _relative(path: Path, course: Path) -> str:
    try:
        return PurePath(os.path.relpath(path, course)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
