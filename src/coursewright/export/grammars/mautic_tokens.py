"""Mautic's tokens: `{contactfield=firstname|there}`, found by patterns, also as `%7B ... %7D`."""

import re

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context, escape_value

__all__ = ["MAUTIC"]

_JOINER = "\u2060"
# Style sheets have braces too, but no name with `=`, a bar or a closing brace after one.
_TOKEN = re.compile(r"(\{|%7B)(?=[A-Za-z_][\w-]*(?:=|\}|%7D|\|))", re.IGNORECASE)

_SPECIAL = frozenset({"true", "date", "time", "datetime", "label"})
"""Defaults that `TokenHelper::getTokenValue` takes for formats."""


def _literal(text: str, html: bool) -> str:
    return _TOKEN.sub(lambda found: _broken(found[1], html), text)


def _broken(opening: str, html: bool) -> str:
    if html:
        return "&#123;" if opening == "{" else f"&#37;{opening[1:]}"
    return opening[0] + _JOINER + opening[1:]


def _value(field: str, context: Context, fallback: str) -> str:
    if context == "attr":
        # What a contact's field holds is put in unescaped: a quote would end the attribute.
        return _literal(escape_value(fallback, context), html=True)
    if context == "url":
        return f"{{contactfield={field}|true}}"  # `true` is Mautic's word for "encode it"
    # A default cannot hold what ends it, nor be a word that changes how a value is printed.
    words = " ".join(re.sub(r"[{}|]", " ", fallback).split())
    words = escape_value(words + _JOINER if words in _SPECIAL else words, context)
    return f"{{contactfield={field}|{words}}}" if words else f"{{contactfield={field}}}"


MAUTIC = Grammar(_literal, _value)
