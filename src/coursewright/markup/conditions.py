"""Conditions of a readiness rule as data for the browser: `P < 3 or C - P >= 1`."""

import re
from typing import Any

from coursewright.model import ReadinessCheck

__all__ = ["read_conditions", "rules_of"]

_ONE = re.compile(
    r"\s*([A-Z]+)\s*(?:-\s*([A-Z]+)\s*)?(>=|<=|>|<)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*", re.ASCII
)

Comparison = tuple[str, str | None, str, float]
"""Scale, scale taken from it, sign, value."""


def read_conditions(when: tuple[str, ...]) -> list[list[Comparison]] | None:
    """Return conditions that must all hold, each as comparisons of which one must.

    None when one of them cannot be understood.
    """
    out: list[list[Comparison]] = []
    for text in when:
        found = [_ONE.fullmatch(part) for part in text.split(" or ")]
        parts = [(m[1], m[2], m[3], float(m[4])) for m in found if m]
        if len(parts) < len(found):
            return None
        out.append(parts)
    return out


def rules_of(check: ReadinessCheck) -> list[dict[str, Any]]:
    """Return the rules of a check as the browser reads them (player/blocks/scores.js)."""
    return [{"id": rule.id, "when": read_conditions(rule.when)} for rule in check.rules]
