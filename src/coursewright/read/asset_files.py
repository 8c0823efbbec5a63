"""The files that a course shows or hands out: are they there, are they what they say?"""

from collections.abc import Iterable, Mapping

from coursewright.model import Asset, Media
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .captions import CaptionFault, check_vtt, read_srt
from .course_folder import UNREADABLE
from .file_paths import missing_file
from .file_signatures import MEDIA_TYPES, fault_in_contents, instead_of
from .read_limits import ASSET_TOTAL, MEGABYTE, PROBLEMS
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
CAPTIONS = Code(
    "captions-malformed",
    Severity.ERROR,
    "A caption file has a line that browsers cannot read.",
    "Browsers skip such a caption silently, and people who need captions miss it.",
)
ENCODING = Code(
    "captions-encoding",
    Severity.WARNING,
    "A caption file is not in Unicode, so its encoding was guessed.",
    "If the guess is wrong, learners see wrong letters.",
)
CODES = (MISSING, TYPE, UNSAFE_SVG, CAPTIONS, ENCODING)


class AssetShelf:
    """Takes files from the course as they are asked for, each once."""

    def __init__(
        self, files: Mapping[str, bytes], paths: Iterable[str], media: Media | None = None
    ) -> None:
        media = media or Media()
        self._files = files
        self._most = media.file_mb * MEGABYTE
        self._total = max(ASSET_TOTAL, (media.package_mb or 0) * MEGABYTE)
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
            hint = instead_of(ending) or f"Types: {', '.join(MEDIA_TYPES)}."
            self.problems.append(TYPE.at(span, message, hint=hint))
            return
        data = self._read(path, span)
        if data is not None:
            data = self._checked(path, ending, data)
        if data is not None:
            self.assets[path] = Asset(path=path, data=data, media_type=MEDIA_TYPES[ending])
            stem = path.rpartition(".")[0]
            if ending == "svg" and f"{stem}.png" in self._paths:  # mail clients show no SVG
                self.want(f"{stem}.png", span)
            if (dense := f"{stem}@2x.{ending}") in self._paths:  # for screens of high density
                self.want(dense, span)

    def _read(self, path: str, span: Span) -> bytes | None:
        try:
            data = self._files[path]
        except OSError as error:
            message = f"`{path}` cannot be read: {error.strerror or error}."
            self.problems.append(UNREADABLE.at(span, message))
            return None
        self._bytes += len(data)
        if len(data) > self._most or self._bytes > self._total:
            field, most = "file_mb", self._most // MEGABYTE
            message = f"`{path}` is too large: at most {most:,} MB are read."
            if len(data) <= self._most:
                field, most = "package_mb", self._total // MEGABYTE
                message = f"With `{path}`, the course has more than {most:,} MB of files."
            hint = f"Make it smaller, link to it, or set `media: {{{field}: ...}}` in course.yaml."
            self.problems.append(TOO_BIG.at(span, message, hint=hint))
            return None
        return data

    def _checked(self, path: str, ending: str, data: bytes) -> bytes | None:
        """Return what is published of a file: an SVG is written anew; None with a problem."""
        if ending == "svg":
            return self._drawing(path, data)
        if ending == "srt":
            return self._subrip(path, data)
        fault = fault_in_contents(ending, data)
        if fault:
            self.problems.append(TYPE.at(Span.whole(path), fault, hint=_AS_IT_IS))
            return None
        if ending == "vtt":
            self._cue_faults(path, check_vtt(data.decode("utf-8-sig")), ".")
        return data

    def _subrip(self, path: str, data: bytes) -> bytes:
        """Return SubRip captions as WebVTT, which is all that browsers show."""
        made = read_srt(data)
        if made.guessed:
            message = "This file is not in UTF-8; it was read as Windows-1252 (Western European)."
            hint = "Check the accented letters, and save the file as UTF-8."
            self.problems.append(ENCODING.at(Span.whole(path), message, hint=hint))
        self._cue_faults(path, made.faults, ",")
        return made.vtt

    def _cue_faults(self, path: str, faults: Iterable[CaptionFault], point: str) -> None:
        for fault in faults:
            place = Span(path, fault.line, 1, fault.line, 1)
            hint = f"Times are `00:01:02{point}500 --> 00:01:05{point}000`; text is below them."
            self.problems.append(CAPTIONS.at(place, fault.what, hint=hint))

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
