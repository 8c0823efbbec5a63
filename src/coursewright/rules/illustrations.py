"""Pictures, recordings and embeds: text for people who cannot see, hear or load them."""

import re
from collections.abc import Iterator

from coursewright.model import Audio, Course, Embed, Image, Settings, Video
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text
from .media_kinds import is_picture

__all__ = ["CODES", "RULES"]

IMAGE_WITHOUT_ALT = Code(
    "image-without-alt",
    Severity.ERROR,
    "A picture has neither alternative text nor `decorative`.",
    "People who cannot see it, or who read email with images off, miss its content (WCAG 1.1.1).",
    adjustable=True,
)
ALT_IS_FILE_NAME = Code(
    "alt-is-file-name",
    Severity.WARNING,
    "The alternative text of a picture is a file name or only says that it is a picture.",
    "A screen reader reads it aloud, but it conveys nothing.",
)
ALT_ON_DECORATIVE = Code(
    "alt-on-decorative",
    Severity.WARNING,
    "A decorative picture has alternative text.",
    "One of the two is wrong: screen readers skip a decorative picture and its text.",
)
VIDEO_WITHOUT_CAPTIONS = Code(
    "video-without-captions",
    Severity.ERROR,
    "A video has no captions.",
    "People who cannot hear it, or who are in an open-plan office, miss it (WCAG 1.2.2).",
    adjustable=True,
)
VIDEO_WITHOUT_TRANSCRIPT = Code(
    "video-without-transcript",
    Severity.WARNING,
    "A video has no transcript.",
    "People who cannot see it, or who read the email, miss it (WCAG 1.2.3).",
)
AUDIO_WITHOUT_TRANSCRIPT = Code(
    "audio-without-transcript",
    Severity.ERROR,
    "A sound recording has no transcript.",
    "People who cannot hear it, or who read the email, miss it (WCAG 1.2.1).",
)
EMBED_WITHOUT_TEXT = Code(
    "embed-without-text",
    Severity.WARNING,
    "An embed has neither a text below it nor a transcript.",
    "Learners who do not load it, whose network blocks its host, or who read the email miss it.",
)
CODES = (
    AUDIO_WITHOUT_TRANSCRIPT,
    EMBED_WITHOUT_TEXT,
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
        if isinstance(piece, Image) and is_picture(piece.src):
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
        yield IMAGE_WITHOUT_ALT.at(piece.span, f"`{piece.src}` has no alternative text.", hint=hint)
    elif said and piece.decorative:
        hint = "Remove the alternative text, or `decorative`."
        message = f"`{piece.src}` is decorative but has alternative text."
        yield ALT_ON_DECORATIVE.at(piece.span, message, hint=hint)
    elif _FILE_NAME.fullmatch(said):
        hint = "Say what readers should learn from the picture."
        yield ALT_IS_FILE_NAME.at(piece.span, f"`{said}` conveys nothing.", hint=hint)


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


@per_text
def recordings(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find sound recordings without a transcript, and embeds with nothing in their place."""
    for block in text.walked:
        if isinstance(block, Audio) and block.transcript is None:
            message, hint = f"`{block.src}` has no transcript.", 'Add transcript="... .txt".'
            yield AUDIO_WITHOUT_TRANSCRIPT.at(block.span, message, hint=hint)
        if isinstance(block, Embed) and block.transcript is None and not block.summary:
            message = f"Nothing stands in for `{block.href}`."
            hint = "Say below it, in a line or two, what it shows."
            yield EMBED_WITHOUT_TEXT.at(block.span, message, hint=hint)


RULES = (alternatives, settings_pictures, films, recordings)
