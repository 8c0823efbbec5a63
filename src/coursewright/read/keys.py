"""Marks at the end of a line: `{#so}` names an option or heading, `{digest}` marks a section."""

import re
from dataclasses import dataclass, replace

from coursewright import model as m
from coursewright.model import stable_key
from coursewright.problems import alike

__all__ = [
    "UNUSED_KEY",
    "HeadingMarks",
    "key_of",
    "line_of",
    "strip_start",
    "take_key",
    "take_marks",
]

UNUSED_KEY = re.compile(r"\{#[A-Za-z0-9][\w.-]{0,63}\}")

_KEY = re.compile(r"\s*\{#([A-Za-z0-9][\w.-]{0,63})\}\s*$")
_MARKS = re.compile(r"\s*\{([^{}]*)\}\s*$")
_ONE_KEY = re.compile(r"#([A-Za-z0-9][\w.-]{0,63})")
_DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class HeadingMarks:
    """What the braces at the end of a heading say."""

    key: str | None = None
    digest: bool = False
    malformed: str = ""
    """The braces, where they look like marks and are none."""


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
    found = _KEY.search(line[-1].text)
    if not found:
        return line, None
    return _strip_end(line, line[-1], len(found[0])), found[1]


def take_marks(line: tuple[m.Inline, ...]) -> tuple[tuple[m.Inline, ...], HeadingMarks]:
    """Return a heading without the marks that it ends with, such as `{#so digest}`, and these."""
    found = _MARKS.search(line[-1].text) if line and isinstance(line[-1], m.Text) else None
    words = found[1].split() if found else []
    if not found or not isinstance(line[-1], m.Text) or not words:
        return line, HeadingMarks()
    keys = [key[1] for word in words if (key := _ONE_KEY.fullmatch(word))]
    digests = words.count(_DIGEST)
    if len(keys) <= 1 and digests <= 1 and len(keys) + digests == len(words):
        marks = HeadingMarks(next(iter(keys), None), digests == 1)
        return _strip_end(line, line[-1], len(found[0])), marks
    meant = any(word.startswith("#") or alike(word.lower(), [_DIGEST]) for word in words)
    return line, HeadingMarks(malformed=found[0].strip() if meant else "")


def _strip_end(line: tuple[m.Inline, ...], last: m.Text, count: int) -> tuple[m.Inline, ...]:
    """Return a line without the last `count` characters of its last piece."""
    rest = last.text[:-count]
    if not rest:
        return line[:-1]
    shorter = max(last.span.end_column - count, 1)
    return (*line[:-1], m.Text(rest, replace(last.span, end_column=shorter)))


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
