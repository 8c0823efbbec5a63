"""The data block of a package's page: all that the player's session knows of the course."""

from typing import Any

from coursewright.model import Course, Package

from .kept_ratings import kept_ratings
from .presets import Preset
from .questions import assessments, items, marks
from .state_budget import state_settings

__all__ = ["course_data"]


def course_data(course: Course, package: Package, preset: Preset, *, prompts: bool) -> Any:
    """Return the data block, in the shape that player/session.js documents as `Course`.

    Args:
        course: the course.
        package: which of its packages.
        preset: how the player reports in one LMS.
        prompts: whether the standard can carry the words of a question.
    """
    lessons = course.lessons_of(*package.tracks)
    settings = course.settings
    data: dict[str, Any] = {
        "course": {"id": course.id, "version": settings.version, "title": settings.title},
        "package": package.id,
        "tracks": [
            {
                "id": track,
                "label": course.track(track).label,
                "lessons": [lesson.id for lesson in course.lessons_of(track)],
            }
            for track in package.tracks
        ],
        "lessons": [
            {"id": lesson.id, "title": lesson.title}
            | ({"was": list(lesson.front.was)} if lesson.front.was else {})
            for lesson in lessons
        ],
        "items": items(course, package, prompts=prompts) | kept_ratings(course, package),
        "marks": marks(course, package),
        "objectives": [
            {"id": objective.id, "text": objective.text}
            for lesson in lessons
            for objective in lesson.front.objectives
            if not objective.supporting
        ],
        "assessments": assessments(course, package),
        "mastery": settings.mastery,
        "reporting": settings.reporting,
        "preset": preset.for_player(),
    }
    return data | {"state": state_settings(data)}
