"""What a cartridge cannot carry as a quiz; it stays in the page of its lesson."""

from collections.abc import Iterable, Iterator

from coursewright.model import Choice, Course, Match, Order, walk
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
        for block in walk(lesson.body):
            if isinstance(block, Order | Match):
                message = f"The cartridge shows the question `{block.id}` only in a page."
                yield NOT_CARRIED.at(block.span, message, hint=_HINT)
    for pool in course.pools.values():
        for item in pool.items:
            if not isinstance(item, Choice):
                message = f"The cartridge leaves out the question `{item.id}`."
                yield NOT_CARRIED.at(item.span, message, hint=_HINT)
