"""Targets: what is built if nobody names a target, by the course's own settings."""

from collections.abc import Collection, Sequence

from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Span

__all__ = ["CODES", "RULES", "target_names"]

UNKNOWN_TARGET = Code(
    "unknown-target",
    Severity.ERROR,
    "`targets:` names a target that is not installed.",
    "It would not be built.",
)
NO_EMAIL = Code(
    "email-not-built",
    Severity.NOTE,
    "The course says nothing of emails, so none are built.",
    "If it is meant to be sent by email, it needs a sender, a footer, days and subjects.",
)
CODES = (UNKNOWN_TARGET, NO_EMAIL)
RULES = ()  # asked before the rules run, by what builds

_HOW = "Write `targets: [scorm12, scorm2004-4, site]` in course.yaml, or add `sender:` and `day:`."


def target_names(
    course: Course, default: Sequence[str], known: Collection[str]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the names of the targets to build, and what is wrong with the choice."""
    settings = course.settings
    if settings.targets:
        problems = []
        for number, name in enumerate(settings.targets):
            if name not in known:
                place = course.fields.get(f"targets.{number}", settings.span)
                hint = near(name, known) or f"There are: {', '.join(sorted(known))}."
                message = f"There is no target `{name[:80]}`."
                problems.append(UNKNOWN_TARGET.at(place, message, hint=hint))
        names = tuple(name for name in dict.fromkeys(settings.targets) if name in known)
        return names, tuple(problems)
    if "email" in default and not _has_emails(course):
        message = "No emails are built: the course has no sender, and no lesson a day or a subject."
        note = NO_EMAIL.at(Span.whole("course.yaml"), message, hint=_HOW)
        return tuple(name for name in default if name != "email"), (note,)
    return tuple(default), ()


def _has_emails(course: Course) -> bool:
    settings = course.settings
    asked = settings.sender or settings.footer or settings.schedules or settings.recall_mails
    fronts = [lesson.front for lesson in course.lessons]
    return bool(asked) or any(one.day or one.subject or one.preheader for one in fronts)
