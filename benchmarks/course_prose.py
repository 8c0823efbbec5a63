"""Measure the sentences of a course: how long they are, and how many are very short.

    .venv/bin/python benchmarks/course_prose.py [COURSE_FOLDER]

Counts running prose only: what lessons and job aids say in paragraphs, without headings, tables,
questions and their options.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean, median

from coursewright.model import Block, Course, Paragraph, plain, text_of
from coursewright.read import read_course
from coursewright.rules.word_budgets import reading_grade
from coursewright.shipped import shipped

SHORT = 6  # words
_END = re.compile(r"(?<=[.!?])[\u201d\u2019)]*\s+(?=[A-Z\u201c(\[])")


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.children)
        elif type(block).__name__ in {"Scenario", "For", "More", "Callout", "Example"}:
            for name in ("children", "weak", "strong", "why"):
                yield from _paragraphs(getattr(block, name, ()))


def _sentences(text: str) -> list[str]:
    return [part for part in _END.split(text) if re.search(r"\w", part)]


def _measured(course: Course) -> list[tuple[str, list[int], float]]:
    out = []
    for lesson in course.lessons:
        found = [one for text in _paragraphs(lesson.body) for one in _sentences(text)]
        counts = [len(one.split()) for one in found]
        out.append((lesson.id, counts, reading_grade(text_of(lesson.body))))
    return out


def main() -> None:
    """Print a line for each lesson, and one for all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped("course")
    course = read_course(folder).course
    if course is None:
        sys.exit(f"{folder} cannot be read.")
    print(f"{'lesson':32} {'sentences':>9} {'mean':>5} {'median':>6} {'short':>6} {'grade':>5}")
    total: list[int] = []
    for name, counts, grade in _measured(course):
        total += counts
        _line(name, counts, f"{grade:5.1f}")
    _line("all", total, "")


def _line(name: str, counts: list[int], grade: str) -> None:
    short = sum(count <= SHORT for count in counts) / len(counts)
    print(
        f"{name:32} {len(counts):9} {mean(counts):5.1f} {median(counts):6.1f} {short:6.0%} {grade}"
    )


if __name__ == "__main__":
    main()
