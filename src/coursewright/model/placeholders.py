"""The closed list of slots that course text may hold: data, never code."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["PLACEHOLDERS", "PlaceholderField"]


@dataclass(frozen=True, slots=True)
class PlaceholderField:
    """A slot that is filled for each learner."""

    name: str
    doc: str
    type: Literal["text", "url", "number"]
    needs_fallback: bool
    """Whether the value may be missing, so that the text must say what stands there then."""


PLACEHOLDERS: dict[str, PlaceholderField] = {
    field.name: field
    for field in (
        PlaceholderField("learner.first_name", "What the learner is called.", "text", True),
        PlaceholderField("learner.name", "The learner's whole name.", "text", True),
        PlaceholderField("track.label", "The name of the learner's track.", "text", False),
        PlaceholderField("course.title", "The title of the course.", "text", False),
        PlaceholderField("lesson.number", "Which lesson of the track this is.", "number", False),
        PlaceholderField("lesson.count", "How many lessons the track has.", "number", False),
    )
}
