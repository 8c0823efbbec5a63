"""One lesson page or one email of a course, rendered in memory."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coursewright import pipeline, registry
from coursewright.errors import UsageError
from coursewright.markup.addresses import lesson_address
from coursewright.model import Course, Lesson
from coursewright.output import Artifact
from coursewright.pipeline.steps import Built
from coursewright.problems import near
from coursewright.target import Options

__all__ = ["RenderedPage", "email_page", "lesson_page", "sequence_of"]


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page, and the files that it shows."""

    built: Built
    """Holds the problems; if there are errors, nothing was rendered."""
    path: str = ""
    """The path of the page among `files`; empty if it was not rendered."""
    files: tuple[Artifact, ...] = ()
    details: dict[str, Any] | None = None
    """What else a client is told: the subject of an email."""

    @property
    def text(self) -> str:
        """The text of the page."""
        found = next((one.data for one in self.files if one.path == self.path), b"")
        return found.decode("utf-8")


def lesson_page(folder: Path, options: Options, lesson: str, track: str) -> RenderedPage:
    """Return a lesson as a page of the site.

    Raises:
        UsageError: there is no such lesson or track.
    """
    only = replace(options, only=frozenset({lesson}))
    built = pipeline.build(folder, [registry.load("site")], only)
    if built.course is None:
        return RenderedPage(built)
    found = _lesson(built.course, lesson)
    tracks = [one.id for one in built.course.settings.tracks if one.id in found.front.tracks]
    chosen = track or next(iter(tracks), "")
    if chosen not in tracks:
        msg = f"the lesson {lesson!r} is not in a track {chosen!r}"
        raise UsageError(msg, hint=f"Its tracks: {', '.join(tracks) or 'none'}")
    if not built.artifacts:
        return RenderedPage(built)
    path = f"{lesson_address(chosen, lesson)}index.html"
    return RenderedPage(built, path, built.artifacts["site"], {"track": chosen})


def email_page(folder: Path, options: Options, email: str, form: str) -> RenderedPage:
    """Return an email as a sample learner gets it.

    Args:
        folder: the course.
        options: the folders of templates.
        email: its id in `sequence.json`, such as `home/water` or `home/water/full`.
        form: `html` or `text`.

    Raises:
        UsageError: there is no such email.
    """
    lesson = (*email.split("/"), "")[1]
    course = pipeline.check(folder).course
    lessons = {one.id for one in course.lessons} if course else set()
    only = frozenset({lesson} if lesson in lessons else ())
    built = pipeline.build(folder, [registry.load("email")], replace(options, only=only))
    if not built.artifacts:
        return RenderedPage(built)
    files = built.artifacts["email"]
    messages = {one["id"]: one for one in _sequence(files)["messages"]}
    if email not in messages:
        msg = f"there is no email {email!r}"
        known = ", ".join(list(messages)[:20])
        raise UsageError(msg, hint=near(email, messages) or f"For example: {known}")
    found = messages[email]
    details = {"email": email, "kind": found["kind"], "track": found["track"]}
    return RenderedPage(built, found[form], files, details)


def sequence_of(folder: Path, options: Options) -> tuple[Built, Any]:
    """Return the compiled emails as `sequence.json` lists them; None if there are errors."""
    built = pipeline.build(folder, [registry.load("email")], options)
    return built, _sequence(built.artifacts["email"]) if built.artifacts else None


def _sequence(files: tuple[Artifact, ...]) -> Any:
    return json.loads(next(one.data for one in files if one.path == "sequence.json"))


def _lesson(course: Course, name: str) -> Lesson:
    known = {one.id: one for one in course.lessons}
    if name not in known:
        msg = f"there is no lesson {name!r}"
        raise UsageError(msg, hint=near(name, known) or f"There are: {', '.join(known)}"[:500])
    return known[name]
