"""FootnoteReader: their words are gathered first, and go with each place that refers to them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .md_places import FileLines, TextPlaces
from .reading import Reading

if TYPE_CHECKING:
    from .md_inlines import Inlines

__all__ = ["CODES", "FootnoteReader"]

MISSING = Code(
    "footnote-missing",
    Severity.ERROR,
    "The text refers to a footnote that does not exist.",
    "Learners would see the marker, and no note.",
)
UNUSED = Code(
    "footnote-unused",
    Severity.WARNING,
    "No place in the text refers to a footnote.",
    "Learners would never see it.",
)
CONTENT = Code(
    "footnote-content",
    Severity.ERROR,
    "A footnote contains more than text.",
    "Lists, code and other blocks in a footnote would be lost.",
)
CODES = (MISSING, UNUSED, CONTENT)

_Note = tuple[Token, Sequence[Token]]


class FootnoteReader:
    """The footnotes of one file."""

    def __init__(self, reading: Reading, lines: FileLines, env: dict[str, Any]) -> None:
        self.reading = reading
        self.lines = lines
        self.env = env
        self.notes: dict[str, _Note] = {}
        self.used: set[str] = set()
        self.words: dict[str, tuple[m.Inline, ...]] = {}
        self.open: list[str] = []
        """The notes whose words are being read: one could refer to itself."""

    def take(self, tokens: Sequence[Token]) -> list[Token]:
        """Return tokens without the definitions of footnotes, which are kept."""
        kept: list[Token] = []
        opening: Token | None = None
        inner: list[Token] = []
        for token in tokens:
            if token.type == "footnote_reference_open":
                opening, inner = token, []
            elif token.type == "footnote_reference_close" and opening is not None:
                self._define(opening, inner)
                opening = None
            else:
                (kept if opening is None else inner).append(token)
        return kept

    def _define(self, opening: Token, inner: Sequence[Token]) -> None:
        label = opening.meta["label"]
        if label in self.notes:
            message = f"The footnote `{label}` already exists above."
            self.reading.report(UNUSED, self._line(opening), message, "Give it another label.")
            return
        self.notes[label] = (opening, inner)

    def _line(self, token: Token) -> Span:
        first = (token.map or [0])[0] + 1
        return self.reading.line_span(first, first)

    def ref(
        self, token: Token, span: Span, inlines: "Inlines", places: TextPlaces
    ) -> m.Inline | None:
        """Return the place of a footnote with its words; None with a problem."""
        note = self.env["footnotes"]["list"][token.meta["id"]]
        if "content" in note:  # `^[words]`
            start = places.at(token.meta["start"] + 2)
            children = inlines.build(note["content"], note["tokens"], self.lines.piece(start))
            return m.FootnoteRef(m.stable_key(m.plain(children)), children, span)
        label = str(token.meta["label"])
        if label not in self.notes:
            hint = self.reading.near(label, self.notes) or f"Add a line `[^{label}]: ...`."
            self.reading.report(MISSING, span, f"There is no footnote `{label}`.", hint)
            return None
        self.used.add(label)
        if label in self.open:
            message = f"The footnote `{label}` refers to itself."
            self.reading.report(CONTENT, span, message, "Remove the reference.")
            return None
        if label not in self.words:
            self.open.append(label)
            self.words[label] = self._words(*self.notes[label], inlines)
            self.open.pop()
        children = self.words[label]
        return m.FootnoteRef(label, children, span) if children else None

    def _words(
        self, opening: Token, inner: Sequence[Token], inlines: "Inlines"
    ) -> tuple[m.Inline, ...]:
        out: list[m.Inline] = []
        for token in inner:
            if token.type == "inline":
                lines = self.lines.paragraph(token.content, (token.map or [0])[0])
                words = inlines.build(token.content, token.children or (), lines)
                if out and words:
                    out.append(m.Break(True, words[0].span))
                out.extend(words)
            elif token.type not in ("paragraph_open", "paragraph_close", "comment"):
                place = self._line(token if token.map else opening)
                message = "A footnote can contain only text."
                self.reading.report(CONTENT, place, message, "Move this into the lesson.")
                return tuple(out)
        if not out:
            message = "This footnote has no text."
            self.reading.report(CONTENT, self._line(opening), message, "Write it, or remove it.")
        return tuple(out)

    def finish(self) -> None:
        """Note footnotes that nothing refers to."""
        for label, (opening, _) in self.notes.items():
            if label not in self.used:
                message = f"Nothing refers to the footnote `{label}`."
                hint = f"Write `[^{label}]` where it belongs, or remove it."
                self.reading.report(UNUSED, self._line(opening), message, hint)
