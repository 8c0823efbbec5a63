"""The course as a book: EPUB 3, one for each track."""

from coursewright.target import Target

from .check import CODES, check
from .render import render
from .write import write

__all__ = ["TARGET"]

TARGET = Target("epub", CODES, check, render, write)
"""A chapter for each lesson, the answers to unfold."""
