"""Bidirectional controls: each embedding, override and isolate ends in its own paragraph.

An unpaired one turns the order of what follows, so that people read something else than is
written. Marks (U+200E, U+200F, U+061C) change nothing but their neighbors, and are not controls.
"""

import re

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading

__all__ = ["CODES", "check_directions", "unpaired"]

UNPAIRED = Code(
    "direction-unpaired",
    Severity.WARNING,
    "A bidirectional control is not paired within its paragraph.",
    "It can reverse the words after it, so that people read something other than what is written.",
)
CODES = (UNPAIRED,)

_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_EMBEDDING, _END_OF_ISOLATE = "\u202c", "\u2069"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n|\u2029")


def unpaired(paragraph: str) -> int | None:
    """Return where a paragraph has its first control without a partner (UAX 9, BD9 and BD11)."""
    open_: list[tuple[str, int]] = []
    for found in _CONTROL.finditer(paragraph):
        sign, at = found[0], found.start()
        if sign in _EMBEDDINGS or sign in _ISOLATES:
            open_.append((sign, at))
            continue
        partners = _EMBEDDINGS if sign == _END_OF_EMBEDDING else _ISOLATES
        if not open_ or open_[-1][0] not in partners:
            return min([at, *(place for _, place in open_)])
        open_.pop()
    return open_[0][1] if open_ else None


def check_directions(reading: Reading, text: str, span: Span) -> None:
    """Note the first unpaired control of a text that has a place of its own."""
    if _CONTROL.search(text) is None:  # nearly always
        return
    for paragraph in _PARAGRAPHS.split(text):
        at = unpaired(paragraph)
        if at is not None:
            message = f"The bidirectional control U+{ord(paragraph[at]):04X} is not paired here."
            hint = (
                "Delete it, or close it in the same paragraph; `U+200E` and `U+200F` need no pair."
            )
            reading.report(UNPAIRED, span, message, hint)
            return
