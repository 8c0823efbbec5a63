"""The pages of the service: templates/service, the author's before ours, words by language."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import yaml
from starlette.responses import HTMLResponse

from coursewright.errors import UsageError
from coursewright.sequence.records import CourseInfo
from coursewright.sequence.writer import plain_record
from coursewright.shipped import shipped

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


class ServicePages:
    """Renders pages in the course's language."""

    def __init__(self, templates: Sequence[Path] = ()) -> None:
        every = [*templates, shipped("templates")]
        self._folders = [folder / "service" for folder in every]
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._words: dict[str, Mapping[str, str]] = {}

    def words(self, language: str) -> Mapping[str, str]:
        """Return the strings for a language: its own, else English."""
        base = language.lower().partition("-")[0]
        if base not in self._words:
            found: dict[str, str] = {}
            for name in dict.fromkeys(["en", base]):
                for folder in reversed(self._folders):
                    found |= _read(folder / "strings" / f"{name}.yaml")
            self._words[base] = found
        return self._words[base]

    def show(
        self, page: str, course: CourseInfo | None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Return a page."""
        language = course.language if course and course.language else "en"
        html = self._jinja.get_template(f"{page}.html.j2").render(
            say=self.words(language),
            language=language,
            direction=course.dir if course else "ltr",
            course=course.title if course else "",
            dress=dress(plain_record(course.look) if course else None),
            **values,
        )
        return HTMLResponse(html, status, HEADERS)


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        msg = f"cannot read {path}: {error}"
        raise UsageError(msg) from error
    return {str(key): str(value) for key, value in (data or {}).items()}
