"""Templates and brand files of the author: what cannot be used, each with its file and line."""

from coursewright.errors import TemplateFileError
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

__all__ = ["CODES", "RULES", "brand_problem", "template_problem"]

TEMPLATE = Code(
    "template-broken",
    Severity.ERROR,
    "A template cannot be read or filled.",
    "Nothing can be built from it.",
)
BRAND = Code(
    "brand-invalid",
    Severity.ERROR,
    "A line of a brand file cannot be used.",
    "Nothing can be built with it: colors, fonts or logo would not be what you chose.",
)
CODES = (TEMPLATE, BRAND)
RULES = ()  # asked by what builds, which knows the folders of templates

_FILL = "See docs/email.md and docs/lessons.md for what templates get."
_COLORS = "The brand file that comes with Coursewright shows every name and value."


def template_problem(error: TemplateFileError) -> Problem:
    """Return the problem of a template that cannot be read or filled."""
    return TEMPLATE.at(_place(error), _sentence(error), hint=error.hint or _FILL)


def brand_problem(error: TemplateFileError) -> Problem:
    """Return the problem of a line in a brand file."""
    return BRAND.at(_place(error), _sentence(error), hint=error.hint or _COLORS)


def _place(error: TemplateFileError) -> Span:
    return Span(error.path, error.line, error.column, error.line, error.column + 1)


def _sentence(error: TemplateFileError) -> str:
    reason = error.reason.rstrip(".")
    return f"{reason[:1].upper()}{reason[1:]}."
