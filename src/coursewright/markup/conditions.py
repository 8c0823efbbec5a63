"""Conditions of a readiness rule as data for the browser: `P < 3 or C - P >= 1`."""

from typing import Any

from coursewright.model import ReadinessCheck
from coursewright.model.when import parse_condition

__all__ = ["read_conditions", "rules_of"]

Comparison = tuple[str, str | None, str, float]
"""Scale, scale taken from it, sign, value."""


def read_conditions(when: tuple[str, ...]) -> list[list[Comparison]] | None:
    """Return conditions that must all hold, each as comparisons of which one must.

    None when one of them cannot be understood.
    """
    out: list[list[Comparison]] = []
    for text in when:
        found = parse_condition(text)
        if found is None:
            return None
        out.append([(one.left, one.minus, one.op, one.value) for one in found])
    return out


def rules_of(check: ReadinessCheck) -> list[dict[str, Any]]:
    """Return the rules of a check as the browser reads them (player/blocks/scores.js)."""
    return [{"id": rule.id, "when": read_conditions(rule.when)} for rule in check.rules]
