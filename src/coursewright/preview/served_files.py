"""Answers that are files: our own scripts and styles, pages of the site, mails."""

import hashlib
import mimetypes
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coursewright.shipped import shipped
from coursewright.targets.email.mail_view import web_base

from .asset_versions import with_versions
from .live_course import LiveCourse, Made
from .pages import PreviewPages
from .site_pages import SitePages

__all__ = ["Files", "file_answer"]

_OWN = Path(__file__).parent / "static"
_SITE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; media-src 'self'; frame-src https:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {images}; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
_KINDS = {".js": "text/javascript", ".css": "text/css", ".vtt": "text/vtt", ".webp": "image/webp"}


def file_answer(path: str, data: bytes, policy: str = "") -> Response:
    """Return a file as what its name says it is."""
    suffix = "." + path.rpartition(".")[2]
    kind = _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()[:24]}"'}
    if policy:
        headers["Content-Security-Policy"] = policy
    return Response(data, media_type=kind, headers=headers)


class Files:
    """Answers for files, all from memory or from a fixed list: no path reaches the disk."""

    def __init__(self, shop: LiveCourse, pages: PreviewPages, site: SitePages) -> None:
        self._shop = shop
        self._pages = pages
        self._site = site
        self._own = {path.name: path for path in _OWN.iterdir() if path.is_file()}
        folder = shipped("player") / "lms-simulator"
        self._lms = {path.name: path for path in folder.iterdir() if path.suffix == ".js"}

    def own(self, request: Request) -> Response:
        """Return a script or style of ours."""
        return self._listed(self._own, request.path_params["name"])

    def lms_simulator(self, request: Request) -> Response:
        """Return a module of the LMS simulator."""
        return self._listed(self._lms, request.path_params["name"])

    def look(self, request: Request) -> Response:
        """Return the brand as a style sheet."""
        return file_answer("look.css", self._pages.look().encode())

    def site(self, request: Request) -> Response:
        """Return a file of the site."""
        path = request.path_params["path"]
        return self._made(path, self._site.file(path), _SITE)

    def mail(self, request: Request) -> Response:
        """Return the HTML of a mail, as a client shows it that may or may not load pictures."""
        asked = request.query_params
        made = self._pages.inbox.letter(request.path_params["mail"], self._pages.learner(request))
        letter = made.value
        if letter is None:
            return _missing(made.fault)
        html = _scheme(self._at_home(letter.html), dark=asked.get("dark") == "1")
        images = "'none'" if asked.get("images") == "off" else "'self' data:"
        return file_answer("mail.html", html.encode(), _MAIL.format(images=images))

    def _at_home(self, html: str) -> str:
        """Return a mail whose pictures come from here: nothing leaves the machine."""
        course = self._shop.state.course
        web = web_base(course.settings.links.web) if course else None
        html = html.replace(f'src="{escape(web)}', 'src="/site/') if web else html
        return with_versions(html, self._site.versions())

    def _listed(self, files: dict[str, Path], name: str) -> Response:
        if name not in files:
            return _missing("")
        return file_answer(name, files[name].read_bytes())

    def _made(self, path: str, made: Made, policy: str) -> Response:
        if made.value is None:
            return _missing(made.fault)
        name = f"{path}index.html" if not path or path.endswith("/") else path
        return file_answer(name, made.value, policy)


def _missing(fault: str) -> Response:
    return PlainTextResponse(fault or "No such file.", 503 if fault else 404)


def _scheme(html: str, *, dark: bool) -> str:
    """Return a mail in the light or the dark mode of a client, whatever this browser prefers."""
    on, off = "(min-width:0)", "(max-width:0)"
    html = html.replace("(prefers-color-scheme: dark)", on if dark else off)
    html = html.replace("(prefers-color-scheme:dark)", on if dark else off)
    return html.replace('content="light dark"', f'content="{"dark" if dark else "light"}"')
