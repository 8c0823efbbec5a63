"""What each file of a course is, by its path; and paths that will not do everywhere."""

import re
from collections.abc import Iterable
from typing import Literal

from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .read_limits import PROBLEMS

__all__ = ["CODES", "DATA_FILES", "FileKind", "check_paths", "is_portable", "kind_of"]

NOT_PORTABLE = Code(
    "path-not-portable",
    Severity.WARNING,
    "A file has a name that some systems do not support.",
    "The course could not be checked out, zipped or unpacked everywhere.",
)
NO_TEXT = Code(
    "path-not-text",
    Severity.ERROR,
    "A file name is not valid text.",
    "No package and no address could contain it.",
)
CASE_CLASH = Code(
    "path-case-clash",
    Severity.WARNING,
    "The names of two files differ only in case.",
    "On Windows and macOS, one of them replaces the other.",
)
UNKNOWN = Code(
    "file-unknown",
    Severity.WARNING,
    "A file next to the lessons has a name that the format does not know.",
    "It is not read, so its contents are not in the course.",
)
CODES = (NOT_PORTABLE, NO_TEXT, CASE_CLASH, UNKNOWN)

FileKind = Literal[
    "course",
    "facts",
    "references",
    "glossary",
    "surveys",
    "readiness",
    "recall",
    "pool",
    "job-aid",
    "lesson",
    "other",
]
DATA_FILES: dict[str, FileKind] = {
    "course.yaml": "course",
    "facts.yaml": "facts",
    "references.yaml": "references",
    "glossary.yaml": "glossary",
    "surveys.yaml": "surveys",
    "readiness.yaml": "readiness",
    "recall.md": "recall",
}
_FOLDERS: dict[str, FileKind] = {"pools": "pool", "job-aids": "job-aid"}
_LESSON = re.compile(r"[0-9]{1,4}-[^/]+\.md")
_BAD = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def kind_of(path: str) -> FileKind:
    """Return what a file is."""
    if path in DATA_FILES:
        return DATA_FILES[path]
    folder, _, name = path.rpartition("/")
    if folder in _FOLDERS and name.endswith(".md"):
        return "other" if name.lower() == "readme.md" else _FOLDERS[folder]
    return "lesson" if folder and _LESSON.fullmatch(name) else "other"


def check_paths(paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """Return the paths that can be used, and what is wrong with the names."""
    good: list[str] = []
    problems: list[Problem] = []
    folded: dict[str, str] = {}
    for path in paths:
        if not path.isprintable() or "\ufffd" in path:
            shown = "".join(char if char.isprintable() else "\ufffd" for char in path)
            message = "The name of this file is not valid text."
            problems.append(NO_TEXT.at(Span.whole(shown), message, hint="Rename it."))
            continue
        good.append(path)
        problems.extend(_portable(path))
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            message = f"This name differs from `{other}` only in case."
            problems.append(CASE_CLASH.at(Span.whole(path), message, hint="Rename one of them."))
        problems.extend(_unknown(path))
    return good, problems[:PROBLEMS]


def is_portable(path: str) -> bool:
    """Tell whether every system supports the names in a path."""
    return not _portable(path)


def _portable(path: str) -> list[Problem]:
    for part in path.split("/"):
        if (
            _BAD.search(part)
            or part != part.rstrip(". ")
            or part != part.lstrip(" ")
            or _RESERVED.fullmatch(part)
            or len(part.encode()) > 200
        ):
            message = f"`{part[:80]}` is a name that some systems do not support."
            hint = "Use letters, digits, `-`, `_` and `.`."
            return [NOT_PORTABLE.at(Span.whole(path), message, hint=hint)]
    return []


def _unknown(path: str) -> list[Problem]:
    if "/" in path or path in DATA_FILES or not path.endswith((".yaml", ".yml", ".md")):
        return []
    if re.fullmatch(r"[A-Z]+\.md", path):  # README.md, LICENSE.md: for people
        return []
    message = f"`{path}` is not read."
    wanted = path.removesuffix(".yml") + ".yaml" if path.endswith(".yml") else path
    hint = near(wanted, DATA_FILES) or f"Read are: {', '.join(DATA_FILES)}."
    return [UNKNOWN.at(Span.whole(path), message, hint=hint)]
