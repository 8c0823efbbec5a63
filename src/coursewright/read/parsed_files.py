"""One file to what it stands for, from its own text and what it includes: a cache can keep it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright import model as m
from coursewright.model import (
    Fact,
    FrontMatter,
    ReadinessCheck,
    RecallItem,
    Reference,
    Settings,
    Survey,
    Term,
)
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Source, Span

from . import decoder, document, front_matter, yaml_nodes
from .decoder import MISSING_VALUE, Decoder
from .directives.spec import CONTENT_UNEXPECTED, Place
from .document import Body, read_body
from .file_fronts import JobAidFront, PoolFront
from .file_kinds import FileKind
from .front_matter import split_front
from .reading import Reading
from .settings_pictures import take_pictures
from .yaml_nodes import ListNode, compose
from .yaml_scalars import FIELD_TYPE

__all__ = ["CODES", "Parsed", "parse_file"]

FILE_EMPTY = Code(
    "file-empty",
    Severity.ERROR,
    "A file of the course is empty.",
    "Its contents would be missing.",
)
CODES = (
    FILE_EMPTY,
    *front_matter.CODES,
    *yaml_nodes.CODES,
    *decoder.CODES,
    *document.CODES,
)

_NUMBER = re.compile(r"([0-9]+)-")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one file stands for."""

    source: Source
    problems: tuple[Problem, ...]
    value: Any = None
    """By the kind of file: settings, a tuple of entries, a lesson, a pool, a job aid; or None."""
    files: tuple[tuple[str, Span], ...] = ()
    """Files that it shows or links."""
    fields: Mapping[str, Span] = field(default_factory=dict)
    """Where the fields of its YAML stand."""
    lost: tuple[str, ...] = ()
    """Top-level fields of its YAML whose value could not be read."""
    made: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures drawn from what it says."""
    read_beside: Mapping[str, bytes | None] = field(default_factory=dict)
    """Other files that it includes, as they were."""


def parse_file(source: Source, kind: FileKind, beside: Mapping[str, bytes] | None = None) -> Parsed:
    """Return what a text file stands for.

    Args:
        source: its text.
        kind: what it is in the course.
        beside: the other files of the course, of which it may include some.
    """
    reading = Reading(source, beside)
    value, files, fields, lost = _PARSERS[kind](reading)
    return Parsed(
        source,
        tuple(reading.problems),
        value,
        files,
        fields,
        tuple(sorted(lost)),
        made=reading.made,
        read_beside=reading.read_beside,
    )


_Made = tuple[Any, tuple[tuple[str, Span], ...], Mapping[str, Span], Collection[str]]
_SETTINGS: dict[str, Any] = {"id": "course", "title": "", "version": "", "language": "en"}
"""Stand-ins for what `course.yaml` lacks: with the error, the rest of the course is checked."""


def _settings(reading: Reading) -> _Made:
    node = compose(reading, 0, len(reading.source.text))
    if node is None:
        if not reading.problems:
            message = "The file is empty."
            reading.report(FILE_EMPTY, Span.whole(reading.path), message, "See docs/fields.md.")
        return None, (), {}, ()
    decoding = Decoder(reading)
    stand_ins = _SETTINGS | {"tracks": (), "modules": ()}
    settings = decoding.record(node, Settings, stand_ins=stand_ins)
    if settings is MISSING_VALUE:
        return None, (), decoding.fields, decoding.lost
    value, files = take_pictures(settings, decoding.fields, reading)
    return value, files, decoding.fields, decoding.lost


def _entries(record: type) -> Callable[[Reading], _Made]:
    def parse(reading: Reading) -> _Made:
        node = compose(reading, 0, len(reading.source.text))
        if node is None:
            return (), (), {}, ()
        if not isinstance(node, ListNode):
            message = "This file is a list: each entry starts with `- `."
            reading.report(FIELD_TYPE, _first_line(node.span), message)
            return (), (), {}, ()
        decoding = Decoder(reading)
        found = [decoding.record(one, record, str(at)) for at, one in enumerate(node.items)]
        entries = tuple(one for one in found if one is not MISSING_VALUE)
        return entries, (), decoding.fields, ()

    return parse


def _first_line(span: Span) -> Span:
    if span.line == span.end_line:
        return span
    return Span(span.path, span.line, span.column, span.line, span.column + 1)


def _fronted(
    reading: Reading, record: type, place: Place
) -> tuple[Any, Body, Decoder, Span] | None:
    front = split_front(reading)
    if front is None:
        return None
    decoding = Decoder(reading)
    value: Any = MISSING_VALUE
    if front.node is not None:
        stand_ins = _stand_ins(reading) if place == "lesson" else None
        value = decoding.record(front.node, record, span=front.span, stand_ins=stand_ins)
    elif not reading.problems:
        message = "The front matter is empty."
        reading.report(FILE_EMPTY, front.span, message, "See docs/fields.md.")
    body = read_body(reading, front.body_line, place)
    return value, body, decoding, front.span


def _stand_ins(reading: Reading) -> dict[str, Any]:
    """Return values for what the front matter of a lesson lacks; assembly adds its module."""
    slug = re.sub(r"[^a-z0-9]+", "-", reading.path.lower()).strip("-")
    return {"id": slug, "module": "", "title": "", "tracks": ()}


def _lesson(reading: Reading) -> _Made:
    made = _fronted(reading, FrontMatter, "lesson")
    if made is None:
        return None, (), {}, ()
    front, body, decoding, span = made
    if front is MISSING_VALUE:
        return None, body.files, decoding.fields, decoding.lost
    name = reading.path.rpartition("/")[2]
    found = _NUMBER.match(name)
    lesson = m.Lesson(
        front=front,
        body=_blocks(body),
        path=reading.path,
        number=int(found[1]) if found else 0,
        span=span,
        fields=decoding.fields,
    )
    return lesson, body.files, decoding.fields, decoding.lost


def _pool(reading: Reading) -> _Made:
    made = _fronted(reading, PoolFront, "pool")
    if made is None:
        return None, (), {}, ()
    front, body, decoding, span = made
    blocks = _blocks(body)
    first = next((at for at, one in enumerate(blocks) if isinstance(one, m.Quiz)), len(blocks))
    items = []
    for block in blocks[first:]:
        if isinstance(block, m.Quiz):
            items.append(block)
        else:
            message = "Below its first question, a pool can contain only questions."
            reading.report(
                CONTENT_UNEXPECTED, block.span, message, "Move text for learners above it."
            )
    if front is MISSING_VALUE:
        return None, body.files, decoding.fields, decoding.lost
    pool = m.Pool(
        id=front.id,
        title=front.title,
        mastery=front.mastery,
        reveal=front.reveal,
        attempts=front.attempts,
        minutes=front.minutes,
        credit=front.credit,
        intro=blocks[:first],
        items=tuple(items),
        span=span,
    )
    return pool, body.files, decoding.fields, decoding.lost


def _job_aid(reading: Reading) -> _Made:
    made = _fronted(reading, JobAidFront, "job-aid")
    if made is None or made[0] is MISSING_VALUE:
        return None, made[1].files if made else (), {}, ()
    front, body, decoding, span = made
    job_aid = m.JobAid(
        id=front.id,
        title=front.title,
        description=front.description,
        tracks=front.tracks,
        slug=reading.path.rpartition("/")[2].removesuffix(".md"),
        body=_blocks(body),
        path=reading.path,
        span=span,
    )
    return job_aid, body.files, decoding.fields, decoding.lost


def _recall(reading: Reading) -> _Made:
    body = read_body(reading, 1, "recall")
    items = []
    for block in body.blocks:
        if isinstance(block, RecallItem):
            items.append(block)
        elif not isinstance(block, m.Heading):
            message = "`recall.md` can contain only recall items, and headings to group them."
            reading.report(CONTENT_UNEXPECTED, block.span, message)
    return tuple(items), body.files, {}, ()


def _blocks(body: Body) -> tuple[Any, ...]:
    return body.blocks


_PARSERS: dict[FileKind, Callable[[Reading], _Made]] = {
    "course": _settings,
    "facts": _entries(Fact),
    "references": _entries(Reference),
    "glossary": _entries(Term),
    "surveys": _entries(Survey),
    "readiness": _entries(ReadinessCheck),
    "recall": _recall,
    "pool": _pool,
    "job-aid": _job_aid,
    "lesson": _lesson,
}
