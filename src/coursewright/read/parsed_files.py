"""One file to what it stands for, from its own text alone: what a cache can keep."""

import re
from collections.abc import Callable, Mapping
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


def parse_file(source: Source, kind: FileKind) -> Parsed:
    """Return what a text file stands for."""
    reading = Reading(source)
    made = _PARSERS[kind](reading)
    return Parsed(source, tuple(reading.problems), *made)


_Made = tuple[Any, tuple[tuple[str, Span], ...], Mapping[str, Span]]


def _settings(reading: Reading) -> _Made:
    node = compose(reading, 0, len(reading.source.text))
    if node is None:
        if not reading.problems:
            message = "The file is empty."
            reading.report(FILE_EMPTY, Span.whole(reading.path), message, "See docs/fields.md.")
        return None, (), {}
    decoding = Decoder(reading)
    settings = decoding.record(node, Settings)
    if settings is MISSING_VALUE:
        return None, (), decoding.fields
    return *take_pictures(settings, decoding.fields, reading), decoding.fields


def _entries(record: type) -> Callable[[Reading], _Made]:
    def parse(reading: Reading) -> _Made:
        node = compose(reading, 0, len(reading.source.text))
        if node is None:
            return (), (), {}
        if not isinstance(node, ListNode):
            message = "This file is a list: each entry starts with `- `."
            reading.report(FIELD_TYPE, _first_line(node.span), message)
            return (), (), {}
        decoding = Decoder(reading)
        found = [decoding.record(one, record, str(at)) for at, one in enumerate(node.items)]
        entries = tuple(one for one in found if one is not MISSING_VALUE)
        return entries, (), decoding.fields

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
        value = decoding.record(front.node, record, span=front.span)
    elif not reading.problems:
        message = "The front matter is empty."
        reading.report(FILE_EMPTY, front.span, message, "See docs/fields.md.")
    body = read_body(reading, front.body_line, place)
    return value, body, decoding, front.span


def _lesson(reading: Reading) -> _Made:
    made = _fronted(reading, FrontMatter, "lesson")
    if made is None:
        return None, (), {}
    front, body, decoding, span = made
    if front is MISSING_VALUE:
        return None, body.files, decoding.fields
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
    return lesson, body.files, decoding.fields


def _pool(reading: Reading) -> _Made:
    made = _fronted(reading, PoolFront, "pool")
    if made is None:
        return None, (), {}
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
        return None, body.files, decoding.fields
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
    return pool, body.files, decoding.fields


def _job_aid(reading: Reading) -> _Made:
    made = _fronted(reading, JobAidFront, "job-aid")
    if made is None or made[0] is MISSING_VALUE:
        return None, made[1].files if made else (), {}
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
    return job_aid, body.files, decoding.fields


def _recall(reading: Reading) -> _Made:
    body = read_body(reading, 1, "recall")
    items = []
    for block in body.blocks:
        if isinstance(block, RecallItem):
            items.append(block)
        elif not isinstance(block, m.Heading):
            message = "`recall.md` can contain only recall items, and headings to group them."
            reading.report(CONTENT_UNEXPECTED, block.span, message)
    return tuple(items), body.files, {}


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
