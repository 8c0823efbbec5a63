"""Problems for people: `file:line:column: severity[code]: message`, the line, a mark, a hint."""

import os
import posixpath
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.problems import Problem, Severity
from coursewright.source import Source

from .excerpt import excerpt
from .visible import visible

if TYPE_CHECKING:  # the model takes longest to load, and text needs none of it
    from coursewright.target import Target

__all__ = ["print_problems", "text"]

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def print_problems(
    problems: tuple[Problem, ...],
    sources: Mapping[str, Source],
    folder: Path,
    targets: "Iterable[Target]",
) -> None:
    """Print the problems with their lines, then how many there are."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and _is_able()
    columns = min(shutil.get_terminal_size((100, 24)).columns, 160) if sys.stdout.isatty() else 100
    print(text(problems, sources, f"{folder.as_posix()}/", columns=columns, colour=colour))


def text(
    problems: tuple[Problem, ...],
    sources: Mapping[str, Source],
    prefix: str = "",
    *,
    columns: int = 100,
    colour: bool = False,
) -> str:
    """Return the problems as text.

    Args:
        problems: in the order to print them.
        sources: the files they point into, by path.
        prefix: what stands before each path, so that a terminal or an editor can open it.
        columns: the width of the terminal.
        colour: whether to colour.
    """
    blocks = [_one(problem, sources, prefix, columns, colour) for problem in problems]
    return "\n\n".join([*blocks, _count(problems)])


def _one(
    problem: Problem, sources: Mapping[str, Source], prefix: str, columns: int, colour: bool
) -> str:
    def paint(code: str, words: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if colour else words

    tone = _COLOURS[problem.severity]
    label = paint(tone, f"{problem.severity}[{problem.code}]")
    place = paint("1", visible(_opened(f"{prefix}{problem.span}")))
    lines = [f"{place}: {label}: {visible(problem.message)}"]
    number = str(problem.span.line)
    gutter = " " * len(number)
    source = sources.get(problem.span.path)
    found = excerpt(source, problem.span, max(20, columns - len(number) - 5)) if source else None
    if found:
        line, mark = found
        lines.append(f"  {paint('2', f'{number} |')} {line}")
        lines.append(f"  {paint('2', f'{gutter} |')} {paint(tone, mark)}")
    if problem.hint:
        lines.append(f"  {gutter} {paint('2', '=')} hint: {visible(problem.hint)}")
    return "\n".join(lines)


def _count(problems: tuple[Problem, ...]) -> str:
    counts = Counter(problem.severity for problem in problems)
    parts = [
        f"{counts[kind]} {kind}{'s' * (counts[kind] != 1)}" for kind in Severity if counts[kind]
    ]
    return f"{', '.join(parts)}." if parts else "No problems."


def _opened(place: str) -> str:
    """Return a place with the shortest path to it: a template lies beside the course."""
    return posixpath.normpath(place) if "/../" in place else place


def _is_able() -> bool:
    return os.environ.get("TERM") != "dumb"
