"""Conditions of readiness checks: what they say, and which result they choose."""

import pytest

from coursewright.model import Condition, ReadinessCheck, ReadinessRule, ReadinessStatement
from coursewright.model.when import averages, first_rule, holds, parse_condition, scale_of
from coursewright.source import Span

HERE = Span.whole("readiness.yaml")


def rule(name: str, *when: str) -> ReadinessRule:
    return ReadinessRule(id=name, title=name, text="", when=when, span=HERE)


CHECK = ReadinessCheck(
    id="readiness",
    title="Two good paths",
    scale=("1", "2", "3", "4", "5"),
    statements=tuple(
        ReadinessStatement(id=name, text=name, yes_no=name.startswith("S"), span=HERE)
        for name in ("P1", "P2", "P3", "P4", "E1", "E2", "E3", "C1", "C2", "C3", "S1", "S2")
    ),
    rules=(
        rule("1", "P >= 3.75", "E >= 3"),
        rule("2", "P >= 3.75", "E < 3"),
        rule("3", "P < 3 or C - P >= 1"),
        rule("4"),
    ),
    span=HERE,
)


@pytest.mark.parametrize(
    ("people", "evidence", "craft", "expected"),
    [
        (4, 4, 2, "1"),
        (4, 2, 5, "2"),
        (2.75, 4, 3, "3"),
        (3.25, 3, 4.33, "3"),
        (3.5, 3, 4, "4"),
        (3.75, 3, 5, "1"),
    ],
)
def test_averages_choose_the_first_rule_that_fits(
    people: float, evidence: float, craft: float, expected: str
) -> None:
    found = first_rule(CHECK, {"P": people, "E": evidence, "C": craft})
    assert found is not None
    assert found.id == expected


def test_a_scale_is_the_average_of_its_answers() -> None:
    answers = {"P1": 4, "P2": 3, "P3": 4, "P4": 4, "C1": 5, "C2": 4, "C3": 4, "S1": 1}
    scores = averages(CHECK, answers)
    assert scores == {"P": 3.75, "C": 13 / 3}
    assert scale_of("PX12") == "PX"


def test_a_difference_of_averages_that_is_one_counts_as_one() -> None:
    thirds = {"C": 13 / 3, "P": 10 / 3}
    assert thirds["C"] - thirds["P"] < 1 or thirds["C"] - thirds["P"] >= 1
    parsed = parse_condition("C - P >= 1")
    assert parsed is not None
    assert holds(parsed, {"C": 4.1, "P": 3.1})
    assert not holds(parsed, {"C": 4.1, "P": 3.2})
    assert not holds(parsed, {"C": 4.1})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P >= 3.75", [("P", None, ">=", 3.75)]),
        ("C-P>=1", [("C", "P", ">=", 1)]),
        ("P < 3 or C - P >= 1", [("P", None, "<", 3), ("C", "P", ">=", 1)]),
        ("  E  <=  2 ", [("E", None, "<=", 2)]),
    ],
)
def test_a_condition_is_read(text: str, parts: list[tuple[str, str | None, str, float]]) -> None:
    parsed = parse_condition(text)
    assert parsed is not None
    assert [(one.left, one.minus, one.op, one.value) for one in parsed] == parts
    assert all(isinstance(one, Condition) for one in parsed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "P is high",
        "P = 3",
        "P >= ",
        "p >= 3",
        "P >= 3 and E >= 2",
        "P >= 3 or",
        "3 <= P",
        "P >= 1e9",
        "__import__('os')",
        "P - E - C > 1",
        "P >= 3;",
    ],
)
def test_what_is_no_condition_is_not_read(text: str) -> None:
    assert parse_condition(text) is None


@pytest.mark.parametrize(
    ("op", "at", "below", "above"),
    [
        (">=", True, False, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", False, True, False),
    ],
)
def test_each_sign_compares(op: str, at: bool, below: bool, above: bool) -> None:
    parsed = parse_condition(f"P {op} 3")
    assert parsed is not None
    assert [holds(parsed, {"P": value}) for value in (3, 2, 4)] == [at, below, above]
