"""What a cartridge cannot carry as a quiz; it stays in the page of its lesson."""

from collections.abc import Iterable, Iterator

from coursewright.model import (
    Choice,
    Course,
    Gaps,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Quiz,
    walk,
)
from coursewright.model.roles import questions
from coursewright.problems import Code, Problem, Severity
from coursewright.target import Options

__all__ = ["CODES", "check"]

NOT_CARRIED = Code(
    "cartridge-without-question",
    Severity.NOTE,
    "A Common Cartridge has no questions of this type.",
    "In a lesson, the page shows the question with the answer to unfold, and it is not scored. In "
    "a pool, the question is left out.",
)
CODES: tuple[Code, ...] = (NOT_CARRIED,)
_HINT = "Use a question with options, or the SCORM package, which has every type."


def check(course: Course, options: Options) -> Iterable[Problem]:
    """Return a note for each question that is not in a quiz."""
    return tuple(_notes(course))


def _notes(course: Course) -> Iterator[Problem]:
    for lesson in course.lessons:
        for quiz in questions(walk(lesson.body)):
            if not _carried(quiz):
                message = f"The cartridge shows the question `{quiz.id}` only in a page."
                yield NOT_CARRIED.at(quiz.span, message, hint=_HINT)
            elif isinstance(quiz, Choice) and quiz.hotspot:
                message = (
                    f"The cartridge lists the places in the picture of `{quiz.id}` as options."
                )
                yield NOT_CARRIED.at(quiz.span, message, hint=_HINT)
    for pool in course.pools.values():
        for quiz in pool.items:
            if isinstance(quiz, OpenText) or not _carried(quiz):
                message = f"The cartridge leaves out the question `{quiz.id}`."
                yield NOT_CARRIED.at(quiz.span, message, hint=_HINT)


def _carried(quiz: Quiz) -> bool:
    """Tell whether a quiz of a cartridge holds a question; see `quiz_xml.as_carried`."""
    match quiz:
        case Choice() | OpenText():
            return True
        case Gaps():
            return len(quiz.gaps) == 1
        case Order() | Match() | Matrix() | Number():
            return False
