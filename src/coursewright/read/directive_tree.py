"""Lines that open and close directives, to a tree: who holds what, and what was left open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .directive_lines import MALFORMED, Marker, read_marker
from .directive_slips import closes_by_word, near_closing, near_opening, unknown_block_hint
from .directives import SPECS
from .reading import TOO_DEEP, Reading

__all__ = ["CODES", "Directive", "Part", "grow"]

UNKNOWN = Code(
    "directive-unknown",
    Severity.ERROR,
    "A block has an unknown name.",
    "It cannot be shown. Most often it is a typo.",
)
UNCLOSED = Code(
    "directive-unclosed",
    Severity.ERROR,
    "A block is not closed.",
    "Everything below it would become part of it.",
)
STRAY = Code(
    "directive-stray-close",
    Severity.ERROR,
    "A closing line has no block to close.",
    "Most often, the block above was closed too early, so its end is outside.",
)
COLONS = Code(
    "directive-colons",
    Severity.NOTE,
    "A block has as many colons as the block around it.",
    "A closing line ends the inner block, which people who read the file may not see.",
)
CODES = (UNKNOWN, UNCLOSED, STRAY, COLONS)

DEPTH = 8


@dataclass(slots=True)
class Part:
    """A stretch of a directive: the first has no name, the others begin at `::name`."""

    name: str
    span: Span
    items: "list[Sequence[Token] | Directive]" = field(default_factory=list)


@dataclass(slots=True)
class Directive:
    """A directive with what stands in it."""

    marker: Marker
    parts: list[Part]
    span: Span
    last: int = 0
    """The last line of prose within."""
    clash: Span | None = None
    """The first directive within that has as many colons."""
    unclosed: bool = False
    """It never ends, so that what follows it stands within."""


def grow(reading: Reading, tokens: Sequence[Token]) -> "list[Sequence[Token] | Directive]":
    """Return what stands at the top level of a file: runs of prose tokens, and directives."""
    return _Grower(reading).run(tokens)


class _Grower:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.top = Part("", Span.whole(reading.path))
        self.stack: list[Directive] = []
        self.short = 0
        """How many blocks were opened with two colons: their closing lines close nothing."""

    def run(self, tokens: Sequence[Token]) -> "list[Sequence[Token] | Directive]":
        begin = 0
        for at, token in enumerate(tokens):
            if token.type == "directive" and token.level == 0:
                self._prose(tokens[begin:at])
                begin = at + 1
                self._marker(token)
        self._prose(tokens[begin:])
        while self.stack:
            self._unclosed()
        return self.top.items

    def _wordy_close(self, marker: Marker) -> Marker | None:
        """Return a closing line for one that says more than its colons, such as `:::end`."""
        open_names = [one.marker.name for one in self.stack]
        if not open_names or marker.label or marker.given:
            return None
        again = marker.name == open_names[-1] and bool(SPECS.get(marker.name))
        required = SPECS[marker.name].attributes.values() if again else ()
        if not closes_by_word(marker.text, open_names[-1]) and not any(
            one.required for one in required
        ):
            return None
        colons = self.stack[-1].marker.colons
        hint = f"Write `{':' * colons}` alone."
        self.reading.report(MALFORMED, marker.span, "A closing line has nothing but colons.", hint)
        return Marker("close", colons, "", None, {}, marker.span)

    def _items(self) -> "list[Sequence[Token] | Directive]":
        return self.stack[-1].parts[-1].items if self.stack else self.top.items

    def _prose(self, tokens: Sequence[Token]) -> None:
        if tokens:
            self._items().append(tokens)
            if self.stack:
                self.stack[-1].last = max((one.map[1] for one in tokens if one.map), default=0)

    def _marker(self, token: Token) -> None:
        marker = read_marker(self.reading, token.meta["start"], token.content)
        if marker is None:
            return
        if marker.kind != "close" and (end := self._wordy_close(marker)):
            marker = end
        if marker.kind == "close":
            self._close(marker)
        elif marker.kind == "leaf":
            self._leaf(marker)
        else:
            self._open(marker)

    def _open(self, marker: Marker) -> None:
        self._known(marker)
        directive = Directive(marker, [Part("", marker.span)], marker.span)
        if len(self.stack) >= DEPTH:
            message = f"Blocks nested more than {DEPTH} deep are not read."
            self.reading.report(TOO_DEEP, marker.span, message)
        else:
            self._items().append(directive)
        if self.stack and self.stack[-1].marker.colons <= marker.colons:
            self.stack[-1].clash = self.stack[-1].clash or marker.span
        self.stack.append(directive)

    def _leaf(self, marker: Marker) -> None:
        holder = self.stack[-1] if self.stack else None
        spec = SPECS.get(holder.marker.name) if holder else None
        if holder and spec and marker.name in spec.parts:
            holder.parts.append(Part(marker.name, marker.span))
            return
        self._known(marker, tuple(spec.parts) if spec else ())
        known = SPECS.get(marker.name)
        self.short += known is not None and not known.leaf
        self._items().append(Directive(marker, [Part("", marker.span)], marker.span))

    def _known(self, marker: Marker, parts: tuple[str, ...] = ()) -> None:
        if marker.name and marker.name not in SPECS:
            message = f"There is no block `{marker.name}`."
            if any(marker.name in spec.parts for spec in SPECS.values()):
                message = f"`::{marker.name}` is not a part of this block."
            hint = unknown_block_hint(marker.name) or self.reading.near(
                marker.name, (*parts, *SPECS)
            )
            hint = hint or "docs/format.md lists them."
            self.reading.report(UNKNOWN, marker.span, message, hint)

    def _close(self, marker: Marker) -> None:
        at = self._closed_by(marker)
        if at is None:
            if (
                not self.stack and self.short
            ):  # what it was meant to close is reported where it is opened
                self.short -= 1
                return
            source = self.reading.source
            opening = None if self.stack else near_opening(source, marker.span.line)
            if opening is not None:
                if not opening.reported:
                    place = self.reading.line_span(opening.line, opening.line)
                    self.reading.report(MALFORMED, place, opening.message, opening.hint)
                return
            self._stray(marker)
            if not self.stack:
                return
            at = len(self.stack) - 1
        while len(self.stack) > at + 1:
            self._unclosed()
        directive = self.stack.pop()
        end = marker.span
        directive.span = replace(
            directive.marker.span, end_line=end.end_line, end_column=end.end_column
        )
        if directive.clash:
            colons = ":" * (directive.marker.colons + 1)
            message = f"This block is inside `{directive.marker.name}` and has as many colons."
            hint = f"Open and close `{directive.marker.name}` with `{colons}`."
            self.reading.report(COLONS, directive.clash, message, hint)

    def _closed_by(self, marker: Marker) -> int | None:
        """Return which open block a line ends: one with as many colons, or else with fewer."""
        inward = range(len(self.stack) - 1, -1, -1)
        colons = [one.marker.colons for one in self.stack]
        exact = (at for at in inward if colons[at] == marker.colons)
        longer = (at for at in inward if colons[at] < marker.colons)
        return next(exact, next(longer, None))

    def _stray(self, marker: Marker) -> None:
        message = "There is no open block to close."
        hint = "Remove it, or open a block above."
        if self.stack and self.stack[-1].marker.name:
            one = self.stack[-1].marker
            message = f"This line has {marker.colons} colons; `{one.name}` was opened with "
            message += f"{one.colons}."
            hint = f"Write `{':' * one.colons}` to close `{one.name}`."
        self.reading.report(STRAY, marker.span, message, hint)

    def _unclosed(self) -> None:
        """End the innermost directive with the last line that it holds, and note it."""
        directive = self.stack.pop()
        directive.unclosed = True
        marker = directive.marker
        start = marker.span
        end = self.reading.line_span(start.line, max(start.line, directive.last))
        directive.span = replace(start, end_line=end.end_line, end_column=end.end_column)
        if self.stack:
            self.stack[-1].last = max(self.stack[-1].last, end.end_line)
        if not marker.name:  # its opening line has been reported
            return
        message = f"The block `{marker.name}` is not closed."
        hint = f"Close it with a line `{':' * marker.colons}`."
        if meant := near_closing(self.reading.source, start.line, marker.colons):
            hint = f"Line {meant.line} is `{meant.text}`: {meant.hint}"
            self.reading.explained.add(meant.line)
        if marker.name in SPECS and SPECS[marker.name].leaf:
            hint = f"It has no content: write `::{marker.name}`."
        self.reading.report(UNCLOSED, marker.span, message, hint)
