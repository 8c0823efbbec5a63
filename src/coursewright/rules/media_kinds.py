"""Files in the wrong place: a recording written as a picture, a picture named as captions."""

import posixpath
from collections.abc import Iterator
from typing import Literal

from coursewright.model import Audio, Block, Course, Image, Settings, Video
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES", "is_picture"]

MEDIA_KIND = Code(
    "media-kind",
    Severity.ERROR,
    "A file is used where files of its type cannot be shown.",
    "Learners would see a broken picture or an empty player.",
)
CODES = (MEDIA_KIND,)

_Kind = Literal["picture", "sound", "video", "captions", "document"]
_KINDS: dict[str, _Kind] = {
    **dict.fromkeys(("svg", "png", "jpg", "jpeg", "gif", "webp"), "picture"),
    **dict.fromkeys(("mp3", "m4a", "wav"), "sound"),
    **dict.fromkeys(("mp4", "webm"), "video"),
    **dict.fromkeys(("vtt", "srt"), "captions"),
    **dict.fromkeys(("txt", "csv", "ics", "pdf", "zip"), "document"),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods"), "document"),
}
_NAMES: dict[_Kind, str] = {
    "picture": "a picture",
    "sound": "a sound recording",
    "video": "a video",
    "captions": "a caption file",
    "document": "a document",
}


def _kind(path: str) -> _Kind | None:
    """Return the kind of a file by its extension; None for a type that no course may have."""
    return _KINDS.get(path.rpartition(".")[2].lower())


def is_picture(path: str) -> bool:
    """Tell whether a file may be a picture: it is none of the other kinds."""
    return _kind(path) in ("picture", None)


@per_text
def pictures(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find sounds, videos and documents that are written as pictures."""
    for piece in text.inlines:
        if isinstance(piece, Image) and not is_picture(piece.src):
            yield _misplaced(piece.src, piece.span, "picture")


@per_text
def players(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find blocks whose files are of another kind than the block shows."""
    for block in text.walked:
        for path, wanted in _files(block):
            if path is not None and _kind(path) not in (wanted, None):
                yield _misplaced(path, block.span, wanted)


def settings_pictures(course: Course) -> Iterator[Problem]:
    """Find the same in the cover and the pictures of modules."""
    settings = course.settings
    for picture in (settings.cover, *(module.figure for module in settings.modules)):
        if picture is not None and not is_picture(picture.src):
            yield _misplaced(picture.src, picture.span, "picture")


def _files(block: Block) -> tuple[tuple[str | None, _Kind], ...]:
    if isinstance(block, Video):
        return ((block.src, "video"), (block.captions, "captions"), (block.poster, "picture"))
    return ((block.src, "sound"),) if isinstance(block, Audio) else ()


def _misplaced(path: str, span: Span, wanted: _Kind) -> Problem:
    kind = _kind(path) or "document"
    message = f"`{path}` is {_NAMES[kind]}, not {_NAMES[wanted]}."
    return MEDIA_KIND.at(span, message, hint=_instead(path, span, kind, wanted))


def _instead(path: str, span: Span, kind: _Kind, wanted: _Kind) -> str:
    """Return what to write, with the path as the file of the author needs it."""
    near = posixpath.relpath(path, posixpath.dirname(span.path) or ".")
    if wanted == "captions":
        return "Captions are a `.vtt` or `.srt` file; a `.txt` belongs under `transcript`."
    match kind:
        case "picture":
            return f"Write `![what it shows]({near})`."
        case "sound":
            return f'Write `:::audio[Title]{{src="{near}" transcript="... .txt"}}`, then `:::`.'
        case "video":
            return f'Write `:::video[Title]{{src="{near}" captions="... .vtt"}}`, then `:::`.'
        case "captions":
            return f'Name it at its video: `:::video[Title]{{src="... .mp4" captions="{near}"}}`.'
        case "document":
            return f"Link to it: `[words]({near})`."


RULES = (pictures, players, settings_pictures)
