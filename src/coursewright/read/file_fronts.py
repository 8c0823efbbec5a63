"""The front matter of files beside the lessons; the schemas for editors are made from it too."""

from dataclasses import dataclass
from typing import Annotated

from coursewright.model import Credit, Doc, Reveal
from coursewright.source import Span

__all__ = ["JobAidFront", "PoolFront"]

_ID = r"[A-Za-z][\w.-]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFront:
    """What stands between the `---` lines at the head of a pool."""

    id: Annotated[str, Doc("The key for `::assessment{pool=...}`.", "final", 64, pattern=_ID)]
    title: Annotated[str, Doc("Its heading.", at_most=120, one_line=True)]
    mastery: Annotated[
        int | None,
        Doc("Percentage needed to pass; the course's if left out.", at_least=1, at_most=100),
    ] = None
    reveal: Annotated[
        Reveal, Doc("When learners see which answers were right: never, once they pass, or always.")
    ] = "after-pass"
    attempts: Annotated[
        int | None,
        Doc("How many tries there are; as many as they like if left out.", at_least=1, at_most=60),
    ] = None
    minutes: Annotated[
        int | None,
        Doc("Time limit of an attempt in minutes; none if left out.", at_least=1, at_most=600),
    ] = None
    credit: Annotated[
        Credit,
        Doc("Whether a partly correct answer earns part of its weight: whole or partial."),
    ] = "whole"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAidFront:
    """What stands between the `---` lines at the head of a job aid."""

    id: Annotated[str, Doc("The key for `::download{ref=...}`.", "JA3", 64, pattern=_ID)]
    title: Annotated[str, Doc("Its heading.", at_most=120, one_line=True)]
    description: Annotated[str, Doc("What it is for, in one line.")] = ""
    tracks: Annotated[tuple[str, ...], Doc("The tracks that get it; if empty, all.")] = ()
    span: Span
