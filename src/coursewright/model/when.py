"""The small language of `when` in readiness checks: `P >= 3.75`, `C - P >= 1`, `A or B`."""

import re
from collections.abc import Mapping, Sequence

from .materials import Condition, ReadinessCheck, ReadinessRule

__all__ = ["averages", "first_rule", "holds", "parse_condition", "scale_of"]

_COMPARISON = re.compile(
    r"\s*([A-Z]{1,8})(?:\s*[-−]\s*([A-Z]{1,8}))?\s*(>=|<=|>|<|≥|≤)"  # noqa: RUF001 -- as typed
    r"\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*"
)
_SIGNS = {"≥": ">=", "≤": "<="}


def parse_condition(text: str) -> tuple[Condition, ...] | None:
    """Return the comparisons of which one must hold, or None when `text` is no condition."""
    found = [_COMPARISON.fullmatch(part) for part in re.split(r"\bor\b", text)]
    out = []
    for one in found:
        if one is None:
            return None
        op = _SIGNS.get(one[3], one[3])
        out.append(Condition(left=one[1], minus=one[2], op=op, value=float(one[4])))  # type: ignore[arg-type] # the pattern lets in these four only
    return tuple(out)


def holds(alternatives: Sequence[Condition], scores: Mapping[str, float]) -> bool:
    """Tell whether one of the comparisons holds for the averages; an unknown scale never does."""
    return any(_holds(one, scores) for one in alternatives)


def _holds(one: Condition, scores: Mapping[str, float]) -> bool:
    if one.left not in scores or (one.minus is not None and one.minus not in scores):
        return False
    value = scores[one.left] - (scores[one.minus] if one.minus is not None else 0)
    # Averages of thirds and quarters: 4.33 - 3.33 must count as 1.
    match one.op:
        case ">=":
            return value >= one.value - 1e-9
        case "<=":
            return value <= one.value + 1e-9
        case ">":
            return value > one.value + 1e-9
        case "<":
            return value < one.value - 1e-9


def scale_of(statement: str) -> str:
    """Return the scale that a statement counts for: the letters of its id."""
    return statement.rstrip("0123456789")


def averages(check: ReadinessCheck, answers: Mapping[str, int]) -> dict[str, float]:
    """Return the average of each scale over the statements that were answered."""
    scales: dict[str, list[int]] = {}
    for statement in check.statements:
        if not statement.yes_no and statement.id in answers:
            scales.setdefault(scale_of(statement.id), []).append(answers[statement.id])
    return {scale: sum(given) / len(given) for scale, given in scales.items()}


def first_rule(check: ReadinessCheck, scores: Mapping[str, float]) -> ReadinessRule | None:
    """Return the first rule whose conditions all hold for the averages."""
    for rule in check.rules:
        parsed = [parse_condition(text) for text in rule.when]
        if all(one is not None and holds(one, scores) for one in parsed):
            return rule
    return None
