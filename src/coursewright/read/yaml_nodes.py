"""YAML text to nodes with places: plain data only, built from events, so that nothing runs deep.

Anchors, aliases, tags, several documents, repeated keys and deep nesting are refused where they
stand. Scalars stay text: what type they have is said by the field that they fill.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .read_limits import YAML_DEPTH, YAML_NODES
from .reading import Reading
from .yaml_slips import Chunk, dash_below, top_level_chunks, yaml_slip

__all__ = ["CODES", "ListNode", "MapNode", "Node", "Scalar", "compose"]

INVALID = Code(
    "yaml-invalid",
    Severity.ERROR,
    "The YAML is invalid.",
    "Nothing after this place can be read, so none of it can be built.",
)
ALIAS = Code(
    "yaml-alias",
    Severity.ERROR,
    "The YAML contains an anchor or an alias.",
    "Aliases can make a small file grow without limit, and hide what a field contains.",
)
TAG = Code(
    "yaml-tag",
    Severity.ERROR,
    "The YAML contains a tag.",
    "Tags can name code. The course format already defines the type of each field.",
)
DUPLICATE_KEY = Code(
    "yaml-duplicate-key",
    Severity.ERROR,
    "A key occurs twice in a mapping.",
    "Only one of the two would be used, and nobody can tell which.",
)
DOCUMENTS = Code(
    "yaml-many-documents",
    Severity.ERROR,
    "A YAML file contains several documents.",
    "Everything after the first would be lost.",
)
TOO_DEEP = Code(
    "yaml-too-deep",
    Severity.ERROR,
    "The YAML is nested more deeply, or is larger, than any field needs.",
    "It is not a course, and reading it could take unlimited time and memory.",
)
CODES = (INVALID, ALIAS, TAG, DUPLICATE_KEY, DOCUMENTS, TOO_DEEP)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A single value, as text."""

    text: str
    plain: bool
    """Whether it stood there without quotes."""
    span: Span


@dataclass(slots=True)
class ListNode:
    """A list of values."""

    items: "list[Node]"
    span: Span


@dataclass(slots=True)
class MapNode:
    """Values by key, each with the place of the key."""

    pairs: "dict[str, tuple[Scalar, Node]]"
    span: Span


Node = Scalar | ListNode | MapNode


class _RefusedError(Exception):
    """Leaves the loop over events; the problem is noted already."""

    def __init__(self, *, local: bool) -> None:
        super().__init__()
        self.local = local
        """Whether the fields beside it can be read."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    node: ListNode | MapNode
    start: int
    key: Scalar | None = None
    skip: bool = False
    keys: set[str] = field(default_factory=set)


def compose(reading: Reading, start: int, end: int) -> Node | None:
    """Return the document between two offsets of the file; None when it is empty or refused."""
    text = reading.source.text[start:end]
    try:
        return _Composer(reading, start, len(text)).run(text)
    except _RefusedError as refused:
        return _recovered(reading, start, text)[0] if refused.local else None
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        at = start + min(mark.index if mark is not None else 0, len(text))
        what = (error.problem or error.context or "it cannot be read").rstrip(".")
        node, broken = _recovered(reading, start, text)
        slip = yaml_slip(text, at - start, what, broken)
        place = reading.span(start + slip.start, start + slip.end)
        reading.report(INVALID, place, slip.message, slip.hint)
        return node
    except yaml.YAMLError as error:
        message = f"This is not valid YAML: {str(error).splitlines()[0]}."
        reading.report(INVALID, reading.span(start, start + 1), message)
    return None


class _Composer:
    def __init__(self, reading: Reading, offset: int, length: int, *, quiet: bool = False) -> None:
        self.reading = reading
        self.quiet = quiet
        """Whether faults are only noted in `failed`: they have been reported already."""
        self.failed = False
        self.offset = offset
        self.length = length
        self.stack: list[_Frame] = []
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0

    def run(self, text: str) -> Node | None:
        for event in _events(text):
            self._take(event)
        return self.root

    def _span(self, start: int, end: int) -> Span:
        end = min(end, self.length)
        return self.reading.span(self.offset + min(start, end), self.offset + end)

    def _report(self, code: Code, place: Span, message: str, hint: str | None) -> None:
        self.failed = True
        if not self.quiet:
            self.reading.report(code, place, message, hint)

    def _refuse(self, code: Code, event: Any, message: str, hint: str | None = None) -> None:
        place = self._span(event.start_mark.index, event.end_mark.index)
        self._report(code, place, message, hint)
        raise _RefusedError(local=code not in (TOO_DEEP, DOCUMENTS))

    def _take(self, event: Any) -> None:
        match event:
            case yaml.AliasEvent():
                hint = "Put text that starts with `*` in quotes; write an alias out."
                self._refuse(ALIAS, event, "`*` starts an alias; aliases are not read.", hint)
            case yaml.NodeEvent():
                self._check(event)
                self._open(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse(DOCUMENTS, event, "A second document starts here.", "Remove it.")
            case _:  # open: the library's marks of streams, which say nothing of a course
                pass

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor:
            message = f"`&` starts an anchor; the anchor `&{event.anchor[:80]}` is not read."
            self._refuse(ALIAS, event, message, "Put text that starts with `&` in quotes.")
        if event.tag not in (None, "!"):
            message = f"`!` starts a tag; the tag `{event.tag[:80]}` is not read."
            self._refuse(TAG, event, message, "Put text that starts with `!` in quotes.")
        if len(self.stack) >= YAML_DEPTH or self.nodes > YAML_NODES:
            message = f"More than {YAML_DEPTH} levels, or {YAML_NODES:,} values, are not read."
            self._refuse(
                TOO_DEEP, event, message, "See docs/fields.md for the fields allowed here."
            )

    def _open(self, event: Any) -> None:
        start, stop = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            end = self._trimmed(start, stop)
            self._add(Scalar(event.value, plain, self._span(start, end)), event)
            if plain and (
                dash := dash_below(self.reading.source.text, self.offset + start, end - start)
            ):
                message = "This entry is indented differently from the entry above it."
                hint = "Start all entries of a list in the same column."
                place = self.reading.span(dash, dash + 1)
                self._report(INVALID, place, message, hint)
            return
        place = self._span(start, stop)
        node = (
            ListNode([], place)
            if isinstance(event, yaml.SequenceStartEvent)
            else MapNode({}, place)
        )
        frame = _Frame(node, start)
        self._add(node, event)
        self.stack.append(frame)

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        frame.node.span = self._span(frame.start, self._trimmed(frame.start, event.end_mark.index))

    def _trimmed(self, start: int, end: int) -> int:
        """Return `end` without white space: a block ends for the parser where the next begins."""
        end = min(end, self.length)
        text = self.reading.source.text
        while end > start and text[self.offset + end - 1].isspace():
            end -= 1
        return end

    def _add(self, node: Node, event: Any) -> None:
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if isinstance(frame.node, ListNode):
            frame.node.items.append(node)
        elif frame.key is None:
            self._key(frame, node, event)
        else:
            if not frame.skip:
                frame.node.pairs[frame.key.text] = (frame.key, node)
            frame.key = None

    def _key(self, frame: _Frame, node: Node, event: Any) -> None:
        if not isinstance(node, Scalar):
            message = "This is not valid YAML: a value that starts with `{` or `[` needs quotes."
            hint = "Put the value in quotes: `title: '{{ learner.first_name | \"you\" }}'`."
            self._refuse(INVALID, event, message, hint)
            return
        frame.key = node
        frame.skip = node.text in frame.keys
        frame.keys.add(node.text)
        if frame.skip:
            message = f"The key `{node.text[:80]}` occurs here for the second time."
            self._report(DUPLICATE_KEY, node.span, message, "Keep one of the two.")


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _recovered(reading: Reading, start: int, text: str) -> tuple[Node | None, Chunk | None]:
    """Return the top-level fields that can be read one by one, and the first that cannot."""
    whole: MapNode | None = None
    broken: Chunk | None = None
    for chunk in top_level_chunks(text):
        offset = start + chunk.start
        composer = _Composer(reading, offset, len(chunk.text), quiet=True)
        try:
            node = composer.run(chunk.text)
        except (_RefusedError, yaml.YAMLError):
            node = None
        if isinstance(node, MapNode) and not composer.failed:
            whole = whole or MapNode({}, node.span)
            whole.pairs.update(node.pairs)
            whole.span = replace(
                whole.span, end_line=node.span.end_line, end_column=node.span.end_column
            )
        elif chunk.text.lstrip()[:1] != "#":
            broken = broken or chunk
            reading.lost.update(chunk.keys)
    return whole, broken
