"""Objectives: each one has a question, and each question names one that exists."""

from collections.abc import Iterator

from coursewright.model import Branch, Course
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .course_texts import questions, texts

__all__ = ["CODES", "RULES"]

OBJECTIVE_WITHOUT_ITEM = Code(
    "objective-without-item",
    Severity.WARNING,
    "An objective has no question in a lesson or an assessment.",
    "Nobody can tell whether a learner met it, and the LMS reports it as not attempted.",
    strict=Severity.ERROR,
)
UNKNOWN_OBJECTIVE = Code(
    "unknown-objective",
    Severity.ERROR,
    "A question names an objective that no lesson has.",
    "Its result would not count toward anything.",
)
UNKNOWN_OUTCOME = Code(
    "unknown-outcome",
    Severity.ERROR,
    "An objective names a course outcome that is not in `outcomes`.",
    "The overview of outcomes would be incomplete.",
)
_HINT = "Objectives are in the front matter of lessons, under `objectives:`."
CODES = (OBJECTIVE_WITHOUT_ITEM, UNKNOWN_OBJECTIVE, UNKNOWN_OUTCOME)


def assessed(course: Course) -> Iterator[Problem]:
    """Find objectives that no question serves; supporting ones need none."""
    served = {name for name, _ in _served(course)}
    for lesson in course.lessons:
        for number, objective in enumerate(lesson.front.objectives):
            if not objective.supporting and objective.id not in served:
                message = f"No question serves the objective `{objective.id}`."
                hint = f'Add a question with objective="{objective.id}", or mark it `supporting`.'
                place = lesson.at(f"objectives.{number}.id")
                yield OBJECTIVE_WITHOUT_ITEM.at(place, message, hint=hint)


def served_exist(course: Course) -> Iterator[Problem]:
    """Find questions whose objective is not there."""
    known = {objective.id for lesson in course.lessons for objective in lesson.front.objectives}
    for name, span in _served(course):
        if name not in known:
            yield UNKNOWN_OBJECTIVE.at(
                span, f"There is no objective `{name}`.", hint=near(name, known) or _HINT
            )


def outcomes(course: Course) -> Iterator[Problem]:
    """Find objectives that serve an outcome which the course does not list."""
    known = course.settings.outcomes
    for lesson in course.lessons:
        for number, objective in enumerate(lesson.front.objectives):
            name = objective.course
            if name is not None and name not in known:
                place = lesson.at(f"objectives.{number}.course")
                hint = near(name, known) or "List it under `outcomes:` in course.yaml."
                yield UNKNOWN_OUTCOME.at(place, f"There is no outcome `{name}`.", hint=hint)


def _served(course: Course) -> Iterator[tuple[str, Span]]:
    for question in questions(course):
        if question.objective is not None:
            yield question.objective, question.span
    for text in texts(course):
        for block in text.walked:
            if isinstance(block, Branch) and block.objective is not None:
                yield block.objective, block.span


RULES = (assessed, served_exist, outcomes)
