"""Which blocks of a lesson its emails show: the short edition (`digest`) and the whole (`full`)."""

from collections.abc import Collection, Iterable, Iterator
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
    More,
    Quiz,
    Readiness,
    Recall,
    Reflect,
    Scenario,
    for_track,
    inlines,
    walk,
)

from .mail_words import mail_words
from .rows import inside, is_prose, rows

__all__ = ["EDITIONS", "Edition", "edition_of", "sections_left_out"]

Edition = Literal["digest", "full"]
EDITIONS: tuple[Edition, ...] = ("digest", "full")

_IDEAS = 4  # sections that the digest carries at most where the author marked none
# What the digest carries wherever it stands; of the other blocks, those of the sections it carries.
_ALWAYS = Scenario | Example | Action | Reflect | CoachCard | Recall | Download
_ELSEWHERE = Likert | Readiness | Assessment


def edition_of(course: Course, lesson: Lesson, track: str, edition: Edition) -> tuple[Block, ...]:
    """Return the blocks of a lesson's email, in order, each on its own."""
    blocks = for_track(lesson.body, track)
    if edition == "digest":
        blocks = _short(course, lesson, blocks)
    return tuple(rows(blocks))


def sections_left_out(course: Course, lesson: Lesson, track: str) -> tuple[Heading, ...]:
    """Return the headings of the sections that the digest of a track does not show whole.

    What stands in `more`, and questions, belong to the lesson page and do not count.
    """
    blocks = for_track(lesson.body, track)
    shown = {id(block) for block in _short(course, lesson, blocks)}
    return tuple(
        section[0]
        for section in _sections(blocks)[1:]
        if isinstance(section[0], Heading)
        and any(
            id(block) not in shown and not isinstance(block, Quiz | Branch | More)
            for block in section[1:]
        )
    )


def _short(course: Course, lesson: Lesson, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    facts = set(lesson.front.facts)
    carried = _carried(course, blocks, facts)
    return tuple(_digest(blocks, carried, facts))


def _sections(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """Return what stands before the first heading of level 2, then each section with its own."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            sections.append([])
        sections[-1].append(block)
    return sections


def _carried(course: Course, blocks: tuple[Block, ...], facts: set[str]) -> set[int]:
    """Return which sections the digest carries, by their number; 0 is what opens the lesson.

    The marked ones are carried whatever their length. Then the others follow in order, until the
    next would exceed the budget. Without marks they are four at most, and at least one.
    """
    headings = [section[0] for section in _sections(blocks)[1:]]
    marked = {
        number
        for number, heading in enumerate(headings, 1)
        if isinstance(heading, Heading) and heading.digest
    }
    others = [number for number in range(1, len(headings) + 1) if number not in marked]
    carried = {0, 1} if headings and not marked else {0, *marked}
    most = course.settings.limits.mail_words_max
    for number in others if marked else others[:_IDEAS]:
        longer = _digest(blocks, carried | {number}, facts)
        if most and number not in carried and mail_words(rows(longer), course) > most:
            break
        carried.add(number)
    return carried


def _digest(
    blocks: tuple[Block, ...], carried: Collection[int], facts: set[str]
) -> Iterator[Block]:
    quiz = _asked(blocks)
    kept = [*_kept(blocks, carried, quiz)]
    shown = _facts([block for block, keep in kept if keep]) & facts
    heading: Block | None = None
    for block, keep in kept:
        if isinstance(block, Heading) and block.level <= 2:
            heading = None if keep else block
        if keep:
            yield block
            continue
        if quiz is not None and any(one is quiz for one in walk((block,))):
            yield quiz
        for part in _parts_with_facts(block, facts - shown):
            shown |= _facts([part])
            if heading is not None and part is not heading:
                yield heading  # so that a fact does not seem to belong to the section before it
            heading = None
            yield part


def _kept(
    blocks: tuple[Block, ...], carried: Collection[int], quiz: Block | None
) -> Iterator[tuple[Block, bool]]:
    """Yield each block, and whether the digest shows it whole."""
    for number, section in enumerate(_sections(blocks)):
        for block in section:
            if isinstance(block, _ALWAYS | _ELSEWHERE):
                yield block, True
            elif isinstance(block, Quiz | Branch | More):
                yield block, block is quiz
            else:
                yield block, number in carried


def _asked(blocks: tuple[Block, ...]) -> Block | None:
    """Return the one question of the digest: the marked one, else the first to choose from."""
    quizzes = [block for block in walk(blocks) if isinstance(block, Quiz)]
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
