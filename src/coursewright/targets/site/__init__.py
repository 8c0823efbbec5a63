"""The course as a static site: read on the web, answers that mails link to, job aids, glossary."""

from collections.abc import Iterable
from dataclasses import dataclass

from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.problems import Code, Problem
from coursewright.target import Options, Rendered

from .check import CODES, check
from .render import render
from .write import write

__all__ = ["TARGET", "SiteTarget"]


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """The static site as a target."""

    name: str = "site"
    codes: tuple[Code, ...] = CODES

    def check(self, course: Course, options: Options) -> Iterable[Problem]:
        """Return what would break the site."""
        return check(course, options)

    def render(self, course: Course, options: Options) -> Rendered:
        """Return the pages and what they show."""
        return render(course, options)

    def write(self, rendered: Rendered) -> tuple[Artifact, ...]:
        """Return the files of the site."""
        return write(rendered)


TARGET = SiteTarget()
