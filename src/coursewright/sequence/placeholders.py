"""Compiled text: strings, placeholders, and optional parts that stand or fall with a placeholder.

A text is a list of segments. A `Group` is a part that is left out when one of the placeholders it
needs has no answer: a button, a line with its link, a paragraph. A `Series` is a run of groups with
a separator between those that are left, so no separator is left over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Literal
from urllib.parse import quote

from coursewright.mime.headers import one_line

__all__ = [
    "CONTEXTS",
    "NO_TRACKING",
    "Alive",
    "Context",
    "FlatSegment",
    "Group",
    "Placeholder",
    "Segment",
    "Series",
    "escape_value",
    "fallback_text",
    "placeholders_of",
    "resolve",
    "with_contexts",
]

Context = Literal["html", "attr", "url", "text"]
CONTEXTS: tuple[Context, ...] = ("html", "attr", "url", "text")
NO_TRACKING = "privacy.no-tracking"
"""Needed by the sentence which promises that nobody records whether an email is opened."""

_URL = "/:?#[]@!$&'()*+,;=%-._~"  # what an address is made of (RFC 3986 2)
_HARMLESS = re.compile(r"[A-Za-z0-9._~:/?#@!$()*+,;=%-]*")  # neither quoted nor escaped
_SPECIAL = re.compile("[&<>\"']")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place in a compiled text that is filled for each learner."""

    name: str
    """`learner.first_name`, `link.unsubscribe` ..."""
    context: Context
    """What surrounds it; decides how a value is escaped."""
    fallback: str = ""
    """What is shown without a value, not yet escaped."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a text that is kept whole or left out whole."""

    segments: "tuple[Segment, ...]"
    needs: tuple[str, ...] = ()
    """Names that must have an answer, or a placeholder with a fallback in the group."""


@dataclass(frozen=True, slots=True)
class Series:
    """Groups in a row; the separator stands between those that are kept."""

    items: tuple[Group, ...]
    separator: "tuple[Segment, ...]" = ()


Segment = str | Placeholder | Group | Series
FlatSegment = str | Placeholder
Alive = Callable[[str, str], bool]
"""Tells whether a name has an answer; gets the name and the fallback (empty without one)."""


def escape_value(value: str, context: Context) -> str:
    """Return a value escaped for the place where it stands; in plain text it is one line."""
    match context:
        case "text":
            return one_line(value)
        case "url":
            if _HARMLESS.fullmatch(value):
                return value
            return escape(quote(value, safe=_URL, errors="replace"))
        case "html" | "attr":
            return escape(value) if _SPECIAL.search(value) else value


def resolve(segments: Iterable[Segment], alive: Alive) -> tuple[FlatSegment, ...]:
    """Return the text without the groups that must go; neighboring strings are joined."""
    out: list[FlatSegment] = []
    run: list[str] = []
    for piece in _resolved(segments, alive):
        if isinstance(piece, str):
            run.append(piece)
            continue
        if text := "".join(run):
            out.append(text)
        out.append(piece)
        run.clear()
    if text := "".join(run):
        out.append(text)
    return tuple(out)


def placeholders_of(segments: Iterable[Segment]) -> Iterator[Placeholder]:
    """Yield all placeholders of a text, those inside groups too."""
    for segment in segments:
        match segment:
            case str():
                pass
            case Placeholder():
                yield segment
            case Group():
                yield from placeholders_of(segment.segments)
            case Series():
                yield from placeholders_of(segment.separator)
                yield from placeholders_of(segment.items)


def with_contexts(
    segments: Iterable[Segment], contexts: Mapping[Context, Context]
) -> tuple[Segment, ...]:
    """Return the text with each placeholder in another context, where one is named."""
    out: list[Segment] = []
    for segment in segments:
        match segment:
            case str():
                out.append(segment)
            case Placeholder():
                context = contexts.get(segment.context, segment.context)
                out.append(replace(segment, context=context))
            case Group():
                out.append(_group_with(segment, contexts))
            case Series():
                items = tuple(_group_with(item, contexts) for item in segment.items)
                out.append(Series(items, with_contexts(segment.separator, contexts)))
    return tuple(out)


def fallback_text(segments: Iterable[Segment]) -> str:
    """Return the text with each fallback in its place: for plans and lists."""
    pieces = resolve(segments, lambda _, fallback: bool(fallback))
    return "".join(piece if isinstance(piece, str) else piece.fallback for piece in pieces)


def _resolved(segments: Iterable[Segment], alive: Alive) -> Iterator[FlatSegment]:
    for segment in segments:
        match segment:
            case str() | Placeholder():
                yield segment
            case Group():
                if _is_alive(segment, alive):
                    yield from _resolved(segment.segments, alive)
            case Series():
                for number, item in enumerate(_living(segment, alive)):
                    if number:
                        yield from _resolved(segment.separator, alive)
                    yield from _resolved(item.segments, alive)


def _group_with(group: Group, contexts: Mapping[Context, Context]) -> Group:
    return Group(with_contexts(group.segments, contexts), group.needs)


def _is_alive(group: Group, alive: Alive) -> bool:
    """Tell whether a group stays: all its needs are answered, and a series in it is not empty."""
    for name in group.needs:
        fallbacks = (p.fallback for p in placeholders_of(group.segments) if p.name == name)
        if not alive(name, next(filter(None, fallbacks), "")):
            return False
    series = [segment for segment in group.segments if isinstance(segment, Series)]
    return not series or any(_living(part, alive) for part in series)


def _living(series: Series, alive: Alive) -> list[Group]:
    return [item for item in series.items if _is_alive(item, alive)]
