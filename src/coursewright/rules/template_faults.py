"""Templates, brand files and interface text: what cannot be used, each with its file and line."""

from collections.abc import Collection

from coursewright.errors import TemplateFileError
from coursewright.model import Course
from coursewright.presentation.string_faults import StringFault
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

__all__ = [
    "CODES",
    "RULES",
    "brand_problem",
    "interface_text_problem",
    "missing_text_problem",
    "template_problem",
]

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
MISSING = Code(
    "interface-text-missing",
    Severity.WARNING,
    "The language of the course lacks interface text.",
    "Learners see buttons and notes in English.",
)
KEY = Code(
    "interface-text-unknown",
    Severity.WARNING,
    "A file of interface text has a key that nothing uses.",
    "The text is never shown, and the one it was meant to replace stays.",
)
FIELD = Code(
    "interface-text-field",
    Severity.ERROR,
    "Interface text has other fields in braces than the English text.",
    "Learners miss a number or a name, or see the braces.",
)
PLURAL = Code(
    "interface-text-plural",
    Severity.WARNING,
    "Interface text lacks a plural form of its language.",
    "Some numbers are shown with the wrong form of the word.",
)
CODES = (TEMPLATE, BRAND, MISSING, KEY, FIELD, PLURAL)
RULES = ()  # asked by what builds, which knows the folders of templates

_FILL = "See docs/email.md and docs/lessons.md for what templates get."
_COLORS = "The brand file that comes with Coursewright shows every name and value."


def template_problem(error: TemplateFileError) -> Problem:
    """Return the problem of a template that cannot be read or filled."""
    return TEMPLATE.at(_place(error), _sentence(error), hint=error.hint or _FILL)


def brand_problem(error: TemplateFileError) -> Problem:
    """Return the problem of a line in a brand file."""
    return BRAND.at(_place(error), _sentence(error), hint=error.hint or _COLORS)


def interface_text_problem(fault: StringFault) -> Problem:
    """Return the problem of a line in a file of interface text."""
    code = {"file": TEMPLATE, "key": KEY, "field": FIELD, "plural": PLURAL}[fault.kind]
    error = fault.error
    return code.at(_place(error), _sentence(error), hint=error.hint)


def missing_text_problem(course: Course, missing: Collection[str], of: int) -> Problem:
    """Return the problem of a language that takes interface text from English.

    Args:
        course: the course, in that language.
        missing: the keys it lacks.
        of: how many keys there are.
    """
    language = course.settings.language
    lacks = f"has no interface text: all {of} texts are in English"
    if len(missing) < of:
        named = ", ".join(f"`{key}`" for key in list(missing)[:3])
        more = ", ..." if len(missing) > 3 else ""
        lacks = f"lacks {len(missing)} of {of} interface texts ({named}{more})"
    hint = (
        f"`coursewright words {language.lower()} --templates my-brand` writes the files to "
        "fill in; build with the same `--templates`."
    )
    span = course.fields.get("language", Span.whole("course.yaml"))
    return MISSING.at(span, f"The language `{language}` {lacks}.", hint=hint)


def _place(error: TemplateFileError) -> Span:
    return Span(error.path, error.line, error.column, error.line, error.column + 1)


def _sentence(error: TemplateFileError) -> str:
    reason = error.reason.rstrip(".")
    return f"{reason[:1].upper()}{reason[1:]}."
