"""Which lessons belong to which module, and in what order they stand."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from coursewright.model import Lesson, Settings
from coursewright.problems import Code, Problem, Severity, alike, near
from coursewright.source import Span

from .file_kinds import kind_of
from .read_limits import PROBLEMS

__all__ = ["CODES", "nfc", "order_lessons"]

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
    folders = {nfc(module.folder.strip("/")): module.id for module in settings.modules}
    rank = {module.id: at for at, module in enumerate(settings.modules)}
    lessons, paths = list(lessons), list(paths)
    problems = _folders(settings, fields, {path.rpartition("/")[0] for path in paths})
    problems += _names(folders, paths)
    renamed = _renamed(folders, lessons, {path.rpartition("/")[0] for path in paths})
    homes = folders | {found: folders[wanted] for found, wanted in renamed.items()}
    problems += _strays(homes, lessons)
    kept: list[Lesson] = []
    for lesson in lessons:
        module = homes.get(lesson.path.rpartition("/")[0])
        if module is None:
            continue
        problems += _misplaced(lesson, module)
        if lesson.front.module not in rank:  # reported; its folder says where it belongs
            lesson = replace(lesson, front=replace(lesson.front, module=module))
        kept.append(lesson)
    kept.sort(key=lambda one: (rank[one.front.module], one.number, one.path))
    problems += _numbers(kept)
    return kept, problems[: 2 * PROBLEMS]


def nfc(text: str) -> str:
    """Return a folder as the reader names it: with each accented letter as one character."""
    return unicodedata.normalize("NFC", text)


def _renamed(
    folders: Mapping[str, str], lessons: Iterable[Lesson], present: Collection[str]
) -> dict[str, str]:
    """Return folders with lessons that a module most likely means under another name."""
    missing = [folder for folder in folders if folder not in present]
    strays = {lesson.path.rpartition("/")[0] for lesson in lessons} - folders.keys()
    if len(missing) == 1 and len(strays) == 1:
        return {strays.pop(): missing[0]}
    pairs = ((alike(folder, sorted(strays))[:1], folder) for folder in missing[:100])
    return {found[0]: folder for found, folder in pairs if found}


def _strays(homes: Mapping[str, str], lessons: Iterable[Lesson]) -> list[Problem]:
    """Report each folder with lessons that belongs to no module, at its first lesson."""
    first: dict[str, Lesson] = {}
    for lesson in lessons:
        folder = lesson.path.rpartition("/")[0]
        if folder not in homes:
            first.setdefault(folder, lesson)
    hint = "Add it as the `folder` of a module in course.yaml."
    return [
        OUTSIDE.at(
            Span.whole(lesson.path), f"The folder `{folder}` belongs to no module.", hint=hint
        )
        for folder, lesson in first.items()
    ]


def _misplaced(lesson: Lesson, module: str) -> list[Problem]:
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
        folder = nfc(module.folder.strip("/"))
        if folder not in present:
            message = f"There is no folder `{folder[:80]}` with a file in it."
            place = fields.get(f"modules.{at}.folder", module.span)
            close = near(folder, sorted(present)) if len(present) < 100 else None
            hint = close or "Create it with a lesson, or remove the module."
            problems.append(NO_FOLDER.at(place, message, hint=hint))
    return problems
