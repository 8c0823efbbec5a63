"""The files that a course shows or hands out: are they there, are they what they say?"""

from collections.abc import Iterable, Mapping

from coursewright.model import Asset
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_folder import UNREADABLE
from .file_paths import missing_file
from .file_signatures import MEDIA_TYPES, fault_in_contents
from .read_limits import ASSET_BYTES, ASSET_TOTAL, PROBLEMS
from .svg import rewrite_svg
from .text_files import TOO_BIG

__all__ = ["CODES", "AssetShelf"]

MISSING = Code(
    "file-missing",
    Severity.ERROR,
    "The course shows or links to a file that does not exist.",
    "Learners would see a broken picture or a dead link.",
)
TYPE = Code(
    "file-type",
    Severity.ERROR,
    "The course shows or links to a file of a type that is not allowed.",
    "Email clients, browsers and LMSs block such files or open them as something else.",
)
UNSAFE_SVG = Code(
    "svg-unsafe",
    Severity.ERROR,
    "An SVG picture contains more than a drawing.",
    "A script in a picture runs in the learner's browser, inside the LMS.",
)
CODES = (MISSING, TYPE, UNSAFE_SVG)


class AssetShelf:
    """Takes files from the course as they are asked for, each once."""

    def __init__(self, files: Mapping[str, bytes], paths: Iterable[str]) -> None:
        self._files = files
        self._paths = set(paths)
        self._tried: set[str] = set()
        self._bytes = 0
        self.assets: dict[str, Asset] = {}
        self.problems: list[Problem] = []

    def add_drawn(self, path: str, data: bytes) -> None:
        """Take a picture that was drawn from the text, which has passed the gate already."""
        media_type = MEDIA_TYPES[path.rpartition(".")[2]]
        self.assets[path] = Asset(path=path, data=data, media_type=media_type)

    def want(self, path: str, span: Span) -> None:
        """Take a file that `span` asks for; note where that fails."""
        if len(self.problems) > PROBLEMS:
            return
        if path not in self._paths:
            message, hint = missing_file(path, span.path, self._paths)
            self.problems.append(MISSING.at(span, message, hint=hint))
            return
        if path in self._tried:
            return
        self._tried.add(path)
        ending = path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
        if ending not in MEDIA_TYPES:
            message = f"Files like `{path}` are not allowed in a course."
            hint = f"Types: {', '.join(MEDIA_TYPES)}."
            self.problems.append(TYPE.at(span, message, hint=hint))
            return
        data = self._read(path, span)
        if data is not None:
            data = self._checked(path, ending, data)
        if data is not None:
            self.assets[path] = Asset(path=path, data=data, media_type=MEDIA_TYPES[ending])
            twin = f"{path.rpartition('.')[0]}.png"
            if ending == "svg" and twin in self._paths:  # mail clients show no SVG
                self.want(twin, span)

    def _read(self, path: str, span: Span) -> bytes | None:
        try:
            data = self._files[path]
        except OSError as error:
            message = f"`{path}` cannot be read: {error.strerror or error}."
            self.problems.append(UNREADABLE.at(span, message))
            return None
        self._bytes += len(data)
        if len(data) > ASSET_BYTES or self._bytes > ASSET_TOTAL:
            message = f"`{path}` is too large: at most {ASSET_BYTES // 1024 // 1024} MiB are read."
            if len(data) <= ASSET_BYTES:
                message = f"With `{path}`, the course has more than {ASSET_TOTAL:,} bytes of files."
            self.problems.append(TOO_BIG.at(span, message, hint="Make it smaller, or link to it."))
            return None
        return data

    def _checked(self, path: str, ending: str, data: bytes) -> bytes | None:
        """Return what is published of a file: an SVG is written anew; None with a problem."""
        if ending == "svg":
            return self._drawing(path, data)
        fault = fault_in_contents(ending, data)
        if fault:
            self.problems.append(TYPE.at(Span.whole(path), fault, hint=_AS_IT_IS))
            return None
        return data

    def _drawing(self, path: str, data: bytes) -> bytes | None:
        picture = rewrite_svg(data)
        if isinstance(picture, bytes):
            return picture
        for fault in picture:
            place = Span(path, fault.line, 1, fault.line, 1)
            message = f"This picture is not safe to publish: {fault.what}."
            self.problems.append(UNSAFE_SVG.at(place, message, hint=fault.hint))
        return None


_AS_IT_IS = "Export the file again, or change its extension to match its contents."
