"""A compiled email, ready to be filled: texts encoded in advance, placeholders left open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coursewright.mime.headers import one_line
from coursewright.mime.quoted import encode_piece

from .filling import fill, settle
from .placeholders import FlatSegment, Placeholder, escape_value
from .reader import read_message

__all__ = ["EmailTemplate", "EncodedBody", "read_email_template"]


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """An encoded text with open places. A placeholder in several is encoded once for an email."""

    pieces: tuple[bytes, ...]
    """With an empty one for each open place."""
    places: tuple[tuple[int, int], ...]
    """Place among the pieces, and which placeholder."""
    placeholders: tuple[Placeholder, ...]

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the text for a learner; each value escaped for where it stands."""
        found = [
            encode_piece(
                escape_value(
                    values.get(placeholder.name) or placeholder.fallback, placeholder.context
                )
            )
            for placeholder in self.placeholders
        ]
        pieces = list(self.pieces)
        for place, which in self.places:
            pieces[place] = found[which]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class EmailTemplate:
    """One email without its learner."""

    subject: tuple[FlatSegment, ...]
    text: EncodedBody
    html: EncodedBody

    def fill_subject(self, values: Mapping[str, str]) -> str:
        """Return the subject for a learner, on one line whatever their name holds."""
        return one_line(fill(self.subject, values))


def read_email_template(data: bytes, answered: Collection[str] = ()) -> EmailTemplate:
    """Return the email that a message file holds.

    Args:
        data: the file.
        answered: the names of links that have a value; groups that need others are left out.

    Raises:
        UsageError: it is not what the email target writes.
    """
    texts = read_message(data)
    return EmailTemplate(
        settle(texts.subject, answered),
        _body(settle(texts.text, answered)),
        _body(settle(texts.html, answered)),
    )


def _body(segments: Sequence[FlatSegment]) -> EncodedBody:
    placeholders = list(
        dict.fromkeys(segment for segment in segments if isinstance(segment, Placeholder))
    )
    return EncodedBody(
        tuple(encode_piece(segment) if isinstance(segment, str) else b"" for segment in segments),
        tuple(
            (place, placeholders.index(segment))
            for place, segment in enumerate(segments)
            if isinstance(segment, Placeholder)
        ),
        tuple(placeholders),
    )
