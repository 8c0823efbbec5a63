"""What lies beside the lessons: facts, references, glossary, recall, pools, surveys, job aids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from coursewright.source import Span

from .blocks import Block
from .doc import Doc
from .quiz import Quiz

__all__ = [
    "Asset",
    "Condition",
    "Credit",
    "Fact",
    "JobAid",
    "Pool",
    "ReadinessCheck",
    "ReadinessRule",
    "ReadinessStatement",
    "RecallItem",
    "Reference",
    "Reveal",
    "Survey",
    "SurveyItem",
    "Term",
]

Reveal = Literal["never", "after-pass", "always"]
Credit = Literal["whole", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure with the wording that may be used, caveat included (`facts.yaml`)."""

    id: Annotated[str, Doc("The key for `{{fact F60}}`.", "F60")]
    figure: Annotated[str, Doc("The figure, shown large; empty if there is none.", "60%")] = ""
    say: Annotated[str, Doc("The wording in lessons, including the caveat.")]
    checked: Annotated[str, Doc("What could be checked, for the sources page.")] = ""
    avoid: Annotated[str, Doc("For authors: claims to avoid.")] = ""
    refs: Annotated[tuple[str, ...], Doc("Its references.")] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source (`references.yaml`)."""

    id: Annotated[str, Doc("The key for `[@hill2007]`.", "hill2007")]
    status: Annotated[
        Literal["seen", "listed", "memory", "not-found"],
        Doc("Seen; cited from another page; general knowledge; searched for, not found."),
    ]
    cite: Annotated[str, Doc("The reference in full, without its address.")]
    url: Annotated[str | None, Doc("Its address.")] = None
    checked_on: Annotated[str | None, Doc("When it was last checked.", "2026-11-24")] = None
    note: Annotated[str, Doc("A note for readers.")] = ""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An entry of the glossary (`glossary.yaml`)."""

    term: Annotated[str, Doc("The word for `[[ally]]`, in any case.", "Ally")]
    definition: Annotated[str, Doc("What it means here, in one or two sentences.")]
    also: Annotated[tuple[str, ...], Doc("Other forms that mean the same entry.")] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallItem:
    """A question that is asked again in later lessons and mails (`recall.md`)."""

    id: str
    question: tuple[Block, ...]
    answer: tuple[Block, ...]
    section: str | None = None
    """The id of the heading in the lesson that supplies it, whose section answers it."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Items that an assessment draws from, one of each cell (`pools/*.md`)."""

    id: str
    title: str
    mastery: int | None
    """Percent needed; None means the course's."""
    reveal: Reveal = "after-pass"
    """When learners see which answers were right."""
    attempts: int | None = None
    """How many tries there are; None: no limit."""
    minutes: int | None = None
    """How long a try may take; None: no limit."""
    credit: Credit = "whole"
    """Whether an answer that is right in part earns a part."""
    intro: tuple[Block, ...]
    items: tuple[Quiz, ...]
    span: Span

    @property
    def scored_in_parts(self) -> bool:
        """Whether its questions do not all earn the same, or answers earn a part."""
        return self.credit == "partial" or any(item.weight != 1 for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyItem:
    """A statement that is rated."""

    id: Annotated[str, Doc("Stable and unique in its survey.", "1")]
    text: Annotated[str, Doc("The statement.")]
    variants: Annotated[Mapping[str, str], Doc("Other wordings, by track.")] = field(
        default_factory=dict
    )
    lesson: Annotated[str | None, Doc("The lesson that covers it.")] = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A self-assessment (`surveys.yaml`). Reports never show the answers."""

    id: Annotated[str, Doc("The key for `::likert{survey=...}`.", "self-assessment")]
    title: Annotated[str, Doc("Its heading.")]
    stem: Annotated[str, Doc("The beginning of the sentence that each statement completes.")]
    scale: Annotated[tuple[str, ...], Doc("The labels of the scale, from 1 up.")]
    none: Annotated[str | None, Doc("The choice that is not scored.", "no chance came up")] = None
    items: Annotated[tuple[SurveyItem, ...], Doc("The statements.")]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessStatement:
    """A statement of a readiness check."""

    id: Annotated[
        str,
        Doc("Its code; the letters before the number name its scale.", "P1", pattern=r"[A-Z]+\d+"),
    ]
    text: Annotated[str, Doc("The statement.")]
    yes_no: Annotated[bool, Doc("Answered with yes or no; not part of a scale.")] = False
    no_means: Annotated[str, Doc("What is added to the result if the answer is no.")] = ""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A comparison of scale averages: `P >= 3.75`, `C - P >= 1`."""

    left: str
    minus: str | None
    op: Literal[">=", ">", "<=", "<"]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRule:
    """A result and when it fits; the first rule that fits is shown."""

    id: Annotated[str, Doc("Stable.", "leader")]
    title: Annotated[str, Doc("The heading of the result.")]
    text: Annotated[str, Doc("What it says.")]
    next: Annotated[str, Doc("The next step it offers.")] = ""
    track: Annotated[str | None, Doc("The track it suggests; if left out, the current one.")] = None
    when: Annotated[
        tuple[str, ...],
        Doc("Conditions such as `P >= 3.75` or `C - P >= 1`; `P < 3 or C - P >= 1` is one."),
    ] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessCheck:
    """A private check with a table of rules (`readiness.yaml`). Only the chosen route is kept."""

    id: Annotated[str, Doc("The key for `::readiness{check=...}`.", "readiness")]
    title: Annotated[str, Doc("Its heading.")]
    intro: Annotated[str, Doc("The introduction.")] = ""
    scale: Annotated[tuple[str, ...], Doc("The labels of the scale, from 1 up.")]
    statements: Annotated[tuple[ReadinessStatement, ...], Doc("The statements.")]
    rules: Annotated[
        tuple[ReadinessRule, ...], Doc("The results, in the order in which they are tried.")
    ]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAid:
    """A page to print or fill in (`job-aids/*.md`)."""

    id: str
    title: str
    description: str
    tracks: tuple[str, ...]
    slug: str
    """The name of its page: the file's name without the ending."""
    body: tuple[Block, ...]
    path: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file that the course shows or hands out, read once."""

    path: str
    """Relative to the course folder."""
    data: bytes
    media_type: str
