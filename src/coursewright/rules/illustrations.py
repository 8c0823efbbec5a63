"""Pictures and films: words for those who do not see or hear them."""

import re
from collections.abc import Iterator

from coursewright.model import Course, Image, Settings, Video
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES"]

IMAGE_WITHOUT_ALT = Code(
    "image-without-alt",
    Severity.ERROR,
    "A picture has neither an alternative text nor `decorative`.",
    "Whoever does not see it, or has pictures off in the mail, misses what it says (WCAG 1.1.1).",
)
ALT_IS_FILE_NAME = Code(
    "alt-is-file-name",
    Severity.WARNING,
    "The alternative text of a picture is a file name or says only that it is a picture.",
    "A screen reader reads it aloud, and it says nothing.",
)
ALT_ON_DECORATIVE = Code(
    "alt-on-decorative",
    Severity.WARNING,
    "A decorative picture has an alternative text.",
    "One of the two is wrong: a decorative picture is passed over, and its text with it.",
)
VIDEO_WITHOUT_CAPTIONS = Code(
    "video-without-captions",
    Severity.ERROR,
    "A film has no captions.",
    "Whoever cannot hear it, or sits in an open office, misses it (WCAG 1.2.2).",
)
VIDEO_WITHOUT_TRANSCRIPT = Code(
    "video-without-transcript",
    Severity.WARNING,
    "A film has no transcript.",
    "Whoever cannot see it, or reads the mail, misses it (WCAG 1.2.3).",
)
CODES = (
    IMAGE_WITHOUT_ALT,
    ALT_IS_FILE_NAME,
    ALT_ON_DECORATIVE,
    VIDEO_WITHOUT_CAPTIONS,
    VIDEO_WITHOUT_TRANSCRIPT,
)
_FILE_NAME = re.compile(
    r"\s*(?:\S+\.(?:svg|png|jpe?g|gif|webp)|image|picture|figure|photo)\s*", re.IGNORECASE
)


@per_text
def alternatives(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find pictures whose alternative text is missing, empty of sense, or out of place."""
    for piece in text.inlines:
        if isinstance(piece, Image):
            hint = "Say what it shows, `![...](...)`, or add `{decorative=true}`."
            yield from _words_of(piece, hint)


def settings_pictures(course: Course) -> Iterator[Problem]:
    """Find the same in the cover and the pictures of modules."""
    settings = course.settings
    for picture in (settings.cover, *(module.figure for module in settings.modules)):
        if picture is not None:
            yield from _words_of(picture.image, "Say what it shows: `alt: ...`.")


def _words_of(piece: Image, hint: str) -> Iterator[Problem]:
    said = piece.alt.strip()
    if not said and not piece.decorative:
        yield IMAGE_WITHOUT_ALT.at(piece.span, f"`{piece.src}` has no words.", hint=hint)
    elif said and piece.decorative:
        hint = "Take the words away, or `decorative`."
        message = f"`{piece.src}` is decorative and has words."
        yield ALT_ON_DECORATIVE.at(piece.span, message, hint=hint)
    elif _FILE_NAME.fullmatch(said):
        hint = "Say what a reader is to take from the picture."
        yield ALT_IS_FILE_NAME.at(piece.span, f"`{said}` says nothing.", hint=hint)


@per_text
def films(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find films without captions or transcript."""
    for block in text.walked:
        if not isinstance(block, Video):
            continue
        if block.captions is None:
            hint = 'Add captions="... .vtt".'
            yield VIDEO_WITHOUT_CAPTIONS.at(
                block.span, f"`{block.src}` has no captions.", hint=hint
            )
        if block.transcript is None:
            hint = 'Add transcript="... .txt".'
            yield VIDEO_WITHOUT_TRANSCRIPT.at(
                block.span, f"`{block.src}` has no transcript.", hint=hint
            )


RULES = (alternatives, settings_pictures, films)
