"""Links within the course: their lessons and headings exist for everyone who follows them."""

from collections.abc import Iterator

from coursewright.model import (
    Course,
    Heading,
    Inline,
    Lesson,
    Link,
    Settings,
    inlines,
    plain,
    walk,
)
from coursewright.problems import Code, Problem, Severity, near

from .course_texts import CourseText, is_english, named, per_text, texts

__all__ = ["CODES", "RULES"]

UNKNOWN_LESSON = Code(
    "unknown-lesson",
    Severity.ERROR,
    "A link points to a lesson that does not exist.",
    "It leads nowhere.",
)
UNKNOWN_ANCHOR = Code(
    "unknown-anchor",
    Severity.ERROR,
    "A link points to a heading that its lesson does not have.",
    "It leads to the top of the page, and the reader has to search.",
)
LESSON_OF_OTHER_TRACK = Code(
    "link-to-other-track",
    Severity.WARNING,
    "A text links to a lesson that some of its readers never get.",
    "They cannot open it in the LMS, because it is not on their track.",
)
EMPTY_LINK = Code(
    "link-without-text",
    Severity.ERROR,
    "A link has no text.",
    "Nobody sees where to click, and a screen reader reads the address aloud (WCAG 2.4.4).",
    adjustable=True,
)
VAGUE_LINK = Code(
    "link-text-vague",
    Severity.WARNING,
    'The text of a link says nothing on its own, such as "here" (English only).',
    "Screen reader users move from link to link and hear only this text.",
)
CODES = (UNKNOWN_LESSON, UNKNOWN_ANCHOR, LESSON_OF_OTHER_TRACK, EMPTY_LINK, VAGUE_LINK)
_VAGUE = frozenset(
    {"click", "click here", "here", "link", "more", "read more", "this", "this link"}
)


def targets(course: Course) -> Iterator[Problem]:
    """Find links within the course that lead nowhere."""
    lessons = {lesson.id: lesson for lesson in course.lessons}
    for text in texts(course):
        for link in text.inlines:
            if not isinstance(link, Link):
                continue
            name, anchor = _aim(link)
            if name is not None and name not in lessons:
                hint = near(name, lessons) or "Link to a lesson by its `id`."
                yield UNKNOWN_LESSON.at(link.span, f"There is no lesson `{name}`.", hint=hint)
                continue
            lesson = text.lesson if name is None else lessons[name]
            if lesson is not None:
                yield from _anchor(link, anchor, lesson)


def reach(course: Course) -> Iterator[Problem]:
    """Find links that some of their readers cannot follow; blocks for others are not theirs."""
    lessons = {lesson.id: lesson for lesson in course.lessons}
    for text in texts(course):
        if text.lesson is None or not any(_leads_to_lesson(piece) for piece in text.inlines):
            continue
        cut_off: dict[Link, list[str]] = {}
        for track in text.tracks:
            for link in inlines(text.seen_by(track)):
                if isinstance(link, Link):
                    lesson = lessons.get(_aim(link)[0] or "")
                    if lesson is not None and track not in lesson.front.tracks:
                        cut_off.setdefault(link, []).append(track)
        for link, tracks in cut_off.items():
            message = f"The lesson is not on {named(tracks)}, where this text is read."
            hint = "Put the link in a `:::for` block for the other tracks, or remove the link."
            yield LESSON_OF_OTHER_TRACK.at(link.span, message, hint=hint)


@per_text
def words(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find links without words, or with words that say nothing on their own."""
    hint = "Say where it leads: `[the guide](...)`."
    for link in text.inlines:
        if not isinstance(link, Link):
            continue
        said = plain(link.children).strip()
        if not said:
            yield EMPTY_LINK.at(link.span, f"The link to `{link.href}` has no text.", hint=hint)
        elif is_english(settings) and said.strip(" .:!").casefold() in _VAGUE:
            yield VAGUE_LINK.at(link.span, f"The link text is only “{said}”.", hint=hint)


def _anchor(link: Link, anchor: str, lesson: Lesson) -> Iterator[Problem]:
    ids = [block.id for block in walk(lesson.body) if isinstance(block, Heading)]
    if anchor and anchor not in ids:
        have = f"It has: {', '.join(ids[:6])}." if ids else "It has no headings."
        message = f"Lesson `{lesson.id}` has no heading `#{anchor}`."
        yield UNKNOWN_ANCHOR.at(link.span, message, hint=near(anchor, ids) or have)


def _leads_to_lesson(piece: Inline) -> bool:
    return isinstance(piece, Link) and piece.href.startswith("lesson:")


def _aim(link: Link) -> tuple[str | None, str]:
    """Return the lesson that a link points to and the heading in it; for this text itself, None."""
    href, _, anchor = link.href.partition("#")
    if href.startswith("lesson:"):
        return href.removeprefix("lesson:"), anchor
    return None, "" if href else anchor


RULES = (reach, targets, words)
