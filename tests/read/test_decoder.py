"""The decoder fills any class of plain fields, and says what no field can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest

from coursewright.model import Doc
from coursewright.read.decoder import MISSING_VALUE, Decoder
from coursewright.read.field_plans import plan_of
from coursewright.read.reading import Reading
from coursewright.read.yaml_nodes import compose
from coursewright.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    weight: Annotated[float, Doc("A number.", at_least=0, at_most=9)] = 1.5
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    by_name: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Odd:
    field: set[str]


def decode(text: str) -> tuple[Any, list[str]]:
    reading = Reading(Source("a.yaml", text))
    node = compose(reading, 0, len(text))
    assert node is not None
    value = Decoder(reading).record(node, Outer)
    return value, [f"{one.code} {one.span.line}:{one.span.column}" for one in reading.problems]


def test_a_class_is_filled_to_its_depth() -> None:
    text = "weight: 2\ninner: {name: a}\nmany: [{name: b}]\nby_name: {x: [1, 2]}\n"
    outer = Outer(weight=2.0, inner=Inner(name="a"), many=(Inner(name="b"),), by_name={"x": (1, 2)})
    assert decode(text) == (outer, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weight: heavy\n", "field-type 1:9"),
        ("weight: 1e3\n", "field-type 1:9"),
        ("weight: nan\n", "field-type 1:9"),
        ("weight: 9.5\n", "field-value 1:9"),
        ("inner: a\n", "field-type 1:8"),
        ("many: {name: a}\n", "field-type 1:7"),
        ("many: [{nam: a}]\n", "field-unknown 1:9"),
        ("many: [{x: a}]\n", "field-missing 1:8"),
        ("by_name: {x: 1}\n", "field-type 1:14"),
        ("by_name: {x: [1, a]}\n", "field-type 1:18"),
        ('by_name: {"a\\x85": [1]}\n', "field-value 1:11"),
    ],
)
def test_what_does_not_fit_is_told_and_the_rest_is_kept(text: str, expected: str) -> None:
    value, found = decode(text)
    assert expected in found
    assert value is not MISSING_VALUE


def test_a_class_that_no_yaml_can_fill_is_a_fault_of_the_code() -> None:
    with pytest.raises(TypeError, match="set"):
        plan_of(Odd)
