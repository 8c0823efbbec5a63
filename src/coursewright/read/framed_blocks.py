"""What becomes a callout or a panel: `> [!NOTE]`, `!!! note`, `??? note`, `<details>`."""

from collections.abc import Sequence

from markdown_it.token import Token

from coursewright.model.blocks import CalloutTone
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading

__all__ = ["CODES", "TONES", "admonition_title", "is_title", "report_empty", "report_untitled"]

EMPTY = Code(
    "frame-empty",
    Severity.ERROR,
    "A note or a folded part has no text.",
    "Learners would see an empty frame, or the text would be outside it.",
)
UNTITLED = Code(
    "details-without-summary",
    Severity.ERROR,
    "A folded part has no `<summary>`.",
    "Learners could not see what they would open.",
)
CODES = (EMPTY, UNTITLED)

# Names that GitHub, MkDocs, Docusaurus and their kind give to notes.
TONES: dict[str, CalloutTone] = {
    "abstract": "note",
    "attention": "caution",
    "bug": "caution",
    "caution": "caution",
    "danger": "caution",
    "error": "caution",
    "example": "note",
    "failure": "caution",
    "hint": "tip",
    "important": "important",
    "info": "note",
    "note": "note",
    "question": "note",
    "quote": "note",
    "success": "tip",
    "summary": "note",
    "tip": "tip",
    "warning": "caution",
}


def is_title(tokens: Sequence[Token]) -> bool:
    """Tell whether a run opens with the title that the parser made of the kind of note."""
    return bool(tokens) and tokens[0].type in ("alert_title_open", "admonition_title_open")


def admonition_title(token: Token) -> str:
    """Return the author's title; one that the parser made of the name is none."""
    name = str(token.meta["tag"])
    title = token.content.strip()
    if title == name.title():
        return "" if name in TONES else name.capitalize()
    return title


def report_empty(reading: Reading, span: Span) -> None:
    """Note a frame without content."""
    hint = "Indent its text by four spaces, or write `:::callout` above and `:::` below it."
    reading.report(EMPTY, span, "There is no text in this frame.", hint)


def report_untitled(reading: Reading, span: Span) -> None:
    """Note a folded part without a title."""
    hint = "Write `<details><summary>Title</summary>`."
    reading.report(UNTITLED, span, "This folded part has no title.", hint)
