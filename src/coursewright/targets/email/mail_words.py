"""How many words of an email a learner reads: what its budget counts."""

from collections.abc import Iterable
from dataclasses import replace

from coursewright.model import (
    Block,
    Choice,
    CoachCard,
    Course,
    FactRef,
    Figure,
    Gaps,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Quiz,
    inlines,
    words,
)

__all__ = ["mail_words"]


def mail_words(blocks: Iterable[Block], course: Course) -> int:
    """Return how many words of the author's a learner reads.

    Facts count with their wording. What is said after an answer, or to somebody else, does not,
    nor does the long description of a picture, which only the full edition shows.
    """
    blocks = tuple(_shown_only(one) for one in blocks if not isinstance(one, CoachCard))
    facts = (piece.key for piece in inlines(blocks) if isinstance(piece, FactRef))
    said = (course.facts[key].say for key in facts if key in course.facts)
    return words(blocks) + sum(len(text.split()) for text in said)


def _shown_only(block: Block) -> Block:
    """Return a question without what is said once it is answered, a picture without its details."""
    if isinstance(block, Figure):
        return replace(block, description=())
    if not isinstance(block, Quiz):
        return block
    match block:
        case Choice():
            options = tuple(replace(option, feedback=()) for option in block.options)
            return replace(block, options=options)
        case Order() | Match() | Matrix() | Gaps() | Number():
            return replace(block, right=(), wrong=())
        case OpenText():
            return replace(block, model=(), look_for=())
