"""Unique ids: progress, answers and links depend on them.

The reader sees to the entries of lists, of which it keeps one for each id.
"""

from collections.abc import Iterable, Iterator

from coursewright.model import Course
from coursewright.model.roles import Named, entry_ids, learner_ids
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import texts

__all__ = ["CODES", "RULES"]

ID_TWICE = Code(
    "id-twice",
    Severity.ERROR,
    "Two things of the same kind have the same id.",
    "Progress, answers and links depend on ids: one of the two would overwrite the other.",
)
OLD_ID_IN_USE = Code(
    "old-id-in-use",
    Severity.ERROR,
    "A former id of a lesson (`was`) belongs to another lesson.",
    "Learners who finished the old lesson would be shown as having finished the other one.",
)
CODES = (ID_TWICE, OLD_ID_IN_USE)


def ids(course: Course) -> Iterator[Problem]:
    """Find ids that stand twice among things of one kind, and words of the glossary that do."""
    yield from _twice(("lesson", lesson.id, lesson.at("id")) for lesson in course.lessons)
    for kind in ("track", "module", "schedule", "package"):
        listed = enumerate(getattr(course.settings, f"{kind}s"))
        yield from _twice(
            (kind, one.id, course.fields.get(f"{kind}s.{number}.id", one.span))
            for number, one in listed
        )
    yield from _twice(_objectives(course))
    yield from _twice(_items(course))
    for text in texts(course):
        yield from _twice(entry_ids(text.walked))
    for survey in course.surveys.values():
        yield from _twice(("statement", item.id, item.span) for item in survey.items)
    for check in course.readiness.values():
        yield from _twice(
            ("statement", statement.id, statement.span) for statement in check.statements
        )
        yield from _twice(("result", rule.id, rule.span) for rule in check.rules)
    yield from _twice(("term", word.casefold(), span) for word, span in _words(course))


def old_ids(course: Course) -> Iterator[Problem]:
    """Find ids of earlier versions that mean two lessons now."""
    current = {lesson.id for lesson in course.lessons}
    taken: dict[str, str] = {}
    for lesson in course.lessons:
        for number, was in enumerate(lesson.front.was):
            place = lesson.at(f"was.{number}")
            if was in current:
                message = f"`{was}` is the id of a lesson, so no lesson can have had it before."
                yield OLD_ID_IN_USE.at(place, message, hint="Never reuse an id.")
            elif was in taken:
                message = f"Both `{taken[was]}` and `{lesson.id}` claim the former id `{was}`."
                yield OLD_ID_IN_USE.at(
                    place, message, hint="Keep it in the lesson that has the text now."
                )
            taken.setdefault(was, lesson.id)


def _twice(named: Iterable[Named]) -> Iterator[Problem]:
    seen: dict[str, tuple[str, Span]] = {}
    for kind, name, span in named:
        if name in seen:
            what, first = seen[name]
            message = f"The {kind} id `{name}` is already used by a {what} at {first}."
            yield ID_TWICE.at(span, message, hint="Give one of the two another id.")
        seen.setdefault(name, (kind, span))


def _objectives(course: Course) -> Iterator[tuple[str, str, Span]]:
    for lesson in course.lessons:
        for number, one in enumerate(lesson.front.objectives):
            yield "objective", one.id, lesson.at(f"objectives.{number}.id")


def _items(course: Course) -> Iterator[Named]:
    """Yield what keeps a state of the learner: one name space in the LMS and in mail links."""
    for text in texts(course):
        yield from learner_ids(text.walked)


def _words(course: Course) -> Iterator[tuple[str, Span]]:
    for term in course.glossary:
        for word in dict.fromkeys((term.term, *term.also)):
            yield word, term.span


RULES = (ids, old_ids)
