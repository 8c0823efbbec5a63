"""Bounds of what a tool answers, and errors that a client can read."""

import functools
import threading
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from coursewright.errors import CoursewrightError
from coursewright.pipeline.report import problem_value
from coursewright.problems import Problem, Severity
from coursewright.source import Source

__all__ = ["CHARS", "PROBLEMS", "counted", "cut", "listed", "tool_call"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

CHARS = 60_000
"""Characters of one text in an answer; a longer one is continued with `offset`."""
PROBLEMS = 50
"""Problems in one answer."""
_WORDS = 600  # characters of a message or hint: an author's own words can be in them
_LINE = 200


def tool_call(lock: threading.Lock, work: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a tool that runs alone, and answers what stops it with a sentence and a hint."""

    @functools.wraps(work)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with lock:
            try:
                return work(*args, **kwargs)
            except CoursewrightError as error:
                said = f"{error}. {error.hint}" if error.hint else str(error)
                raise ToolError(said[:2_000]) from error

    return call


def cut(text: str, offset: int) -> dict[str, Any]:
    """Return a part of a text, and where the next part starts."""
    part = text[offset : offset + CHARS]
    end = offset + len(part)
    return {
        "text": part,
        "total_chars": len(text),
        "next_offset": end if end < len(text) else None,
    }


def counted(problems: tuple[Problem, ...]) -> dict[str, int]:
    """Return how many problems there are of each severity."""
    return {
        f"{severity.value}s": sum(one.severity is severity for one in problems)
        for severity in Severity
    }


def listed(
    sources: Mapping[str, Source], problems: tuple[Problem, ...], offset: int = 0
) -> dict[str, Any]:
    """Return problems with their places, hints and lines, at most `PROBLEMS` of them."""
    shown = problems[offset : offset + PROBLEMS]
    end = offset + len(shown)
    return {
        **counted(problems),
        "problems": [_shown(sources, one) for one in shown],
        "next_offset": end if end < len(problems) else None,
    }


def _shown(sources: Mapping[str, Source], problem: Problem) -> dict[str, Any]:
    value = problem_value(problem)
    source = sources.get(problem.span.path)
    line = source.line(problem.span.line) if source else ""
    for key in ("message", "hint"):
        value[key] = _short(value[key], _WORDS) if value[key] else value[key]
    return {**value, "line_text": _short(line, _LINE)}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
