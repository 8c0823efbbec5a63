"""Where a link or a picture may lead: http, https, mailto, a lesson, a place here, a file here."""

import posixpath
import re
import unicodedata
from typing import Literal
from urllib.parse import unquote, urlsplit

from markdown_it.common.normalize_url import normalizeLink

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .file_paths import as_written
from .reading import Reading

__all__ = ["CODES", "local_path", "resolve"]

REFUSED = Code(
    "link-refused",
    Severity.ERROR,
    "A link has a target that is not allowed.",
    "Other schemes can run code in a learner's browser, or lead to another server than the one "
    "shown.",
)
OUTSIDE = Code(
    "path-out-of-course",
    Severity.ERROR,
    "A path leads out of the course folder.",
    "The file would not be in the package, and it may be private.",
)
TO_SOURCE = Code(
    "link-to-source",
    Severity.ERROR,
    "A link points to a source file instead of the page built from it.",
    "Learners would get Markdown or YAML, if anything. Link to a lesson by its id.",
)
CODES = (REFUSED, OUTSIDE, TO_SOURCE)

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]|%0[ad]", re.IGNORECASE)
_QUOTED = re.compile(
    "[\"'\u2018\u2019\u201c-\u201e\u00ab](.+?)[\"'\u2018\u2019\u201c\u201d\u00bb]?$"
)
_LESSON = re.compile(r"lesson:[a-z0-9-]{1,64}(#[\w.-]{1,120})?")
_SCHEMES = ("http", "https", "mailto", "lesson")


def resolve(reading: Reading, href: str, span: Span, files: list[tuple[str, Span]]) -> str | None:
    """Return a link as the model holds it, or None with a problem; note the file it leads to."""
    href = href.strip()
    scheme = _SCHEME.match(href)
    quoted = _QUOTED.match(unquote(href))
    if quoted:
        message = "The address is in quotation marks."
        return _refuse(reading, span, message, f"Write `{quoted[1][:80]}` without them.")
    if _UNSEEN.search(href):
        return _refuse(reading, span, "This link contains a character that is not text.")
    if scheme:
        return _absolute(reading, href, scheme[1].lower(), span)
    if href.startswith("#") and len(href) > 1:
        return href
    if href.startswith("www."):
        return _refuse(
            reading, span, "This address is incomplete.", f"Write `https://{href[:80]}`."
        )
    path, mark, place = href.partition("#")
    local = local_path(reading, path, span)
    if local is None:
        return None
    if local.endswith((".md", ".yaml", ".yml")):
        message = f"`{local}` is a source file."
        reading.report(
            TO_SOURCE, span, message, "Link to a lesson by its id: `[text](lesson:its-id)`."
        )
        return None
    files.append((local, span))
    return local + mark + place


def _refuse(reading: Reading, span: Span, message: str, hint: str | None = None) -> str | None:
    hint = hint or "Links may be https:, http:, mailto:, lesson:, or relative to the file."
    reading.report(REFUSED, span, message, hint)
    return None


def _absolute(reading: Reading, href: str, scheme: str, span: Span) -> str | None:
    if scheme == "lesson":
        if _LESSON.fullmatch(href):
            return href
        return _refuse(reading, span, "This is not a lesson id.", "Write `lesson:its-id`.")
    if scheme == "mailto" and "@" in href:
        return normalizeLink(href)
    if scheme in ("http", "https") and _has_host(href):
        return normalizeLink(href)
    if scheme in _SCHEMES:
        return _refuse(reading, span, "This address is incomplete.")
    message = f"Links with `{scheme}:` are not allowed."
    return _refuse(reading, span, message, reading.near(scheme, _SCHEMES))


def _has_host(href: str) -> bool:
    try:
        parts = urlsplit(href)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def local_path(reading: Reading, path: str, span: Span) -> str | None:
    """Return a path relative to the file as one relative to the course; None with a problem."""
    plain = unquote(path.strip().partition("?")[0])
    if not plain or _UNSEEN.search(plain) or "\ufffd" in plain:
        return _refuse(reading, span, "This path is empty or not text.")
    kind = _kind(plain)
    if kind == "absolute":
        message = "Paths are relative to the file; this one is absolute."
        return _refuse(reading, span, message, f"Write `{as_written(plain[1:], reading.path)}`.")
    if kind == "address":
        message = "Pictures, videos and downloads must be in the course folder."
        return _refuse(
            reading,
            span,
            message,
            "Copy the file into the course, link to its page, or write `:::embed`.",
        )
    if kind == "windows":
        hint = f"Write `{plain[:80].replace(chr(92), '/')}`." if "\\" in plain else None
        if _SCHEME.match(plain):
            hint = "Copy the file into the course, and write its path from this file."
        return _refuse(reading, span, "Use forward slashes, and no drive letter.", hint)
    plain = unicodedata.normalize("NFC", plain)  # as the paths of files are
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(reading.path), plain))
    if joined == ".." or joined.startswith("../"):
        message = f"`{plain[:80]}` is outside the course folder."
        reading.report(OUTSIDE, span, message, "Copy the file into the course.")
        return None
    return joined


def _kind(path: str) -> Literal["absolute", "address", "windows", "relative"]:
    if "://" in path or path.startswith(("//", "data:")):
        return "address"
    if path.startswith("/"):
        return "absolute"
    return "windows" if "\\" in path or _SCHEME.match(path) else "relative"
