"""Blocks of CommonMark, with tables. Each carries its span."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from coursewright.source import Span

from .inline import Image, Inline

if TYPE_CHECKING:
    from .blocks import Block

__all__ = [
    "Align",
    "BulletList",
    "CodeBlock",
    "Definition",
    "DefinitionList",
    "Equation",
    "Figure",
    "Heading",
    "ListItem",
    "OrderedList",
    "Paragraph",
    "Quote",
    "Rule",
    "Table",
]

Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    children: tuple[Inline, ...]
    span: Span
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. In a lesson an idea opens with one of level 2; level 1 is the lesson's title."""

    level: int
    children: tuple[Inline, ...]
    id: str
    """For links to it: `{#so}` where the author gave one, else made from its words."""
    span: Span
    digest: bool = False
    """Whether the author marked its section for the short email: `## House rules {digest}`."""
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list."""

    children: "tuple[Block, ...]"
    span: Span
    done: bool | None = None
    """In a task list, whether it is ticked: `- [x] so`; None in any other list."""


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without an order."""

    items: tuple[ListItem, ...]
    tight: bool
    span: Span
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list; it counts from `start`."""

    items: tuple[ListItem, ...]
    tight: bool
    start: int
    span: Span
    kind: ClassVar[str] = "numbers"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    children: "tuple[Block, ...]"
    span: Span
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of a definition list, and what is said about it."""

    term: tuple[Inline, ...]
    children: "tuple[Block, ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms, each with what it means."""

    items: tuple[Definition, ...]
    span: Span
    kind: ClassVar[str] = "definitions"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines shown as they are, colored by their language."""

    text: str
    language: str
    span: Span
    title: str = ""
    """What stands above it, such as the name of a file."""
    first_line: int | None = None
    """The number of its first line; None: lines are not numbered."""
    marked: tuple[int, ...] = ()
    """The lines that are emphasized, counted from 1 whatever `first_line` is."""
    kind: ClassVar[str] = "code-block"


@dataclass(frozen=True, slots=True)
class Equation:
    """Mathematics on its own line. Its fields are those of `Formula`."""

    latex: str
    mathml: str
    text: str
    span: Span
    kind: ClassVar[str] = "equation"


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between thoughts: `---`."""

    span: Span
    kind: ClassVar[str] = "rule"


@dataclass(frozen=True, slots=True)
class Table:
    """A data table. Its first row heads columns; with `row_headers` its first column heads rows."""

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    """Each row has as many cells as `head`. In a job aid an empty cell is a field to fill in."""
    aligns: tuple[Align, ...]
    row_headers: bool
    caption: tuple[Inline, ...]
    id: str | None
    """The author's, needed where a learner's entries are kept."""
    span: Span
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on its own, with what is said under it and, for a complex one, at length."""

    image: Image
    caption: tuple[Inline, ...]
    description: "tuple[Block, ...]"
    """The long description; empty where the alternative text says it all."""
    span: Span
    kind: ClassVar[str] = "figure"
