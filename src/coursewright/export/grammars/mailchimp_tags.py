"""Mailchimp's merge tags: `*|FNAME|*`. It escapes values in HTML itself."""

import re

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context, escape_value

__all__ = ["MAILCHIMP"]

_JOINER = "\u2060"  # WORD JOINER: not seen, and no place to break a line
_OPENING = re.compile(r"\*(?=\||\Z)")  # the last one of a text too: a tag may follow it


def _literal(text: str, html: bool) -> str:
    """Return text in which no `*|` opens a tag; there is no way to escape one."""
    return _OPENING.sub("&#42;" if html else f"*{_JOINER}", text)


def _value(field: str, context: Context, fallback: str) -> str:
    if not fallback:
        return f"*|{field}|*"
    words = _literal(escape_value(fallback, context), context != "text")
    return f"*|IF:{field}|**|{field}|**|ELSE:|*{words}*|END:IF|*"


MAILCHIMP = Grammar(_literal, _value)
