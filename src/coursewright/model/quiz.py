"""Questions. Their ids are the author's: what a learner's progress hangs on is never a position."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from coursewright.source import Span

from .inline import Inline

if TYPE_CHECKING:
    from .blocks import Block

__all__ = [
    "Area",
    "Choice",
    "ChoiceType",
    "Gap",
    "Gaps",
    "Match",
    "Matrix",
    "Number",
    "OpenText",
    "Option",
    "Order",
    "Pair",
    "Quiz",
    "Shape",
    "Step",
    "stable_key",
]

ChoiceType = Literal["single", "multiple", "truefalse"]
Shape = Literal["rect", "circle", "poly"]


def stable_key(*words: str) -> str:
    """Return 6 characters of `a-z2-7` that hang on the words alone, not on their place."""
    digest = hashlib.sha256("\n".join(words).encode()).digest()
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[byte & 31] for byte in digest[:6])


@dataclass(frozen=True, slots=True)
class Area:
    """A region of a picture, in percent of its width and height."""

    shape: Shape
    numbers: tuple[float, ...]
    """Left, top, width, height; or center and radius (of the width); or the corners."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    key: str
    """Unique in its question and stable: `{#so}` from the author, else `stable_key` of the text."""
    text: tuple[Inline, ...]
    correct: bool
    feedback: "tuple[Block, ...]"
    span: Span
    area: Area | None = None
    """Where it is in the picture that the prompt ends with."""


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
    weight: int = 1
    """In a pool: how much it counts."""
    digest: bool = False
    """The one question that the short mail asks; without one it is the first Choice."""
    shuffle: bool = False
    """Whether a page shows the options in another order at each visit."""
    section: str | None = None
    """The id of the heading in its lesson whose section answers it."""
    span: Span
    kind: ClassVar[str] = "choice"

    @property
    def hotspot(self) -> bool:
        """Whether its options are places in a picture, the last block of its prompt."""
        return any(option.area for option in self.options)


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
    weight: int = 1
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
    weight: int = 1
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "match"
    type: ClassVar[Literal["match"]] = "match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Choose in each row the columns that fit."""

    id: str
    prompt: "tuple[Block, ...]"
    head: tuple[Inline, ...]
    """What the rows are called."""
    rows: tuple[Step, ...]
    columns: tuple[Step, ...]
    fits: tuple[tuple[str, ...], ...]
    """For each row the keys of the columns that fit."""
    right: "tuple[Block, ...]"
    wrong: "tuple[Block, ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    weight: int = 1
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "matrix"
    type: ClassVar[Literal["matrix"]] = "matrix"

    @property
    def several(self) -> bool:
        """Whether a row takes more than one column: then learners tick, else they choose."""
        return any(len(columns) > 1 for columns in self.fits)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in a text."""

    key: str
    """Unique in its question and stable: `stable_key` of what fits."""
    accepts: tuple[str, ...]
    """What fits: all of these if it is written, the first of these if it is chosen."""
    chosen: bool
    """Whether learners choose from `accepts`; else they write."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Fill in the gaps of a text."""

    id: str
    prompt: "tuple[Block, ...]"
    """What stands above the text; may be empty."""
    pieces: tuple[tuple[Inline, ...], ...]
    """The text around the gaps: one piece more than gaps."""
    gaps: tuple[Gap, ...]
    exact: bool
    """Whether upper and lower case and accents count."""
    right: "tuple[Block, ...]"
    wrong: "tuple[Block, ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    weight: int = 1
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "gaps"
    type: ClassVar[Literal["gaps"]] = "gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Enter a number."""

    id: str
    prompt: "tuple[Block, ...]"
    answer: Decimal
    tolerance: Decimal
    """How far an answer may lie from it."""
    unit: str
    """Shown behind the field; may be empty."""
    right: "tuple[Block, ...]"
    wrong: "tuple[Block, ...]"
    objective: str | None
    cell: str | None = None
    tracks: tuple[str, ...] = ()
    weight: int = 1
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "number"
    type: ClassVar[Literal["number"]] = "number"


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
    weight: int = 1
    section: str | None = None
    span: Span
    kind: ClassVar[str] = "open-text"
    type: ClassVar[Literal["text"]] = "text"


Quiz = Choice | Order | Match | Matrix | Gaps | Number | OpenText
