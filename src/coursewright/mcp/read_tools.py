"""The tools that change nothing: outline, read, check, explain, fields, blocks, render, plan."""

import base64
import json
from datetime import date
from typing import Annotated, Any, Literal

from mcp_types import ContentBlock, ImageContent, TextContent
from pydantic import Field

from coursewright import pipeline, registry
from coursewright.delivery.planning.course_plan import plan_one
from coursewright.errors import UsageError
from coursewright.model import Course
from coursewright.pipeline.problem_pages import problem_page_of
from coursewright.problems import has_errors
from coursewright.read.course_folder import walk_folder
from coursewright.sequence.release import judge_release
from coursewright.target import Options

from . import field_lists
from .answer_limits import cut, listed
from .course_paths import ENDINGS, CoursePaths
from .page_picture import page_picture
from .rendered_pages import RenderedPage, email_page, lesson_page, sequence_of

__all__ = ["ReadTools"]

Offset = Annotated[int, Field(ge=0, description="Where to continue: `next_offset` of an answer.")]
Screen = Literal["none", "phone", "desktop"]
_FILES = 500  # paths in one answer
_EMAILS = 500  # dated emails in one answer


class ReadTools:
    """Tools that read the course of one folder."""

    def __init__(self, paths: CoursePaths, options: Options) -> None:
        self.paths = paths
        self.options = options

    def outline(self, offset: Offset = 0) -> dict[str, Any]:
        """List the tracks, modules and lessons of the course, and its text files."""
        found, _ = walk_folder(self.paths.folder)
        texts = [path for path in found if path.endswith(ENDINGS) and path.isprintable()]
        end = offset + _FILES
        course = pipeline.check(self.paths.folder).course
        return {
            **(_outline(course) if course else {"course": None}),
            "files": texts[offset:end],
            "next_offset": end if end < len(texts) else None,
        }

    def read_file(
        self,
        path: Annotated[str, Field(description="Relative to the course: 1-basics/01-water.md")],
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Read a text file of the course."""
        return {"path": path, **cut(self.paths.read(path), offset)}

    def check(
        self,
        targets: Annotated[
            list[str],
            Field(description="Check for these targets; empty: those that the course builds."),
        ] = [],  # noqa: B006 -- read only; the schema shows it
        full: Annotated[
            bool, Field(description="Also compile in memory, to check sizes of emails.")
        ] = False,
        path: Annotated[str, Field(description="Only problems of this file or folder.")] = "",
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """List the problems of the course: code, severity, place, message and hint of each.

        The build stops only if there are errors. A code is explained by `explain`.
        """
        chosen = registry.pick(targets) if targets else None
        built = (pipeline.build if full else pipeline.check)(
            self.paths.folder, chosen, self.options
        )
        inside = (path, f"{path.rstrip('/')}/")
        problems = tuple(
            one
            for one in built.problems
            if not path or one.span.path == path or one.span.path.startswith(inside[1])
        )
        return listed(built.sources, problems, offset)

    def explain(
        self,
        code: Annotated[str, Field(description="A code from `check`: quiz-without-answer")],
    ) -> dict[str, Any]:
        """Explain a problem code: what it means, why it matters, and an example."""
        page = problem_page_of(code)
        return {
            "code": page.code.name,
            "severity": page.code.severity.value,
            "summary": page.code.summary,
            "why": page.code.why,
            "example": page.example,
        }

    def list_fields(
        self,
        file: Annotated[
            str, Field(description="course, lesson, facts ...; empty: list the kinds of file.")
        ] = "",
    ) -> dict[str, Any]:
        """Return the fields of a kind of file as JSON Schema, or list the kinds of file."""
        return field_lists.fields_of(file) if file else {"files": field_lists.files()}

    def list_blocks(
        self,
        block: Annotated[str, Field(description="quiz, callout ...; empty: list all.")] = "",
    ) -> dict[str, Any]:
        """Return the attributes and parts of a block, or list all blocks and placeholders."""
        if block:
            return field_lists.block_of(block)
        return {"blocks": field_lists.blocks(), "placeholders": field_lists.placeholders()}

    def render_lesson(
        self,
        lesson: Annotated[str, Field(description="The id of the lesson.")],
        track: Annotated[str, Field(description="A track; empty: the first of the lesson.")] = "",
        picture: Annotated[Screen, Field(description="Add a picture, if a browser exists.")] = (
            "none"
        ),
        offset: Offset = 0,
    ) -> list[ContentBlock]:
        """Render a lesson as HTML, as learners read it on the web; with errors, list those."""
        page = lesson_page(self.paths.folder, self.options, lesson, track)
        return _shown(page, picture, offset)

    def render_email(
        self,
        email: Annotated[
            str,
            Field(description="Track and lesson: home/water, home/water/full, home/welcome"),
        ],
        form: Annotated[
            Literal["html", "text"], Field(description="Which part of the email to return.")
        ] = "html",
        picture: Annotated[Screen, Field(description="Add a picture, if a browser exists.")] = (
            "none"
        ),
        offset: Offset = 0,
    ) -> list[ContentBlock]:
        """Render an email as a sample learner gets it; if the course has errors, list those."""
        if form == "text" and picture != "none":
            msg = "a picture is taken of the HTML part"
            raise UsageError(msg, hint="Leave out `form` or `picture`")
        return _shown(email_page(self.paths.folder, self.options, email, form), picture, offset)

    def plan(
        self,
        start: Annotated[date, Field(description="The day of the first lesson: 2027-01-11")],
        track: Annotated[str, Field(description="A track; may be left out if there is one.")] = "",
        timezone: Annotated[str, Field(description="Of the learner: Europe/Berlin")] = "",
        schedule: Annotated[str, Field(description="A schedule of the course.")] = "",
    ) -> dict[str, Any]:
        """Show when each email of a track is sent to a learner who starts on a day."""
        built, sequence = sequence_of(self.paths.folder, self.options)
        if sequence is None:
            return listed(built.sources, built.problems)
        lines = plan_one(
            judge_release(sequence),
            track=track,
            start=start,
            timezone=timezone,
            schedule=schedule,
        )
        keys = ("date", "weekday", "time", "timezone", "day", "kind", "lesson", "subject")
        emails = []
        for line in lines:
            _, _, day, *rest = line.cells()
            emails.append(dict(zip(keys, (*rest[:4], day, *rest[4:]), strict=True)))
        return {"emails": emails[:_EMAILS], "total": len(emails)}


def _outline(course: Course) -> dict[str, Any]:
    settings = course.settings
    return {
        "course": {"id": settings.id, "title": settings.title, "language": settings.language},
        "tracks": [{"id": one.id, "label": one.label} for one in settings.tracks],
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "folder": module.folder,
                "lessons": [
                    {
                        "id": one.id,
                        "title": one.title,
                        "path": one.path,
                        "tracks": list(one.front.tracks),
                        "day": dict(one.front.day),
                    }
                    for one in course.lessons
                    if one.front.module == module.id
                ],
            }
            for module in settings.modules
        ],
    }


def _shown(page: RenderedPage, picture: Screen, offset: int) -> list[ContentBlock]:
    """Return the details, the text, and the picture if one is asked for."""
    built = page.built
    if not page.path:
        faults = {"rendered": False, **listed(built.sources, built.problems)}
        return [_text(json.dumps(faults, ensure_ascii=False))]
    part = cut(page.text, offset)
    words = part.pop("text")
    state = {"rendered": True, "has_errors": has_errors(built.problems)}
    details = {**state, **(page.details or {}), **part}
    content: list[ContentBlock] = [_text(json.dumps(details, ensure_ascii=False)), _text(words)]
    if picture != "none":
        data = base64.b64encode(page_picture(page.files, page.path, picture)).decode()
        content.append(ImageContent(type="image", data=data, mime_type="image/png"))
    return content


def _text(words: str) -> TextContent:
    return TextContent(type="text", text=words)
