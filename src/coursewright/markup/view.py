"""What a page is made with: the course, the words, the templates, and who is looking."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from markupsafe import Markup

from coursewright.model import Course, Lesson, TermRef, stable_key
from coursewright.presentation.messages import format_message
from coursewright.presentation.templates import Templates

from .footnotes import Footnotes

__all__ = ["Form", "Places", "View", "ident"]

Form = Literal["player", "site"]
_ID = re.compile(r"[A-Za-z0-9.-]+")


class Places(Protocol):
    """Where a page finds the others; None where it cannot link there."""

    def lesson(self, id: str) -> str | None:  # noqa: A002 -- the field's name
        """Return the address of a lesson."""

    def asset(self, path: str) -> str | None:
        """Return the address of a file of the course."""

    def aid(self, id: str) -> str | None:  # noqa: A002
        """Return the address of a job aid."""

    def answer(self, item: str, option: str) -> str | None:
        """Return the address of the page that answers an option."""


def ident(kind: str, id: str) -> str:  # noqa: A002 -- an author's id
    """Return a value for an HTML `id` that cannot meet one of the frame's own."""
    plain = id.replace(".", "_") if _ID.fullmatch(id) else stable_key(id)
    return f"{kind}-{plain}"


@dataclass(slots=True)
class View:
    """One page in the making. Its notes and terms grow while its blocks are rendered."""

    course: Course
    words: Mapping[str, str]
    templates: Templates
    form: Form
    places: Places
    tracks: tuple[str, ...]
    """The tracks that read the page: several in a package, one on the site."""
    lesson: Lesson | None = None
    notes: Footnotes = field(default_factory=Footnotes)
    terms: dict[str, TermRef] = field(default_factory=dict)
    here: tuple[str, ...] | None = None
    """The tracks that see what is being rendered just now; None: all of `tracks`."""

    def say(self, key: str, **values: object) -> str:
        """Return the interface string of a key, its fields filled."""
        return format_message(self.words[key], self.course.settings.language, values)

    def wanted(self, tracks: tuple[str, ...]) -> bool:
        """Tell whether anybody who reads the page sees a block for these tracks."""
        return not tracks or bool(set(tracks) & set(self.tracks))

    def only(self, tracks: tuple[str, ...]) -> Markup:
        """Return the attribute that says for whom an element is; nothing when it is for all."""
        if not tracks or set(self.tracks) <= set(tracks):
            return Markup("")
        named = " ".join(track for track in self.tracks if track in tracks)
        return Markup(' data-tracks="{}"').format(named)

    def labels(self, tracks: tuple[str, ...]) -> str:
        """Return the names of tracks, for a line that says whom a block is for."""
        return " · ".join(
            self.course.track(track).label for track in self.tracks if track in tracks
        )

    @contextmanager
    def within(self, tracks: tuple[str, ...]) -> Iterator[None]:
        """Render what follows for these tracks only."""
        before = self.here
        if tracks and not set(self.tracks) <= set(tracks):
            outer = self.tracks if before is None else before
            self.here = tuple(track for track in outer if track in tracks)
        try:
            yield
        finally:
            self.here = before
