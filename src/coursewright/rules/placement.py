"""Structure: no empty lessons, and every block in its place."""

from collections.abc import Iterator

from coursewright.model import Assessment, Course, Recall, Scenario, Settings, walk
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import CourseText, named, per_text, texts

__all__ = ["CODES", "RULES"]

EMPTY_LESSON = Code(
    "empty-lesson",
    Severity.ERROR,
    "A lesson has no text for one of its tracks.",
    "Learners would get an empty page and an empty email.",
    adjustable=True,
)
TWICE_IN_LESSON = Code(
    "twice-in-lesson",
    Severity.ERROR,
    "A lesson has a second `::recall`, or a second situation, for a track.",
    "The email and the lesson page have room for one; the second would be lost.",
)
TWO_ASSESSMENTS = Code(
    "two-assessments",
    Severity.ERROR,
    "A track has more than one assessment.",
    "The LMS stores one score for a package; the later one would overwrite the earlier.",
)
UNKNOWN_LANGUAGE = Code(
    "unknown-language",
    Severity.WARNING,
    "The language of the course is not a two-letter ISO 639 code.",
    "Screen readers choose their voice by it, and it selects the interface text.",
)
CODES = (
    EMPTY_LESSON,
    TWICE_IN_LESSON,
    TWO_ASSESSMENTS,
    UNKNOWN_LANGUAGE,
)

# ISO 639-1, as of 2024.
_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""


@per_text
def filled(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find lessons that say nothing to one of their tracks."""
    lesson = text.lesson
    if lesson is None:
        return
    for track in lesson.front.tracks:
        if not text.seen_by(track):
            message = f"Lesson `{lesson.id}` is empty on the track `{track}`."
            hint = "Write its text below the front matter."
            yield EMPTY_LESSON.at(lesson.at("id"), message, hint=hint)
            break


@per_text
def once(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find recall places and situations that stand twice for one track."""
    lesson = text.lesson
    if lesson is None:
        return
    for kind in (Recall, Scenario):
        second: dict[Span, list[str]] = {}
        for track in lesson.front.tracks:
            blocks = walk(text.seen_by(track))
            found = [block.span for block in blocks if isinstance(block, kind)]
            if len(found) > 1:
                second.setdefault(found[1], []).append(track)
        for place, tracks in second.items():
            message = f"There is a second {kind.kind} for {named(tracks)}."
            hint = "Keep one, or give each its tracks."
            yield TWICE_IN_LESSON.at(place, message, hint=hint)


def assessments(course: Course) -> Iterator[Problem]:
    """Find tracks that would be scored twice."""
    later: dict[Span, list[str]] = {}
    scored = [
        text
        for text in texts(course)
        if text.lesson and any(isinstance(block, Assessment) for block in text.walked)
    ]
    for track in course.settings.tracks:
        found = [
            block.span
            for text in scored
            if track.id in text.tracks
            for block in walk(text.seen_by(track.id))
            if isinstance(block, Assessment)
        ]
        for place in found[1:]:
            later.setdefault(place, []).append(track.id)
    for place, tracks in later.items():
        message = f"There is already an assessment above for {named(tracks)}."
        hint = "Keep one, or give each its tracks with `:::for`."
        yield TWO_ASSESSMENTS.at(place, message, hint=hint)


def language(course: Course) -> Iterator[Problem]:
    """Find two-letter language codes that nothing knows; longer ones are taken on trust."""
    tag = course.settings.language
    primary = tag.lower().split("-")[0]
    if len(primary) == 2 and primary not in _LANGUAGES.split():
        place = course.fields.get("language", course.settings.span)
        hint = "Write an ISO 639 code, for example `en`, `de-AT` or `ar`."
        yield UNKNOWN_LANGUAGE.at(place, f"The language `{tag}` is unknown.", hint=hint)


RULES = (filled, once, assessments, language)
