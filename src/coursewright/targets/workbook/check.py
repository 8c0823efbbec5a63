"""Nothing in a course breaks a workbook that the reader and the rules have let through."""

from collections.abc import Iterable

from coursewright.model import Course
from coursewright.problems import Code, Problem
from coursewright.target import Options

__all__ = ["CODES", "check"]

CODES: tuple[Code, ...] = ()


def check(course: Course, options: Options) -> Iterable[Problem]:
    """Return no problem."""
    return ()
