"""Mailers whose engine is not to be had: their tags by a grammar of our own, one pass, as told.

Mailchimp: `*|FIELD|*` and `*|IF:FIELD|* ... *|ELSE:|* ... *|END:IF|*`, values escaped in HTML.
Mautic: `{contactfield=name|default}` and `{word}`, also with `%7B` and `%7D`, values as stored,
which is without tags.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["mailchimp_fill", "mautic_fill"]

_BRANCH = re.compile(r"\*\|IF:(\w+)\|\*(.*?)\*\|ELSE:\|\*(.*?)\*\|END:IF\|\*", re.DOTALL)
_TAG = re.compile(r"\*\|([^|]*)\|\*")
_TOKEN = re.compile(r"(?:\{|%7B)(contactfield=)?([a-z_]+)(?:\|(.*?))?(?:\}|%7D)", re.IGNORECASE)


def mailchimp_fill(texts: Sequence[tuple[str, bool]], data: Mapping[str, str]) -> list[str]:
    """Fill merge tags; one that is not known is an error."""

    def filled(body: str, html: bool) -> str:
        def chosen(found: re.Match[str]) -> str:
            return found[2] if data[found[1]] else found[3]

        def value(found: re.Match[str]) -> str:
            return escape(data[found[1]]) if html else data[found[1]]

        return _TAG.sub(value, _BRANCH.sub(chosen, body))

    return [filled(body, html) for body, html in texts]


def mautic_fill(texts: Sequence[tuple[str, bool]], data: Mapping[str, str]) -> list[str]:
    """Fill tokens; a known word in braces is a token wherever it stands."""

    def value(found: re.Match[str]) -> str:
        if not found[1] and found[2] not in data:
            return found[0]
        stored = re.sub(r"<[^>]*>", "", data[found[2]])
        return stored or found[3] or ""

    return [_TOKEN.sub(value, body) for body, _ in texts]
