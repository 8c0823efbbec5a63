"""What a course must say before mails can be made of it, and what shows without making them."""

import re
import sys
from collections.abc import Iterator

from coursewright.errors import TemplateFileError
from coursewright.model import Course, Lesson
from coursewright.presentation.brand import COLORS, Mode, color_place, contrast, load_brand
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span
from coursewright.target import Options

from .digest_answers import ANSWER_CODES, check_answers
from .mail_editions import edition_of
from .mail_words import mail_words
from .recall_cases import UNKNOWN, check_recall_mails

__all__ = ["CODES", "check"]

NO_SENDER = Code(
    "mail-without-sender",
    Severity.ERROR,
    "The course does not say who its emails come from.",
    "An email cannot be sent without a sender address.",
)
NO_ADDRESS = Code(
    "mail-without-footer",
    Severity.ERROR,
    "The course does not name the organization behind its emails and its postal address.",
    "Many countries require both by law in every email to a list.",
)
LENGTH = Code(
    "mail-length",
    Severity.NOTE,
    "The short email of a lesson is shorter or longer than the limits of the course.",
    "A short one gives too little to act on; a long one is not read between two meetings.",
    strict=Severity.WARNING,
)
SPAM = Code(
    "mail-smells-of-spam",
    Severity.WARNING,
    "A subject or preheader looks like spam to filters.",
    "The email ends up in the spam folder, and the sender's reputation suffers.",
)
CONTRAST = Code(
    "brand-contrast",
    Severity.WARNING,
    "A text color of the brand has too little contrast with its background.",
    "People with low vision, and everyone in sunlight, cannot read it (WCAG 2.2, 1.4.3).",
)
CODES = (NO_SENDER, NO_ADDRESS, LENGTH, SPAM, CONTRAST, UNKNOWN, *ANSWER_CODES)

_SHORTER = "Move detail into `:::more`, which the short email leaves out."
_LONGER = (
    "Move something out of `:::more`, or lower `mail_words_min` under `limits` in course.yaml."
)
_LEAST_CONTRAST = 4.5
_MODES: tuple[Mode, ...] = ("light", "dark")
_GROUNDS = ("paper", "card")

# What SpamAssassin 4 scores in a subject, and what people report.
_SMELLS = (
    (re.compile(r"\b\w*(?:re|fw)::? ", re.IGNORECASE), "reads like a reply or a forward (`re:`)"),
    (re.compile(r"[!?]{2,}"), "has several exclamation or question marks in a row"),
    (re.compile(r"[$€£¥]{2,}|\$\d+[,.]\d{3}"), "mentions money"),
    (
        re.compile(r"\b(?:act now|free money|winner|risk.free|100% free|viagra)\b", re.IGNORECASE),
        "has words that are typical of spam",
    ),
)


def check(course: Course, options: Options) -> Iterator[Problem]:
    """Yield what is wrong with the mails, from the course alone."""
    settings = course.settings
    if settings.sender is None:
        hint = "Add `sender:` with `name` and `address` to course.yaml."
        yield NO_SENDER.at(settings.span, "There is no `sender`.", hint=hint)
    if settings.footer is None:
        hint = "Add `footer:` with `organisation` and `address` to course.yaml."
        yield NO_ADDRESS.at(settings.span, "There is no `footer`.", hint=hint)
    for lesson in course.lessons:
        yield from _length(course, lesson)
        yield from _smells(lesson)
    yield from check_recall_mails(course)
    yield from check_answers(course)
    yield from _brand(options)


def _length(course: Course, lesson: Lesson) -> Iterator[Problem]:
    """Compare the short mail with its budget; tracks that differ are listed separately."""
    limits = course.settings.limits
    fewest, most = limits.mail_words_min, limits.mail_words_max or sys.maxsize
    wrong = {}
    for track in lesson.front.tracks:
        words = mail_words(edition_of(course, lesson, track, "digest"), course)
        if not fewest <= words <= most:
            wrong[track] = words
    if wrong:
        counts = ", ".join(f"{words} words for {track}" for track, words in wrong.items())
        too_long = max(wrong.values()) > most
        budget = f"at most {most}" if too_long else f"at least {fewest}"
        msg = f"The short email has {counts}; it should have {budget}."
        yield LENGTH.at(lesson.span, msg, hint=_SHORTER if too_long else _LONGER)


def _smells(lesson: Lesson) -> Iterator[Problem]:
    for field in ("subject", "preheader"):
        text = getattr(lesson.front, field)
        letters = [char for char in text if char.isalpha() and char.isascii()]
        if len(letters) > 8 and all(char.isupper() for char in letters):
            yield SPAM.at(
                lesson.at(field), f"The {field} is all in capitals.", hint="Write it as a sentence."
            )
        for pattern, what in _SMELLS:
            if pattern.search(text) and (field == "subject" or what.startswith("has")):
                yield SPAM.at(lesson.at(field), f"The {field} {what}.", hint="Rephrase it.")


def _brand(options: Options) -> Iterator[Problem]:
    try:
        brand = load_brand(options.templates)
    except TemplateFileError:
        return  # reported for every target, with all faults of the file
    low: dict[tuple[Span, Mode], list[str]] = {}
    for mode in _MODES:
        texts = [name for name in COLORS if name not in {"paper", "card", "line", "on"}]
        pairs = [(name, ground) for name in texts for ground in _GROUNDS]
        pairs += [("on", name) for name in texts if name not in {"ink", "soft"}]
        for text, ground in pairs:
            ratio = contrast(brand.color(text, mode), brand.color(ground, mode))
            if ratio < _LEAST_CONTRAST:
                place = color_place(options.templates, mode, text, ground)
                found = f"`{text}` on `{ground}` has a contrast of {ratio:.1f} to 1"
                low.setdefault((place, mode), []).append(found)
    for (place, mode), pairs_found in low.items():
        msg = f"In {mode}, {', '.join(pairs_found)}."
        yield CONTRAST.at(place, msg, hint=f"Text needs {_LEAST_CONTRAST} to 1.")
