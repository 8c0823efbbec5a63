"""The files that a course shows or hands out: are they there, are they what they say?"""

from collections.abc import Iterable, Mapping

from coursewright.model import Asset
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

from .course_folder import UNREADABLE
from .read_limits import ASSET_BYTES, ASSET_TOTAL, PROBLEMS
from .svg_guard import fault_in_svg
from .text_files import TOO_BIG

__all__ = ["CODES", "AssetShelf"]

MISSING = Code(
    "file-missing",
    Severity.ERROR,
    "The course shows or links a file that is not there.",
    "Learners would see a broken picture, or a link to nothing.",
)
TYPE = Code(
    "file-type",
    Severity.ERROR,
    "The course shows or links a file of a type that it cannot hand out.",
    "Mail clients, browsers and LMSs block it, or open it as something else.",
)
UNSAFE_SVG = Code(
    "svg-unsafe",
    Severity.ERROR,
    "An SVG picture holds more than a drawing.",
    "Script in a picture runs in the learner's browser, within the LMS.",
)
CODES = (MISSING, TYPE, UNSAFE_SVG)

# The type by the ending, and how such a file begins where that is fixed.
_TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "svg": ("image/svg+xml", ()),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "mp4": ("video/mp4", ()),
    "webm": ("video/webm", (b"\x1aE\xdf\xa3",)),
    "mp3": ("audio/mpeg", ()),
    "m4a": ("audio/mp4", ()),
    "vtt": ("text/vtt", (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
    "ics": ("text/calendar", (b"BEGIN:VCALENDAR",)),
    "pdf": ("application/pdf", (b"%PDF-",)),
    "zip": ("application/zip", (b"PK",)),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK",),
    ),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK",)),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (b"PK",),
    ),
    "odt": ("application/vnd.oasis.opendocument.text", (b"PK",)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"PK",)),
}


class AssetShelf:
    """Takes files from the course as they are asked for, each once."""

    def __init__(self, files: Mapping[str, bytes], paths: Iterable[str]) -> None:
        self._files = files
        self._paths = set(paths)
        self._tried: set[str] = set()
        self._bytes = 0
        self.assets: dict[str, Asset] = {}
        self.problems: list[Problem] = []

    def want(self, path: str, span: Span) -> None:
        """Take a file that `span` asks for; note where that fails."""
        if len(self.problems) > PROBLEMS:
            return
        if path not in self._paths:
            told = f"There is no file `{path}`."
            hint = self._near(path) or "Paths are relative to the file that names them."
            self.problems.append(MISSING.at(span, told, hint=hint))
            return
        if path in self._tried:
            return
        self._tried.add(path)
        ending = path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
        if ending not in _TYPES:
            told = f"Files like `{path}` cannot be handed out."
            hint = f"Types: {', '.join(_TYPES)}."
            self.problems.append(TYPE.at(span, told, hint=hint))
            return
        data = self._read(path, span)
        if data is not None and self._sound(path, ending, data):
            self.assets[path] = Asset(path=path, data=data, media_type=_TYPES[ending][0])
            twin = f"{path.rpartition('.')[0]}.png"
            if ending == "svg" and twin in self._paths:  # mail clients show no SVG
                self.want(twin, span)

    def _near(self, path: str) -> str | None:
        ending = path.rpartition(".")[2]
        alike = [one for one in self._paths if one.endswith(ending)]
        return near(path, sorted(alike)) if len(path) < 200 and len(alike) < 500 else None

    def _read(self, path: str, span: Span) -> bytes | None:
        try:
            data = self._files[path]
        except OSError as error:
            told = f"`{path}` cannot be read: {error.strerror or error}."
            self.problems.append(UNREADABLE.at(span, told))
            return None
        self._bytes += len(data)
        if len(data) > ASSET_BYTES or self._bytes > ASSET_TOTAL:
            told = f"`{path}` is too large: at most {ASSET_BYTES // 1024 // 1024} MiB are read."
            if len(data) <= ASSET_BYTES:
                told = f"With `{path}` the course has more than {ASSET_TOTAL:,} bytes of files."
            self.problems.append(TOO_BIG.at(span, told, hint="Make it smaller, or link to it."))
            return None
        return data

    def _sound(self, path: str, ending: str, data: bytes) -> bool:
        begins = _TYPES[ending][1]
        if begins and not data.startswith(begins):
            told = f"This is no {ending.upper()} file, whatever its name says."
            self.problems.append(TYPE.at(Span.whole(path), told))
            return False
        if ending != "svg":
            return True
        fault = fault_in_svg(data)
        if fault:
            what, line = fault
            hint = "Export it as a plain SVG, without script, links and fonts."
            place = Span(path, line, 1, line, 1)
            told = f"This picture is not safe to publish: {what}."
            self.problems.append(UNSAFE_SVG.at(place, told, hint=hint))
        return not fault
