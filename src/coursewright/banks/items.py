"""A question apart from any file format: what every reader returns and every writer takes.

Texts are HTML fragments. Files that they show are in `Bank.files`, by the path that `src` names.
To add a type of question, add it to `BankItem`: mypy names each reader and writer that lacks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coursewright.model.quiz import Area
from coursewright.source import Span

__all__ = [
    "Bank",
    "BankChoice",
    "BankGap",
    "BankGaps",
    "BankItem",
    "BankMatch",
    "BankMatrix",
    "BankNumber",
    "BankOption",
    "BankOrder",
    "BankPicture",
    "BankText",
    "Loss",
]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over as it was."""

    place: Span
    """The file that was read, and the line."""
    message: str
    """What it is, and what became of it."""


@dataclass(frozen=True, slots=True)
class BankOption:
    """An answer to choose."""

    text: str
    correct: bool
    feedback: str = ""
    key: str = ""
    """The author's key; empty if the format has none."""
    area: Area | None = None
    """Where it is in the picture of the question."""


@dataclass(frozen=True, slots=True)
class BankPicture:
    """A picture whose places are the options of a question."""

    src: str
    alt: str
    width: int
    height: int
    """In pixels; formats count places in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    id: str
    title: str = ""
    """The name in the question bank; learners do not see it."""
    category: tuple[str, ...] = ()
    """The folders of the bank that hold it, the outermost first."""
    prompt: str
    feedback: str = ""
    """Shown after any answer."""
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class BankChoice(_Common):
    """Choose one option, or with `multiple` all that fit."""

    options: tuple[BankOption, ...]
    multiple: bool = False
    truefalse: bool = False
    picture: BankPicture | None = None
    """What learners point at; each option then has its place. It is not in the prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankOrder(_Common):
    """Put the steps in order; they are given in the correct one."""

    steps: tuple[str, ...]
    right: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankMatch(_Common):
    """Give each source its target."""

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    """Targets that belong to no source."""
    heads: tuple[str, str] = ("", "")
    right: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankText(_Common):
    """Write an answer; a person or the learner compares it with the model."""

    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankMatrix(_Common):
    """Choose in each row the columns that fit."""

    head: str = ""
    """What the rows are called."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    fits: tuple[tuple[int, ...], ...]
    """For each row the places of the columns that fit, from 0."""
    right: str = ""
    wrong: str = ""

    @property
    def several(self) -> bool:
        """Whether a row may take more or less than one column."""
        return any(len(places) != 1 for places in self.fits)


@dataclass(frozen=True, slots=True)
class BankGap:
    """A place to fill in."""

    answers: tuple[str, ...]
    """What is accepted, as plain text; the first is shown as the solution."""
    wrong: tuple[str, ...] = ()
    """The other words of a list to choose from; empty: learners type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankGaps(_Common):
    """Fill in the missing words. In the prompt, `[[1]]` is the place of the first gap."""

    gaps: tuple[BankGap, ...]
    exact: bool = False
    """Whether upper and lower case count."""
    right: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankNumber(_Common):
    """Type a number."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    right: str = ""
    wrong: str = ""


BankItem = BankChoice | BankOrder | BankMatch | BankMatrix | BankText | BankGaps | BankNumber


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of a file or a course."""

    items: tuple[BankItem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    title: str = ""
