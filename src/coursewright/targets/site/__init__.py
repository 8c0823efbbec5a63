"""The course as a static site: read on the web, answers that emails link to, job aids, glossary."""

from coursewright.target import Target

from .check import CODES, check
from .render import render
from .write import write

__all__ = ["TARGET"]

TARGET = Target("site", CODES, check, render, write)
