"""Facts and sources: the front matter lists exactly what the text uses."""

from collections.abc import Iterator

from coursewright.model import Citation, Course, FactRef
from coursewright.problems import Code, Problem, Severity

from .course_texts import texts

__all__ = ["CODES", "RULES"]

FACT_NOT_LISTED = Code(
    "fact-not-listed",
    Severity.WARNING,
    "A text uses a fact that is not in the lesson's `facts`.",
    "The short email always keeps the listed facts; it may drop this one.",
)
FACT_NOT_USED = Code(
    "fact-not-used",
    Severity.WARNING,
    "A lesson lists a fact that its text does not use.",
    "Reviewers use the list to check figures again, so it must be correct.",
)
REFERENCE_NOT_LISTED = Code(
    "reference-not-listed",
    Severity.WARNING,
    "A text cites a source that is not in the lesson's `refs`.",
    "The list of sources below the lesson would be incomplete.",
)
CODES = (FACT_NOT_LISTED, FACT_NOT_USED, REFERENCE_NOT_LISTED)


def facts(course: Course) -> Iterator[Problem]:
    """Find facts that are used and not listed, or listed and not used."""
    for text in texts(course):
        lesson = text.lesson
        if lesson is None:
            continue
        listed = lesson.front.facts
        used = [one for one in text.inlines if isinstance(one, FactRef)]
        for one in used:
            if one.key in course.facts and one.key not in listed:
                message = f"Lesson `{lesson.id}` does not list the fact `{one.key}`."
                yield FACT_NOT_LISTED.at(one.span, message, hint=f"Add `{one.key}` to `facts`.")
        keys = {one.key for one in used}
        for number, key in enumerate(listed):
            if key in course.facts and key not in keys:
                message = f"The text of `{lesson.id}` does not use the fact `{key}`."
                hint = f"Write `{{{{fact {key}}}}}` where it belongs, or remove it here."
                yield FACT_NOT_USED.at(lesson.at(f"facts.{number}"), message, hint=hint)


def references(course: Course) -> Iterator[Problem]:
    """Find sources that are cited and not listed; more may be listed than are cited."""
    for text in texts(course):
        lesson = text.lesson
        if lesson is None:
            continue
        listed = set(lesson.front.refs)
        for piece in text.inlines:
            if isinstance(piece, Citation):
                for key in piece.keys:
                    if key in course.references and key not in listed:
                        message = f"Lesson `{lesson.id}` does not list the source `{key}`."
                        hint = f"Add `{key}` to `refs`."
                        yield REFERENCE_NOT_LISTED.at(piece.span, message, hint=hint)
                        listed.add(key)


RULES = (facts, references)
