"""Compiled text for one learner: groups settled, values in their places."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeGuard

from .placeholders import (
    NO_TRACKING,
    FlatSegment,
    Placeholder,
    Segment,
    escape_value,
    resolve,
)

__all__ = ["dead_links", "fill", "filled", "settle"]


def settle(segments: Iterable[Segment], answered: Collection[str]) -> tuple[FlatSegment, ...]:
    """Return the text as our own sender sends it, with what is the same for all learners filled in.

    Groups whose needs have neither an answer nor a fallback are left out. A link without an answer
    becomes its fallback here, so it costs nothing for each learner.

    Args:
        segments: the text.
        answered: the names of links that have a value.
    """
    return resolve(
        (
            escape_value(piece.fallback, piece.context) if _unanswered(piece, answered) else piece
            for piece in _kept(segments, answered)
        ),
        lambda *_: True,
    )


def dead_links(segments: Iterable[Segment], answered: Collection[str]) -> list[str]:
    """Return the links that would lead nowhere: no answer, no fallback, no group that goes."""
    return [
        piece.name
        for piece in _kept(segments, answered)
        if _unanswered(piece, answered) and not piece.fallback
    ]


def fill(segments: Iterable[FlatSegment], values: Mapping[str, str]) -> str:
    """Return the text with a value, or the fallback, in each place, escaped for its context."""
    return "".join(filled(segments, values))


def filled(segments: Iterable[FlatSegment], values: Mapping[str, str]) -> list[str]:
    """Return the same in pieces: an email is encoded piece by piece, as the sender does it."""
    return [
        piece
        if isinstance(piece, str)
        else escape_value(values.get(piece.name) or piece.fallback, piece.context)
        for piece in segments
    ]


def _kept(segments: Iterable[Segment], answered: Collection[str]) -> tuple[FlatSegment, ...]:
    promised = {NO_TRACKING, *answered}  # our sender adds no tracking pixel
    return resolve(segments, lambda name, fallback: name in promised or bool(fallback))


def _unanswered(piece: FlatSegment, answered: Collection[str]) -> TypeGuard[Placeholder]:
    """Tell whether a segment is a link that has no value for any learner."""
    return (
        isinstance(piece, Placeholder)
        and piece.name.startswith("link.")
        and piece.name not in answered
    )
