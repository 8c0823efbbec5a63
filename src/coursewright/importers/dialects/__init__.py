"""Markdown dialects, translated to the course format: each construct in a step of its own.

    lines -> code fences -> comments -> boxes and quizzes -> HTML blocks -> headings -> lines

A step takes the lines of a document and returns those of the course format. What it cannot carry
over it reports with the line that it stood on.
"""

from .document import Page, translate

__all__ = ["Page", "translate"]
