"""Recall: every item exists and is about an earlier lesson."""

from collections.abc import Iterator

from coursewright.model import Course, Lesson, Recall
from coursewright.problems import Code, Problem, Severity, near

from .course_texts import named, texts

__all__ = ["CODES", "RULES"]

UNKNOWN_RECALL = Code(
    "unknown-recall-item",
    Severity.ERROR,
    "A lesson names a recall item that is not in `recall.md`.",
    "There is nothing to ask.",
)
RECALL_TOO_EARLY = Code(
    "recall-too-early",
    Severity.ERROR,
    "A recall item asks about a lesson that the track has not reached yet.",
    "Nobody can recall what they have not learned.",
    adjustable=True,
)
RECALL_WITHOUT_PLACE = Code(
    "recall-without-place",
    Severity.ERROR,
    "A lesson lists recall items but has no `::recall` to show them.",
    "They would never be asked.",
    adjustable=True,
)
RECALL_WITHOUT_ITEMS = Code(
    "recall-without-items",
    Severity.ERROR,
    "A lesson has `::recall` but lists no recall items for one of its tracks.",
    "Learners of that track would see an empty section.",
)
CODES = (UNKNOWN_RECALL, RECALL_TOO_EARLY, RECALL_WITHOUT_PLACE, RECALL_WITHOUT_ITEMS)


def exist(course: Course) -> Iterator[Problem]:
    """Find recall items, asked or supplied, that are not there."""
    for lesson in course.lessons:
        for place, name in _named(lesson):
            if name not in course.recall:
                hint = near(name, course.recall) or "Add it to recall.md."
                span = lesson.at(place)
                yield UNKNOWN_RECALL.at(span, f"There is no recall item `{name}`.", hint=hint)


def from_before(course: Course) -> Iterator[Problem]:
    """Find recall items of lessons that come later, or not at all, on the same track."""
    supplier = {name: one for one in course.lessons for name in one.front.supplies}
    for track in course.settings.tracks:
        seen: set[str] = set()
        for lesson in _in_order(course, track.id):
            for number, name in enumerate(lesson.front.recall.get(track.id, ())):
                if name in course.recall and name not in seen:
                    place = lesson.at(f"recall.{track.id}.{number}")
                    message = f"`{name}` is asked before its lesson on the track `{track.id}`."
                    hint = _where(supplier.get(name), name, track.id)
                    yield RECALL_TOO_EARLY.at(place, message, hint=hint)
            seen.update(lesson.front.supplies)


def placed(course: Course) -> Iterator[Problem]:
    """Find recall items without a place, and places without items."""
    for text in texts(course):
        lesson = text.lesson
        if lesson is None:
            continue
        places = [block for block in text.walked if isinstance(block, Recall)]
        asked = {track for track, items in lesson.front.recall.items() if items}
        if asked and not places:
            hint = "Add `::recall` at the top of the text."
            message = f"Lesson `{lesson.id}` never asks its recall items."
            yield RECALL_WITHOUT_PLACE.at(lesson.at("recall"), message, hint=hint)
        missing = [track for track in lesson.front.tracks if track not in asked]
        if places and missing:
            hint = f"List some: `recall: {{{missing[0]}: [...]}}`, or remove `::recall`."
            message = f"There is nothing to ask here for {named(missing)}."
            yield RECALL_WITHOUT_ITEMS.at(places[0].span, message, hint=hint)


def _named(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for track, items in lesson.front.recall.items():
        yield from ((f"recall.{track}.{number}", name) for number, name in enumerate(items))
    yield from ((f"supplies.{number}", name) for number, name in enumerate(lesson.front.supplies))


def _in_order(course: Course, track: str) -> list[Lesson]:
    """Return the lessons of a track by day; one without a day keeps its place in the files."""
    return sorted(course.lessons_of(track), key=lambda one: one.front.day.get(track, 0))


def _where(supplier: Lesson | None, name: str, track: str) -> str:
    if supplier is None:
        return f"No lesson supplies it; add `supplies: [{name}]` to the lesson that teaches it."
    if track not in supplier.front.tracks:
        return f"Its lesson `{supplier.id}` is not on this track."
    return f"Its lesson `{supplier.id}` comes later, or is this lesson."


RULES = (exist, from_before, placed)
