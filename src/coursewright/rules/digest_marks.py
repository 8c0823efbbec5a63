"""Marks of the short email: `{digest}` on a heading, and `section` on what asks for an answer."""

from collections.abc import Iterable, Iterator, Mapping

from coursewright.model import (
    Action,
    Block,
    Course,
    For,
    Heading,
    Lesson,
    Quiz,
    Settings,
    walk,
)
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .course_texts import CourseText, per_text, texts

__all__ = ["CODES", "RULES"]

MARK_MISPLACED = Code(
    "digest-mark-misplaced",
    Severity.WARNING,
    "A heading is marked `digest` and does not open a section of a lesson.",
    "The mark has no effect: the short email carries whole sections, which open with `##`.",
    only_for=("email",),
)
UNKNOWN_SECTION = Code(
    "unknown-section",
    Severity.ERROR,
    "`section` names a heading that the lesson does not have.",
    "Nobody can tell whether the emails give the answer.",
)
CODES = (MARK_MISPLACED, UNKNOWN_SECTION)

_ASKING = Action | Quiz


@per_text
def marks(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find headings that are marked `digest` where the mark has no effect."""
    sections = {id(one) for one in _sections(text.blocks)} if text.lesson else set()
    for block in text.walked:
        if isinstance(block, Heading) and block.digest and id(block) not in sections:
            message = "This heading is marked `digest` and opens no section of a lesson."
            hint = "Mark a heading of level 2 that is not inside another block."
            yield MARK_MISPLACED.at(block.span, message, hint=hint)


def sections(course: Course) -> Iterator[Problem]:
    """Find questions, actions and recall items whose section is not there."""
    for text in texts(course):
        for block in text.walked:
            if isinstance(block, _ASKING) and block.section:
                yield from _unknown(block.section, block.span, text.lesson)
    suppliers = _suppliers(course)
    for item in course.recall.values():
        if item.section:
            yield from _unknown(item.section, item.span, suppliers.get(item.id))


def _sections(blocks: Iterable[Block]) -> Iterator[Heading]:
    """Yield the headings that open a section: of level 2, at the top or within `for`."""
    for block in blocks:
        if isinstance(block, For):
            yield from _sections(block.children)
        elif isinstance(block, Heading) and block.level <= 2:
            yield block


def _suppliers(course: Course) -> Mapping[str, Lesson]:
    return {name: lesson for lesson in course.lessons for name in lesson.front.supplies}


def _unknown(section: str, span: Span, lesson: Lesson | None) -> Iterator[Problem]:
    if lesson is None:
        message = f"No lesson goes with the section `{section}`."
        hint = "A question or action names a section of its own lesson, a recall item one of the "
        yield UNKNOWN_SECTION.at(span, message, hint=f"{hint}lesson that `supplies` it.")
        return
    ids = [block.id for block in walk(lesson.body) if isinstance(block, Heading)]
    if section not in ids:
        have = f"It has: {', '.join(ids[:6])}." if ids else "It has no headings."
        message = f"Lesson `{lesson.id}` has no heading `{section}`."
        yield UNKNOWN_SECTION.at(span, message, hint=near(section, ids) or have)


RULES = (marks, sections)
