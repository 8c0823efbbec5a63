"""The course as a workbook to print: PDF, with room to write and the answers at the end."""

from coursewright.target import Target, TargetOption

from .check import CODES, check
from .render import render
from .write import write

__all__ = ["TARGET"]

TARGET = Target(
    "workbook",
    CODES,
    check,
    render,
    write,
    options=(TargetOption("paper", "a4", "The paper.", choices=("a4", "us-letter")),),
)
"""A tagged PDF (PDF/UA-1) for each track."""
