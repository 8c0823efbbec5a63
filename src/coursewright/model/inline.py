"""Text within a line: the leaves of a course. Each piece carries its span."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from coursewright.source import Span

__all__ = [
    "Break",
    "Citation",
    "CodeSpan",
    "Emphasis",
    "FactRef",
    "FootnoteRef",
    "Formula",
    "Image",
    "ImageWidth",
    "Inline",
    "Link",
    "PlaceholderRef",
    "Strong",
    "Styled",
    "TermRef",
    "Text",
    "TextStyle",
]

TextStyle = Literal["struck", "subscript", "superscript", "key"]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, unescaped."""

    text: str
    span: Span
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Characters shown as they are: `like this`."""

    text: str
    span: Span
    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line: hard (`<br>`), or soft, which reads as a space."""

    hard: bool
    span: Span
    kind: ClassVar[str] = "break"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words: `*so*`."""

    children: "tuple[Inline, ...]"
    span: Span
    kind: ClassVar[str] = "emphasis"


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words: `**so**`."""

    children: "tuple[Inline, ...]"
    span: Span
    kind: ClassVar[str] = "strong"


@dataclass(frozen=True, slots=True)
class Styled:
    """Words that are struck out, lowered, raised, or the name of a key: `~~so~~`, `H~2~O`."""

    style: TextStyle
    children: "tuple[Inline, ...]"
    span: Span
    kind: ClassVar[str] = "styled"


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics within a line: `$E = mc^2$`."""

    latex: str
    """As the author wrote it."""
    mathml: str
    """A `<math>` element with nothing in it but mathematics; the reader makes it."""
    text: str
    """In characters alone, for emails, reports and search: `E = mc²`."""
    display: bool
    """Whether its sums and fractions have the size of a formula on its own line."""
    span: Span
    kind: ClassVar[str] = "formula"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: http(s), mailto, `lesson:ID`, or relative. The reader lets in no other."""

    href: str
    children: "tuple[Inline, ...]"
    span: Span
    kind: ClassVar[str] = "link"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture from the course folder, within a line or (see `Figure`) on its own."""

    src: str
    """Relative to the course folder, not to the file that shows it."""
    alt: str
    """The text that stands for it; empty only when `decorative`."""
    decorative: bool
    span: Span
    width: "ImageWidth | None" = None
    """How wide the author wants it; None: its own width, and never wider than the column."""
    kind: ClassVar[str] = "image"


@dataclass(frozen=True, slots=True)
class ImageWidth:
    """A width: a share of the column, or pixels of CSS."""

    value: int
    unit: Literal["%", "px"]


@dataclass(frozen=True, slots=True)
class PlaceholderRef:
    """A slot that is filled for each learner: `{{ learner.first_name | "there" }}`. Never code."""

    name: str
    """One of `PLACEHOLDERS`."""
    fallback: str | None
    span: Span
    kind: ClassVar[str] = "placeholder"


@dataclass(frozen=True, slots=True)
class Citation:
    """References that stand behind a sentence: `[@hill2007]`, `[@a; @b]`."""

    keys: tuple[str, ...]
    span: Span
    kind: ClassVar[str] = "citation"


@dataclass(frozen=True, slots=True)
class FootnoteRef:
    """The place of a footnote, with its words: `[^1]`, or `^[words]`."""

    key: str
    """The author's label, or one made from the words."""
    children: "tuple[Inline, ...]"
    span: Span
    kind: ClassVar[str] = "footnote"


@dataclass(frozen=True, slots=True)
class FactRef:
    """The place where a fact card's wording stands: `{{fact F60}}`."""

    key: str
    span: Span
    kind: ClassVar[str] = "fact"


@dataclass(frozen=True, slots=True)
class TermRef:
    """A word of the glossary: `[[ally]]`, or with other words shown, `[[ally|an ally]]`."""

    term: str
    label: str
    span: Span
    kind: ClassVar[str] = "term"


Inline = (
    Text
    | CodeSpan
    | Break
    | Emphasis
    | Strong
    | Styled
    | Formula
    | Link
    | Image
    | PlaceholderRef
    | Citation
    | FootnoteRef
    | FactRef
    | TermRef
)
