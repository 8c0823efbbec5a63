"""Bidirectional controls that are not paired within their paragraph."""

import pytest

from coursewright.read.text_direction import unpaired
from read.course_in_memory import FRONT, read, told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("plain", None),
        ("\u200e\u05d0\u05d1\u200f \u061c", None),
        ("a \u202b\u05d0\u05d1\u202c b", None),
        ("a \u2067b \u202dc\u202c d\u2069 e", None),
        ("a\u202eb", 1),
        ("a\u202cb", 1),
        ("a\u2069b", 1),
        ("a\u202eb\u2069", 1),
        ("\u2066a \u202eb\u2069 c\u202c", 0),
        ("\u2066a\u2069 \u2068b", 4),
    ],
)
def test_a_control_needs_its_partner(text: str, place: int | None) -> None:
    assert unpaired(text) == place


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("a \u202ab\u202c **\u2067c** d\u2069", []),
        ("a \u202eb", ["7:3"]),
        ("a &#x202e;b", ["7:1"]),
        ("a \u2066b\n\nc\u2069", ["7:3", "9:2"]),
        ("- \u202ba\n- b\u202c", ["7:3", "8:4"]),
        ("`a\u202eb`", ["7:3"]),
        ("```\na\u202e\nb\u202c\n```", ["7:1"]),
        (":::example[a \u202eb]\nText.\n:::", ["7:14"]),
    ],
)
def test_a_text_is_checked_by_the_paragraph(body: str, places: list[str]) -> None:
    found = [one for one in told(read(f"{body}\n").problems) if one.startswith("direction")]
    assert found == [f"direction-unpaired {place}" for place in places]


def test_fields_are_checked_too_also_where_they_are_written_as_escapes() -> None:
    front = FRONT.replace("title: Water", 'title: "Wa\\u202eter"')
    assert told(read("Text.\n", front=front).problems) == ["direction-unpaired 4:8"]
