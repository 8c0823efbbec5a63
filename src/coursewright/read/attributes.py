"""The attributes of a directive against what it may have."""

import re
from typing import Any

from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import hrefs
from .directive_lines import Given, Marker
from .directives import Attribute, Spec
from .reading import Reading
from .text_direction import check_directions

__all__ = ["CODES", "fill"]

UNKNOWN = Code(
    "attribute-unknown",
    Severity.ERROR,
    "A block has an unknown attribute.",
    "The attribute would be ignored silently.",
)
MISSING = Code(
    "attribute-missing",
    Severity.ERROR,
    "A block lacks a required attribute.",
    "Without an id, nothing can be saved for it; without a target, it leads nowhere.",
)
VALUE = Code(
    "attribute-value",
    Severity.ERROR,
    "An attribute has an invalid value.",
    "The value cannot be used, or would break what depends on it.",
)
CODES = (UNKNOWN, MISSING, VALUE)

_CURLY = "\u201c\u201d\u201e\u00ab\u2018\u2019"  # as word processors write them
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)


def fill(
    reading: Reading, spec: Spec, marker: Marker, files: list[tuple[str, Span]]
) -> tuple[dict[str, Any], bool]:
    """Return the values that are good, and whether all that are needed are there."""
    values: dict[str, Any] = {}
    meant: set[str] = set()  # a slip in an attribute's name is one fault, not two
    for name, given in marker.given.items():
        known = spec.attributes.get(name)
        if known is None:
            message = f"`{spec.name}` has no attribute `{name}`."
            listed = ", ".join(f"`{attribute}`" for attribute in spec.attributes)
            hint = reading.near(name, spec.attributes) or (f"It has {listed}." if listed else None)
            reading.report(UNKNOWN, given.span, message, hint)
            meant.update(reading.alike(name, spec.attributes)[:1])
            continue
        check_directions(reading, given.value or "", given.span)
        value = _value(reading, name, known, given, files)
        if value is not None:
            values[name] = value
    for name, known in spec.attributes.items():
        if known.required and name not in marker.given and name not in meant:
            message = f"`{spec.name}` needs the attribute `{name}`."
            hint = f"One of: {', '.join(known.choices)}." if known.choices else known.doc
            reading.report(MISSING, marker.span, message, hint)
    whole = all(name in values for name, known in spec.attributes.items() if known.required)
    return values, whole


def _value(  # noqa: C901 -- one table
    reading: Reading, name: str, known: Attribute, given: Given, files: list[tuple[str, Span]]
) -> Any:
    text = given.value
    if known.kind == "flag":
        if text in (None, "true", "false"):
            return text != "false"
        return _bad(reading, given, f"`{name}` takes no value.")
    if text and text[0] in _CURLY:
        message = f"`{name}` has curly quotation marks."
        return _bad(reading, given, message, f'Write straight quotes: `{name}="..."`.')
    if text is None or not text.strip():
        return _bad(reading, given, f"`{name}` needs a value.", f'Write `{name}="..."`.')
    match known.kind:
        case "id":
            if _ID.fullmatch(text):
                return text
            hint = "Letters, digits, `-`, `_`, `.`, at most 64."
            return _bad(reading, given, f"`{text[:80]}` cannot be an id.", hint)
        case "words":
            return tuple(text.replace(",", " ").split())
        case "number":
            return _number(reading, name, known, given, text)
        case "choice":
            return _choice(reading, name, known, given, text)
        case "path":
            path = hrefs.local_path(reading, text, given.span)
            if path is not None:
                files.append((path, given.span))
            return path
        case "text":
            return text


def _choice(reading: Reading, name: str, known: Attribute, given: Given, text: str) -> str | None:
    if text in known.choices:
        return text
    hint = reading.near(text, known.choices) or f"One of: {', '.join(known.choices)}."
    _bad(reading, given, f"`{name}` cannot be `{text[:80]}`.", hint)
    return None


def _number(reading: Reading, name: str, known: Attribute, given: Given, text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 10:
        number = int(text)
        if known.at_least <= number <= known.at_most:
            return number
    bounds = f"from {known.at_least} to {known.at_most}"
    _bad(reading, given, f"`{name}` is a whole number {bounds}.")
    return None


def _bad(reading: Reading, given: Given, message: str, hint: str | None = None) -> Any:
    reading.report(VALUE, given.span, message, hint)
    return None
