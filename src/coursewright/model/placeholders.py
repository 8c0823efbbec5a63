"""The closed list of placeholders that course text may hold: data, never code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .course import Course
    from .lesson import Lesson

__all__ = [
    "PLACEHOLDERS",
    "LinePlaceholder",
    "PlaceholderField",
    "fill_line",
    "known_values",
    "parse_placeholder",
    "split_line",
]


@dataclass(frozen=True, slots=True)
class PlaceholderField:
    """A placeholder that is filled for each learner."""

    name: str
    doc: str
    type: Literal["text", "url", "number"]
    needs_fallback: bool
    """Whether the value may be missing, so that the text must say what stands there then."""


PLACEHOLDERS: dict[str, PlaceholderField] = {
    field.name: field
    for field in (
        PlaceholderField("learner.first_name", "The learner's first name.", "text", True),
        PlaceholderField("learner.name", "The learner's full name.", "text", True),
        PlaceholderField("track.label", "The name of the learner's track.", "text", False),
        PlaceholderField("course.title", "The title of the course.", "text", False),
        PlaceholderField(
            "lesson.number", "The number of the lesson in the track.", "number", False
        ),
        PlaceholderField("lesson.count", "The number of lessons in the track.", "number", False),
    )
}

_CONTENT = re.compile(
    r"\s*([A-Za-z][\w.]{0,60})\s*(?:\|\s*(?:\"([^\"]*)\"|“([^”]*)”|'([^']*)'))?\s*"
)
_IN_LINE = re.compile(r"\{\{(?P<content>[^{}]*)\}\}|\{\{")


@dataclass(frozen=True, slots=True)
class LinePlaceholder:
    """What stands between two pairs of braces in a single line, such as a subject."""

    source: str
    """As written, with the braces; of one that is not closed only these."""
    name: str | None
    """None where it is not written as the format has it."""
    fallback: str | None


def parse_placeholder(content: str) -> tuple[str, str | None] | None:
    """Return name and fallback of what stands between the braces; None if it is malformed."""
    found = _CONTENT.fullmatch(content)
    if found is None:
        return None
    return found[1], next((text for text in found.groups()[1:] if text is not None), None)


def split_line(text: str) -> Iterator[str | LinePlaceholder]:
    """Yield the pieces of a single line in order: texts, and placeholders whether known or not."""
    at = 0
    for found in _IN_LINE.finditer(text):
        if text[at : found.start()]:
            yield text[at : found.start()]
        parsed = parse_placeholder(found["content"] or "")
        yield LinePlaceholder(found[0], *(parsed or (None, None)))
        at = found.end()
    if text[at:]:
        yield text[at:]


def fill_line(text: str, value_of: Callable[[str, str], str]) -> str:
    """Return a line with a value for each known placeholder.

    Args:
        text: the line.
        value_of: returns the value for a name and its fallback, which may be empty.
    """
    return "".join(
        piece
        if isinstance(piece, str)
        else value_of(piece.name, piece.fallback or "")
        if piece.name in PLACEHOLDERS
        else piece.source
        for piece in split_line(text)
    )


def known_values(course: "Course", track: str, lesson: "Lesson | None") -> dict[str, str]:
    """Return the values that are the same for all learners of a track."""
    lessons = course.lessons_of(track)
    values = {"course.title": course.settings.title, "lesson.count": str(len(lessons))}
    label = next((one.label for one in course.settings.tracks if one.id == track), None)
    if label is not None:
        values["track.label"] = label
    if lesson in lessons:
        values["lesson.number"] = str(lessons.index(lesson) + 1)
    return values
