"""Unused entries: reported as notes, because a course may keep some in reserve."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from coursewright import model as m
from coursewright.model import (
    Citation,
    Course,
    FactRef,
)
from coursewright.model.roles import references
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import CourseText, texts

__all__ = ["CODES", "RULES"]

UNUSED = Code(
    "unused-entry",
    Severity.NOTE,
    "A fact, source, recall item, pool, survey, readiness check or job aid is not used.",
    "It may be left over, or its key is misspelled where it should be used.",
)
OUTCOME_WITHOUT_OBJECTIVE = Code(
    "outcome-without-objective",
    Severity.WARNING,
    "No objective serves an outcome of the course.",
    "The course promises something that no lesson works toward.",
)
_SHOWN = 12


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


CODES = (UNUSED, OUTCOME_WITHOUT_OBJECTIVE)


def entries(course: Course) -> Iterator[Problem]:
    """Find entries that nothing names; one note for each kind, at the first of them.

    Terms are left out: the glossary is a page of its own, and shows them all.
    """
    used = _used(course)
    kinds: dict[str, Mapping[str, _Placed]] = {
        "fact": course.facts,
        "reference": course.references,
        "recall item": course.recall,
        "pool": course.pools,
        "survey": course.surveys,
        "readiness check": course.readiness,
        "job aid": course.job_aids,
    }
    for kind, known in kinds.items():
        left = [key for key in known if (kind, key) not in used]
        if left:
            more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
            names = ", ".join(f"`{key}`" for key in left[:_SHOWN]) + more
            what = kind if len(left) == 1 else f"{len(left)} {kind}s"
            place = known[left[0]].span
            message = f"Nothing uses the {what} {names}."
            yield UNUSED.at(place, message, hint="Use it, or remove it.")


def outcomes(course: Course) -> Iterator[Problem]:
    """Find outcomes that no objective serves."""
    served = {
        objective.course for lesson in course.lessons for objective in lesson.front.objectives
    }
    for name in course.settings.outcomes:
        if name not in served:
            place = course.fields.get(f"outcomes.{name}", course.settings.span)
            hint = f"Add `course: {name}` to an objective."
            message = f"No objective serves the outcome `{name}`."
            yield OUTCOME_WITHOUT_OBJECTIVE.at(place, message, hint=hint)


def _used(course: Course) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for lesson in course.lessons:
        front = lesson.front
        used.update(("fact", key) for key in front.facts)
        used.update(("reference", key) for key in front.refs)
        used.update(("job aid", key) for key in front.downloads)
        used.update(("recall item", key) for key in front.supplies)
        used.update(("recall item", key) for keys in front.recall.values() for key in keys)
    for fact in course.facts.values():
        used.update(("reference", key) for key in fact.refs)
    for text in texts(course):
        used.update(_in_lines(text))
        used.update((kind, key) for kind, key, _ in references(text.walked))
    return used


def _in_lines(text: CourseText) -> Iterator[tuple[str, str]]:
    for piece in text.inlines:
        match piece:
            case FactRef():
                yield "fact", piece.key
            case Citation():
                yield from (("reference", key) for key in piece.keys)
            case (
                m.Text()
                | m.CodeSpan()
                | m.Break()
                | m.Emphasis()
                | m.Strong()
                | m.Styled()
                | m.Formula()
                | m.FootnoteRef()
                | m.Link()
                | m.Image()
                | m.PlaceholderRef()
                | m.TermRef()
            ):
                pass


RULES = (entries, outcomes)
