"""Packages for an LMS: SCORM 1.2, SCORM 2004 3rd and 4th edition, one target for each row."""

from collections.abc import Iterable
from dataclasses import dataclass

from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.problems import Code, Problem
from coursewright.target import Options, Rendered

from .check import check
from .codes import CODES
from .editions import EDITIONS, Edition
from .render import render
from .write import write

__all__ = ["SCORM12", "SCORM2004_3", "SCORM2004_4", "ScormTarget"]


@dataclass(frozen=True, slots=True)
class ScormTarget:
    """One edition of SCORM as a target."""

    edition: Edition
    codes: tuple[Code, ...] = CODES

    @property
    def name(self) -> str:
        """The edition's name."""
        return self.edition.name

    def check(self, course: Course, options: Options) -> Iterable[Problem]:
        """Return what would break the packages."""
        return check(course, options, self.edition)

    def render(self, course: Course, options: Options) -> Rendered:
        """Return the files of the packages."""
        return render(course, options, self.edition)

    def write(self, rendered: Rendered) -> tuple[Artifact, ...]:
        """Return a zip for each package."""
        return write(rendered)


SCORM12, SCORM2004_3, SCORM2004_4 = (ScormTarget(row) for row in EDITIONS)
