"""What is wrong with a course: data with a place, never an exception.

A `Code` names a kind of fault in words and is declared once, beside the check that finds it.
A `Problem` is one finding of it: `Code.at(span, message, hint)` makes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from .source import Span

__all__ = ["Code", "Problem", "Severity", "alike", "has_errors", "near", "sort_problems"]


class Severity(StrEnum):
    """How bad a problem is. Errors stop a build; warnings stop it only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault: what `check` prints, and a page in the docs."""

    name: str
    """The fault in words, so that "allow NAME" makes sense: `quiz-without-answer`."""
    severity: Severity
    summary: str
    """One sentence for the list of all codes."""
    why: str
    """What goes wrong for a learner, an admin or an operator when it stays."""
    strict: Severity | None = None
    """Its severity in the profile `strict`, where that is another one."""
    adjustable: bool = False
    """For an error: whether a course may lower it. Other errors make output wrong or unsafe."""
    only_for: tuple[str, ...] = ()
    """The targets that it matters to; empty: any."""

    @property
    def locked(self) -> bool:
        """Whether a course cannot lower it or ignore it."""
        return self.severity is Severity.ERROR and not self.adjustable

    def at(self, span: Span, message: str, *, hint: str | None = None) -> "Problem":
        """Return a finding of this fault at `span`."""
        return Problem(self.name, self.severity, message, span, hint)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a course, with its place."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None


def alike(word: str, known: Iterable[str]) -> list[str]:
    """Return the known names most like `word`, the likest first."""
    return get_close_matches(word, list(known), n=3, cutoff=0.6)


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the hint "Did you mean ...?" with the known names most like `word`, or None."""
    close = alike(word, known)
    if not close:
        return None
    return f"Did you mean {' or '.join(f'`{name}`' for name in close)}?"


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Tell whether a build must stop: an error, or under `strict` also a warning."""
    stop = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in stop for problem in problems)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in the order of their places, each finding once."""
    return tuple(sorted(set(problems), key=lambda p: (p.span, p.severity, p.code, p.message)))
