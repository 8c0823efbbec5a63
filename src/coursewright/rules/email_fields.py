"""Subject and preheader: what an inbox shows before an email is opened."""

from collections.abc import Iterator

from coursewright.model import Course, Lesson, fill_line, known_values
from coursewright.problems import Code, Problem, Severity

__all__ = ["CODES", "RULES"]

_SUBJECT, _PREHEADER = 50, 90

SUBJECT_MISSING = Code(
    "subject-missing",
    Severity.ERROR,
    "A lesson has no subject for its email.",
    "An email without a subject looks like spam, and many filters treat it that way.",
    only_for=("email",),
)
SUBJECT_TOO_LONG = Code(
    "subject-too-long",
    Severity.WARNING,
    f"A subject has more than {_SUBJECT} characters.",
    "Phones cut it off, often before the words that matter.",
    only_for=("email",),
    strict=Severity.ERROR,
)
PREHEADER_MISSING = Code(
    "preheader-missing",
    Severity.WARNING,
    "A lesson has no preheader for its email.",
    "Inboxes then show the first words of the email, which say little about the lesson.",
    only_for=("email",),
)
PREHEADER_TOO_LONG = Code(
    "preheader-too-long",
    Severity.WARNING,
    f"A preheader has more than {_PREHEADER} characters.",
    "Inboxes cut it off in the middle of a word.",
    only_for=("email",),
    strict=Severity.ERROR,
)
CODES = (SUBJECT_MISSING, SUBJECT_TOO_LONG, PREHEADER_MISSING, PREHEADER_TOO_LONG)


def subject(course: Course) -> Iterator[Problem]:
    """Find subjects that are missing or too long."""
    for lesson in course.lessons:
        size = len(_shown(lesson.front.subject, course, lesson))
        place = lesson.at("subject")
        if not size:
            hint = f"Add `subject:`, at most {_SUBJECT} characters."
            yield SUBJECT_MISSING.at(place, f"Lesson `{lesson.id}` has no subject.", hint=hint)
        elif size > _SUBJECT:
            message = f"The subject has {size} characters, {size - _SUBJECT} too many."
            hint = f"Use at most {_SUBJECT}; put the important words first."
            yield SUBJECT_TOO_LONG.at(place, message, hint=hint)


def preheader(course: Course) -> Iterator[Problem]:
    """Find preheaders that are missing or too long."""
    for lesson in course.lessons:
        size = len(_shown(lesson.front.preheader, course, lesson))
        place = lesson.at("preheader")
        if not size:
            hint = f"Add `preheader:`, at most {_PREHEADER} characters."
            yield PREHEADER_MISSING.at(place, f"Lesson `{lesson.id}` has no preheader.", hint=hint)
        elif size > _PREHEADER:
            message = f"The preheader has {size} characters, {size - _PREHEADER} too many."
            yield PREHEADER_TOO_LONG.at(place, message, hint=f"Use at most {_PREHEADER}.")


def _shown(text: str, course: Course, lesson: Lesson) -> str:
    """Return a field as a learner gets it who gave no name."""
    values = known_values(course, lesson.front.tracks[0], lesson) if lesson.front.tracks else {}
    return fill_line(text, values.get).strip()


RULES = (subject, preheader)
