"""Keys at the end of a line: `{#so}`, by which an option or a heading keeps its name."""

import re
from dataclasses import replace

from coursewright import model as m
from coursewright.model import stable_key

__all__ = ["key_of", "line_of", "strip_start", "take_key"]

_KEY = re.compile(r"\s*\{#([A-Za-z0-9][\w.-]{0,63})\}\s*$")


def line_of(item: m.ListItem, *, alone: bool = True) -> tuple[m.Inline, ...]:
    """Return the line that a list entry opens with; nothing where it is not as expected."""
    if not item.children or (alone and len(item.children) > 1):
        return ()
    first = item.children[0]
    return first.children if isinstance(first, m.Paragraph) else ()


def take_key(line: tuple[m.Inline, ...]) -> tuple[tuple[m.Inline, ...], str | None]:
    """Return a line without the `{#key}` that it ends with, and the key."""
    if not line or not isinstance(line[-1], m.Text):
        return line, None
    last = line[-1]
    found = _KEY.search(last.text)
    if not found:
        return line, None
    rest = last.text[: found.start()]
    if not rest:
        return line[:-1], found[1]
    shorter = max(last.span.end_column - len(found[0]), 1)
    return (*line[:-1], m.Text(rest, replace(last.span, end_column=shorter))), found[1]


def strip_start(line: tuple[m.Inline, ...], count: int) -> tuple[m.Inline, ...]:
    """Return a line without its first `count` characters, which are plain text."""
    first = line[0]
    if not isinstance(first, m.Text):
        return line
    rest = first.text[count:]
    if not rest:
        return line[1:]
    span = replace(first.span, column=first.span.column + count)
    return (m.Text(rest, span), *line[1:])


def key_of(line: tuple[m.Inline, ...], key: str | None) -> str:
    """Return the author's key, or one made of the words."""
    return key or stable_key(" ".join(m.plain(line).split()))
