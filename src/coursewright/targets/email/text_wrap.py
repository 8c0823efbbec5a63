"""Plain text in lines of 72 columns, whatever the script; an address is never broken."""

import re
import unicodedata
from collections.abc import Iterator

from .placeholder_tokens import MARKERS

__all__ = ["WIDTH", "columns", "wrap"]

WIDTH = 72
_PLACEHOLDER = re.compile(r"cw[0-9a-f]{24}x\d+z")
_ADDRESS = re.compile(r"(https?://|mailto:)")


def columns(text: str) -> int:
    """Return how many columns a text takes in a fixed-width font; a placeholder takes six."""
    if "cw" in text:
        text = _PLACEHOLDER.sub("Andrea", MARKERS.sub("", text))
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def wrap(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> str:
    """Return `text` wrapped, its line breaks kept.

    Args:
        text: the words.
        first: what the first line opens with.
        rest: what every other line opens with; as many spaces as `first` is wide by default.
        width: the most columns of a line.
    """
    rest = " " * columns(first) if rest is None else rest
    out: list[str] = []
    for line in text.split("\n"):
        for words in _lines(line, width - columns(first)):
            out.append(f"{rest if out else first}{words}".rstrip())
    return "\n".join(out)


def _lines(line: str, width: int) -> Iterator[str]:
    width = max(width, 10)
    now, used = "", 0
    for word, gap in _words(line):
        wide = columns(word)
        if now and used + len(gap) + wide > width:
            yield now
            now, used = word, wide
        elif now:
            now, used = now + gap + word, used + len(gap) + wide
        else:
            now, used = word, wide
    yield now


def _words(line: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces that stay whole, each with what stands before it in a line."""
    for word in line.split():
        gap = " "
        if _ADDRESS.match(word) or word.isascii():
            yield word, gap
            continue
        start = 0
        for at in range(1, len(word)):
            if _may_break(word, at):
                yield word[start:at], gap
                start, gap = at, ""
        yield word[start:], gap


def _may_break(word: str, at: int) -> bool:
    """Tell whether a line may end before `word[at]`: between wide letters, not before a mark."""
    before, after = word[at - 1], word[at]
    wide = (
        unicodedata.east_asian_width(before) in "WF" or unicodedata.east_asian_width(after) in "WF"
    )
    return wide and not (
        unicodedata.category(after)[0] in "PM"
        or unicodedata.category(before) in ("Ps", "Pi")
        or "\u200d" in (before, after)
    )
