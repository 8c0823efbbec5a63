"""Addresses, list ids and time zones of the settings, each with its place."""

import pytest

from coursewright import rules
from read.course_in_memory import COURSE, course_of, read


def found(settings: str) -> list[str]:
    problems = rules.apply(course_of(read("Text.\n", {"course.yaml": COURSE + settings})))
    wanted = ("address-malformed", "list-id-malformed", "time-zone-unknown")
    return [f"{one.code} {one.span.line}" for one in problems if one.code in wanted]


def sender(**fields: str) -> str:
    lines = {"name": "Tea", "address": "a@example.org"} | fields
    return "sender:\n" + "".join(f"  {name}: '{value}'\n" for name, value in lines.items())


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        (sender(), []),
        (sender(reply_to="b@example.org", list_id="tea.example.org"), []),
        (sender(address="nobody"), ["address-malformed 11"]),
        (sender(reply_to="r@example.org>, <x@a.example"), ["address-malformed 12"]),
        (sender(list_id="Good tea"), ["list-id-malformed 12"]),
        ("schedules:\n  - {id: a, timezone: Europe/Berlin}\n", []),
        ("schedules:\n  - {id: a, timezone: Asia/Kolkata}\n  - {id: b, timezone: UTC}\n", []),
        ("schedules:\n  - id: a\n    timezone: Mars/Base\n", ["time-zone-unknown 11"]),
        ("schedules:\n  - id: a\n    timezone: ../../etc/passwd\n", ["time-zone-unknown 11"]),
        ("schedules:\n  - id: a\n    timezone: posix/UTC\n", ["time-zone-unknown 11"]),
    ],
)
def test_what_goes_into_headers_and_schedules_is_checked(
    settings: str, problems: list[str]
) -> None:
    assert found(settings) == problems
