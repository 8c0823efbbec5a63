"""Records of the format from their type hints: one description for reader and JSON Schema.

A field is `Annotated[type, Doc("what it means")]`. Fields that a reader does not know are ignored,
so that a later version can add some; `null` is the same as leaving a field out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from coursewright.model import Doc

from .format import LIMITS
from .placeholders import Segment
from .segment_json import MismatchError, read_segments, readable

__all__ = ["JsonField", "fields_of", "read_record", "record_schema"]

R = TypeVar("R")
_Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class JsonField:
    """One field of a record."""

    name: str
    doc: Doc
    required: bool
    read: _Read
    """Returns the value, or raises `MismatchError`."""
    schema: Mapping[str, Any]
    """Its JSON Schema, without the description."""


def read_record(record: type[R], value: Any) -> R:
    """Return the record that parsed JSON holds.

    Raises:
        MismatchError: a value is missing or of the wrong kind; says which.
    """
    if not isinstance(value, dict):
        msg = f"is {_kind(value)}, not an object"
        raise MismatchError(msg)
    found = {}
    for field in fields_of(cast("type", record)):
        given = value.get(field.name)
        if given is None:
            if field.required:
                raise MismatchError("is missing", field.name)
            continue
        try:
            found[field.name] = field.read(given)
        except MismatchError as error:
            raise error.below(field.name) from error
    return record(**found)


def record_schema(record: type) -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    known = fields_of(record)
    return {
        "type": "object",
        "required": [field.name for field in known if field.required],
        "properties": {
            field.name: {"description": field.doc.text} | _examples(field.doc) | _optional(field)
            for field in known
        },
    }


@cache
def fields_of(record: type) -> tuple[JsonField, ...]:
    """Return the fields of a record, in the order of its class."""
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in fields(record):
        hint, doc = _documented(hints[field.name])
        required = field.default is MISSING and field.default_factory is MISSING
        found.append(JsonField(field.name, doc, required, *_kind_of(hint, doc)))
    return tuple(found)


def _documented(hint: Any) -> tuple[Any, Doc]:
    if get_origin(hint) is Annotated:
        inner, doc, *_ = get_args(hint)
        return inner, doc
    return hint, Doc("")


def _examples(doc: Doc) -> dict[str, Any]:
    return {} if doc.example is None else {"examples": [doc.example]}


def _optional(field: JsonField) -> dict[str, Any]:
    return dict(field.schema) if field.required else {"anyOf": [field.schema, {"type": "null"}]}


def _kind_of(hint: Any, doc: Doc) -> tuple[_Read, dict[str, Any]]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint == tuple[Segment, ...]:
        return read_segments, {"$ref": "#/$defs/text"}
    if origin in (Union, UnionType):
        return _kind_of(next(argument for argument in arguments if argument is not NoneType), doc)
    if hint is str:
        return _text(doc)
    if hint is int:
        return _number(doc)
    if origin is Literal:
        return _choice(arguments)
    if origin is tuple:
        return _list(arguments[0], doc)
    if origin is not None and len(arguments) == 2:
        return _mapping(arguments[1])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(tuple(hint), hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return (lambda value: read_record(hint, value)), record_schema(hint)
    msg = f"no field of the format can have the type {hint!r}"
    raise TypeError(msg)


def _text(doc: Doc) -> tuple[_Read, dict[str, Any]]:
    pattern = re.compile(doc.pattern) if doc.pattern else None

    def read(value: Any) -> str:
        if not isinstance(value, str):
            msg = f"is {_kind(value)}, not text"
            raise MismatchError(msg)
        if doc.at_most is not None and len(value) > doc.at_most:
            msg = f"is longer than {doc.at_most} characters"
            raise MismatchError(msg)
        if pattern and not pattern.fullmatch(value):
            msg = f"cannot be {value[:40]!r}"
            raise MismatchError(msg)
        return readable(value)

    schema: dict[str, Any] = {"type": "string"}
    if doc.at_most is not None:
        schema["maxLength"] = doc.at_most
    if doc.pattern:
        schema["pattern"] = f"^(?:{doc.pattern})$"
    return read, schema


def _number(doc: Doc) -> tuple[_Read, dict[str, Any]]:
    least = 0 if doc.at_least is None else doc.at_least
    most = 2**31 - 1 if doc.at_most is None else doc.at_most

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            msg = f"is {_kind(value)}, not a whole number"
            raise MismatchError(msg)
        if not least <= value <= most:
            msg = f"is not from {least} to {most}"
            raise MismatchError(msg)
        return value

    return read, {"type": "integer", "minimum": least, "maximum": most}


def _choice(
    words: tuple[Any, ...], make: Callable[[str], Any] = str
) -> tuple[_Read, dict[str, Any]]:
    allowed = tuple(str(word) for word in words)

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in allowed:
            msg = f"cannot be {str(value)[:40]!r}; known are {', '.join(allowed)}"
            raise MismatchError(msg)
        return make(value)

    return read, {"enum": list(allowed)}


def _list(item: Any, doc: Doc) -> tuple[_Read, dict[str, Any]]:
    read_item, schema = _kind_of(item, Doc("", at_most=LIMITS.id_characters))
    most = doc.at_most or LIMITS.items

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            msg = f"is {_kind(value)}, not a list"
            raise MismatchError(msg)
        if len(value) > most:
            msg = f"has more than {most} items"
            raise MismatchError(msg)
        found = []
        for number, item in enumerate(value):
            try:
                found.append(read_item(item))
            except MismatchError as error:
                raise error.below(number) from error
        return tuple(found)

    return read, {"type": "array", "items": schema, "maxItems": most}


def _mapping(item: Any) -> tuple[_Read, dict[str, Any]]:
    read_item, schema = _kind_of(item, Doc(""))

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            msg = f"is {_kind(value)}, not an object"
            raise MismatchError(msg)
        if len(value) > LIMITS.items:
            msg = f"has more than {LIMITS.items} fields"
            raise MismatchError(msg)
        return {readable(name): read_item(item) for name, item in value.items()}

    return read, {"type": "object", "additionalProperties": schema}


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")
