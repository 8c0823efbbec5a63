"""A compiled mail, ready to be filled: texts encoded in advance, only the slots left open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from coursewright.errors import UsageError

from .compiled import Segment, Slot, read_segments
from .quoted import encode_piece

__all__ = ["Letter", "one_line", "read_letter"]

_Piece = bytes | Slot
_URL = "/:?#[]@!$&'()*+,;=%-._~"  # what an address is made of (RFC 3986 2)
_CONTEXTS = frozenset({"html", "attr", "url", "text"})


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail without its learner."""

    subject: tuple[Segment, ...]
    text: tuple[_Piece, ...]
    html: tuple[_Piece, ...]

    def fill_subject(self, values: Mapping[str, str]) -> str:
        """Return the subject for a learner, on one line whatever their name holds."""
        pieces = (
            one if isinstance(one, str) else values.get(one.name) or one.fallback
            for one in self.subject
        )
        return one_line("".join(pieces))

    def fill_text(self, values: Mapping[str, str]) -> bytes:
        """Return the text part for a learner, encoded."""
        return b"".join(
            one if isinstance(one, bytes) else encode_piece(one_line(_value(one, values)))
            for one in self.text
        )

    def fill_html(self, values: Mapping[str, str]) -> bytes:
        """Return the HTML part for a learner, encoded; each value escaped for where it stands."""
        return b"".join(
            one if isinstance(one, bytes) else encode_piece(_escaped(one, values))
            for one in self.html
        )


def read_letter(data: bytes) -> Letter:
    """Return the mail that a message file holds.

    Raises:
        UsageError: it is not what the email target writes.
    """
    try:
        value: dict[str, Any] = json.loads(data)
        parts = {name: read_segments(value[name]) for name in ("subject", "text", "html")}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"a compiled message cannot be read: {error!r}"
        raise UsageError(msg, hint="Build the course again.") from error
    for one in (slot for part in parts.values() for slot in part if isinstance(slot, Slot)):
        if one.context not in _CONTEXTS:
            msg = f"slot {one.name[:40]!r} stands in an unknown context: {one.context[:40]!r}"
            raise UsageError(msg, hint="Build the course again.")
    return Letter(parts["subject"], _encoded(parts["text"]), _encoded(parts["html"]))


def one_line(text: str) -> str:
    """Return text without control characters or line ends: nothing can break out of a header."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _encoded(segments: tuple[Segment, ...]) -> tuple[_Piece, ...]:
    return tuple(encode_piece(one) if isinstance(one, str) else one for one in segments)


def _value(slot: Slot, values: Mapping[str, str]) -> str:
    return values.get(slot.name) or slot.fallback


def _escaped(slot: Slot, values: Mapping[str, str]) -> str:
    value = _value(slot, values)
    if slot.context == "url":
        value = quote(value, safe=_URL)
    return escape(value, quote=True)
