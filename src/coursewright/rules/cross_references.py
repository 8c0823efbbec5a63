"""Cross references: everything that a text refers to by a key must exist."""

from collections.abc import Iterable, Iterator, Mapping

from coursewright.model import (
    Citation,
    Course,
    FactRef,
    TermRef,
)
from coursewright.model.roles import references
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .course_texts import texts

__all__ = ["CODES", "RULES"]

UNKNOWN_FACT = Code(
    "unknown-fact",
    Severity.ERROR,
    "A text names a fact that is not in `facts.yaml`.",
    "The sentence would have a gap where the figure belongs.",
)
UNKNOWN_REFERENCE = Code(
    "unknown-reference",
    Severity.ERROR,
    "A text cites a source that is not in `references.yaml`.",
    "Readers could not look it up.",
)
UNKNOWN_TERM = Code(
    "unknown-term",
    Severity.ERROR,
    "A text names a term that is not in `glossary.yaml`.",
    "There is nothing to explain it with.",
)
UNKNOWN_DOWNLOAD = Code(
    "unknown-download",
    Severity.ERROR,
    "A block names a job aid that does not exist.",
    "The link would lead nowhere.",
)
UNKNOWN_SURVEY = Code(
    "unknown-survey",
    Severity.ERROR,
    "A block names a self-assessment that is not in `surveys.yaml`.",
    "There is nothing to ask.",
)
UNKNOWN_READINESS = Code(
    "unknown-readiness-check",
    Severity.ERROR,
    "A block names a readiness check that is not in `readiness.yaml`.",
    "There is nothing to ask.",
)
UNKNOWN_SURVEY_LESSON = Code(
    "unknown-survey-lesson",
    Severity.ERROR,
    "A statement of a self-assessment points to a lesson that does not exist.",
    "The result would offer a lesson that cannot be opened.",
)
CODES = (
    UNKNOWN_FACT,
    UNKNOWN_REFERENCE,
    UNKNOWN_TERM,
    UNKNOWN_DOWNLOAD,
    UNKNOWN_SURVEY,
    UNKNOWN_READINESS,
    UNKNOWN_SURVEY_LESSON,
)


def in_text(course: Course) -> Iterator[Problem]:
    """Find facts, sources and terms named in a line that are not there."""
    words = [word for term in course.glossary for word in (term.term, *term.also)]
    for text in texts(course):
        for piece in text.inlines:
            match piece:
                case FactRef():
                    yield from _known(UNKNOWN_FACT, "fact", piece.key, course.facts, piece.span)
                case Citation():
                    for key in piece.keys:
                        yield from _known(
                            UNKNOWN_REFERENCE, "reference", key, course.references, piece.span
                        )
                case TermRef() if course.term(piece.term) is None:
                    hint = near(piece.term, words) or "Add it to glossary.yaml."
                    message = f"The glossary has no `{piece.term}`."
                    yield UNKNOWN_TERM.at(piece.span, message, hint=hint)


def in_blocks(course: Course) -> Iterator[Problem]:
    """Find job aids, self-assessments and readiness checks named by a block that are not there."""
    kinds: dict[str, tuple[Code, Mapping[str, object]]] = {
        "job aid": (UNKNOWN_DOWNLOAD, course.job_aids),
        "survey": (UNKNOWN_SURVEY, course.surveys),
        "readiness check": (UNKNOWN_READINESS, course.readiness),
    }  # pools: rules/assessments.py
    for text in texts(course):
        for kind, key, span in references(text.walked):
            if kind in kinds:
                code, known = kinds[kind]
                yield from _known(code, kind, key, known, span)


def in_front_matter(course: Course) -> Iterator[Problem]:
    """Find facts, sources and job aids listed at the head of a lesson that are not there."""
    for lesson in course.lessons:
        lists: Iterable[tuple[Code, str, str, tuple[str, ...], Mapping[str, object]]] = (
            (UNKNOWN_FACT, "fact", "facts", lesson.front.facts, course.facts),
            (UNKNOWN_REFERENCE, "reference", "refs", lesson.front.refs, course.references),
            (UNKNOWN_DOWNLOAD, "job aid", "downloads", lesson.front.downloads, course.job_aids),
        )
        for code, what, field, keys, known in lists:
            for number, key in enumerate(keys):
                yield from _known(code, what, key, known, lesson.at(f"{field}.{number}"))


def in_data(course: Course) -> Iterator[Problem]:
    """Find sources behind facts, and lessons behind statements, that are not there."""
    lessons = {lesson.id: lesson for lesson in course.lessons}
    for fact in course.facts.values():
        for key in fact.refs:
            yield from _known(UNKNOWN_REFERENCE, "reference", key, course.references, fact.span)
    for survey in course.surveys.values():
        for item in survey.items:
            if item.lesson is not None:
                yield from _known(UNKNOWN_SURVEY_LESSON, "lesson", item.lesson, lessons, item.span)


def _known(
    code: Code, what: str, key: str, known: Mapping[str, object], span: Span
) -> Iterator[Problem]:
    if key not in known:
        have = f"There are: {', '.join(list(known)[:8])}." if known else f"There is no {what} yet."
        yield code.at(span, f"There is no {what} `{key}`.", hint=near(key, known) or have)


RULES = (in_text, in_blocks, in_front_matter, in_data)
