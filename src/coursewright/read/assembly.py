"""The pieces of all files to a course: ids, order of lessons, files, and what does not fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.model import Asset, Course, Lesson, Settings
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Source, Span

from .file_kinds import FileKind
from .parsed_files import Parsed

__all__ = ["CODES", "Pieces", "assemble"]

NO_COURSE = Code(
    "course-file-missing",
    Severity.ERROR,
    "The folder has no `course.yaml`.",
    "Without it there is no course: no title, no tracks, no modules.",
)
ENTRY_TWICE = Code(
    "entry-twice",
    Severity.ERROR,
    "Two things of one kind have the same id.",
    "Only one of them can be meant, and what a learner did would be kept for the wrong one.",
)
DUPLICATE_NUMBER = Code(
    "lesson-number-twice",
    Severity.ERROR,
    "Two lessons of a module have the same number in their file names.",
    "Which comes first would hang on their names.",
)
OUTSIDE = Code(
    "lesson-outside-module",
    Severity.ERROR,
    "A lesson lies in a folder that is no module's.",
    "It would be in no package and no mail.",
)
DIFFERS = Code(
    "lesson-module-differs",
    Severity.ERROR,
    "A lesson names another module than the one in whose folder it lies.",
    "It would be shown where nobody who looks at the folders expects it.",
)
NO_FOLDER = Code(
    "module-folder-missing",
    Severity.ERROR,
    "A module names a folder that is not there.",
    "Learners would open an empty phase.",
)
NO_ENTRIES = Code(
    "course-without-parts",
    Severity.ERROR,
    "The course has no track or no module.",
    "There would be nobody to send it to, or nothing to send.",
)
CODES = (
    NO_COURSE,
    ENTRY_TWICE,
    DUPLICATE_NUMBER,
    OUTSIDE,
    DIFFERS,
    NO_FOLDER,
    NO_ENTRIES,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """All files, parsed."""

    parsed: Mapping[str, tuple[FileKind, Parsed]]
    assets: Mapping[str, Asset]
    sources: Mapping[str, Source]

    def of(self, kind: FileKind) -> list[Parsed]:
        """Return the files of a kind that stand for something, in the order of their paths."""
        return [one for found, one in self.parsed.values() if found == kind and one.value]


def assemble(pieces: Pieces, *, has_course: bool) -> tuple[Course | None, list[Problem]]:
    """Return the course; None when its settings cannot be used."""
    problems: list[Problem] = []
    if not has_course:
        told = "There is no `course.yaml` in this folder."
        hint = "Is this the course folder? See docs/format.md."
        problems.append(NO_COURSE.at(Span.whole("course.yaml"), told, hint=hint))
    courses = pieces.of("course")
    settings = courses[0].value if courses else None
    lessons = [one.value for one in pieces.of("lesson")]
    if isinstance(settings, Settings):
        fields = courses[0].fields
        problems += _settings(settings, fields)
        lessons = _ordered(settings, fields, lessons, problems)
    made = {
        "facts": _entries(pieces, "facts", problems),
        "references": _entries(pieces, "references", problems),
        "recall": _entries(pieces, "recall", problems),
        "surveys": _entries(pieces, "surveys", problems),
        "readiness": _entries(pieces, "readiness", problems),
        "pools": _singles(pieces, "pool", problems),
        "job_aids": _singles(pieces, "job-aid", problems),
    }
    glossary = tuple(term for one in pieces.of("glossary") for term in one.value)
    if not isinstance(settings, Settings):
        return None, problems
    course = Course(
        settings=settings,
        lessons=tuple(lessons),
        glossary=glossary,
        assets=pieces.assets,
        sources=pieces.sources,
        fields=courses[0].fields,
        **made,
    )
    return course, problems


def _twice(what: str, found: Iterable[tuple[str, Span]]) -> list[Problem]:
    seen: dict[str, Span] = {}
    problems = []
    for name, span in found:
        if name in seen:
            told = f"There is another {what} `{name}`, at {seen[name]}."
            problems.append(ENTRY_TWICE.at(span, told, hint="Give one of them another id."))
        seen.setdefault(name, span)
    return problems


def _entries(pieces: Pieces, kind: FileKind, problems: list[Problem]) -> dict[str, Any]:
    entries = [entry for one in pieces.of(kind) for entry in one.value]
    return _by_id(kind.removesuffix("s"), entries, problems)


def _singles(pieces: Pieces, kind: FileKind, problems: list[Problem]) -> dict[str, Any]:
    return _by_id(kind, [one.value for one in pieces.of(kind)], problems)


def _by_id(what: str, entries: Iterable[Any], problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    entries = list(entries)
    problems += _twice(what, ((entry.id, entry.span) for entry in entries))
    for entry in entries:
        found.setdefault(entry.id, entry)
    return found


def _settings(settings: Settings, fields: Mapping[str, Span]) -> list[Problem]:
    problems = []
    whole = Span.whole(settings.span.path)
    for name in ("tracks", "modules"):
        if not getattr(settings, name):
            told = f"The course has no {name}."
            problems.append(NO_ENTRIES.at(fields.get(name, whole), told))
    problems += _twice("module in the folder", ((one.folder, one.span) for one in settings.modules))
    return problems


def _ordered(
    settings: Settings,
    fields: Mapping[str, Span],
    lessons: list[Lesson],
    problems: list[Problem],
) -> list[Lesson]:
    """Return the lessons that belong to a module, in the course's order."""
    folders = {module.folder.strip("/"): module for module in settings.modules}
    rank = {module.id: at for at, module in enumerate(settings.modules)}
    kept: list[Lesson] = []
    used: set[str] = set()
    for lesson in lessons:
        folder = lesson.path.rpartition("/")[0]
        module = folders.get(folder)
        if module is None:
            told = f"The folder `{folder}` is no module's."
            hint = near(folder, folders) or "Name it as `folder` of a module in course.yaml."
            problems.append(OUTSIDE.at(Span.whole(lesson.path), told, hint=hint))
            continue
        used.add(module.id)
        if lesson.front.module != module.id:
            told = f"This lesson lies in the folder of `{module.id}`."
            hint = f"Write `module: {module.id}`, or move the file."
            problems.append(DIFFERS.at(lesson.at("module"), told, hint=hint))
        if lesson.front.module in rank:
            kept.append(lesson)
    for at, module in enumerate(settings.modules):
        if module.id not in used:
            told = f"The folder `{module.folder}` holds no lesson."
            place = fields.get(f"modules.{at}.folder", module.span)
            close = near(module.folder, {one.path.rpartition("/")[0] for one in lessons})
            problems.append(NO_FOLDER.at(place, told, hint=close))
    kept.sort(key=lambda one: (rank[one.front.module], one.number, one.path))
    problems += _numbers(kept)
    return kept


def _numbers(lessons: list[Lesson]) -> list[Problem]:
    seen: dict[tuple[str, int], str] = {}
    problems = []
    for lesson in lessons:
        key = (lesson.path.rpartition("/")[0], lesson.number)
        if key in seen:
            told = f"`{seen[key]}` has the number {lesson.number} too."
            problems.append(DUPLICATE_NUMBER.at(Span.whole(lesson.path), told, hint="Rename one."))
        seen.setdefault(key, lesson.path)
    return problems
