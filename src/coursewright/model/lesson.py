"""A lesson: its front matter, and its text as blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from coursewright.source import Span

from .blocks import Block
from .doc import Doc
from .settings import SLUG

__all__ = ["FrontMatter", "Lesson", "Minutes", "Objective", "Review"]

Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a learner can do after the lesson."""

    id: Annotated[
        str, Doc("Unique in the course, stable.", "L10.1", 32, pattern=r"[A-Za-z][\w.-]*")
    ]
    bloom: Annotated[Bloom, Doc("The level of Bloom's revised taxonomy.")]
    course: Annotated[str | None, Doc("The course outcome it serves.", "CO5")] = None
    text: Annotated[str, Doc("The objective, starting with a verb.")]
    supporting: Annotated[bool, Doc("Not shown to learners; no assessment needed.")] = False
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """How long the parts of a lesson take."""

    read: Annotated[int, Doc("Minutes to read.", at_least=0, at_most=600)] = 0
    practice: Annotated[
        int, Doc("Minutes for questions and practice.", at_least=0, at_most=600)
    ] = 0
    action: Annotated[int, Doc("Minutes for the action at work.", at_least=0, at_most=6000)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who looks after the lesson."""

    owner: Annotated[str, Doc("The person to contact about errors.")] = ""
    facts_checked_on: Annotated[date | None, Doc("When the figures were last checked.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What stands between the `---` lines at the head of a lesson."""

    id: Annotated[
        str, Doc("A stable slug, never reused.", "delegate-the-outcome", 64, pattern=SLUG)
    ]
    was: Annotated[tuple[str, ...], Doc("Its ids in earlier versions.")] = ()
    module: Annotated[str, Doc("The id of its module.", "M2")]
    title: Annotated[str, Doc("The title.", at_most=120, one_line=True)]
    tracks: Annotated[tuple[str, ...], Doc("The tracks that have it.")]
    day: Annotated[
        Mapping[str, int],
        Doc(
            "For each of its tracks, the day it is sent, counted from enrollment.",
            "{home: 0}",
            at_least=0,
        ),
    ] = field(default_factory=dict)
    minutes: Annotated[Minutes, Doc("How long it takes.")] = field(default_factory=Minutes)
    subject: Annotated[
        str,
        Doc(
            "The subject of its email; at most 50 characters; may contain placeholders.",
            one_line=True,
            placeholders=True,
        ),
    ] = ""
    preheader: Annotated[
        str,
        Doc(
            "What inboxes show after the subject; at most 90 characters; may contain placeholders.",
            one_line=True,
            placeholders=True,
        ),
    ] = ""
    objectives: Annotated[tuple[Objective, ...], Doc("What a learner can do afterwards.")] = ()
    prerequisites: Annotated[tuple[str, ...], Doc("The ids of lessons that come first.")] = ()
    recall: Annotated[
        Mapping[str, tuple[str, ...]], Doc("For each track, the recall items asked at the start.")
    ] = field(default_factory=dict)
    supplies: Annotated[tuple[str, ...], Doc("Recall items that ask about this lesson.")] = ()
    facts: Annotated[tuple[str, ...], Doc("The facts it uses.")] = ()
    refs: Annotated[tuple[str, ...], Doc("The references listed as its sources.")] = ()
    downloads: Annotated[tuple[str, ...], Doc("The job aids that belong to it.")] = ()
    review: Annotated[Review, Doc("Who maintains it.")] = field(default_factory=Review)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson as it was read."""

    front: FrontMatter
    body: tuple[Block, ...]
    path: str
    """The file, relative to the course folder."""
    number: int
    """The number its file name opens with: `07-two-good-paths.md` is 7. For people only."""
    span: Span
    """The front matter."""
    fields: Mapping[str, Span] = field(default_factory=dict)
    """Where each field of the front matter stands, by its dotted name: `recall.aspire.1`."""

    @property
    def id(self) -> str:
        """The stable slug."""
        return self.front.id

    @property
    def title(self) -> str:
        """The title."""
        return self.front.title

    def at(self, name: str) -> Span:
        """Return where the front matter's field `name` stands, or the front matter as a whole."""
        while name:
            if name in self.fields:
                return self.fields[name]
            name = name.rpartition(".")[0]
        return self.span
