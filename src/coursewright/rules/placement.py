"""What a course and a lesson are made of: no empty lesson, each block in its place."""

from collections.abc import Iterator

from coursewright.model import Assessment, Course, Recall, Scenario, for_track, walk
from coursewright.problems import Code, Problem, Severity

__all__ = ["CODES", "RULES"]

EMPTY_LESSON = Code(
    "empty-lesson",
    Severity.ERROR,
    "A lesson has no text for one of its tracks.",
    "Learners would get an empty page and an empty mail.",
)
TWICE_IN_LESSON = Code(
    "twice-in-lesson",
    Severity.ERROR,
    "A lesson has a second `::recall`, or a second situation, for a track.",
    "The mail and the lesson page have one place for it; the second one would be lost.",
)
TWO_ASSESSMENTS = Code(
    "two-assessments",
    Severity.ERROR,
    "A track has more than one assessment.",
    "The LMS keeps one score for a package; the later one would overwrite the earlier.",
)
UNKNOWN_LANGUAGE = Code(
    "unknown-language",
    Severity.WARNING,
    "The course's language is no two-letter code of ISO 639.",
    "A screen reader picks its voice by it, and our words are looked up by it.",
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


def filled(course: Course) -> Iterator[Problem]:
    """Find lessons that say nothing to one of their tracks."""
    for lesson in course.lessons:
        for track in lesson.front.tracks:
            if not for_track(lesson.body, track):
                message = f"lesson `{lesson.id}` is empty on the track `{track}`"
                hint = "Write its text below the front matter."
                yield EMPTY_LESSON.at(lesson.at("id"), message, hint=hint)
                break


def once(course: Course) -> Iterator[Problem]:
    """Find recall places and situations that stand twice for one track."""
    for lesson in course.lessons:
        for track in lesson.front.tracks:
            for kind in (Recall, Scenario):
                found = [
                    one for one in walk(for_track(lesson.body, track)) if isinstance(one, kind)
                ]
                if len(found) > 1:
                    message = f"a second {kind.kind} for the track `{track}`"
                    hint = f"Keep the one in line {found[0].span.line}, or give each its tracks."
                    yield TWICE_IN_LESSON.at(found[1].span, message, hint=hint)


def assessments(course: Course) -> Iterator[Problem]:
    """Find tracks that would be scored twice."""
    for track in course.settings.tracks:
        found = [
            (lesson, block)
            for lesson in course.lessons_of(track.id)
            for block in walk(for_track(lesson.body, track.id))
            if isinstance(block, Assessment)
        ]
        for _, block in found[1:]:
            message = f"a second assessment for the track `{track.id}`"
            hint = f"The first one stands in `{found[0][0].path}`."
            yield TWO_ASSESSMENTS.at(block.span, message, hint=hint)


def language(course: Course) -> Iterator[Problem]:
    """Find two-letter language codes that nothing knows; longer ones are taken on trust."""
    tag = course.settings.language
    primary = tag.lower().split("-")[0]
    if len(primary) == 2 and primary not in _LANGUAGES.split():
        place = course.fields.get("language", course.settings.span)
        hint = "Write a code of ISO 639, for example `en`, `de-AT` or `ar`."
        yield UNKNOWN_LANGUAGE.at(place, f"nothing knows the language `{tag}`", hint=hint)


RULES = (filled, once, assessments, language)
