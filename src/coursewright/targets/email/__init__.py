"""The email target: a course as mails, in three steps."""

from collections.abc import Iterable
from dataclasses import dataclass

from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.problems import Code, Problem
from coursewright.target import Options, Rendered

from . import check as _check
from .mail_lint import CODES as _LINTS
from .mjml_compile import BAD_MJML
from .render import render
from .write import write

__all__ = ["TARGET"]


@dataclass(frozen=True, slots=True)
class _Email:
    """A course as a drip of mails."""

    name: str = "email"
    codes: tuple[Code, ...] = (*_check.CODES, BAD_MJML, *_LINTS)

    def check(self, course: Course, options: Options) -> Iterable[Problem]:
        """Return what would break the mails, from the course alone."""
        return _check.check(course, options)

    def render(self, course: Course, options: Options) -> Rendered:
        """Return the mails in memory."""
        return render(course, options)

    def write(self, rendered: Rendered) -> tuple[Artifact, ...]:
        """Return the files as they will lie in the output."""
        return write(rendered)


TARGET = _Email()
