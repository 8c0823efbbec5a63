"""Which lessons belong to which module, and in what order they stand."""

import re
from collections.abc import Iterable, Mapping

from coursewright.model import Lesson, Settings
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .file_kinds import kind_of
from .read_limits import PROBLEMS

__all__ = ["CODES", "order_lessons"]

DUPLICATE_NUMBER = Code(
    "lesson-number-twice",
    Severity.ERROR,
    "Two lessons of a module have the same number in their file names.",
    "Their order would depend on the rest of their names.",
)
OUTSIDE = Code(
    "lesson-outside-module",
    Severity.ERROR,
    "A lesson is in a folder that belongs to no module.",
    "It would be in no package and no email.",
)
DIFFERS = Code(
    "lesson-module-differs",
    Severity.ERROR,
    "A lesson names a different module from the one whose folder it is in.",
    "It would be shown where nobody who looks at the folders expects it.",
)
NO_FOLDER = Code(
    "module-folder-missing",
    Severity.ERROR,
    "A module names a folder that does not exist.",
    "Learners would open an empty module.",
)
FILE_NAME = Code(
    "lesson-file-name",
    Severity.ERROR,
    "A Markdown file in a module's folder is not named like a lesson.",
    "It is not read, so the lesson would be missing silently.",
)
_ENDINGS = ("md", "markdown", "mdown", "mkd", "mdx")
CODES = (DUPLICATE_NUMBER, OUTSIDE, DIFFERS, NO_FOLDER, FILE_NAME)


def order_lessons(
    settings: Settings,
    fields: Mapping[str, Span],
    lessons: Iterable[Lesson],
    paths: Iterable[str],
) -> tuple[list[Lesson], list[Problem]]:
    """Return the lessons that belong to a module, in the course's order, and what is wrong."""
    folders = {module.folder.strip("/"): module.id for module in settings.modules}
    rank = {module.id: at for at, module in enumerate(settings.modules)}
    problems: list[Problem] = []
    kept: list[Lesson] = []
    for lesson in lessons:
        problems += _misplaced(lesson, folders)
        if lesson.path.rpartition("/")[0] in folders and lesson.front.module in rank:
            kept.append(lesson)
    kept.sort(key=lambda one: (rank[one.front.module], one.number, one.path))
    problems += _numbers(kept)
    problems += _names(folders, paths)
    problems += _folders(settings, fields, {path.rpartition("/")[0] for path in paths})
    return kept, problems[: 2 * PROBLEMS]


def _misplaced(lesson: Lesson, folders: Mapping[str, str]) -> list[Problem]:
    folder = lesson.path.rpartition("/")[0]
    module = folders.get(folder)
    if module is None:
        message = f"The folder `{folder}` belongs to no module."
        close = near(folder, folders) if len(folders) < 100 else None
        hint = close or "Add it as the `folder` of a module in course.yaml."
        return [OUTSIDE.at(Span.whole(lesson.path), message, hint=hint)]
    if lesson.front.module != module:
        message = f"This lesson is in the folder of `{module}`."
        hint = f"Write `module: {module}`, or move the file."
        return [DIFFERS.at(lesson.at("module"), message, hint=hint)]
    return []


def _numbers(lessons: Iterable[Lesson]) -> list[Problem]:
    seen: dict[tuple[str, int], str] = {}
    problems = []
    for lesson in lessons:
        key = (lesson.path.rpartition("/")[0], lesson.number)
        if key in seen:
            message = f"`{seen[key]}` has the number {lesson.number}, too."
            problems.append(
                DUPLICATE_NUMBER.at(Span.whole(lesson.path), message, hint="Rename one.")
            )
        seen.setdefault(key, lesson.path)
    return problems


def _names(folders: Mapping[str, str], paths: Iterable[str]) -> list[Problem]:
    problems = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.rpartition(".")
        if folder not in folders or ending.lower() not in _ENDINGS or stem.lower() == "readme":
            continue
        if kind_of(path) == "other":
            message = f"`{name}` is not read: lessons are named `NN-slug.md`."
            hint = f"Rename it, for example to `{_lesson_name(stem)}`."
            problems.append(FILE_NAME.at(Span.whole(path), message, hint=hint))
    return problems


def _lesson_name(stem: str) -> str:
    found = re.match(r"(\d{0,4})\d*\W*(.*)", stem, re.DOTALL)
    number, words = (found[1], found[2]) if found else ("", stem)
    slug = re.sub(r"[\W_]+", "-", words.lower()).strip("-")
    return f"{number or '01'}-{slug or 'lesson'}.md"


def _folders(settings: Settings, fields: Mapping[str, Span], present: set[str]) -> list[Problem]:
    problems = []
    for at, module in enumerate(settings.modules):
        folder = module.folder.strip("/")
        if folder not in present:
            message = f"There is no folder `{folder[:80]}` with a file in it."
            place = fields.get(f"modules.{at}.folder", module.span)
            close = near(folder, sorted(present)) if len(present) < 100 else None
            hint = close or "Create it with a lesson, or remove the module."
            problems.append(NO_FOLDER.at(place, message, hint=hint))
    return problems
