"""Follow-on problems: dropped if they may come from something that could not be read.

Without this, a missing comma in one lesson would be reported as ten problems in others.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from coursewright.problems import Problem

__all__ = ["is_follow_on", "without_echoes"]

# What is said to be missing, and the file or folder in which it would be.
_HOME = {
    "unknown-download": "job-aids/",
    "unknown-fact": "facts.yaml",
    "unknown-pool": "pools/",
    "unknown-readiness-check": "readiness.yaml",
    "unknown-recall-item": "recall.md",
    "unknown-reference": "references.yaml",
    "unknown-survey": "surveys.yaml",
    "unknown-term": "glossary.yaml",
    "too-few-assessment-items": "pools/",
}
# What is said to be missing, and may be in any Markdown file whose text has the name.
_IN_TEXT = frozenset(
    {
        "objective-without-item",
        "outcome-without-objective",
        "recall-too-early",
        "track-without-lessons",
        "unknown-anchor",
        "unknown-lesson",
        "unknown-objective",
        "unknown-prerequisite",
        "unknown-section",
        "unknown-survey-lesson",
        "unused-entry",
    }
)
# What the text of the same file seems to lack, when a block or a field of it could not be read.
_IN_ITSELF = frozenset(
    {
        "action-missing",
        "branch-without-end",
        "day-missing",
        "day-of-other-track",
        "empty-lesson",
        "fact-not-listed",
        "fact-not-used",
        "ignore-unused",
        "lesson-too-short",
        "mail-length",
        "option-without-feedback",
        "preheader-missing",
        "prerequisite-later",
        "quiz-without-answer",
        "recall-without-items",
        "recall-without-place",
        "reference-not-listed",
        "seen-by-nobody",
        "subject-missing",
        "too-few-options",
        "unreachable-node",
    }
)
# What depends on a field of `course.yaml`, or of the lesson itself.
_BY_FIELD = {
    "course-without-parts": ("tracks", "modules"),
    "day-missing": ("tracks", "schedules", "day"),
    "day-not-rising": ("day",),
    "day-of-other-track": ("tracks",),
    "lesson-module-differs": ("modules", "module"),
    "lesson-outside-module": ("modules",),
    "mail-without-footer": ("footer",),
    "mail-without-sender": ("sender",),
    "module-folder-missing": ("modules",),
    "outcome-without-objective": ("outcomes", "objectives"),
    "package-without-tracks": ("packages", "tracks"),
    "seen-by-nobody": ("tracks",),
    "preheader-missing": ("preheader",),
    "subject-missing": ("subject",),
    "track-without-lessons": ("tracks", "modules"),
    "track-without-package": ("packages", "tracks"),
    "unknown-outcome": ("outcomes",),
    "unknown-track": ("tracks",),
    "email-not-built": ("sender", "footer", "schedules", "recall_mails"),
}
# What the lost field of another lesson may define.
_DEFINED_BY = {
    "unknown-lesson": "id",
    "unknown-objective": "objectives",
    "unknown-prerequisite": "id",
    "unknown-survey-lesson": "id",
}
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")  # a lesson by a wrong name is not read
_QUOTED = re.compile(r"`#?([^`]+)`")
# What seems unused or unserved where only its name is misspelled: the code, and what names it.
_ECHOES = {
    "day-missing": "unknown-track",
    "day-of-other-track": "unknown-track",
    "fact-not-used": "unknown-fact",
    "objective-without-item": "unknown-objective",
    "outcome-without-objective": "unknown-outcome",
    "track-without-lessons": "unknown-track",
    "track-without-package": "unknown-track",
    "unused-entry": "unknown-",
}


def is_follow_on(problem: Problem, damaged: Collection[str]) -> bool:
    """Tell whether a problem may come from what could not be read.

    Args:
        problem: one that a rule or a target found.
        damaged: paths of files that lost content, and `PATH#FIELD` for fields that lost their
            value; as a mapping, the values are the texts of these files.
    """
    if not damaged:
        return False
    path = problem.span.path
    if problem.code in _IN_ITSELF and path in damaged:
        return True
    fields = _BY_FIELD.get(problem.code, ())
    if any(f"{place}#{field}" in damaged for place in ("course.yaml", path) for field in fields):
        return True
    if problem.code in _IN_TEXT and any(_may_hold(one, problem, damaged) for one in damaged):
        return True
    field = _DEFINED_BY.get(problem.code)
    if field is not None and any(one.endswith(f".md#{field}") for one in damaged):
        return True
    home = _HOME.get(problem.code)
    return home is not None and any(one.startswith(home) for one in damaged)


def _may_hold(path: str, problem: Problem, damaged: Collection[str]) -> bool:
    """Tell whether a file that lost content may hold what is said to be missing."""
    if not path.lower().endswith(_MARKDOWN):
        return False
    text = damaged.get(path, "") if isinstance(damaged, Mapping) else ""
    names = _QUOTED.findall(problem.message)
    return not text or path == problem.span.path or any(name in text for name in names)


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without those that only repeat a misspelled name from the other side.

    A question that names the objective `L1.2` instead of `L1.1` is one slip: that no question
    serves `L1.1` is its echo.
    """
    found = list(problems)
    unknown = [one for one in found if one.code.startswith("unknown-")]
    if not unknown:
        return found
    return [one for one in found if not _is_echo(one, unknown)]


def _is_echo(problem: Problem, unknown: Iterable[Problem]) -> bool:
    source = _ECHOES.get(problem.code)
    if source is None:
        return False
    names = set(_QUOTED.findall(problem.message))
    for one in unknown:
        if not one.code.startswith(source):
            continue
        meant = set(_QUOTED.findall(one.hint or "")) | set(_QUOTED.findall(one.message))
        if names & meant and (not problem.code.startswith("day-") or _same_file(one, problem)):
            return True
    return False


def _same_file(one: Problem, other: Problem) -> bool:
    return one.span.path == other.span.path
