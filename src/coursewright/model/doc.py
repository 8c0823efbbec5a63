"""The line of documentation that an authored field carries, for editors and for the docs."""

from dataclasses import dataclass

__all__ = ["Doc"]


@dataclass(frozen=True, slots=True)
class Doc:
    """What a field means, in the author's words; used as `Annotated[str, Doc("...")]`.

    The JSON Schema for `course.yaml` and front matter, and the page of fields in the docs, are
    made from it.
    """

    text: str
    example: str | None = None
    at_most: int | None = None
    """For text the most characters, for a number the highest value."""
    at_least: int | None = None
    pattern: str | None = None
    """A regular expression that the whole text must match."""
    placeholders: bool = False
    """Whether it is filled for each learner: `{{ learner.first_name | "there" }}`."""
    one_line: bool = False
    """Whether the text ends up in a header or a heading, so that it cannot go on a second line."""
