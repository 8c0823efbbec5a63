"""Problems as pages show them: the place, the line, the words under the mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coursewright.problems import Problem
from coursewright.source import Source

from .editor_links import EditorLink

__all__ = ["ShownProblem", "shown"]

_REACH = 160  # characters on either side of the mark; a line may be very long


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with the line that it points to, in three parts."""

    problem: Problem
    before: str
    marked: str
    after: str
    editor: str = ""
    """The address that opens an editor there."""


def shown(
    problems: Iterable[Problem], sources: Mapping[str, Source], editor: EditorLink | None = None
) -> tuple[ShownProblem, ...]:
    """Return the problems with their lines."""
    return tuple(_one(problem, sources.get(problem.span.path), editor) for problem in problems)


def _one(problem: Problem, source: Source | None, editor: EditorLink | None) -> ShownProblem:
    span = problem.span
    line = source.line(span.line) if source else ""
    start = max(0, min(span.column - 1, len(line)))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start, min(end, len(line), start + _REACH))
    cut = max(0, start - _REACH)
    before = ("…" if cut else "") + line[cut:start]
    after = line[end : end + _REACH] + ("…" if len(line) > end + _REACH else "")
    # Only files that were read: our own templates, for example, have no place that opens.
    link = editor(span) if editor and source else ""
    return ShownProblem(problem, before, line[start:end], after, link)
