"""Length and readability: words of a lesson on each track, and its reading grade."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coursewright.model import Settings, text_of, words
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, is_english, per_text

__all__ = ["CODES", "RULES", "reading_grade"]

LESSON_TOO_SHORT = Code(
    "lesson-too-short",
    Severity.NOTE,
    "A lesson has fewer words than `limits.words_min` (800).",
    "It promises more than it delivers, or a part is missing.",
    strict=Severity.WARNING,
)
LESSON_TOO_LONG = Code(
    "lesson-too-long",
    Severity.NOTE,
    "A lesson has more words than `limits.words_max` (1300).",
    "It takes longer than the stated minutes, and people stop halfway.",
    strict=Severity.WARNING,
)
HARD_TO_READ = Code(
    "hard-to-read",
    Severity.NOTE,
    "A lesson reads above the grade in `limits.reading_grade` (10) (English only).",
    "Many learners read in their second language, on a phone, between two meetings.",
    strict=Severity.WARNING,
)
CODES = (LESSON_TOO_SHORT, LESSON_TOO_LONG, HARD_TO_READ)

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:;]+[\s\"\u201d\u2019)]*(?:\s|$)|\n")
_VOWELS = re.compile(r"[aeiouy]+")


@per_text
def length(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find lessons whose words, as a track reads them, are too few or too many."""
    lesson = text.lesson
    if lesson is None:
        return
    limits = settings.limits
    counts = {name: words(text.seen_by(name)) for name in lesson.front.tracks}
    if not counts:
        return
    least, most = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    if counts[least] < limits.words_min:
        message = f"Lesson `{lesson.id}` has {counts[least]} words on the track `{least}`."
        hint = f"Aim for {limits.words_min}, or set `limits: {{words_min: ...}}`."
        yield LESSON_TOO_SHORT.at(lesson.at("title"), message, hint=hint)
    if limits.words_max and counts[most] > limits.words_max:
        message = f"Lesson `{lesson.id}` has {counts[most]} words on the track `{most}`."
        hint = f"Use at most {limits.words_max}, or set `limits: {{words_max: ...}}`."
        yield LESSON_TOO_LONG.at(lesson.at("title"), message, hint=hint)


@per_text
def ease(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find English lessons that are hard to read."""
    lesson = text.lesson
    if lesson is None:
        return
    limit = settings.limits.reading_grade
    if not limit or not is_english(settings):
        return
    grade = reading_grade(text_of(lesson.body))
    if grade > limit:
        message = f"Lesson `{lesson.id}` reads at grade {grade:.1f}, above {limit}."
        hint = "Split long sentences, and use shorter words."
        yield HARD_TO_READ.at(lesson.at("title"), message, hint=hint)


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text; syllables are runs of vowels."""
    found = _WORD.findall(text)
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    if not found or not sentences:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in found)
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59


@lru_cache(maxsize=20_000)  # most words of a text are the same few hundred
def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye"))
    return max(1, count - silent)


RULES = (length, ease)
