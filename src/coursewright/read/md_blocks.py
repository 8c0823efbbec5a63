"""Block tokens to the model: paragraphs, headings, lists, quotes, tables, figures, code."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from coursewright import model as m
from coursewright.model.prose import Align
from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import code_blocks, framed_blocks
from .code_blocks import equation, read_code
from .foreign_syntax import check_box, check_rule
from .framed_blocks import TONES, admonition_title, is_title
from .keys import strip_start, take_marks
from .md_inlines import Inlines
from .md_places import FileLines
from .reading import Reading

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
UNDERLINED = Code(
    "heading-underlined",
    Severity.WARNING,
    "A line of dashes right below a sentence makes it a heading.",
    "Learners see a sentence in the size of a heading, and no line across the page.",
)
TABLE_CELLS = Code(
    "table-cells-lost",
    Severity.ERROR,
    "A row of a table has more cells than its head.",
    "The cells beyond the last column would be dropped silently.",
)
CODES = (
    LEVEL_1,
    MISPLACED,
    HEADING_MARK,
    UNDERLINED,
    TABLE_CELLS,
    *code_blocks.CODES,
    *framed_blocks.CODES,
)

# What stands above a line of dashes and is no heading: a sentence, several lines, a field of YAML.
_NO_HEADING = re.compile(r"\n|[.!;,\u2026\u3002][\"')*_\u201d\u2019]*$|^[\w-]+:[ \t]|^[-*]{2}")
_BOX = re.compile(r"\[([ xX])\][ \t]+")
_ALIGN: dict[str, Align] = {"text-align:center": "center", "text-align:right": "end"}


class Prose:
    """Makes blocks from a file's tokens; remembers which heading ids are taken."""

    def __init__(self, reading: Reading, lines: FileLines, inlines: Inlines) -> None:
        self.reading = reading
        self.lines = lines
        self.inlines = inlines
        self.slugs: dict[str, int] = {}
        self.boxed = False

    def blocks(self, tokens: Sequence[Token], *, boxes: bool = False) -> "tuple[m.Block, ...]":
        """Return the blocks that a run of tokens at one level stands for.

        Args:
            tokens: what the parser found.
            boxes: whether the `[ ]` of lists at this level stay text, for a question to read.
        """
        out: list[m.Block] = []
        at = 0
        while at < len(tokens):
            end = _close_of(tokens, at)
            block = self._block(tokens[at], tokens[at + 1 : end], boxes=boxes)
            if block is not None:
                out.append(block)
            at = end + 1
        return tuple(out)

    def _block(  # noqa: C901 -- one table
        self, token: Token, inner: Sequence[Token], *, boxes: bool
    ) -> "m.Block | None":
        match token.type:
            case "paragraph_open":
                if not (boxes or self.boxed):
                    listed = token.level > 0
                    check_box(self.reading, inner[0].content, self._span(token), listed=listed)
                return self._paragraph(inner[0])
            case "heading_open":
                return self._heading(token, inner[0])
            case "bullet_list_open":
                items = self._items(inner, boxes=boxes)
                return m.BulletList(items, _tight(inner), self._span(token))
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                items = self._items(inner, boxes=boxes)
                return m.OrderedList(items, _tight(inner), start, self._span(token))
            case "blockquote_open":
                return m.Quote(self.blocks(inner), self._span(token))
            case "fence" | "code_block":
                return read_code(self.reading, token, self._span(token))
            case "math_block":
                return equation(self.reading, token.content, self._span(token))
            case "dl_open":
                return self._definitions(token, inner)
            case "alert_open" | "admonition_open" | "details_open":
                return self._framed(token, inner)
            case "hr":
                span = self._span(token)
                check_rule(self.reading, self.reading.source.line(span.line), span)
                return m.Rule(span)
            case "table_open":
                return self._table(token, inner)
            case "directive":
                self._misplaced(token)
                return None
            case _:  # open: comments, and tokens of the library that are no blocks of a course
                return None

    def _misplaced(self, token: Token) -> None:
        span = self._span(token)
        if span.line not in self.reading.explained:  # the block that it was to close names it
            message = "A block is not allowed in a list, a quotation or an indented block."
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
        elif setext and _NO_HEADING.search(inline.content):
            message = "The dashes below this text make it a heading."
            hint = "For a line across the page, put an empty line above the dashes."
            self.reading.report(UNDERLINED, self._span(token), message, hint)
        slug = marks.key or self._slug(m.plain(children))
        self.slugs.setdefault(slug, 1)
        return m.Heading(max(level, 2), children, slug, self._span(token), marks.digest)

    def _slug(self, words: str) -> str:
        base = slug = _slug(words) or "section"
        while slug in self.slugs:
            self.slugs[base] += 1
            slug = f"{base}-{self.slugs[base]}"
        return slug

    def _items(self, tokens: Sequence[Token], *, boxes: bool) -> tuple[m.ListItem, ...]:
        items = []
        at = 0
        while at < len(tokens):
            end = _close_of(tokens, at)
            span = self._span(tokens[at])
            self.boxed = boxes
            item = m.ListItem(self.blocks(tokens[at + 1 : end]), span)
            self.boxed = False
            items.append(item if boxes else _task(item))
            at = end + 1
        return tuple(items)

    def _definitions(self, token: Token, tokens: Sequence[Token]) -> m.DefinitionList:
        items: list[m.Definition] = []
        term: tuple[m.Inline, ...] = ()
        blocks: list[m.Block] = []
        at = 0
        while at < len(tokens):
            end = _close_of(tokens, at)
            if tokens[at].type == "dt_open":
                items += _defined(term, blocks)
                term, blocks = self._line(tokens[at + 1]), []
            else:
                blocks.extend(self.blocks(tokens[at + 1 : end]))
            at = end + 1
        items += _defined(term, blocks)
        return m.DefinitionList(tuple(items), self._span(token))

    def _framed(self, token: Token, inner: Sequence[Token]) -> "m.Block | None":
        """Return a callout or a panel that another dialect writes as HTML or with `!!!`."""
        span = self._span(token)
        first = (token.map or [0])[0]
        marker = self.reading.line_span(first + 1, first + 1)
        body = self.blocks(inner[3:] if is_title(inner) else inner)
        if not body:
            framed_blocks.report_empty(self.reading, marker)
            return None
        if token.type == "alert_open":
            return m.Callout(TONES[token.info.lower()], (), body, span)
        if token.type == "details_open":
            title = self._summary(token, marker)
            panel = m.Panel(title, body, span, folded=bool(token.meta["folded"]))
            return m.Panels("accordion", (panel,), span) if title else None
        words = admonition_title(token)
        at = self.reading.source.text.find(words, self.lines.starts[first]) if words else 0
        title = self.inlines.words(words, self.lines.piece(at))
        if token.markup.startswith("?"):
            label = title or (m.Text(token.meta["tag"].capitalize(), marker),)
            panel = m.Panel(label, body, span, folded=token.markup != "???+")
            return m.Panels("accordion", (panel,), span)
        return m.Callout(TONES.get(token.meta["tag"], "note"), title, body, span)

    def _summary(self, token: Token, marker: Span) -> tuple[m.Inline, ...]:
        words = token.content.strip()
        if not words:
            framed_blocks.report_untitled(self.reading, marker)
            return ()
        start = token.meta["start"] + token.content.find(words)
        return self.inlines.words(words, self.lines.piece(start))

    def _table(self, token: Token, tokens: Sequence[Token]) -> m.Table:
        rows: list[tuple[tuple[m.Inline, ...], ...]] = []
        aligns: list[Align] = []
        at = 0
        while at < len(tokens):
            if tokens[at].type == "tr_open":
                end = _close_of(tokens, at)
                cells = tokens[at + 1 : end]
                line = (tokens[at].map or [0])[0]
                rows.append(self._row(line, cells))
                self._lost_cells(line, len(rows[0]))
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

    def _lost_cells(self, line: int, wanted: int) -> None:
        given = self.lines.cell_count(line)
        if given > wanted:
            message = f"This row has {given} cells; the head of the table has {wanted}."
            hint = "Add a column to the head, or write `\\|` for a bar inside a cell."
            self.reading.report(
                TABLE_CELLS, self.reading.line_span(line + 1, line + 1), message, hint
            )

    def _row(self, line: int, tokens: Sequence[Token]) -> tuple[tuple[m.Inline, ...], ...]:
        places = self.lines.cells(line)
        cells: list[tuple[m.Inline, ...]] = []
        for token in tokens:
            if token.type == "inline":
                place = places[min(len(cells), len(places) - 1)]
                cells.append(self.inlines.build(token.content, token.children or (), place))
        return tuple(cells)


def _defined(term: tuple[m.Inline, ...], blocks: "list[m.Block]") -> list[m.Definition]:
    return [m.Definition(term, tuple(blocks), _around(term))] if term else []


def _task(item: m.ListItem) -> m.ListItem:
    """Return an entry of a task list without its box; any other entry as it is."""
    first = item.children[0] if item.children else None
    if not isinstance(first, m.Paragraph) or not isinstance(first.children[0], m.Text):
        return item
    box = _BOX.match(first.children[0].text)
    if not box:
        return item
    line = replace(first, children=strip_start(first.children, box.end()))
    children = (line, *item.children[1:]) if line.children else item.children[1:]
    return replace(item, children=children, done=box[1] != " ")


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
