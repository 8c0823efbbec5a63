"""A Markdown file to blocks: parse, grow the tree of directives, build what each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import attributes, directive_lines, directive_tree, directives, md_blocks, md_inlines
from . import md_footnotes as notes
from .directive_tree import Directive, Part, grow
from .directives import SPECS, Built, Filled, Spec
from .directives.spec import Place
from .foreign_syntax import name_foreign
from .keys import UNUSED_KEY
from .md_blocks import MISPLACED, Prose
from .md_inlines import Inlines
from .md_parser import markdown
from .md_places import FileLines
from .read_limits import BLOCKS, NESTING
from .reading import TOO_DEEP, Reading

__all__ = ["CODES", "Body", "read_body"]

TOO_MANY = Code(
    "too-many-blocks",
    Severity.ERROR,
    "A file has more blocks than the reader accepts.",
    "It is not a lesson, and every page built from it would be slow.",
)
PART_MISSING = Code(
    "part-missing",
    Severity.ERROR,
    "A block lacks a required part.",
    "Learners would see only half of it.",
)
PART_TWICE = Code(
    "part-twice",
    Severity.ERROR,
    "A part occurs twice in a block.",
    "Only one of the two would be shown.",
)
LABEL = Code(
    "label-unexpected",
    Severity.ERROR,
    "A block has a label but no place to show it.",
    "The label would be lost.",
)
CODES = (
    TOO_MANY,
    PART_MISSING,
    PART_TWICE,
    LABEL,
    *directive_lines.CODES,
    *directive_tree.CODES,
    *attributes.CODES,
    *directives.CODES,
    *md_blocks.CODES,
    *md_inlines.CODES,
    *notes.CODES,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a Markdown file holds below its front matter."""

    blocks: tuple[Built, ...]
    files: tuple[tuple[str, Span], ...]
    """The files it shows or links, relative to the course, each with the place that names it."""


def read_body(reading: Reading, body_line: int, place: Place) -> Body:
    """Return the blocks of a file from the line `body_line` (counted from 1)."""
    builder = _Builder(reading, place)
    return builder.read(body_line)


class _Builder:
    def __init__(self, reading: Reading, place: Place) -> None:
        self.reading = reading
        self.place = place
        self.files: list[tuple[str, Span]] = []
        self.env: dict[str, Any] = {}
        lines = FileLines(reading.source.text)
        self.lines = lines
        self.footnotes = notes.FootnoteReader(reading, lines, self.env)
        self.inlines = Inlines(reading, self.files, self.footnotes)
        self.prose = Prose(reading, lines, self.inlines)

    def read(self, body_line: int) -> Body:
        # Front matter becomes empty lines, so that lines and offsets are those of the file.
        start = self.lines.starts[body_line - 1] if body_line <= len(self.lines.starts) else None
        text = "" if start is None else "\n" * (body_line - 1) + self.reading.source.text[start:]
        tokens = markdown().parse(text, self.env)
        if len(tokens) > BLOCKS * 3:
            message = f"This file has more than {BLOCKS:,} blocks; they are not read."
            self.reading.report(TOO_MANY, Span.whole(self.reading.path), message, "Split the file.")
            return Body((), ())
        if start is not None:
            self._shift(tokens, start - (body_line - 1))
        if "too_deep" in self.env:
            line = self.env["too_deep"] + 1
            message = f"Content nested more than {NESTING} levels deep is not read."
            self.reading.report(
                TOO_DEEP,
                self.reading.line_span(line, line),
                message,
                "Put the parts next to each other instead.",
            )
        items = grow(self.reading, self.footnotes.take(tokens))
        blocks = self._items(items, None)
        self.footnotes.finish()
        if self.place != "recall":
            self._unused_keys(blocks)
        return Body(blocks, tuple(self.files))

    def _unused_keys(self, blocks: "Sequence[m.Block]") -> None:
        """Note `{#key}` that names nothing: those of headings and options have been taken."""
        for piece in m.inlines(blocks):
            if isinstance(piece, m.Text) and (found := UNUSED_KEY.search(piece.text)):
                hint = "Only headings, options and items of a checklist have ids."
                name_foreign(
                    self.reading, piece.span, "Pandoc or kramdown attributes", found[0], hint
                )

    def _shift(self, tokens: Sequence[Token], by: int) -> None:
        for token in tokens:
            if "start" in token.meta:
                token.meta["start"] += by

    def _items(
        self, items: "Sequence[Sequence[Token] | Directive]", holder: Spec | None
    ) -> tuple[Any, ...]:
        out: list[Any] = []
        for item in items:
            if isinstance(item, Directive):
                out.extend(self._directive(item, holder))
            else:
                boxes = holder is not None and holder.boxes
                out.extend(self.prose.blocks(item, boxes=boxes))
        return tuple(out)

    def _directive(self, one: Directive, holder: Spec | None) -> tuple[Any, ...]:
        spec = SPECS.get(one.marker.name)
        if spec is None:  # reported already; its contents are read for their own problems
            return tuple(block for part in one.parts for block in self._items(part.items, holder))
        fits = self._fits(one, spec, holder)
        if one.unclosed:  # what follows stands within it, and is not to blame
            spec = replace(spec, holds="anything")
        values, whole = attributes.fill(self.reading, spec, one.marker, self.files)
        filled = Filled(
            reading=self.reading,
            name=spec.name,
            span=one.span,
            marker=one.marker.span,
            label=self._label(one, spec),
            attributes=values,
            body=self._items(one.parts[0].items, spec),
            parts=self._parts(one, spec),
        )
        known = len(self.reading.problems)
        good = self._full(one, spec, filled) and fits and whole
        block = spec.build(filled) if good else None
        if one.unclosed:  # what it seems to lack or to hold follows from that
            del self.reading.problems[known:]
        return () if block is None else (block,)

    def _fits(self, one: Directive, spec: Spec, holder: Spec | None) -> bool:
        where, hint = "", "Move it; docs/format.md shows where each block is allowed."
        if self.place not in spec.places:
            where = f"in a {self.place} file" if self.place != "recall" else "in recall.md"
        elif spec.within and (holder is None or holder.name not in spec.within):
            where, hint = "here", f"It is allowed only inside `{spec.within[0]}`."
        elif (
            holder
            and not spec.within
            and (holder.holds == "prose" or (holder.holds == "quiet" and spec.asks))
        ):
            where = f"within `{holder.name}`"
        elif spec.leaf and one.marker.kind == "open":
            self.reading.report(
                MISPLACED,
                one.marker.span,
                f"`{spec.name}` has no content.",
                f"Write `::{spec.name}` with two colons and no closing line.",
            )
            return False
        elif not spec.leaf and one.marker.kind == "leaf":
            message = f"`{spec.name}` has content."
            hint = f"Open it with `:::{spec.name}` and close it with `:::`."
            self.reading.report(MISPLACED, one.marker.span, message, hint)
            return False
        if where:
            message = f"`{spec.name}` is not allowed {where}."
            self.reading.report(MISPLACED, one.marker.span, message, hint)
        return not where

    def _label(self, one: Directive, spec: Spec) -> tuple[m.Inline, ...]:
        if one.marker.label is None:
            return ()
        start, end = one.marker.label
        if not spec.label:
            message = f"`{spec.name}` takes no label."
            hint = "Remove `[...]`, or move the text into the block."
            self.reading.report(LABEL, self.reading.span(start - 1, end + 1), message, hint)
            return ()
        text = self.reading.source.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        places = self.lines.piece(start + lead)
        return self.inlines.words(text, places)

    def _parts(self, one: Directive, spec: Spec) -> "dict[str, tuple[m.Block, ...]]":
        parts: dict[str, tuple[m.Block, ...]] = {}
        for part in one.parts[1:]:
            blocks = self._items(part.items, spec)
            if part.name in parts:
                message = f"`::{part.name}` already occurs above."
                self.reading.report(PART_TWICE, part.span, message, "Merge the two.")
            elif not blocks:
                self._empty(part)
            parts.setdefault(part.name, blocks)
        return parts

    def _empty(self, part: Part) -> None:
        message = f"There is nothing below `::{part.name}`."
        self.reading.report(PART_MISSING, part.span, message)

    def _full(self, one: Directive, spec: Spec, filled: Filled) -> bool:
        full = True
        for name in spec.needs:
            if name not in filled.parts:
                message = f"`{spec.name}` needs the part `::{name}`."
                self.reading.report(PART_MISSING, one.marker.span, message, spec.parts[name])
                full = False
        if not (filled.body or spec.leaf or spec.empty or one.marker.kind == "leaf"):
            filled.lacks(f"The block `{spec.name}` is empty.", "Add content, or remove the block.")
            full = False
        return full
