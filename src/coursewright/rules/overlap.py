"""Overlap: words in a row that a lesson shares with another text."""

import re
from collections.abc import Iterator

from coursewright.model import Course, Heading, Paragraph, Table, inlines, text_of
from coursewright.problems import Code, Problem, Severity

from .course_texts import texts

__all__ = ["CODES", "overlap_with"]

_RUN = 6  # identical words in a row
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")

SHARED_WORDS = Code(
    "words-of-another-text",
    Severity.WARNING,
    f"{_RUN} words in a row are also in the text given with `--overlap`.",
    "Your own words need nobody's license; a copied sentence may.",
)
CODES = (SHARED_WORDS,)


def overlap_with(course: Course, other: str) -> Iterator[Problem]:
    """Find runs of six words that the course shares with `other`; the longest run is named."""
    theirs = _words(other)
    runs = {tuple(theirs[at : at + _RUN]) for at in range(len(theirs) - _RUN + 1)}
    for text in texts(course):
        for block in text.walked:
            if isinstance(block, Paragraph | Heading | Table):
                ours = _words(text_of((block,)))
                shared = _longest(ours, runs)
                if shared:
                    first = next(iter(inlines((block,))), block)
                    said = " ".join(shared)
                    message = f"{len(shared)} words in a row are from the other text: “{said}”."
                    hint = "Use different words."
                    yield SHARED_WORDS.at(first.span, message, hint=hint)


def _words(text: str) -> list[str]:
    return [word.casefold().replace("\u2019", "'") for word in _WORD.findall(text)]


def _longest(ours: list[str], runs: set[tuple[str, ...]]) -> list[str]:
    best: list[str] = []
    start = None
    for at in range(len(ours) - _RUN + 2):
        if tuple(ours[at : at + _RUN]) in runs:
            start = at if start is None else start
        elif start is not None:
            run = ours[start : at - 1 + _RUN]
            best = max(best, run, key=len)
            start = None
    return best
