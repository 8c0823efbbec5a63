"""Packages for an LMS: SCORM 1.2, SCORM 2004 3rd and 4th edition, one target for each row."""

from functools import partial

from coursewright.packages.presets import PRESETS
from coursewright.target import Target, TargetOption

from .check import check
from .codes import CODES
from .editions import EDITIONS, Edition
from .render import render
from .write import write

__all__ = ["SCORM12", "SCORM2004_3", "SCORM2004_4"]

LMS = TargetOption("lms", "generic", "Adapt the packages to an LMS.", tuple(PRESETS))


def _target(edition: Edition) -> Target:
    return Target(
        edition.name,
        CODES,
        partial(check, edition=edition),
        partial(render, edition=edition),
        write,
        options=(LMS,),
    )


SCORM12, SCORM2004_3, SCORM2004_4 = (_target(row) for row in EDITIONS)
