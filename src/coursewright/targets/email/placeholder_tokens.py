"""Tokens for placeholders and optional parts while an email is compiled, split off afterwards.

A token is letters and digits only, so that no escaping, no XML parser and no CSS inliner changes
it. Nobody can write one by hand: it holds a hash of the whole text of the course, and no text holds
its own hash. Templates make optional parts with `optional` and `joined`; see `optional_parts`.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from coursewright.model import Course
from coursewright.sequence.placeholders import (
    Context,
    Group,
    Placeholder,
    Segment,
    Series,
    fallback_text,
)

__all__ = ["MARKERS", "PlaceholderTokens", "UnpairedMarkerError", "token_mark"]

_PLACE, _GROUP, _SERIES, _ITEMS, _END = "x", "g", "s", "i", "e"
MARKERS = re.compile(rf"cw[0-9a-f]{{24}}[{_GROUP}{_SERIES}{_ITEMS}{_END}]\d+z")
"""Tokens that open and close optional parts: they take no room in a text."""


class UnpairedMarkerError(ValueError):
    """An optional part that a template opens and does not close, or the other way round."""


def token_mark(course: Course) -> str:
    """Return what all tokens of a course begin with; no text of it holds this."""
    digest = hashlib.sha256()
    for path in sorted(course.sources):
        digest.update(f"{path}\0{course.sources[path].text}\0".encode("utf-8", "surrogatepass"))
    if not course.sources:
        digest.update(repr(course).encode("utf-8", "surrogatepass"))
    return f"cw{digest.hexdigest()[:24]}"


@dataclass(slots=True)
class PlaceholderTokens:
    """The placeholders and optional parts of one email, by their tokens."""

    mark: str
    _tokens: dict[Placeholder, str] = field(default_factory=dict)
    _needs: list[tuple[str, ...]] = field(default_factory=list)

    def token(self, name: str, context: Context, fallback: str = "") -> str:
        """Return the token that stands for a placeholder until the email is split."""
        placeholder = Placeholder(name, context, fallback)
        return self._tokens.setdefault(placeholder, self._token(_PLACE, len(self._tokens)))

    def group(self, needs: Iterable[str]) -> tuple[str, str]:
        """Return what opens and what closes a part that is left out without an answer."""
        self._needs.append(tuple(needs))
        return self._token(_GROUP, len(self._needs) - 1), self._token(_END, 0)

    def series(self, separator: str, items: Iterable[str]) -> str:
        """Return groups in a row, with what separates those that are kept."""
        parts = (self._token(_SERIES, 0), separator, self._token(_ITEMS, 0), *items)
        return "".join((*parts, self._token(_END, 0)))

    def split(self, text: str, *, html: bool) -> tuple[Segment, ...]:
        """Return `text` as segments; no token is left in a string.

        How a value is escaped depends on where its token ended up, not on where it was made:
        the words of a subject are in the title of the HTML part too.

        Raises:
            UnpairedMarkerError: an optional part is not closed, or was not opened.
        """
        by_token = {token: placeholder for placeholder, token in self._tokens.items()}
        parts = _Parts()
        at = 0
        for found in re.finditer(rf"{self.mark}([xgsie])(\d+)z", text):
            parts.add(text[at : found.start()])
            at = found.end()
            kind = found[1]
            if kind == "x":
                context = _context(by_token[found[0]], text, found.start(), html=html)
                parts.add(replace(by_token[found[0]], context=context))
            elif kind == "g":
                parts.open(_OpenGroup(self._needs[int(found[2])]))
            elif kind == "s":
                parts.open(_OpenSeries())
            elif kind == "i":
                parts.items()
            else:
                parts.close()
        parts.add(text[at:])
        return parts.whole()

    def shown(self, text: str) -> str:
        """Return `text` with the fallback of each placeholder in its place."""
        return fallback_text(self.split(text, html=False))

    def _token(self, kind: str, number: int) -> str:
        return f"{self.mark}{kind}{number}z"


def _context(placeholder: Placeholder, text: str, at: int, *, html: bool) -> Context:
    if not html:
        return "text"
    if placeholder.context == "url":
        return "url"
    return "attr" if text.rfind("<", 0, at) > text.rfind(">", 0, at) else "html"


@dataclass(slots=True)
class _OpenGroup:
    needs: tuple[str, ...] = ()
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class _OpenSeries:
    segments: list[Segment] = field(default_factory=list)
    separator: tuple[Segment, ...] | None = None


class _Parts:
    """The segments of a text while it is read, with the parts that are open."""

    def __init__(self) -> None:
        self._open: list[_OpenGroup | _OpenSeries] = [_OpenGroup()]

    def add(self, segment: Segment) -> None:
        if segment:
            self._open[-1].segments.append(segment)

    def open(self, part: _OpenGroup | _OpenSeries) -> None:
        self._open.append(part)

    def items(self) -> None:
        part = self._open[-1]
        if not isinstance(part, _OpenSeries) or part.separator is not None:
            raise UnpairedMarkerError("a separator is outside its links")
        part.separator = tuple(part.segments)
        part.segments.clear()

    def close(self) -> None:
        part = self._open.pop()
        if not self._open:
            raise UnpairedMarkerError("an optional part is closed but was not opened")
        if isinstance(part, _OpenGroup):
            self._close_group(part)
        else:
            self._close_series(part)

    def whole(self) -> tuple[Segment, ...]:
        if len(self._open) != 1:
            raise UnpairedMarkerError("an optional part is opened and not closed")
        return tuple(self._open[0].segments)

    def _close_group(self, part: _OpenGroup) -> None:
        segments = tuple(part.segments)
        outer = self._open[-1]
        optional = part.needs or any(isinstance(one, Series) for one in segments)
        if optional or isinstance(outer, _OpenSeries):
            self.add(Group(segments, part.needs))
        else:
            outer.segments += segments

    def _close_series(self, part: _OpenSeries) -> None:
        items = tuple(one for one in part.segments if isinstance(one, Group))
        if part.separator is None or len(items) != len(part.segments):
            raise UnpairedMarkerError("there is text between the items of a series")
        if any(item.needs for item in items):
            self.add(Series(items, part.separator))
            return
        for number, item in enumerate(items):  # all of them are always there
            for segment in (*(part.separator if number else ()), *item.segments):
                self.add(segment)
