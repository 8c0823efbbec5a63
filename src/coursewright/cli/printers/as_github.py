"""Problems as workflow commands, which GitHub shows beside the changed lines.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.problems import Problem, Severity
from coursewright.source import Source

from .visible import visible

if TYPE_CHECKING:  # the model takes longest to load, and text needs none of it
    from coursewright.target import Target

__all__ = ["print_problems"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def print_problems(
    problems: tuple[Problem, ...],
    sources: Mapping[str, Source],
    folder: Path,
    targets: "Iterable[Target]",
) -> None:
    """Print one command for each problem; paths start where the command was called."""
    for problem in problems:
        print(_command(problem, folder))


def _command(problem: Problem, folder: Path) -> str:
    span = problem.span
    fields = {
        "file": posixpath.normpath((folder / span.path).as_posix()),
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
    }
    if span.end_line == span.line:  # columns of another line would be refused
        fields["endColumn"] = str(span.end_column)
    fields["title"] = problem.code
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    parts = [visible(problem.message), *([visible(problem.hint)] if problem.hint else [])]
    return f"::{_COMMANDS[problem.severity]} {properties}::{_data(chr(10).join(parts))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
