"""Which blocks of a lesson stand in a mail: the short edition (`digest`) and the whole (`full`)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from coursewright.model import (
    Action,
    Assessment,
    Block,
    Branch,
    Choice,
    CoachCard,
    Course,
    Download,
    Example,
    FactRef,
    Heading,
    Lesson,
    Likert,
    Match,
    More,
    OpenText,
    Order,
    Readiness,
    Recall,
    Reflect,
    Scenario,
    for_track,
    inlines,
    walk,
    words,
)

from .rows import inside, is_prose, rows

__all__ = ["EDITIONS", "Edition", "edition_of", "mail_words"]

Edition = Literal["digest", "full"]
EDITIONS: tuple[Edition, ...] = ("digest", "full")

_IDEAS = 4  # sections that the digest keeps
# What the digest keeps wherever it stands; ideas beyond the fourth it leaves to the lesson page.
_ALWAYS = Scenario | Example | Action | Reflect | CoachCard | Recall | Download
_ELSEWHERE = Likert | Readiness | Assessment
_QUIZ = Choice | Order | Match | OpenText


def edition_of(lesson: Lesson, track: str, edition: Edition) -> tuple[Block, ...]:
    """Return the blocks of a lesson's mail, in order, each on its own."""
    blocks = for_track(lesson.body, track)
    if edition == "digest":
        blocks = tuple(_digest(blocks, set(lesson.front.facts)))
    return tuple(rows(blocks))


def mail_words(blocks: Iterable[Block], course: Course) -> int:
    """Return how many words of the author's a learner reads.

    Facts count with their wording; what is said after an answer, or to somebody else, does not.
    """
    blocks = tuple(_asked_only(one) for one in blocks if not isinstance(one, CoachCard))
    facts = (piece.key for piece in inlines(blocks) if isinstance(piece, FactRef))
    said = (course.facts[key].say for key in facts if key in course.facts)
    return words(blocks) + sum(len(text.split()) for text in said)


def _asked_only(block: Block) -> Block:
    """Return a question without what is said once it is answered."""
    if not isinstance(block, _QUIZ):
        return block
    match block:
        case Choice():
            options = tuple(replace(option, feedback=()) for option in block.options)
            return replace(block, options=options)
        case Order() | Match():
            return replace(block, right=(), wrong=())
        case OpenText():
            return replace(block, model=(), look_for=())


def _digest(blocks: tuple[Block, ...], facts: set[str]) -> Iterator[Block]:
    quiz = _asked(blocks)
    kept = [*_kept(blocks, quiz)]
    shown = _facts([block for block, keep in kept if keep]) & facts
    for block, keep in kept:
        if keep:
            yield block
            continue
        if quiz is not None and any(one is quiz for one in walk((block,))):
            yield quiz
        for part in _parts_with_facts(block, facts - shown):
            shown |= _facts([part])
            yield part


def _kept(blocks: tuple[Block, ...], quiz: Block | None) -> Iterator[tuple[Block, bool]]:
    """Yield each block, and whether the digest shows it whole."""
    idea = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            idea += 1
        if isinstance(block, _ALWAYS | _ELSEWHERE):
            yield block, True
        elif isinstance(block, _QUIZ | Branch | More):
            yield block, block is quiz
        else:
            yield block, idea <= _IDEAS


def _asked(blocks: tuple[Block, ...]) -> Block | None:
    """Return the one question of the digest: the marked one, else the first to choose from."""
    quizzes = [block for block in walk(blocks) if isinstance(block, _QUIZ)]
    choices = [one for one in quizzes if isinstance(one, Choice)]
    marked = [one for one in choices if one.digest]
    return next(iter([*marked, *choices, *quizzes]), None)


def _facts(blocks: Iterable[Block]) -> set[str]:
    return {piece.key for piece in inlines(blocks) if isinstance(piece, FactRef)}


def _parts_with_facts(block: Block, wanted: set[str]) -> Iterator[Block]:
    """Yield the smallest pieces of prose within `block` that hold one of these facts."""
    wanted = wanted & _facts([block])
    if not wanted:
        return
    for child in inside(block):
        yield from _parts_with_facts(child, wanted)
        wanted -= _facts([child])
    if wanted and is_prose(block):
        yield block
