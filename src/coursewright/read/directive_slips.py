"""Which line an author most likely meant where a block is not closed, or nothing is open."""

import re
from dataclasses import dataclass

from coursewright.source import Source

from .directive_words import closing_words, foreign_tone
from .directives import SPECS

__all__ = ["NearLine", "closes_by_word", "near_closing", "near_opening", "unknown_block_hint"]

_CLOSE = re.compile(r"\s*(?:> ?)*:{1,9}\s*(?:/?\s*\w*)\s*")
_OPENING = re.compile(r"\s{0,3}(?P<colons>:{1,2})\s*(?P<name>[A-Za-z][\w-]*)[\s\[{]?.*")
_WITHIN = re.compile(r"\s*(?:[-*+>]|\d{1,9}[.)])\s+:{3,}\s*[A-Za-z]")
_FULL = re.compile(r":{3,}\s*[A-Za-z]")
_SEARCHED = 400  # lines
_FOREIGN = {
    "details": "`:::more`",
    "spoiler": "`:::more`",
    "collapse": "`:::more`",
    "question": '`:::quiz{id="..." type="single"}`',
    "exercise": '`:::quiz{id="..." type="single"}`, or `:::reflect`',
    "challenge": '`:::quiz{id="..." type="text"}`, or `:::reflect`',
    "solution": "`::model` inside a `:::quiz` of the type `text`, or `:::more`",
    "objectives": "`objectives:` in the front matter",
    "prereq": "`prerequisites:` in the front matter",
    "quote": "`> text`",
    "code": "a fence of three backticks",
    "image": "`![alt](path)`, or `:::figure`",
    "task": "`:::action`, or `:::checklist`",
    "todo": "`:::action`, or `:::checklist`",
}


@dataclass(frozen=True, slots=True)
class NearLine:
    """A line that was most likely meant to open or to close a block."""

    line: int
    text: str
    message: str = ""
    hint: str = ""
    reported: bool = False
    """Whether the line has a problem of its own."""


def unknown_block_hint(name: str) -> str | None:
    """Return what to write instead of a block that other programs have."""
    lower = name.lower()
    if lower in SPECS:
        return f"Names of blocks are in lower case: `{lower}`."
    if tone := foreign_tone(name):
        return f'Write `:::callout{{tone="{tone}"}}`.'
    return f"Write {_FOREIGN[lower]}." if lower in _FOREIGN else None


def closes_by_word(text: str, name: str) -> bool:
    """Tell whether a line closes the block `name` with a word, such as `:::end`."""
    return closing_words(text)


def near_closing(source: Source, first: int, colons: int) -> NearLine | None:
    """Return the line below `first` that was most likely meant to close the block."""
    for number, text in _below(source, first):
        if _FULL.match(text) and not closing_words(text):
            return None
        if _CLOSE.fullmatch(text):
            shown = text.strip()
            sign = ":" * colons
            hint = f"write `{sign}`."
            if shown == sign:
                hint = f"write `{sign}` at the left margin."
            return NearLine(number, shown, hint=hint)
    return None


def near_opening(source: Source, last: int) -> NearLine | None:
    """Return the line above `last` that was most likely meant to open a block."""
    for number in range(last - 1, max(0, last - _SEARCHED), -1):
        text = source.line(number)
        if _WITHIN.match(text):
            return NearLine(number, text.strip(), reported=True)
        if text.lstrip().startswith(":::"):
            return None
        found = _OPENING.fullmatch(text)
        if found and (found["name"].lower() in SPECS or unknown_block_hint(found["name"])):
            many = "colon" if len(found["colons"]) == 1 else "colons"
            message = f"`{text.strip()[:60]}` has {len(found['colons'])} {many} and opens no block."
            return NearLine(number, text.strip(), message, f"Write `:::{found['name']}`.")
    return None


def _below(source: Source, first: int) -> list[tuple[int, str]]:
    lines = []
    for number in range(first + 1, first + _SEARCHED):
        text = source.line(number)
        if not text and number > source.text.count("\n") + 1:
            break
        lines.append((number, text))
    return lines
