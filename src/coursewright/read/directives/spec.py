"""What a directive may say and hold, and what its builder is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from coursewright import model as m
from coursewright.model import BranchNode, RecallItem
from coursewright.problems import Code, Severity
from coursewright.read.reading import Reading
from coursewright.source import Span

__all__ = [
    "CODES",
    "CONTENT_MISSING",
    "CONTENT_UNEXPECTED",
    "ID",
    "SECTION",
    "TRACKS",
    "Attribute",
    "Built",
    "Filled",
    "Spec",
]

CONTENT_MISSING = Code(
    "content-missing",
    Severity.ERROR,
    "A block is empty.",
    "Learners would see an empty frame.",
)
CONTENT_UNEXPECTED = Code(
    "content-unexpected",
    Severity.ERROR,
    "A block contains something that does not belong in it.",
    "It would be dropped silently.",
)
CODES = (CONTENT_MISSING, CONTENT_UNEXPECTED)

Built = m.Block | m.Panel | BranchNode | RecallItem
"""What a builder makes; panels, nodes and recall items are pieces of something larger."""
Place = Literal["lesson", "pool", "job-aid", "recall"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that a directive may have."""

    kind: Literal["text", "id", "words", "flag", "number", "choice", "path"]
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()
    at_most: int = 100_000
    at_least: int = 0


ID = Attribute("id", "Stable and unique in the course.", required=True)
TRACKS = Attribute("words", "The tracks that see it; if left out, all.")
SECTION = Attribute(
    "text", "The id of the heading in its lesson whose section gives the answer.", at_most=120
)


@dataclass(slots=True)
class Filled:
    """A directive whose pieces have been read."""

    reading: Reading
    name: str
    span: Span
    marker: Span
    """The line that opens it."""
    label: tuple[m.Inline, ...]
    attributes: dict[str, Any]
    """Checked values; a missing one is not there."""
    body: tuple[Any, ...]
    """The blocks before the first part: of `Built`."""
    parts: "dict[str, tuple[m.Block, ...]]"

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return an attribute's value."""
        return self.attributes.get(name, otherwise)

    def lacks(self, message: str, hint: str | None = None) -> None:
        """Note that something is missing, at the line that opens the directive."""
        self.reading.report(CONTENT_MISSING, self.marker, message, hint)

    def surplus(self, span: Span, message: str, hint: str | None = None) -> None:
        """Note that something has no place here."""
        self.reading.report(CONTENT_UNEXPECTED, span, message, hint)


@dataclass(frozen=True, slots=True)
class Spec:
    """A directive of the format."""

    name: str
    doc: str
    build: Callable[[Filled], Built | None]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    label: str = ""
    """What the label means; empty: it has none."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Its parts with what they are."""
    needs: tuple[str, ...] = ()
    """The parts it cannot do without."""
    leaf: bool = False
    """It has no content: `::name`."""
    holds: Literal["anything", "quiet", "prose"] = "quiet"
    """Within it: any block; none that asks something of the learner; no block at all."""
    asks: bool = False
    """It asks something of the learner."""
    within: tuple[str, ...] = ()
    """The directives it stands in; empty: any that holds it, or none."""
    places: tuple[Place, ...] = ("lesson", "job-aid")
    """The kinds of file it may stand in."""
    boxes: bool = False
    """It reads the `[ ]` of its list itself; in other lists they make a task list."""
    empty: bool = False
    """It may be without content, though it is no leaf."""
