"""Tabs and folded parts of the course format, around lines that are translated already."""

import re
from dataclasses import dataclass
from typing import Literal

from .source_lines import FENCE, SourceLine, code_marks

__all__ = ["DraftPanel", "folded", "longest", "lower_headings", "panels", "stripped"]


@dataclass(slots=True)
class DraftPanel:
    """One tab, or one part that opens."""

    title: str
    inner: list[SourceLine]
    open: bool = False


def folded(
    title: str, inner: list[SourceLine], place: SourceLine, is_open: bool
) -> list[SourceLine]:
    """Return a part that opens."""
    return panels("accordion", [DraftPanel(title, inner, is_open)], place)


def panels(
    shape: Literal["tabs", "accordion"], found: list[DraftPanel], place: SourceLine
) -> list[SourceLine]:
    """Return parts as a block; as bold titles if one asks a question, which no panel holds."""
    empty = place.with_text("")
    filled = [one for one in found if any(line.text.strip() for line in one.inner)]
    every = [line for one in filled for line in one.inner]
    if any(re.match(r":{3,}quiz", line.text) for line in every):
        parts = [[place.with_text(f"**{one.title}**"), empty, *one.inner, empty] for one in filled]
        return [empty, *(line for part in parts for line in part)]
    colons = ":" * (longest(every) + 1)
    out = [empty, place.with_text(f"{colons}:{shape}")]
    for one in filled:
        title = re.sub(r"[\\\[\]{}]", "", one.title).strip() or "1"
        out.append(place.with_text(f"{colons}panel[{title}]" + ("{open}" if one.open else "")))
        out += [*lower_headings(stripped(one.inner)), place.with_text(colons)]
    return [*out, place.with_text(f"{colons}:"), empty] if filled else []


def stripped(inner: list[SourceLine]) -> list[SourceLine]:
    """Return lines without empty ones at their ends; some line has text."""
    first = next(at for at, line in enumerate(inner) if line.text.strip())
    last = max(at for at, line in enumerate(inner) if line.text.strip())
    return inner[first : last + 1]


def lower_headings(inner: list[SourceLine]) -> list[SourceLine]:
    """Return the contents of a box with bold lines for headings: a box has no sections."""
    marks = code_marks(inner)
    return [
        line.with_text(re.sub(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", r"**\1**", line.text))
        if not mark and re.match(r"^ {0,3}#{1,6}\s+\S", line.text)
        else line
        for line, mark in zip(inner, marks, strict=True)
    ]


def longest(inner: list[SourceLine]) -> int:
    """Return the most colons that open a block in the lines; 2 if none does."""
    runs = [
        len(found[0])
        for line in inner
        if not FENCE.match(line.text) and (found := re.match(r":{3,}", line.text))
    ]
    return max(runs, default=2)
