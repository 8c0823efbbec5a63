"""The email target: a course as emails, in three steps."""

from coursewright.target import Target, TargetOption

from .check import CODES, check
from .mail_lint import CODES as LINTS
from .mjml_compile import BAD_MJML
from .render import render
from .write import write

__all__ = ["TARGET"]

EDITION = TargetOption(
    "edition", "both", "Compile only one edition of the emails.", ("both", "digest", "full")
)
TARGET = Target("email", (*CODES, BAD_MJML, *LINTS), check, render, write, options=(EDITION,))
