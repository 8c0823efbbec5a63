"""Readiness checks: valid conditions, and a result for any answers."""

from collections.abc import Iterator

from coursewright.model import Course
from coursewright.model.when import parse_condition, scale_of
from coursewright.problems import Code, Problem, Severity, near

__all__ = ["CODES", "RULES"]

CONDITION_MALFORMED = Code(
    "condition-malformed",
    Severity.ERROR,
    "A condition of a readiness check is malformed.",
    "The result that depends on it is never shown.",
)
UNKNOWN_SCALE = Code(
    "unknown-scale",
    Severity.ERROR,
    "A condition names a scale that has no statements.",
    "The scale has no average, so the result that depends on it is never shown.",
)
NO_RESULT = Code(
    "readiness-without-result",
    Severity.ERROR,
    "A readiness check has no result that always matches.",
    "Some learners answer every statement and see no result.",
)
NEVER_SHOWN = Code(
    "result-never-shown",
    Severity.WARNING,
    "A result of a readiness check comes after one that always matches.",
    "The first matching result is shown, so this one never is.",
)
CODES = (CONDITION_MALFORMED, UNKNOWN_SCALE, NO_RESULT, NEVER_SHOWN)


def conditions(course: Course) -> Iterator[Problem]:
    """Find conditions that cannot be read, or that name a scale without statements."""
    for check in course.readiness.values():
        scales = {scale_of(statement.id) for statement in check.statements if not statement.yes_no}
        for rule in check.rules:
            for condition in rule.when:
                parsed = parse_condition(condition)
                if parsed is None:
                    hint = "Write it like `P >= 3.75`, `C - P >= 1`, or two with `or`."
                    message = f"The result `{rule.id}` has the malformed condition `{condition}`."
                    yield CONDITION_MALFORMED.at(rule.span, message, hint=hint)
                    continue
                named = {name for part in parsed for name in (part.left, part.minus) if name}
                for name in sorted(named - scales):
                    have = f"Scales: {', '.join(sorted(scales)) or 'none'}."
                    message = (
                        f"The result `{rule.id}` uses the scale `{name}`, which has no statements."
                    )
                    hint = near(name, scales) or have
                    yield UNKNOWN_SCALE.at(rule.span, message, hint=hint)


def results(course: Course) -> Iterator[Problem]:
    """Find checks that may end without a result, and results behind one that always fits."""
    for check in course.readiness.values():
        always = [number for number, rule in enumerate(check.rules) if not rule.when]
        if not always:
            message = f"No result of `{check.id}` always matches."
            hint = "Add a last result without `when`."
            yield NO_RESULT.at(check.span, message, hint=hint)
            continue
        for rule in check.rules[always[0] + 1 :]:
            message = (
                f"`{check.rules[always[0]].id}` always matches, so `{rule.id}` is never shown."
            )
            yield NEVER_SHOWN.at(rule.span, message, hint="Move it up, or remove it.")


RULES = (conditions, results)
