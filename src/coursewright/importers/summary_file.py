"""`SUMMARY.md` of an mdBook or GitBook: parts, chapters and their order."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

__all__ = ["Chapter", "read_summary"]

_ENTRY = re.compile(r"^(\s*)(?:[-*+]|\d+\.)?\s*\[((?:[^\[\]\\]|\\.)*)\]\(<?([^)>\s]*)>?\)\s*$")
_PART = re.compile(r"^#+\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document that becomes a lesson."""

    title: str
    """Empty: its own heading or front matter says it."""
    path: str
    module: str
    text: str = ""
    """A part of the document, where that is the lesson; empty: all of it."""
    first: int = 1
    """The line that the part begins on."""


def read_summary(text: str, path: str) -> list[Chapter]:
    """Return the chapters of a summary, in order; drafts without a file are passed over."""
    folder = posixpath.dirname(path)
    rows: list[tuple[int, str, str, str]] = []
    part, seen = "", False
    for line in text.splitlines():
        if heading := _PART.match(line):
            part = heading[1].strip() if rows or seen else ""  # the first is the page's title
            seen = True
        elif (entry := _ENTRY.match(line)) and entry[3]:
            target = posixpath.normpath(posixpath.join(folder, unquote(entry[3]).partition("#")[0]))
            rows.append(
                (len(entry[1].expandtabs(4)), re.sub(r"[*`\\]", "", entry[2]), target, part)
            )
    chapters: dict[str, Chapter] = {}
    above = ""
    for at, (depth, title, target, named) in enumerate(rows):
        if depth == 0:
            nested = at + 1 < len(rows) and rows[at + 1][0] > 0
            above = title if nested else ""
        chapters.setdefault(target, Chapter(title, target, named or above))
    return list(chapters.values())
