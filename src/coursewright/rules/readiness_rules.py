"""Readiness checks: a result whatever the answers are, and no result that is never shown."""

from collections.abc import Iterator

from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity

__all__ = ["CODES", "RULES"]

NO_RESULT = Code(
    "readiness-without-result",
    Severity.ERROR,
    "No result of a readiness check fits always.",
    "Some learners answer every statement and are shown nothing.",
)
NEVER_SHOWN = Code(
    "result-never-shown",
    Severity.WARNING,
    "A result of a readiness check stands after one that always fits.",
    "The first result that fits is shown, so this one never is.",
)
CODES = (NO_RESULT, NEVER_SHOWN)


def results(course: Course) -> Iterator[Problem]:
    """Find checks that may end without a result, and results behind one that always fits."""
    for check in course.readiness.values():
        always = [number for number, rule in enumerate(check.rules) if not rule.when]
        if not always:
            message = f"no result of `{check.id}` fits always"
            hint = "Add a last one without `when`."
            yield NO_RESULT.at(check.span, message, hint=hint)
            continue
        for rule in check.rules[always[0] + 1 :]:
            message = f"`{check.rules[always[0]].id}` fits always, so `{rule.id}` is never shown"
            yield NEVER_SHOWN.at(rule.span, message, hint="Put it before, or take it away.")


RULES = (results,)
