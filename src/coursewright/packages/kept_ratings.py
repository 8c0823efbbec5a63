"""Self-assessments whose ratings the LMS keeps with the learner's progress, if the course says so.

To the player's state a self-assessment is a private question: each statement is matched with a
step of the scale. It is packed like the others, and never reported.
"""

from typing import Any

from coursewright.model import Course, Likert, Package, Survey, walk

__all__ = ["kept_ratings"]


def kept_ratings(course: Course, package: Package) -> dict[str, dict[str, Any]]:
    """Return the items of a package's self-assessments by id; none where browsers keep them."""
    if course.settings.self_assessments != "lms":
        return {}
    kept = {lesson.id for lesson in course.lessons_of(*package.tracks)}
    rated: set[str] = set()
    found: dict[str, dict[str, Any]] = {}
    for lesson in course.lessons:
        for block in walk(lesson.body):
            if isinstance(block, Likert) and block.survey in course.surveys:
                survey = course.surveys[block.survey]
                if lesson.id in kept:
                    found[block.id] = _item(survey, lesson.id, again=survey.id in rated)
                rated.add(survey.id)
    return found


def _item(survey: Survey, lesson: str, *, again: bool) -> dict[str, Any]:
    """Return a self-assessment as an item; `again` rates twice: now, and looking back."""
    now = [item.id for item in survey.items]
    return {
        "type": "match",
        "lesson": lesson,
        "objective": None,
        "keys": now + [f"then {item}" for item in now if again],
        "targets": list(range(len(survey.scale) + 1)),  # 0 is the choice that is not scored
        "correct": None,
        "private": True,
    }
