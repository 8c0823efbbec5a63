"""The whole course: what `read` returns, what `rules` look at and targets compile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coursewright.source import Source, Span

from .lesson import Lesson
from .materials import (
    Asset,
    Fact,
    JobAid,
    Pool,
    ReadinessCheck,
    RecallItem,
    Reference,
    Survey,
    Term,
)
from .settings import Module, Settings, Track

__all__ = ["Course", "direction"]

# Languages written from right to left, by their primary subtag (CLDR).
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "ug", "ur", "yi"}
)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the base direction of a BCP 47 language tag."""
    tag = language.lower()
    parts = tag.split("-")
    script = parts[1] if len(parts) > 1 and len(parts[1]) == 4 else None
    if script in {"arab", "hebr", "thaa", "nkoo", "syrc"}:
        return "rtl"
    if script in {"latn", "cyrl"}:
        return "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course, read. Lessons stand in the order of their modules and file names."""

    settings: Settings
    lessons: tuple[Lesson, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    glossary: tuple[Term, ...] = ()
    recall: Mapping[str, RecallItem] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    readiness: Mapping[str, ReadinessCheck] = field(default_factory=dict)
    job_aids: Mapping[str, JobAid] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    """By path; only files that something in the course shows or hands out."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Every text file that was read, by path: what a printer shows a place from."""
    fields: Mapping[str, Span] = field(default_factory=dict)
    """Where each field of `course.yaml` stands, by its dotted name: `packages.0.id`."""

    @property
    def id(self) -> str:
        """The stable slug."""
        return self.settings.id

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The base direction of the course's language."""
        return direction(self.settings.language)

    def track(self, id: str) -> Track:  # noqa: A002 -- the field's name
        """Return the track `id`; a KeyError when the course has none of that name."""
        return {track.id: track for track in self.settings.tracks}[id]

    def module_of(self, lesson: Lesson) -> Module:
        """Return the module that a lesson belongs to; the reader lets in no lesson without one."""
        return {module.id: module for module in self.settings.modules}[lesson.front.module]

    def lessons_of(self, *tracks: str) -> tuple[Lesson, ...]:
        """Return the lessons of any of the tracks, in order."""
        wanted = set(tracks)
        return tuple(lesson for lesson in self.lessons if wanted & set(lesson.front.tracks))

    def term(self, word: str) -> Term | None:
        """Return the glossary entry that `word` names, in any case."""
        folded = word.casefold()
        for term in self.glossary:
            if folded in (term.term.casefold(), *(other.casefold() for other in term.also)):
                return term
        return None
