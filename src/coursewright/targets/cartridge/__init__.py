"""The course as a Common Cartridge 1.3, for Canvas and other LMSs: pages and quizzes, editable."""

from coursewright.target import Target

from .check import CODES, check
from .render import render
from .write import write

__all__ = ["TARGET"]

TARGET = Target("cartridge", CODES, check, render, write)
"""A page for each lesson, and a quiz for the questions that the format has."""
