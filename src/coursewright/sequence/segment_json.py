"""Segments of a text as JSON, and back; what comes from outside is bounded."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .format import LIMITS
from .placeholders import CONTEXTS, Group, Placeholder, Segment, Series

__all__ = ["MismatchError", "plain_segments", "read_segments", "readable", "segment_schemas"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_NEEDED = re.compile(r"(?:link|privacy)\.[a-z0-9-]{1,60}")


class MismatchError(ValueError):
    """What does not fit the format, and where."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"`{self.place}` {self.message}" if self.place else self.message

    def below(self, name: str | int) -> "MismatchError":
        """Return the same, seen from the value that holds it: a field, or an item of a list."""
        dot = "." if self.place and not self.place.startswith("[") else ""
        place = name if isinstance(name, str) else f"[{name}]"
        return MismatchError(self.message, f"{place}{dot}{self.place}")


def readable(text: str) -> str:
    """Return text that can be encoded: JSON can hold half of a pair of surrogates."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def read_segments(value: Any) -> tuple[Segment, ...]:
    """Return the segments of a text.

    Raises:
        MismatchError: it is none, or is too long or nested too deep.
    """
    left = [LIMITS.segments]
    return tuple(_segments(value, LIMITS.depth, left))


def plain_segments(segments: Iterable[Segment]) -> list[Any]:
    """Return segments as plain values for JSON."""
    return [_plain(segment) for segment in segments]


def segment_schemas() -> dict[str, Any]:
    """Return the JSON Schemas of a text and its segments, for `$defs`."""
    text = {"$ref": "#/$defs/text"}
    word = {"type": "string"}
    return {
        "text": {
            "description": "A compiled text: its segments, in order.",
            "type": "array",
            "maxItems": LIMITS.segments,
            "items": {
                "anyOf": [
                    {"type": "string", "description": "Text that is the same for all learners."},
                    {"$ref": "#/$defs/placeholder"},
                    {"$ref": "#/$defs/group"},
                    {"$ref": "#/$defs/series"},
                ]
            },
        },
        "placeholder": {
            "description": "A place that is filled for each learner.",
            "type": "object",
            "required": ["placeholder", "context"],
            "properties": {
                "placeholder": {"description": "Its name.", **word, "maxLength": 200},
                "context": {"description": "What surrounds it.", "enum": list(CONTEXTS)},
                "fallback": {"description": "Shown without a value; not escaped.", **word},
            },
        },
        "group": {
            "description": "A part that is left out when a name in `needs` has no answer.",
            "type": "object",
            "required": ["group"],
            "properties": {
                "group": text,
                "needs": {"type": "array", "items": {**word, "pattern": f"^{_NEEDED.pattern}$"}},
            },
        },
        "series": {
            "description": "Groups in a row, with a separator between those that are kept.",
            "type": "object",
            "required": ["series"],
            "properties": {
                "series": {"type": "array", "items": {"$ref": "#/$defs/group"}},
                "separator": text,
            },
        },
    }


def _segments(value: Any, depth: int, left: list[int]) -> Iterator[Segment]:
    if not isinstance(value, list):
        raise MismatchError("is not a list of segments")
    for number, item in enumerate(value):
        left[0] -= 1
        if left[0] < 0:
            msg = f"has more than {LIMITS.segments} segments"
            raise MismatchError(msg)
        try:
            yield _segment(item, depth, left)
        except MismatchError as error:
            raise error.below(number) from error


def _segment(value: Any, depth: int, left: list[int]) -> Segment:
    if isinstance(value, str):
        return readable(value)
    if not isinstance(value, dict):
        raise MismatchError("is no segment")
    if depth < 1:
        msg = f"is nested deeper than {LIMITS.depth} levels"
        raise MismatchError(msg)
    if "placeholder" in value:
        return _placeholder(value)
    if "group" in value:
        return _group(value, depth, left)
    if "series" in value:
        items = value["series"]
        if not isinstance(items, list):
            raise MismatchError("is not a list of groups", "series")
        separator = _part(value, "separator", depth, left)
        groups = (_segments([item], depth - 1, left) for item in items)
        return Series(tuple(_only_group(member) for group in groups for member in group), separator)
    raise MismatchError("is no segment of a known kind")


def _only_group(segment: Segment) -> Group:
    if not isinstance(segment, Group):
        raise MismatchError("holds something that is no group", "series")
    return segment


def _placeholder(value: dict[str, Any]) -> Placeholder:
    name, context, fallback = value["placeholder"], value.get("context"), value.get("fallback")
    if not isinstance(name, str) or not 0 < len(name) <= LIMITS.id_characters:
        raise MismatchError("has no name", "placeholder")
    if context not in CONTEXTS:
        msg = f"stands in an unknown context: {str(context)[:40]!r}"
        raise MismatchError(msg)
    if not isinstance(fallback, str | None):
        raise MismatchError("is not text", "fallback")
    return Placeholder(readable(name), context, readable(fallback or ""))


def _group(value: dict[str, Any], depth: int, left: list[int]) -> Group:
    needs = value.get("needs") or []
    good = isinstance(needs, list) and all(
        isinstance(name, str) and _NEEDED.fullmatch(name) for name in needs
    )
    if not good or len(needs) > LIMITS.depth:
        raise MismatchError("names something that is no link and no promise", "needs")
    return Group(_part(value, "group", depth, left), tuple(needs))


def _part(value: dict[str, Any], name: str, depth: int, left: list[int]) -> tuple[Segment, ...]:
    try:
        return tuple(_segments(value.get(name, []), depth - 1, left))
    except MismatchError as error:
        raise error.below(name) from error


def _plain(segment: Segment) -> Any:
    match segment:
        case str():
            return segment
        case Placeholder():
            return {
                "placeholder": segment.name,
                "context": segment.context,
                "fallback": segment.fallback,
            }
        case Group():
            plain: dict[str, Any] = {"group": plain_segments(segment.segments)}
            return plain | ({"needs": list(segment.needs)} if segment.needs else {})
        case Series():
            return {
                "series": plain_segments(segment.items),
                "separator": plain_segments(segment.separator),
            }
