"""YAML nodes to model classes, by the type hints of the class; every fault with its place."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from coursewright.mime.headers import is_one_line
from coursewright.model import Doc
from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import yaml_scalars
from .field_plans import FieldPlan, Shape, plan_of
from .md_placeholders import check_line
from .reading import Reading
from .rule_fields import read_rules
from .text_direction import check_directions
from .yaml_nodes import ListNode, MapNode, Node, Scalar
from .yaml_scalars import FIELD_TYPE, FIELD_VALUE
from .yaml_slips import comment_after

__all__ = ["CODES", "MISSING_VALUE", "Decoder"]

FIELD_UNKNOWN = Code(
    "field-unknown",
    Severity.ERROR,
    "A field does not exist in the format.",
    "Its value would be ignored silently. Most often it is a typo.",
)
FIELD_MISSING = Code(
    "field-missing",
    Severity.ERROR,
    "A required field is missing.",
    "The output would be incomplete.",
)
FIELD_TOO_LONG = Code(
    "field-too-long",
    Severity.ERROR,
    "A value is longer than allowed.",
    "An LMS or an email client would cut it off, or reject the package.",
)
CODES = (FIELD_UNKNOWN, FIELD_MISSING, FIELD_TOO_LONG, *yaml_scalars.CODES)


class _Missing:
    """Stands for a value that could not be read."""


MISSING_VALUE = _Missing()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Decoder:
    """Decodes nodes of one file; remembers where each field stands."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.fields: dict[str, Span] = {}
        self.lost: set[str] = set(reading.lost)
        """Top-level fields whose value could not be read."""

    def record(
        self,
        node: Node,
        record: type,
        name: str = "",
        span: Span | None = None,
        stand_ins: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return an object of the class, or MISSING_VALUE when a needed field could not be read.

        Args:
            node: what to decode.
            record: the class.
            name: the dotted name of the field that holds it; "" at the top.
            span: its place, where that is not the node's.
            stand_ins: values for needed fields that could not be read, so that the rest of the
                file, and of the course, is checked all the same.
        """
        if not isinstance(node, MapNode):
            message = f"{_named(name)} must be a mapping: `key: value` lines."
            self.reading.report(FIELD_TYPE, node.span, message)
            return MISSING_VALUE
        plans = plan_of(record)
        meant = self._unknown(node, plans)
        values: dict[str, Any] = {}
        whole = True
        for key, plan in plans.items():
            value = self._field(node, plan, f"{name}.{key}" if name else key, key in meant)
            if value is not MISSING_VALUE:
                values[key] = value
                continue
            if not name and (plan.required or key in node.pairs or key in meant):
                self._lose(node, key, meant)
            if plan.required and key in (stand_ins or {}):
                values[key] = (stand_ins or {})[key]
            elif plan.required:
                whole = False
        if not whole:
            return MISSING_VALUE
        if "span" in record.__dataclass_fields__:  # type: ignore[attr-defined] # a model class
            values["span"] = span or node.span
        return record(**values)

    def _lose(self, node: MapNode, key: str, meant: set[str]) -> None:
        """Note a field without a value, unless the author left it empty on purpose."""
        found = node.pairs.get(key)
        if found is None or key in meant or not yaml_scalars.is_nothing(found[1]):
            self.lost.add(key)

    def _unknown(self, node: MapNode, plans: Mapping[str, FieldPlan]) -> set[str]:
        """Tell the fields that there are not; return those that were meant by them, most likely."""
        meant: set[str] = set()
        for key, (place, value) in node.pairs.items():
            if key not in plans:
                left = [plan for plan in plans if plan not in node.pairs]
                message = f"There is no field `{key[:80]}` here."
                hint = (
                    self.reading.near(key, left)
                    or f"Fields: {', '.join(f'`{one}`' for one in plans)}."
                )
                if " " in key.strip() and yaml_scalars.is_nothing(value):
                    message = "A comma ends the value here, as the text is not in quotes."
                    hint = "Put the whole value in quotes: `{text: 'one, two'}`."
                self.reading.report(FIELD_UNKNOWN, place.span, message, hint)
                meant.update(self.reading.alike(key, left)[:1])
        return meant

    def _field(self, node: MapNode, plan: FieldPlan, name: str, meant: bool) -> Any:
        found = node.pairs.get(plan.name)
        if found is None or yaml_scalars.is_nothing(found[1]):
            if found is not None:
                self.fields[name] = found[0].span
            # A slip in its name, or one that is reported already, is one fault and not two.
            if plan.required and not meant and plan.name not in self.reading.lost:
                place = found[0].span if found else _head(node.span)
                message = f"The field `{plan.name}` is missing."
                hint = plan.doc.text or None
                if found and (comment := comment_after(self.reading, found[0].span)):
                    message = f"The field `{plan.name}` has no value: `#` starts a comment."
                    hint = f"Put the text in quotes: `{plan.name}: {comment}`."
                self.reading.report(FIELD_MISSING, place, message, hint)
            return MISSING_VALUE
        key, value = found
        self.fields[name] = value.span if value.span != Span.whole(value.span.path) else key.span
        return self.value(value, plan.shape, plan.doc, name)

    def value(self, node: Node, shape: Shape, doc: Doc, name: str) -> Any:
        """Return the value of a node as its shape says, or MISSING_VALUE."""
        match shape.kind:
            case "record":
                return self.record(node, shape.record or object, name)
            case "list":
                return self._list(node, shape, doc, name)
            case "mapping":
                return self._mapping(node, shape, doc, name)
            case "rules":
                levels = read_rules(self.reading, node, self.fields)
                return MISSING_VALUE if levels is None else levels
            case "text" | "int" | "float" | "bool" | "date" | "choice":
                return self._scalar(node, shape, doc, name)

    def _list(self, node: Node, shape: Shape, doc: Doc, name: str) -> Any:
        item = shape.item
        if not isinstance(node, ListNode) or item is None:
            text = (
                node.text.strip().lstrip("-*\u2022\u2013\u2014 ")
                if isinstance(node, Scalar)
                else ""
            )
            hint = f"Write `[{text}]`." if text and len(text) < 60 else "Write `[one, two]`."
            message = f"{_named(name)} must be a list."
            self.reading.report(FIELD_TYPE, node.span, message, hint)
            return MISSING_VALUE
        values = []
        for at, one in enumerate(node.items):
            self.fields[f"{name}.{at}"] = one.span
            values.append(self.value(one, item, doc, f"{name}.{at}"))
        return tuple(value for value in values if value is not MISSING_VALUE)

    def _mapping(self, node: Node, shape: Shape, doc: Doc, name: str) -> Any:
        item = shape.item
        if not isinstance(node, MapNode) or item is None:
            message = f"{_named(name)} must be a mapping."
            hint = f"Write `{name}: {doc.example}`." if doc.example else "Write `{one: 1, two: 2}`."
            self.reading.report(FIELD_TYPE, node.span, message, hint)
            return MISSING_VALUE
        values: dict[str, Any] = {}
        for key, (place, one) in node.pairs.items():
            self.fields[f"{name}.{key}"] = one.span
            if not yaml_scalars.check_text(self.reading, key, place):
                continue
            value = self.value(one, item, doc, f"{name}.{key}")
            if value is not MISSING_VALUE:
                values[key] = value
        return values

    def _scalar(self, node: Node, shape: Shape, doc: Doc, name: str) -> Any:
        if not isinstance(node, Scalar):
            message = f"{_named(name)} must be a single value, not a list or a mapping."
            self.reading.report(FIELD_TYPE, node.span, message)
            return MISSING_VALUE
        if shape.kind == "choice":
            return self._choice(node, shape, name)
        read: Callable[[Reading, Scalar, str], Any] = yaml_scalars.READERS[shape.kind]
        value = read(self.reading, node, _named(name))
        if value is None:
            return MISSING_VALUE
        if isinstance(value, str):
            check_directions(self.reading, value, node.span)
        if doc.placeholders:
            check_line(self.reading, str(value), node.span)
        return value if self._within(node, value, doc, name) else MISSING_VALUE

    def _choice(self, node: Scalar, shape: Shape, name: str) -> Any:
        if node.text in shape.choices:
            return node.text
        message = f"{_named(name)} cannot be `{node.text[:80]}`."
        hint = self.reading.near(node.text, shape.choices) or f"One of: {', '.join(shape.choices)}."
        self.reading.report(FIELD_VALUE, node.span, message, hint)
        return MISSING_VALUE

    def _within(self, node: Scalar, value: Any, doc: Doc, name: str) -> bool:
        low, high = doc.at_least, doc.at_most
        if isinstance(value, str):
            if high is not None and len(value) > high:
                message = f"{_named(name)} has {len(value)} characters; the limit is {high}."
                self.reading.report(FIELD_TOO_LONG, node.span, message, "Shorten it.")
                return False
            if doc.one_line and not is_one_line(value):
                message = f"{_named(name)} must be a single line."
                self.reading.report(FIELD_VALUE, node.span, message, "Write it on one line.")
                return False
            if doc.pattern is not None and not _compiled(doc.pattern).fullmatch(value):
                message = f"{_named(name)} cannot be `{value[:80]}`."
                hint = f"Write it like `{doc.example}`." if doc.example else doc.text
                self.reading.report(FIELD_VALUE, node.span, message, hint)
                return False
        elif isinstance(value, int | float) and not isinstance(value, bool):
            low_ok = low is None or value >= low
            if not low_ok or (high is not None and value > high):
                bounds = " and ".join(
                    text
                    for text in (
                        f"at least {low}" if low is not None else "",
                        f"at most {high}" if high is not None else "",
                    )
                    if text
                )
                message = f"{_named(name)} must be {bounds}."
                hint = (
                    f"Write a number from {low}."
                    if high is None
                    else f"Write {low or 0} to {high}."
                )
                self.reading.report(FIELD_VALUE, node.span, message, hint)
                return False
        return True


def _named(name: str) -> str:
    return f"`{name}`" if name else "This"


def _head(span: Span) -> Span:
    """Return the first line of a span: a missing field has no place of its own."""
    if span.end_line == span.line:
        return span
    return Span(span.path, span.line, span.column, span.line, span.column + 1)
