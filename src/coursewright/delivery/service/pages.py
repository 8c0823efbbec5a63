"""The pages of the service: templates/service, the author's before ours, text by language."""

import logging
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

from coursewright.errors import CoursewrightError
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.sequence.records import CourseInfo
from coursewright.sequence.writer import plain_record

from .branding import dress

__all__ = ["HEADERS", "ServicePages"]

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # a token in the address must not travel on
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_LOG = logging.getLogger(__name__)


class ServicePages:
    """Renders pages in the course's language."""

    def __init__(self, templates: Sequence[Path] = ()) -> None:
        self._folders = tuple(templates)
        self._templates = Templates("service", self._folders)
        self._shipped = Templates("service")

    def show(
        self, page: str, course: CourseInfo | None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Return a page; if its template or strings are at fault, the page that says so."""
        try:
            html = self._render(self._templates, self._folders, page, course, values)
        except Exception as error:
            self._log(page, error)
            return self.broken(course)
        return HTMLResponse(html, status, HEADERS)

    def broken(self, course: CourseInfo | None) -> HTMLResponse:
        """Return the page for a fault of ours, made of what is shipped alone; status 500."""
        try:
            html = self._render(self._shipped, (), "said", course, {"key": "broken"})
        except Exception as error:
            self._log("said", error)
            html = _plainest(course)
        return HTMLResponse(html, 500, HEADERS)

    def _render(
        self,
        templates: Templates,
        folders: tuple[Path, ...],
        page: str,
        course: CourseInfo | None,
        values: Mapping[str, Any],
    ) -> str:
        language = course.language if course and course.language else "en"
        return templates.render(
            f"{page}.html.j2",
            say=strings(language, folders, "service"),
            language=language,
            direction=course.dir if course else "ltr",
            course=course.title if course else "",
            dress=dress(plain_record(course.look) if course else None),
            **values,
        )

    def _log(self, page: str, error: Exception) -> None:
        """Log what is wrong, with file and line; the address of the request holds a token."""
        if isinstance(error, CoursewrightError):
            _LOG.error("the page %r cannot be shown: %s", page, error)
        else:
            _LOG.error("the page %r cannot be shown", page, exc_info=error)


def _plainest(course: CourseInfo | None) -> str:
    """Return a page that needs no template: nothing else is left to go wrong."""
    language = escape(course.language if course and course.language else "en", quote=True)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Error</title>'
        "</head><body><h1>This page cannot be shown</h1><p>The fault is ours, and it has been "
        "logged. Please try again later.</p></body></html>\n"
    )
