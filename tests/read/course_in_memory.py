"""Courses of a few lines, in memory: what the tests of the reader read."""

from collections.abc import Mapping

from coursewright.model import Block, Course, Lesson
from coursewright.problems import Problem
from coursewright.read import ReadResult, read_files
from coursewright.source import Source, Span

__all__ = ["COURSE", "FRONT", "blocks", "course_of", "cut", "lesson_of", "read", "told"]

COURSE = """\
id: tea
title: Tea
version: "1"
language: en
tracks:
  - {id: home, label: At home, choose: I drink tea.}
modules:
  - {id: M1, folder: m, title: Basics}
"""
FRONT = """\
---
id: water
module: M1
title: Water
tracks: [home]
---
"""
LESSON = "m/01-water.md"
PNG = b"\x89PNG\r\n\x1a\n"


def read(
    body: str = "Text.\n", files: Mapping[str, str | bytes] | None = None, front: str = FRONT
) -> ReadResult:
    """Return what becomes of a course with one lesson, and the files given."""
    all_files: dict[str, str | bytes] = {"course.yaml": COURSE, LESSON: front + body}
    all_files |= files or {}
    return read_files(
        {
            path: text if isinstance(text, bytes) else text.encode()
            for path, text in all_files.items()
        }
    )


def told(problems: tuple[Problem, ...]) -> list[str]:
    """Return code and place of each problem."""
    return [f"{one.code} {one.span.line}:{one.span.column}" for one in problems]


def course_of(result: ReadResult) -> Course:
    """Return the course, which must be there."""
    assert result.course is not None
    return result.course


def lesson_of(result: ReadResult) -> Lesson:
    """Return the one lesson."""
    (lesson,) = course_of(result).lessons
    return lesson


def blocks(body: str, files: Mapping[str, str | bytes] | None = None) -> tuple[Block, ...]:
    """Return the blocks of a lesson that has no fault."""
    result = read(body, files)
    assert result.problems == ()
    return lesson_of(result).body


def cut(source: Source, span: Span) -> str:
    """Return the words that a span marks."""
    lines = source.text.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first = lines[span.line - 1][span.column - 1 :]
    last = lines[span.end_line - 1][: span.end_column - 1]
    return "\n".join([first, *lines[span.line : span.end_line - 1], last])
