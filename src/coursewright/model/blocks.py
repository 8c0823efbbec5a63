"""What a lesson is made of beside prose: the directives of the course format (docs/format.md).

`tracks` on a block says for whom it is; empty means everybody.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from coursewright.source import Span

from .inline import Inline
from .prose import (
    BulletList,
    CodeBlock,
    DefinitionList,
    Equation,
    Figure,
    Heading,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from .quiz import Choice, Gaps, Match, Matrix, Number, OpenText, Order

__all__ = [
    "Action",
    "Assessment",
    "Audio",
    "Block",
    "Branch",
    "BranchChoice",
    "BranchNode",
    "Callout",
    "CalloutTone",
    "CheckItem",
    "Checklist",
    "CoachCard",
    "Download",
    "Embed",
    "EmbedProvider",
    "EmbedRatio",
    "Example",
    "Field",
    "For",
    "Likert",
    "More",
    "Panel",
    "PanelShape",
    "Panels",
    "Readiness",
    "Recall",
    "Reflect",
    "Scenario",
    "Video",
]

CalloutTone = Literal["note", "tip", "important", "caution", "evidence"]
PanelShape = Literal["tabs", "accordion"]
EmbedProvider = Literal["youtube", "vimeo", "page"]
EmbedRatio = Literal["16:9", "4:3", "1:1", "9:16"]


@dataclass(frozen=True, slots=True)
class Recall:
    """The place for the recall questions that the lesson's front matter lists for each track."""

    span: Span
    kind: ClassVar[str] = "recall"


@dataclass(frozen=True, slots=True)
class Scenario:
    """The situation that opens a lesson."""

    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "scenario"


@dataclass(frozen=True, slots=True)
class For:
    """Blocks for some tracks only."""

    tracks: tuple[str, ...]
    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "for"


@dataclass(frozen=True, slots=True)
class More:
    """Depth for the lesson page; the short mail leaves it out."""

    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "more"


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several views of a thing, or a part that a reader opens."""

    title: tuple[Inline, ...]
    children: "tuple[Block, ...]"
    span: Span
    folded: bool = True
    """Whether it is closed until a reader opens it."""


@dataclass(frozen=True, slots=True)
class Panels:
    """Panels that a reader opens: of tabs, one at a time; of an accordion, as many as wanted."""

    shape: PanelShape
    panels: tuple[Panel, ...]
    span: Span
    kind: ClassVar[str] = "panels"


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a weaker and a stronger version, and why."""

    title: tuple[Inline, ...]
    weak: "tuple[Block, ...]"
    strong: "tuple[Block, ...]"
    why: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "example"


@dataclass(frozen=True, slots=True)
class BranchChoice:
    """A way on from a node."""

    key: str
    """Unique in its node and stable: `{#so}` from the author, else `stable_key` of the text."""
    to: str
    """The id of the node it leads to."""
    text: tuple[Inline, ...]
    feedback: "tuple[Block, ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class BranchNode:
    """A moment in a branching scenario; without choices it is an end."""

    id: str
    children: "tuple[Block, ...]"
    choices: tuple[BranchChoice, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """A scenario that goes on by what the learner chooses; it starts at the first node."""

    id: str
    title: tuple[Inline, ...]
    objective: str | None
    nodes: tuple[BranchNode, ...]
    span: Span
    kind: ClassVar[str] = "branch"


@dataclass(frozen=True, slots=True)
class Likert:
    """A self-assessment, by the id of a survey of the course. Only "done" is recorded."""

    id: str
    survey: str
    span: Span
    kind: ClassVar[str] = "likert"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The readiness check, by its id. Only the route that the learner chose is recorded."""

    check: str
    span: Span
    kind: ClassVar[str] = "readiness"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A scored assessment that draws one item from each cell of a pool."""

    id: str
    pool: str
    span: Span
    kind: ClassVar[str] = "assessment"


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to try at work: "When ..., I will ..."."""

    tracks: tuple[str, ...]
    children: "tuple[Block, ...]"
    span: Span
    section: str | None = None
    """The id of the heading whose section teaches what the action needs."""
    kind: ClassVar[str] = "action"


@dataclass(frozen=True, slots=True)
class Reflect:
    """A private question. The answer stays on the learner's device."""

    id: str
    """The author's, or `stable_key` of the words."""
    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "reflect"


@dataclass(frozen=True, slots=True)
class CoachCard:
    """Two lines for the person who leads the learner."""

    tracks: tuple[str, ...]
    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "coach-card"


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark beside the text, with a label in words."""

    tone: CalloutTone
    title: tuple[Inline, ...]
    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "callout"


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a job aid, by its id."""

    ref: str
    span: Span
    kind: ClassVar[str] = "download"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line to tick."""

    key: str
    text: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines to tick; the ticks are kept."""

    id: str
    title: tuple[Inline, ...]
    items: tuple[CheckItem, ...]
    span: Span
    kind: ClassVar[str] = "checklist"


@dataclass(frozen=True, slots=True)
class Field:
    """A line, or some, to write on, in a job aid."""

    id: str
    label: tuple[Inline, ...]
    lines: int
    span: Span
    kind: ClassVar[str] = "field"


@dataclass(frozen=True, slots=True)
class Video:
    """A film with captions and transcript. Paths are relative to the course folder."""

    src: str
    title: tuple[Inline, ...]
    poster: str | None
    captions: str | None
    transcript: str | None
    seconds: int | None
    summary: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "video"


@dataclass(frozen=True, slots=True)
class Audio:
    """A sound recording with its transcript. Paths are relative to the course folder."""

    src: str
    title: tuple[Inline, ...]
    transcript: str | None
    seconds: int | None
    summary: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "audio"


@dataclass(frozen=True, slots=True)
class Embed:
    """A page of another host, which is loaded only after the learner agrees."""

    href: str
    """Where a link leads: the page itself."""
    frame: str
    """What is loaded in place after the learner agrees."""
    provider: EmbedProvider
    title: tuple[Inline, ...]
    ratio: EmbedRatio
    transcript: str | None
    seconds: int | None
    summary: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "embed"


Block = (
    Paragraph
    | Heading
    | BulletList
    | OrderedList
    | Quote
    | DefinitionList
    | CodeBlock
    | Equation
    | Rule
    | Table
    | Figure
    | Recall
    | Scenario
    | For
    | More
    | Panels
    | Example
    | Choice
    | Order
    | Match
    | Matrix
    | Gaps
    | Number
    | OpenText
    | Branch
    | Likert
    | Readiness
    | Assessment
    | Action
    | Reflect
    | CoachCard
    | Callout
    | Download
    | Checklist
    | Field
    | Video
    | Audio
    | Embed
)
