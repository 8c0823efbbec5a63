"""Headings: levels without gaps, so that screen reader users can navigate by them."""

from collections.abc import Iterator

from coursewright.model import Heading, Settings, plain
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES"]

HEADING_SKIPS = Code(
    "heading-skips-level",
    Severity.WARNING,
    "A heading is more than one level below the heading before it.",
    "Screen reader users navigate by headings and look for a section that is not there.",
)
EMPTY_HEADING = Code(
    "empty-heading",
    Severity.WARNING,
    "A heading has no text.",
    "It is an empty line in the list of headings, and nobody can link to it.",
)
CODES = (HEADING_SKIPS, EMPTY_HEADING)


@per_text
def levels(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find headings without words, or too deep for where they stand."""
    before = 1
    for block in text.walked:
        if not isinstance(block, Heading):
            continue
        if not plain(block.children).strip():
            yield EMPTY_HEADING.at(
                block.span, "This heading has no text.", hint="Name the section."
            )
        if block.level > before + 1:
            message = f"Level {block.level} heading after level {before}."
            hint = f"Write `{'#' * (before + 1)}`."
            yield HEADING_SKIPS.at(block.span, message, hint=hint)
        before = block.level


RULES = (levels,)
