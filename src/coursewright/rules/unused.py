"""Leftovers: what the course holds and nothing shows. Notes only; a course may keep a store."""

from collections.abc import Iterator

from coursewright.model import (
    Assessment,
    Block,
    Citation,
    Course,
    Download,
    FactRef,
    Likert,
    Readiness,
    TermRef,
    inlines,
    walk,
)
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import texts

__all__ = ["CODES", "RULES"]

UNUSED = Code(
    "unused-entry",
    Severity.NOTE,
    "A fact, source, term, recall item, pool, survey, readiness check or job aid is used nowhere.",
    "It may be a leftover, or its key is misspelt where it was meant to stand.",
)
OUTCOME_WITHOUT_OBJECTIVE = Code(
    "outcome-without-objective",
    Severity.WARNING,
    "No objective serves an outcome of the course.",
    "The course promises something that no lesson works towards.",
)
CODES = (UNUSED, OUTCOME_WITHOUT_OBJECTIVE)


def entries(course: Course) -> Iterator[Problem]:
    """Find entries that nothing names."""
    used = _used(course)
    listed: list[tuple[str, str, Span]] = [
        *(("fact", key, one.span) for key, one in course.facts.items()),
        *(("reference", key, one.span) for key, one in course.references.items()),
        *(("recall item", key, one.span) for key, one in course.recall.items()),
        *(("pool", key, one.span) for key, one in course.pools.items()),
        *(("survey", key, one.span) for key, one in course.surveys.items()),
        *(("readiness check", key, one.span) for key, one in course.readiness.items()),
        *(("job aid", key, one.span) for key, one in course.job_aids.items()),
        *(("term", one.term, one.span) for one in course.glossary),
    ]
    for kind, key, span in listed:
        if (kind, key) not in used:
            hint = "Use it, or take it away."
            yield UNUSED.at(span, f"nothing uses the {kind} `{key}`", hint=hint)


def outcomes(course: Course) -> Iterator[Problem]:
    """Find outcomes that no objective serves."""
    served = {one.course for lesson in course.lessons for one in lesson.front.objectives}
    for name in course.settings.outcomes:
        if name not in served:
            place = course.fields.get(f"outcomes.{name}", course.settings.span)
            hint = f"Add `course: {name}` to an objective."
            message = f"no objective serves the outcome `{name}`"
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
        used.update(_in_lines(course, text.blocks))
        used.update(_in_blocks(text.blocks))
    return used


def _in_lines(course: Course, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for piece in inlines(blocks):
        match piece:
            case FactRef():
                yield "fact", piece.key
            case Citation():
                yield from (("reference", key) for key in piece.keys)
            case TermRef():
                term = course.term(piece.term)
                yield "term", term.term if term else piece.term
            case _:
                pass


def _in_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in walk(blocks):
        match block:
            case Download():
                yield "job aid", block.ref
            case Likert():
                yield "survey", block.survey
            case Readiness():
                yield "readiness check", block.check
            case Assessment():
                yield "pool", block.pool
            case _:
                pass


RULES = (entries, outcomes)
