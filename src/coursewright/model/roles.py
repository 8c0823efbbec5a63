"""What each kind of block is beside its text: a question, something to fill in, a reference.

A new kind of block is placed once, in `role_of`; rules and packages ask the functions below it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from coursewright.source import Span

from . import blocks as b
from . import prose as p
from .quiz import Choice, Gaps, Match, Matrix, Number, OpenText, Order, Quiz

__all__ = [
    "Asked",
    "Mark",
    "Named",
    "RefKind",
    "Role",
    "asked",
    "entry_ids",
    "learner_ids",
    "marks",
    "questions",
    "references",
    "role_of",
]

Asked = Quiz | b.Branch
"""A block that learners answer, and whose answers an LMS reports."""
RefKind = Literal["job aid", "survey", "readiness check", "pool"]
Mark = tuple[Literal["check", "likert", "readiness"], str]
Named = tuple[str, str, Span]
"""Kind, id, place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a block is beside its text; the defaults are those of plain prose."""

    asked: Asked | None = None
    """The block itself if learners answer it."""
    learner_id: tuple[str, str] | None = None
    """Kind and id of what keeps a state of the learner: one name space in a course."""
    entry_id: tuple[str, str] | None = None
    """Kind and id of what is filled in on one page."""
    reference: tuple[RefKind, str] | None = None
    """Kind and key of an entry of the course that the block needs."""
    marks: tuple[Mark, ...] = ()
    """What a learner may mark as done."""


_PROSE = Role()


def role_of(block: b.Block) -> Role:  # noqa: C901 -- one table
    """Return what a block is beside its text."""
    match block:
        case Choice() | Order() | Match() | Matrix() | Gaps() | Number() | OpenText():
            return Role(asked=block, learner_id=("question", block.id))
        case b.Branch():
            return Role(asked=block, learner_id=(block.kind, block.id))
        case b.Likert():
            return Role(
                learner_id=(block.kind, block.id),
                reference=("survey", block.survey),
                marks=(("likert", block.id),),
            )
        case b.Assessment():
            return Role(learner_id=(block.kind, block.id), reference=("pool", block.pool))
        case b.Readiness():
            return Role(
                reference=("readiness check", block.check), marks=(("readiness", block.check),)
            )
        case b.Checklist():
            marks = tuple[Mark, ...](("check", f"{block.id}/{one.key}") for one in block.items)
            return Role(learner_id=(block.kind, block.id), marks=marks)
        case b.Reflect():
            return Role(learner_id=(block.kind, block.id))
        case b.Field():
            return Role(entry_id=("field", block.id))
        case p.Table():
            return _PROSE if block.id is None else Role(entry_id=("table", block.id))
        case b.Download():
            return Role(reference=("job aid", block.ref))
        case (
            p.Paragraph()
            | p.Heading()
            | p.BulletList()
            | p.OrderedList()
            | p.Quote()
            | p.CodeBlock()
            | p.DefinitionList()
            | p.Equation()
            | b.Panels()
            | p.Rule()
            | p.Figure()
            | b.Recall()
            | b.Scenario()
            | b.For()
            | b.More()
            | b.Example()
            | b.Action()
            | b.CoachCard()
            | b.Callout()
            | b.Video()
            | b.Audio()
            | b.Embed()
        ):
            return _PROSE


def asked(blocks: Iterable[b.Block]) -> Iterator[Asked]:
    """Yield the questions and branching scenarios among walked blocks."""
    for block in blocks:
        if (one := role_of(block).asked) is not None:
            yield one


def questions(blocks: Iterable[b.Block]) -> Iterator[Quiz]:
    """Yield the questions among walked blocks."""
    for one in asked(blocks):
        if not isinstance(one, b.Branch):
            yield one


def learner_ids(blocks: Iterable[b.Block]) -> Iterator[Named]:
    """Yield what keeps a state of the learner among walked blocks."""
    for block in blocks:
        if (named := role_of(block).learner_id) is not None:
            yield *named, block.span


def entry_ids(blocks: Iterable[b.Block]) -> Iterator[Named]:
    """Yield what is filled in on one page among walked blocks."""
    for block in blocks:
        if (named := role_of(block).entry_id) is not None:
            yield *named, block.span


def references(blocks: Iterable[b.Block]) -> Iterator[tuple[RefKind, str, Span]]:
    """Yield the entries of the course that walked blocks need."""
    for block in blocks:
        if (named := role_of(block).reference) is not None:
            yield *named, block.span


def marks(blocks: Iterable[b.Block]) -> Iterator[Mark]:
    """Yield what a learner may mark as done among walked blocks."""
    for block in blocks:
        yield from role_of(block).marks
