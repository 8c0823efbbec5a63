"""Titles, subjects and preheaders: plain text, in which markup would be shown as it is."""

import re
from collections.abc import Iterator

from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

__all__ = ["CODES", "RULES"]

MARKUP = Code(
    "markup-in-field",
    Severity.WARNING,
    "A title, a subject or a preheader has Markdown, HTML or an entity.",
    "These fields are plain text: inboxes, LMS menus and browser tabs would show the marks.",
)
CODES = (MARKUP,)

_MARKUP = re.compile(
    r"\*\*\S[^*]*\*\*|(?<![\w*])\*[^\s*][^*]*(?<!\s)\*(?![\w*])|(?<!\w)__\S[^_]*__(?!\w)|~~\S[^~]*~~"
    r"|`[^`]+`|!?\[[^\[\]]+\]\([^()\s]+\)|</?(?:b|i|em|strong|br|u|s|p|span|code|sup|sub|small|font)"
    r"(?:\s[^<>]*)?/?>|&(?:amp|nbsp|lt|gt|quot|apos|copy|[mn]dash|hellip|[lr][sd]quo|shy|#x?\w+);"
)


def plain_fields(course: Course) -> Iterator[Problem]:
    """Find markup in fields that are plain text."""
    settings = course.settings
    for name, text in (("title", settings.title), ("subtitle", settings.subtitle)):
        yield from _found(name, text, course.fields.get(name))
    for lesson in course.lessons:
        front = lesson.front
        fields = (
            ("title", front.title),
            ("subject", front.subject),
            ("preheader", front.preheader),
        )
        for name, text in fields:
            yield from _found(name, text, lesson.at(name))


def _found(name: str, text: str, place: Span | None) -> Iterator[Problem]:
    found = _MARKUP.search(text)
    if found and place is not None:
        message = f"`{name}` is plain text, so learners would see `{found[0][:40]}`."
        yield MARKUP.at(place, message, hint="Write the words alone, without marks.")


RULES = (plain_fields,)
