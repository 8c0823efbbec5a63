"""Compiled text for one learner: groups settled, values in their places."""

from collections.abc import Collection, Iterable, Mapping

from .placeholders import (
    NO_TRACKING,
    FlatSegment,
    Segment,
    escape_value,
    resolve,
)

__all__ = ["fill", "filled", "settle"]


def settle(segments: Iterable[Segment], answered: Collection[str]) -> tuple[FlatSegment, ...]:
    """Return the text as our own sender sends it, with what is the same for all learners filled in.

    Groups whose needs have neither an answer nor a fallback are left out. A link without an answer
    becomes its fallback here, so it costs nothing for each learner.

    Args:
        segments: the text.
        answered: the names of links that have a value.
    """
    promised = {NO_TRACKING, *answered}  # our sender adds no tracking pixel
    flat = resolve(segments, lambda name, fallback: name in promised or bool(fallback))
    return resolve(
        (
            piece
            if isinstance(piece, str)
            or piece.name in answered
            or not piece.name.startswith("link.")
            else escape_value(piece.fallback, piece.context)
            for piece in flat
        ),
        lambda *_: True,
    )


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
