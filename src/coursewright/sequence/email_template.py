"""A compiled mail, ready to be filled: texts encoded in advance, only the slots left open."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote

from coursewright.errors import UsageError
from coursewright.mime.headers import one_line
from coursewright.mime.quoted import encode_piece

from .release import Segment, Slot, read_segments

__all__ = ["EmailTemplate", "EncodedBody", "read_email_template"]

_URL = "/:?#[]@!$&'()*+,;=%-._~"  # what an address is made of (RFC 3986 2)
_HARMLESS = re.compile(r"[A-Za-z0-9._~:/?#@!$()*+,;=%-]*")  # what quoting and escaping leave alone
_SPECIAL = re.compile("[&<>\"']")
_CONTEXTS = frozenset({"html", "attr", "url", "text"})


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """An encoded text with gaps. What stands in several gaps is encoded once for a mail."""

    pieces: tuple[bytes, ...]
    """With an empty one for each gap."""
    gaps: tuple[tuple[int, int], ...]
    """Place among the pieces, and which slot."""
    slots: tuple[Slot, ...]

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the text for a learner; each value escaped for where it stands."""
        found = [encode_piece(_escaped(slot, values)) for slot in self.slots]
        pieces = list(self.pieces)
        for place, which in self.gaps:
            pieces[place] = found[which]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class EmailTemplate:
    """One mail without its learner."""

    subject: tuple[Segment, ...]
    text: EncodedBody
    html: EncodedBody

    def fill_subject(self, values: Mapping[str, str]) -> str:
        """Return the subject for a learner, on one line whatever their name holds."""
        pieces = (
            one if isinstance(one, str) else values.get(one.name) or one.fallback
            for one in self.subject
        )
        return one_line("".join(pieces))


def read_email_template(data: bytes) -> EmailTemplate:
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
    return EmailTemplate(
        parts["subject"],
        _body(parts["text"], dict.fromkeys(_CONTEXTS, "text")),
        _body(parts["html"], {"text": "html"}),  # what is not escaped has no place in HTML
    )


def _body(segments: Sequence[Segment], contexts: Mapping[str, str]) -> EncodedBody:
    segments = [
        replace(one, context=contexts.get(one.context, one.context))
        if isinstance(one, Slot)
        else one
        for one in segments
    ]
    slots = list(dict.fromkeys(one for one in segments if isinstance(one, Slot)))
    return EncodedBody(
        tuple(encode_piece(one) if isinstance(one, str) else b"" for one in segments),
        tuple(
            (place, slots.index(one)) for place, one in enumerate(segments) if isinstance(one, Slot)
        ),
        tuple(slots),
    )


def _escaped(slot: Slot, values: Mapping[str, str]) -> str:
    value = values.get(slot.name) or slot.fallback
    match slot.context:
        case "text":
            return one_line(value)
        case "url" if not _HARMLESS.fullmatch(value):
            return escape(quote(value, safe=_URL), quote=True)
        case "html" | "attr":
            return escape(value, quote=True) if _SPECIAL.search(value) else value
        case _:
            return value
