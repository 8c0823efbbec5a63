"""Prerequisites: they exist and come before the lesson that needs them."""

from collections.abc import Iterator

from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity, near

__all__ = ["CODES", "RULES"]

UNKNOWN_PREREQUISITE = Code(
    "unknown-prerequisite",
    Severity.ERROR,
    "A prerequisite of a lesson does not exist.",
    "The course map would be incomplete.",
)
PREREQUISITE_LATER = Code(
    "prerequisite-later",
    Severity.ERROR,
    "A prerequisite of a lesson comes later on the same track, or is the lesson itself.",
    "Learners would need something that they have not learned yet.",
    adjustable=True,
)
PREREQUISITE_CIRCLE = Code(
    "prerequisite-circle",
    Severity.ERROR,
    "Prerequisites form a circle.",
    "None of these lessons can come first.",
)
CODES = (UNKNOWN_PREREQUISITE, PREREQUISITE_LATER, PREREQUISITE_CIRCLE)


def known(course: Course) -> Iterator[Problem]:
    """Find prerequisites that are no lessons."""
    ids = [lesson.id for lesson in course.lessons]
    for lesson in course.lessons:
        for number, name in enumerate(lesson.front.prerequisites):
            if name not in ids:
                hint = near(name, ids) or "Name a lesson by its `id`."
                place = lesson.at(f"prerequisites.{number}")
                yield UNKNOWN_PREREQUISITE.at(place, f"There is no lesson `{name}`.", hint=hint)


def before(course: Course) -> Iterator[Problem]:
    """Find prerequisites that do not come first on a track that has both."""
    order = {lesson.id: number for number, lesson in enumerate(course.lessons)}
    in_circle = {name for circle in _circles(course).values() for name in circle}
    by_id = {lesson.id: lesson for lesson in course.lessons}
    for lesson in course.lessons:
        for number, name in enumerate(lesson.front.prerequisites):
            other = by_id.get(name)
            if other is None or not set(other.front.tracks) & set(lesson.front.tracks):
                continue
            if {name, lesson.id} <= in_circle and name != lesson.id:
                continue  # said once, of the circle
            if order[name] >= order[lesson.id]:
                place = lesson.at(f"prerequisites.{number}")
                message = f"`{lesson.id}` requires `{name}`, which does not come before it."
                hint = "Change the order of the files, or remove the prerequisite."
                yield PREREQUISITE_LATER.at(place, message, hint=hint)


def circles(course: Course) -> Iterator[Problem]:
    """Find circles; each is named once, at the lesson of it that comes first."""
    found = _circles(course)
    for lesson in course.lessons:
        if lesson.id in found:
            circle = " needs ".join(f"`{name}`" for name in found[lesson.id])
            message = f"The prerequisites form a circle: {circle}."
            hint = "Remove one of these prerequisites."
            yield PREREQUISITE_CIRCLE.at(lesson.at("prerequisites"), message, hint=hint)


def _circles(course: Course) -> dict[str, list[str]]:
    """Return each circle by the lesson that it is met from first; a lesson and itself is none."""
    needs = {
        lesson.id: tuple(name for name in lesson.front.prerequisites if name != lesson.id)
        for lesson in course.lessons
    }
    done: set[str] = set()
    return {name: circle for name in needs if (circle := _circle(name, needs, done))}


def _circle(start: str, needs: dict[str, tuple[str, ...]], done: set[str]) -> list[str]:
    """Return the circle met first on the way from `start`; what is free of circles goes to `done`.

    Without recursion: a course may have thousands of lessons in one chain.
    """
    way = [start]
    rest = [iter(needs[start])]
    if start in done:
        return []
    while way:
        name = next(rest[-1], None)
        if name is None:
            done.add(way.pop())
            rest.pop()
        elif name in way:
            done.update(way)
            return [*way[way.index(name) :], name]
        elif name in needs and name not in done:
            way.append(name)
            rest.append(iter(needs[name]))
    return []


RULES = (known, before, circles)
