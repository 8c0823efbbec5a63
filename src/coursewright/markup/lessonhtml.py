"""A lesson, and a job aid, as one piece of HTML to set into a page."""

from markupsafe import Markup

from coursewright.model import Course, JobAid, Lesson

from .blockhtml import blocks_html, template_names
from .view import View

__all__ = ["aid_html", "lesson_html", "opened_for"]


def lesson_html(lesson: Lesson, view: View) -> Markup:
    """Return a lesson: its head, its blocks, its sources, the terms that it explains."""
    view.lesson = lesson
    body = blocks_html(lesson.body, view)
    for key in lesson.front.refs:
        if key in view.course.references:
            view.notes.cite(view.course.references[key], None)
    minutes = lesson.front.minutes
    html = view.templates.render(
        "lesson.html.j2",
        **template_names(view),
        lesson=lesson,
        module=view.course.module_of(lesson),
        opens=opened_for(lesson, view.course),
        goals=[goal for goal in lesson.front.objectives if not goal.supporting],
        minutes=minutes.read + minutes.practice,
        body=body,
    )
    return Markup(html)  # noqa: S704 -- the template escapes


def aid_html(aid: JobAid, view: View) -> Markup:
    """Return a job aid: its title, its blocks with their fields, its sources."""
    body = blocks_html(aid.body, view)
    html = view.templates.render("aid.html.j2", **template_names(view), aid=aid, body=body)
    return Markup(html)  # noqa: S704 -- the template escapes


def opened_for(lesson: Lesson, course: Course) -> tuple[str, ...]:
    """Return the tracks on which a lesson is the first of its module."""
    module = lesson.front.module

    def first(track: str) -> Lesson:
        return next(lesson for lesson in course.lessons_of(track) if lesson.front.module == module)

    return tuple(track for track in lesson.front.tracks if first(track) is lesson)
