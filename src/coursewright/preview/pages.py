"""The pages of the preview: the data and the template of each."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coursewright.errors import TemplateFileError
from coursewright.markup.addresses import lesson_address
from coursewright.model import Course, Lesson
from coursewright.pipeline.template_paths import template_sources
from coursewright.presentation.brand import load_brand
from coursewright.presentation.templates import Templates
from coursewright.problems import Problem, Severity
from coursewright.sequence.format import CLIP_BYTES

from .course_map import map_of
from .editor_links import EditorLink
from .email_reach import reach_of
from .inbox_mails import Inbox
from .live_course import LiveCourse, State
from .problem_list import shown
from .sample_learners import Learner, read_learners
from .site_pages import SitePages
from .template_faults import problem_of, without_repeats

__all__ = ["VIEWS", "PreviewPages", "narrow"]

VIEWS = (
    ("phone", "Phone"),
    ("desktop", "Desktop"),
    ("text", "Plain text"),
    ("source", "HTML source"),
    ("headers", "Headers"),
)
_MOST = 8  # problems over a page; all of them stand on their own page


class PreviewPages:
    """Answers for pages that people look at; `boot` names this run of the server."""

    def __init__(
        self,
        shop: LiveCourse,
        inbox: Inbox,
        site: SitePages,
        boot: str,
        editor: EditorLink | None = None,
    ) -> None:
        self._shop = shop
        self.inbox = inbox
        self._site = site
        self._boot = boot
        self._editor = editor
        self.sends = False
        """Whether the inbox offers to send an email."""
        self._templates = Templates("preview", shop.options.templates)
        self._ours = Templates("preview")

    def first(self, request: Request) -> Response:
        """Lead to the map."""
        return RedirectResponse("/map")

    def map(self, request: Request) -> Response:
        """Show the course map."""
        state = self._shop.state
        course, track = state.course, self.track(request, optional=True)
        made = map_of(course, self._shop.problems, track) if course else None
        return self.page("map.html.j2", request, map=made, track=track)

    def lesson(self, request: Request) -> Response:
        """Show a lesson as the learners of a track read it on the web."""
        lesson = self._lesson(request.path_params["lesson"])
        if lesson is None:
            return self.page("nothing.html.j2", request, status=404, what="lesson")
        wanted = request.query_params.get("track", "")
        tracks = lesson.front.tracks
        track = wanted if wanted in tracks else tracks[0] if tracks else ""
        course = self._shop.state.course
        assert course is not None  # noqa: S101 -- it has the lesson
        row = course.lessons_of(track)
        at = row.index(lesson) if lesson in row else 0
        address = f"{lesson_address(track, lesson.id)}index.html"
        made = self._site.file(address)  # its problems are on this page, too
        return self.page(
            "lesson.html.j2",
            request,
            lesson=lesson,
            track=track,
            wanted=wanted,
            address=f"/site/{address}",
            fault=made.fault if not made.problems else "",
            narrow=narrow(request),
            before=row[at - 1] if at else None,
            after=row[at + 1] if at + 1 < len(row) else None,
            path=lesson.path,
        )

    def show_inbox(self, request: Request) -> Response:
        """Show the messages of a track, and one of them."""
        asked = request.query_params
        track = self.track(request)
        made = self.inbox.entries(track)
        entries = made.value or ()
        wanted = asked.get("mail", "")
        lessons = [one for one in entries if one.kind == "lesson"]
        first = next(iter(lessons or entries), None)
        entry = next((one for one in entries if one.id == wanted.removesuffix("/full")), first)
        edition = "full" if entry and entry.lesson and asked.get("edition") == "full" else ""
        learner = self.learner(request)
        name = f"{entry.id}/full" if entry and edition else entry.id if entry else ""
        letter = self.inbox.letter(name, learner) if name else None
        view = asked.get("as", "desktop")
        value = letter.value if letter else None
        head = value.eml.partition("\n\n")[0] if value else ""
        return self.page(
            "inbox.html.j2",
            request,
            track=track,
            entries=entries,
            entry=entry,
            mail=name,
            edition=edition,
            letter=value,
            fault=(letter.fault if letter else "") or made.fault,
            listed=bool((letter.problems if letter else ()) or made.problems),
            sends=self.sends,
            head=head,
            learner=learner,
            learners=self.learners(),
            view=view if view in dict(VIEWS) else "desktop",
            views=VIEWS,
            dark=asked.get("dark") == "1",
            images=asked.get("images") != "off",
            clip=CLIP_BYTES,
        )

    def reach(self, request: Request) -> Response:
        """Show what the short email of each lesson leaves out."""
        course, track = self._shop.state.course, self.track(request)
        lines = reach_of(course, track, self._shop.problems) if course and track else ()
        return self.page("reach.html.j2", request, track=track, lines=lines)

    def problems(self, request: Request) -> Response:
        """Show all problems with their lines."""
        return self.page("problems.html.j2", request)

    def learners(self) -> tuple[Learner, ...]:
        """Return the sample learners; ours where the author's file is wrong."""
        try:
            return read_learners(self._shop.options.templates)
        except TemplateFileError:  # `template_faults` reports it
            return read_learners(())

    def learner(self, request: Request) -> Learner:
        """Return the sample learner that is asked for, or the first."""
        learners = self.learners()
        wanted = request.query_params.get("learner", "")
        return next((learner for learner in learners if learner.id == wanted), learners[0])

    def look(self) -> str:
        """Return the brand as variables of a style sheet."""
        try:
            brand = load_brand(self._shop.options.templates)
            return self._templates.render("look.css.j2", brand=brand, css=Markup)
        except TemplateFileError:  # `template_faults` reports it
            return self._ours.render("look.css.j2", brand=load_brand(), css=Markup)

    def page(
        self, template: str, request: Request, *, status: int = 200, **names: Any
    ) -> HTMLResponse:
        """Return a page in the frame that all of them share.

        Where a template of the author for it is broken, the page is made with ours.
        """
        state = self._shop.state
        names |= {"here": request.url.path}
        problems = self._shop.problems
        try:
            html = self._templates.render(template, **self._names(state, problems, request, names))
        except TemplateFileError as error:
            found = problem_of(error, self._shop.folder, self._shop.options.templates)
            problems = without_repeats((*problems, found))
            html = self._ours.render(template, **self._names(state, problems, request, names))
        return HTMLResponse(html, status)

    def _names(
        self,
        state: State,
        problems: tuple[Problem, ...],
        request: Request,
        names: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        sources = {**state.sources, **template_sources(problems, self._shop.folder)}
        found = shown(problems, sources, self._editor)
        counts = {one: sum(p.severity is one for p in problems) for one in Severity}
        pressing = [one for one in found if one.problem.severity is Severity.ERROR]
        here = names.get("path")
        below = [
            one
            for one in found
            if here and one.problem.span.path == here and one not in pressing[:_MOST]
        ]
        params = dict(request.query_params)

        def link(path: str, **changes: str) -> str:
            return path + _query(params, changes)

        return {
            "boot": self._boot,
            "state": state,
            "course": state.course,
            "found": found,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "pressing": pressing[:_MOST],
            "more": max(0, len(pressing) - _MOST),
            "below": below,
            "link": link,
            **names,
        }

    def track(self, request: Request, *, optional: bool = False) -> str:
        """Return the track that is asked for, or the first; with `optional` none stands for all."""
        course: Course | None = self._shop.state.course
        tracks = [track.id for track in course.settings.tracks] if course else []
        wanted = request.query_params.get("track", "")
        if wanted in tracks:
            return wanted
        return "" if optional or not tracks else tracks[0]

    def _lesson(self, name: str) -> Lesson | None:
        course = self._shop.state.course
        return (
            next((lesson for lesson in course.lessons if lesson.id == name), None)
            if course
            else None
        )


def narrow(request: Request) -> bool:
    """Tell whether a pane is asked for at the width of a phone."""
    return request.query_params.get("width") == "phone"


def _query(params: Mapping[str, str], changes: Mapping[str, str]) -> str:
    merged = {key: value for key, value in {**params, **changes}.items() if value}
    return f"?{urlencode(merged)}" if merged else ""
