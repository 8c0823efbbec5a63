"""All mails of a course in memory."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from coursewright.errors import TemplateFileError
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.presentation.brand import load_brand
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.problems import Problem
from coursewright.sequence.writer import write_sequence
from coursewright.source import Span
from coursewright.target import Options, Rendered

from .email_builder import EmailPlan, make_mail
from .lesson_emails import lesson_plans
from .mail_editions import EDITIONS
from .mail_view import EmailContext
from .mjml_compile import BAD_MJML
from .placeholder_tokens import token_mark
from .sequence_json import compiled_sequence
from .service_emails import service_plans

__all__ = ["kit_of", "plans_of", "render"]


def render(course: Course, options: Options) -> Rendered:
    """Return every mail of the course, and the sequence that lists them."""
    try:
        kit = kit_of(course, options.templates)
    except TemplateFileError as error:
        place = Span(error.path, error.line, error.column, error.line, error.column + 1)
        return Rendered((), (BAD_MJML.at(place, error.reason, hint=error.hint),))
    mails = [make_mail(plan) for plan in plans_of(kit, options)]
    artifacts: list[Artifact] = []
    problems: list[Problem] = []
    for mail in mails:
        artifacts += mail.artifacts
        problems += mail.problems
    messages = [mail.message for mail in mails if mail.message is not None]
    artifacts.append(write_sequence(compiled_sequence(course, messages, kit.brand)))
    sizes = [mail.size for mail in mails if mail.message is not None]
    report = {"mails": len(sizes), "largest_html": max(sizes, default=0)}
    return Rendered(tuple(artifacts), tuple(problems), report)


def plans_of(kit: EmailContext, options: Options) -> Iterator[EmailPlan]:
    """Yield the plan of every mail that the options ask for."""
    wanted = options.settings.get("edition", "both")
    editions = tuple(edition for edition in EDITIONS if wanted in ("both", edition))
    yield from lesson_plans(kit, options.only, editions)
    if not options.only:
        yield from service_plans(kit)


def kit_of(course: Course, templates: tuple[Path, ...]) -> EmailContext:
    """Return what all mails of the course share.

    Raises:
        TemplateFileError: the brand file is wrong.
    """
    return EmailContext(
        course=course,
        words=strings(course.settings.language, templates),
        brand=load_brand(templates),
        templates=_templates(templates),
        mark=token_mark(course),
    )


@lru_cache(maxsize=4)
def _templates(folders: tuple[Path, ...]) -> Templates:
    """Return the templates, compiled once; a file that changes is seen all the same."""
    return Templates("email", folders)
