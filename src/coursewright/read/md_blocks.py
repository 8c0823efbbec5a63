"""Block tokens to the model's prose: paragraphs, headings, lists, quotes, tables, figures."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from coursewright import model as m
from coursewright.model.prose import Align
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .keys import take_marks
from .md_inlines import Inlines
from .md_places import FileLines
from .reading import Reading
from .text_direction import check_directions

__all__ = ["CODES", "Prose"]

LEVEL_1 = Code(
    "heading-level-1",
    Severity.ERROR,
    "The text has a level 1 heading.",
    "The title comes from the front matter; a second h1 confuses screen readers and email clients.",
    adjustable=True,
)
MISPLACED = Code(
    "directive-misplaced",
    Severity.ERROR,
    "A block is in a place where it is not allowed.",
    "It could not be shown there, or it would interrupt another question.",
)
HEADING_MARK = Code(
    "heading-mark-malformed",
    Severity.ERROR,
    "The braces at the end of a heading are neither an id nor the mark `digest`.",
    "Learners would read the braces, and the id or the mark would have no effect.",
)
CODES = (LEVEL_1, MISPLACED, HEADING_MARK)

_ALIGN: dict[str, Align] = {"text-align:center": "center", "text-align:right": "end"}


class Prose:
    """Makes blocks from a file's tokens; remembers which heading ids are taken."""

    def __init__(self, reading: Reading, lines: FileLines, inlines: Inlines) -> None:
        self.reading = reading
        self.lines = lines
        self.inlines = inlines
        self.slugs: dict[str, int] = {}

    def blocks(self, tokens: Sequence[Token]) -> "tuple[m.Block, ...]":
        """Return the blocks that a run of tokens at one level stands for."""
        out: list[m.Block] = []
        at = 0
        while at < len(tokens):
            end = _close_of(tokens, at)
            block = self._block(tokens[at], tokens[at + 1 : end])
            if block is not None:
                out.append(block)
            at = end + 1
        return tuple(out)

    def _block(self, token: Token, inner: Sequence[Token]) -> "m.Block | None":
        match token.type:
            case "paragraph_open":
                return self._paragraph(inner[0])
            case "heading_open":
                return self._heading(token, inner[0])
            case "bullet_list_open":
                return m.BulletList(self._items(inner), _tight(inner), self._span(token))
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                return m.OrderedList(self._items(inner), _tight(inner), start, self._span(token))
            case "blockquote_open":
                return m.Quote(self.blocks(inner), self._span(token))
            case "fence" | "code_block":
                lines = token.content.replace("\n", "\u2029")  # each a paragraph of its own
                check_directions(self.reading, lines, self._span(token))
                language = token.info.strip().split(" ")[0] if token.info else ""
                return m.CodeBlock(token.content, language, self._span(token))
            case "hr":
                return m.Rule(self._span(token))
            case "table_open":
                return self._table(token, inner)
            case "directive":
                self._misplaced(token)
                return None
            case _:  # open: tokens of the library that are no blocks of a course
                return None

    def _misplaced(self, token: Token) -> None:
        span = self._span(token)
        if span.line not in self.reading.explained:  # the block that it was to close names it
            message = "A block is not allowed in a list or a quotation."
            hint = "Start it at the left margin, after an empty line."
            self.reading.report(MISPLACED, span, message, hint)

    def _span(self, token: Token) -> Span:
        first, end = token.map or (0, 1)
        return self.reading.line_span(first + 1, max(end, first + 1))

    def _line(self, token: Token) -> tuple[m.Inline, ...]:
        places = self.lines.paragraph(token.content, (token.map or [0])[0])
        return self.inlines.build(token.content, token.children or (), places)

    def _paragraph(self, token: Token) -> "m.Block | None":
        children = self._line(token)
        if not children:
            return None
        span = _around(children)
        if len(children) == 1 and isinstance(children[0], m.Image):
            image = next(one for one in token.children or () if one.type == "image")
            title = str(image.attrs.get("title", ""))
            caption: tuple[m.Inline, ...] = (m.Text(title, span),) if title else ()
            return m.Figure(children[0], caption, (), span)
        return m.Paragraph(children, span)

    def _heading(self, token: Token, inline: Token) -> m.Block:
        level = int(token.tag[1:])
        first = (token.map or [0])[0]
        setext = not token.markup.startswith("#")
        places = (self.lines.paragraph if setext else self.lines.heading)(inline.content, first)
        line = self.inlines.build(inline.content, inline.children or (), places)
        children, marks = take_marks(line)
        if marks.malformed:
            message = f"`{marks.malformed}` is no mark that a heading can have."
            hint = "Write `{#an-id}`, `{digest}` or `{#an-id digest}`."
            self.reading.report(HEADING_MARK, self._span(token), message, hint)
        if level == 1:
            message = "Level 1 is the lesson's title, which comes from the front matter."
            self.reading.report(LEVEL_1, self._span(token), message, "Write `## ...`.")
        slug = marks.key or self._slug(m.plain(children))
        self.slugs.setdefault(slug, 1)
        return m.Heading(max(level, 2), children, slug, self._span(token), marks.digest)

    def _slug(self, words: str) -> str:
        base = slug = _slug(words) or "section"
        while slug in self.slugs:
            self.slugs[base] += 1
            slug = f"{base}-{self.slugs[base]}"
        return slug

    def _items(self, tokens: Sequence[Token]) -> tuple[m.ListItem, ...]:
        items = []
        at = 0
        while at < len(tokens):
            end = _close_of(tokens, at)
            span = self._span(tokens[at])
            items.append(m.ListItem(self.blocks(tokens[at + 1 : end]), span))
            at = end + 1
        return tuple(items)

    def _table(self, token: Token, tokens: Sequence[Token]) -> m.Table:
        rows: list[tuple[tuple[m.Inline, ...], ...]] = []
        aligns: list[Align] = []
        at = 0
        while at < len(tokens):
            if tokens[at].type == "tr_open":
                end = _close_of(tokens, at)
                cells = tokens[at + 1 : end]
                rows.append(self._row((tokens[at].map or [0])[0], cells))
                aligns = aligns or [
                    _ALIGN.get(str(cell.attrs.get("style", "")), "start")
                    for cell in cells
                    if cell.type == "th_open"
                ]
                at = end
            at += 1
        return m.Table(
            head=rows[0],
            rows=tuple(rows[1:]),
            aligns=tuple(aligns),
            row_headers=False,
            caption=(),
            id=None,
            span=self._span(token),
        )

    def _row(self, line: int, tokens: Sequence[Token]) -> tuple[tuple[m.Inline, ...], ...]:
        places = self.lines.cells(line)
        cells: list[tuple[m.Inline, ...]] = []
        for token in tokens:
            if token.type == "inline":
                place = places[min(len(cells), len(places) - 1)]
                cells.append(self.inlines.build(token.content, token.children or (), place))
        return tuple(cells)


def _close_of(tokens: Sequence[Token], at: int) -> int:
    """Return where the token at `at` is closed; itself when it holds nothing."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _tight(tokens: Sequence[Token]) -> bool:
    paragraph = next((one for one in tokens if one.type == "paragraph_open"), None)
    return paragraph is None or paragraph.hidden


def _around(line: Sequence[m.Inline]) -> Span:
    first, last = line[0].span, line[-1].span
    return replace(first, end_line=last.end_line, end_column=last.end_column)


def _slug(words: str) -> str:
    """Return words joined by `-`, in any script: letters, their marks, and digits stay."""
    folded = unicodedata.normalize("NFC", words.casefold())
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    return re.sub(r"\s+", "-", kept.strip())[:80].strip("-")
