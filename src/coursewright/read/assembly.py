"""The pieces of all files to a course: ids, order of lessons, files, and what does not fit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.model import Asset, Course, Settings
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Source, Span

from . import lesson_order
from .file_kinds import FileKind
from .fill_ins import filled_lessons, filled_settings
from .lesson_order import order_lessons
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
    "Two entries of the same kind have the same id.",
    "Only one of them can be used, and a learner's answers could be stored under the wrong one.",
)
NO_ENTRIES = Code(
    "course-without-parts",
    Severity.ERROR,
    "The course has no tracks or no modules.",
    "There is nobody to send it to, or nothing to send.",
)
CODES = (NO_COURSE, ENTRY_TWICE, NO_ENTRIES, *lesson_order.CODES)


_PARTS = ("tracks", "modules")


@dataclass(frozen=True, slots=True)
class Pieces:
    """All files, parsed."""

    parsed: Mapping[str, tuple[FileKind, Parsed]]
    assets: Mapping[str, Asset]
    sources: Mapping[str, Source]
    paths: frozenset[str]
    """All files of the course, whatever they are."""

    def of(self, kind: FileKind) -> list[Parsed]:
        """Return the files of a kind that stand for something, in the order of their paths."""
        return [one for found, one in self.parsed.values() if found == kind and one.value]


def assemble(
    pieces: Pieces, *, has_course: bool, damaged: Mapping[str, str]
) -> tuple[Course | None, list[Problem], set[str]]:
    """Return the course, problems, and fields that are empty; None if there are no settings.

    Where a file lost a field, what depends on it is filled in from the rest of the course, so
    that the other steps can check everything else.
    """
    problems: list[Problem] = []
    lost: set[str] = set()
    if not has_course:
        message = "There is no `course.yaml` in this folder."
        hint = _courses_below(pieces.paths) or "Is this the course folder? See docs/format.md."
        problems.append(NO_COURSE.at(Span.whole("course.yaml"), message, hint=hint))
    courses = pieces.of("course")
    settings = courses[0].value if courses else None
    lessons = [one.value for one in pieces.of("lesson")]
    if isinstance(settings, Settings):
        fields = courses[0].fields
        lost = {path for path in damaged if "#" in path}
        problems += _settings(settings, fields, lost)
        lost |= {f"course.yaml#{name}" for name in _PARTS if not getattr(settings, name)}
        settings = filled_settings(settings, lessons, lost)
        lessons = filled_lessons(settings, lessons, lost)
        lessons, found = order_lessons(settings, fields, lessons, pieces.paths)
        problems += found
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
        return None, problems, lost
    course = Course(
        settings=settings,
        lessons=tuple(lessons),
        glossary=glossary,
        assets=pieces.assets,
        sources=pieces.sources,
        fields=courses[0].fields,
        **made,
    )
    return course, problems, lost


def _courses_below(paths: Iterable[str]) -> str | None:
    found = sorted(path.rpartition("/")[0] for path in paths if path.endswith("/course.yaml"))
    shown = ", ".join(f"`{folder}`" for folder in found[:5])
    return f"Name the folder of a course: {shown}." if found else None


def _twice(what: str, found: Iterable[tuple[str, Span]]) -> list[Problem]:
    seen: dict[str, Span] = {}
    problems = []
    for name, span in found:
        if name in seen:
            message = f"The {what} `{name}` already exists, at {seen[name]}."
            problems.append(ENTRY_TWICE.at(span, message, hint="Give one of them another id."))
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


def _settings(
    settings: Settings, fields: Mapping[str, Span], lost: Collection[str]
) -> list[Problem]:
    problems = []
    whole = Span.whole(settings.span.path)
    for name in _PARTS:
        if not getattr(settings, name) and f"course.yaml#{name}" not in lost:
            message = f"The course has no {name}."
            hint = f"List at least one under `{name}:`."
            problems.append(NO_ENTRIES.at(fields.get(name, whole), message, hint=hint))
    problems += _twice(
        "module in the folder", ((module.folder, module.span) for module in settings.modules)
    )
    return problems
