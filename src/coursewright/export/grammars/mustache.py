"""Mustache as Handlebars has it, for programs: `{{x}}` is escaped, `{{{x}}}` is not."""

import re

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context, escape_value

__all__ = ["MUSTACHE"]

_JOINER = "\u2060"
_OPENING = re.compile(r"\{(?=\{|\Z)")


def _literal(text: str, html: bool) -> str:
    """Return text without two braces in a row: a backslash would not do after another."""
    return _OPENING.sub("&#123;" if html else f"{{{_JOINER}", text)


def _value(field: str, context: Context, fallback: str) -> str:
    shown = f"{{{{{{{field}}}}}}}" if context == "text" else f"{{{{{field}}}}}"
    if not fallback:
        return shown
    words = _literal(escape_value(fallback, context), context != "text")
    return f"{{{{#if {field}}}}}{shown}{{{{else}}}}{words}{{{{/if}}}}"


MUSTACHE = Grammar(_literal, _value)
