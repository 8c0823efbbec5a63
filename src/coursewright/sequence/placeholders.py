"""Typed slots: gaps in a mail that the sender fills for each learner, split off after the compile.

While a mail is compiled each slot is a token: letters and digits only, so that no escaping, no
XML parser and no CSS inliner changes it. Nobody can write one by hand: it holds a hash of the
whole text of the course, and no text holds its own hash.
"""

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from coursewright.model import Course

__all__ = ["Context", "Segment", "Slot", "Slots", "fill", "filled", "mark_of", "plain_json"]

Context = Literal["html", "attr", "url", "text"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One gap, with what surrounds it: that decides how a value is escaped."""

    name: str
    context: Context
    fallback: str


Segment = str | Slot


def mark_of(course: Course) -> str:
    """Return the mark that no text of this course holds."""
    digest = hashlib.sha256()
    for path in sorted(course.sources):
        digest.update(f"{path}\0{course.sources[path].text}\0".encode("utf-8", "surrogatepass"))
    if not course.sources:
        digest.update(repr(course).encode("utf-8", "surrogatepass"))
    return f"cw{digest.hexdigest()[:24]}"


@dataclass(slots=True)
class Slots:
    """The slots of one mail, by their tokens."""

    mark: str
    _made: dict[Slot, str] = field(default_factory=dict)

    def token(self, name: str, context: Context, fallback: str = "") -> str:
        """Return the token that stands for a slot until the mail is split."""
        slot = Slot(name, context, fallback)
        return self._made.setdefault(slot, f"{self.mark}x{len(self._made)}z")

    def split(self, text: str, *, html: bool) -> tuple[Segment, ...]:
        """Return `text` as strings and slots, in order; no token is left in a string.

        How a value is escaped hangs on where the token came to stand, not on where it was made:
        the words of a subject stand in the title of the HTML part too.
        """
        by_token = {token: slot for slot, token in self._made.items()}
        out: list[Segment] = []
        at = 0
        for found in re.finditer(rf"{self.mark}x\d+z", text):
            slot = by_token[found[0]]
            if text[at : found.start()]:
                out.append(text[at : found.start()])
            if not html:
                out.append(Slot(slot.name, "text", slot.fallback))
            elif slot.context == "url":
                out.append(slot)
            else:
                place: Context = "attr" if _in_tag(text, found.start()) else "html"
                out.append(Slot(slot.name, place, slot.fallback))
            at = found.end()
        if text[at:]:
            out.append(text[at:])
        return tuple(out)

    def shown(self, text: str) -> str:
        """Return `text` with the fallback of each slot in its place."""
        pieces = self.split(text, html=False)
        return "".join(one if isinstance(one, str) else one.fallback for one in pieces)


def _in_tag(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def fill(segments: tuple[Segment, ...], values: Mapping[str, str]) -> str:
    """Return the text with a value, or the fallback, in each slot, escaped for where it stands."""
    return "".join(filled(segments, values))


def filled(segments: tuple[Segment, ...], values: Mapping[str, str]) -> list[str]:
    """Return the same in pieces: a mail is encoded piece by piece, as the sender does it."""
    return [
        one if isinstance(one, str) else _escaped(values.get(one.name) or one.fallback, one.context)
        for one in segments
    ]


def _escaped(value: str, context: Context) -> str:
    match context:
        case "html" | "attr":
            return html.escape(value)
        case "url":
            return html.escape(quote(value, safe="/:?#[]@!$&'()*+,;=%-._~"))
        case "text":
            return value


def plain_json(segments: tuple[Segment, ...]) -> list[str | dict[str, str]]:
    """Return segments as the plain values of a message's file."""
    return [
        one
        if isinstance(one, str)
        else {"slot": one.name, "context": one.context, "fallback": one.fallback}
        for one in segments
    ]
