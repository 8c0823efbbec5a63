"""What the fields of a model class are, from its type hints: one plan for decoder and schema."""

from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from coursewright.model import Doc, RuleLevels

__all__ = ["FieldPlan", "Kind", "Shape", "plan_of"]

Kind = Literal[
    "text", "int", "float", "bool", "date", "choice", "list", "mapping", "record", "rules"
]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value must look like."""

    kind: Kind
    choices: tuple[str, ...] = ()
    """For a choice: the words allowed."""
    item: "Shape | None" = None
    """For a list or a mapping: its values."""
    record: type | None = None
    """For a record: its class."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of a class that authors fill in."""

    name: str
    shape: Shape
    doc: Doc
    required: bool
    optional: bool
    """Whether it may be None."""
    default: Any
    """What it is when left out; None where there is no plain default."""


@cache
def plan_of(record: type) -> dict[str, FieldPlan]:
    """Return the plans of all fields of a model class but its `span`."""
    hints = get_type_hints(record, include_extras=True)
    plans = {}
    for one in fields(record):
        if one.name == "span":
            continue
        hint, doc = _documented(hints[one.name])
        optional = NoneType in get_args(hint) and get_origin(hint) in (Union, UnionType)
        required = one.default is MISSING and one.default_factory is MISSING
        default = None if one.default is MISSING else one.default
        plans[one.name] = FieldPlan(one.name, _shape(hint), doc, required, optional, default)
    return plans


def _documented(hint: Any) -> tuple[Any, Doc]:
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        return inner, next((extra for extra in extras if isinstance(extra, Doc)), Doc(""))
    return hint, Doc("")


_PLAIN: dict[Any, Kind] = {str: "text", int: "int", float: "float", bool: "bool", date: "date"}


def _shape(hint: Any) -> Shape:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _shape(next(one for one in arguments if one is not NoneType))
    if origin is Annotated:
        return _shape(arguments[0])
    if origin is Literal:
        return Shape("choice", choices=tuple(str(word) for word in arguments))
    if origin is tuple:
        return Shape("list", item=_shape(arguments[0]))
    if origin is not None and len(arguments) == 2:
        return Shape("mapping", item=_shape(arguments[1]))
    if hint is RuleLevels:
        return Shape("rules")
    if hint in _PLAIN:
        return Shape(_PLAIN[hint])
    if isinstance(hint, type) and is_dataclass(hint):
        return Shape("record", record=hint)
    msg = f"no field of a course can have the type {hint!r}"
    raise TypeError(msg)
