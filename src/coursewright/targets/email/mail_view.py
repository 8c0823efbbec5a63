"""What a mail is made with: the course, the track, the words, the look, and what it has cited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from coursewright.markup.addresses import asset_address, lesson_address
from coursewright.model import (
    Course,
    FootnoteRef,
    Inline,
    Lesson,
    Module,
    Reference,
    Term,
    Track,
    direction,
)
from coursewright.presentation.brand import Brand
from coursewright.presentation.messages import format_message
from coursewright.presentation.templates import Templates
from coursewright.sequence.placeholders import Context

from .placeholder_tokens import PlaceholderTokens

__all__ = ["EmailContext", "MailView", "short_cite", "web_address", "web_base"]


@dataclass(frozen=True, slots=True)
class EmailContext:
    """What all mails of a course share."""

    course: Course
    words: Mapping[str, str]
    brand: Brand
    templates: Templates
    mark: str
    """What all tokens begin with: see `placeholder_tokens.token_mark`."""

    @property
    def web(self) -> str | None:
        """The base address of the published site, with its last slash."""
        return web_base(self.course.settings.links.web)

    @property
    def service(self) -> bool:
        """Whether the sender answers links: preferences, the next lesson, the calendar."""
        return web_base(self.course.settings.links.service) is not None


# Author, year and title; the rest of a reference stands on the lesson's page.
_SHORT = re.compile(
    r".{1,120}?\([^()]*\d{4}[^()]*\)\.? [^.?!]{3,140}[.?!]+[\u201c\u201d\u2019\u00bb\"']*"
)
_STATUS = {
    "listed": "lesson.source.listed",
    "memory": "lesson.source.memory",
    "not-found": "lesson.source.notfound",
}


def short_cite(cite: str) -> str:
    """Return a reference up to the end of its title, where that can be seen."""
    found = _SHORT.match(cite)
    return found[0].strip() if found else cite


def web_address(address: str | None) -> str | None:
    """Return an address if it is one of the web, what has no place in one written as %XX."""
    if not address or not address.startswith(("https://", "http://")):
        return None
    address = quote(address, safe=_SAFE, errors="replace")
    return address if len(address) <= _LONGEST else None


_SAFE = "%:/?#[]@!$&()*+,;=~"  # RFC 3986 but for the quote, which could end an attribute
_LONGEST = 1_500


def web_base(address: str | None) -> str | None:
    """Return an http address with a slash at its end; None for anything else."""
    if web_address(address) is None or address is None:
        return None
    return address if address.endswith("/") else f"{address}/"


@dataclass(slots=True)
class MailView:
    """One mail in the making. Its notes and terms grow while its blocks are rendered."""

    kit: EmailContext
    track: Track
    lesson: Lesson | None
    tokens: PlaceholderTokens
    full: bool = False
    """Whether it is the full edition, for learners without web access."""
    notes: list[Reference | FootnoteRef] = field(default_factory=list)
    """Sources and footnotes as they were met; they count in one row."""
    terms: list[Term] = field(default_factory=list)
    level: int = 1
    """The level of the last heading, so that none is skipped."""

    @property
    def course(self) -> Course:
        """The course."""
        return self.kit.course

    @property
    def language(self) -> str:
        """The language of the text (BCP 47)."""
        return self.course.settings.language

    @property
    def dir(self) -> str:
        """The base direction: `ltr` or `rtl`."""
        return direction(self.language)

    @property
    def module(self) -> Module | None:
        """The module of the lesson."""
        return self.course.module_of(self.lesson) if self.lesson else None

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons of the track, in order."""
        return self.course.lessons_of(self.track.id)

    @property
    def number(self) -> int:
        """Which lesson of the track this is; 0 for a mail that is no lesson."""
        return self.lessons.index(self.lesson) + 1 if self.lesson in self.lessons else 0

    @property
    def web(self) -> str | None:
        """The base address of the site; None in the full edition, which is read without it."""
        return None if self.full else self.kit.web

    @property
    def service(self) -> bool:
        """Whether the sender answers links."""
        return self.kit.service

    def say(self, key: str, **values: object) -> str:
        """Return the interface string of a key, its fields filled; not escaped."""
        return format_message(self.kit.words[key], self.course.settings.language, values)

    def letter(self, index: int) -> str:
        """Return the name of an option, such as A or B; beyond the alphabet, its number."""
        letters = self.kit.words["mail.letters"].split()
        return letters[index] if index < len(letters) else str(index + 1)

    def slot(self, name: str, context: Context, fallback: str = "") -> str:
        """Return the token of a placeholder."""
        return self.tokens.token(name, context, fallback)

    def page(self, lesson: str | None = None) -> str | None:
        """Return the address of a lesson on the site, of this one by default."""
        which = lesson or (self.lesson.id if self.lesson else None)
        if self.web is None or which is None or which not in self._ids:
            return None
        return self.web + lesson_address(self._track_of(which), which)

    def asset(self, path: str) -> str | None:
        """Return the address of a file of the course on the site."""
        if self.kit.web is None or path not in self.course.assets:
            return None
        return self.kit.web + asset_address(path)

    def note(self, key: str) -> int | None:
        """Return the number of a source, given at its first use; None for one that is not there."""
        reference = self.course.references.get(key)
        if reference is None:
            return None
        if reference not in self.notes:
            self.notes.append(reference)
        return self.notes.index(reference) + 1

    def remark(self, ref: FootnoteRef) -> int:
        """Return the number of a footnote, given at its first use."""
        for number, note in enumerate(self.notes, 1):
            if isinstance(note, FootnoteRef) and note.key == ref.key:
                return number
        self.notes.append(ref)
        return len(self.notes)

    def footnotes(self) -> list[tuple[int, tuple[Inline, ...]]]:
        """Return the footnotes met so far: number and words."""
        return [
            (number, one.children)
            for number, one in enumerate(self.notes, 1)
            if isinstance(one, FootnoteRef)
        ]

    def sources(self) -> list[dict[str, object]]:
        """Return the sources cited so far, in short: number, words, address, how well known."""
        return [
            {
                "number": number,
                "cite": self._closed(short_cite(one.cite.strip()) or one.url or one.id),
                "url": web_address(one.url),
                "status": "" if one.status == "seen" else self.say(_STATUS[one.status]),
            }
            for number, one in enumerate(self.notes, 1)
            if isinstance(one, Reference)
        ]

    def _closed(self, words: str) -> str:
        """Return Latin words that keep their full stop in a text written from right to left."""
        return f"{words}\u200e" if self.dir == "rtl" and words[:1].isascii() else words

    def use_term(self, word: str) -> None:
        """Remember a term of the glossary, which is explained once, at the end."""
        term = self.course.term(word)
        if term is not None and term not in self.terms:
            self.terms.append(term)

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(lesson.id for lesson in self.course.lessons)

    def _track_of(self, lesson: str) -> str:
        """Return the learner's track, or for a lesson that it has not, one that has it."""
        if any(one.id == lesson for one in self.lessons):
            return self.track.id
        found = next(one for one in self.course.lessons if one.id == lesson)
        return found.front.tracks[0] if found.front.tracks else self.track.id
