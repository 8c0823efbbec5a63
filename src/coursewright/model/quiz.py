"""Questions. Their ids are the author's: what a learner's progress hangs on is never a position."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from coursewright.source import Span

from .inline import Inline

if TYPE_CHECKING:
    from .blocks import Block

__all__ = [
    "Choice",
    "ChoiceType",
    "Match",
    "OpenText",
    "Option",
    "Order",
    "Pair",
    "Quiz",
    "Step",
    "stable_key",
]

ChoiceType = Literal["single", "multiple", "truefalse"]


def stable_key(*words: str) -> str:
    """Return 6 characters of `a-z2-7` that hang on the words alone, not on their place."""
    digest = hashlib.sha256("\n".join(words).encode()).digest()
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[byte & 31] for byte in digest[:6])


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    key: str
    """Unique in its question and stable: `{#so}` from the author, else `stable_key` of the text."""
    text: tuple[Inline, ...]
    correct: bool
    feedback: "tuple[Block, ...]"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pick one (`single`, `truefalse`) or all that fit (`multiple`)."""

    id: str
    type: ChoiceType
    prompt: "tuple[Block, ...]"
    options: tuple[Option, ...]
    objective: str | None
    cell: str | None = None
    """In a pool: the cell of the blueprint; a draw takes one item of each cell."""
    tracks: tuple[str, ...] = ()
    """Whom it is asked; empty means everybody."""
    digest: bool = False
    """The one question that the short mail asks; without one it is the first Choice."""
    section: str | None = None
    """The id of the heading in its lesson whose section answers it."""
    span: Span
    kind: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to put in its place, or one side of a pair."""

    key: str
    text: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Put the steps in order. They stand here in the right one."""

    id: str
    prompt: "tuple[Block, ...]"
    steps: tuple[Step, ...]
    right: "tuple[Block, ...]"
    wrong: "tuple[Block, ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "order"
    type: ClassVar[Literal["order"]] = "order"


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together; several may share one target."""

    source: Step
    target: str
    """The key of the target."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Give each source the target that it belongs to."""

    id: str
    prompt: "tuple[Block, ...]"
    heads: tuple[tuple[Inline, ...], tuple[Inline, ...]]
    """What the two columns are called."""
    pairs: tuple[Pair, ...]
    targets: tuple[Step, ...]
    """Each once, in the order of their first use."""
    right: "tuple[Block, ...]"
    wrong: "tuple[Block, ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "match"
    type: ClassVar[Literal["match"]] = "match"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenText:
    """Write an answer, then compare it with a model. Never scored."""

    id: str
    prompt: "tuple[Block, ...]"
    model: "tuple[Block, ...]"
    look_for: "tuple[tuple[Inline, ...], ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "open-text"
    type: ClassVar[Literal["text"]] = "text"


Quiz = Choice | Order | Match | OpenText
