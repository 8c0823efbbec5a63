"""What a course must say before mails can be made of it."""

from collections.abc import Iterator

from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity
from coursewright.target import Options

__all__ = ["CODES", "check"]

NO_SENDER = Code(
    "mail-without-sender",
    Severity.ERROR,
    "The course does not say who its mails come from.",
    "A mail without an address of its own cannot be sent.",
)
NO_ADDRESS = Code(
    "mail-without-footer",
    Severity.ERROR,
    "The course does not say who stands behind its mails, with a postal address.",
    "The law of many countries asks for it in every mail to a list.",
)
CODES = (NO_SENDER, NO_ADDRESS)


def check(course: Course, options: Options) -> Iterator[Problem]:
    """Yield what would break every mail, from the course alone."""
    del options
    settings = course.settings
    if settings.sender is None:
        hint = "Add `sender:` with `name` and `address` to course.yaml."
        yield NO_SENDER.at(settings.span, "there is no `sender`", hint=hint)
    if settings.footer is None:
        hint = "Add `footer:` with `organisation` and `address` to course.yaml."
        yield NO_ADDRESS.at(settings.span, "there is no `footer`", hint=hint)
