"""Lists of answers: `- [x] text {#key}` with the feedback as a quotation below."""

import re
from collections.abc import Iterable

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.keys import key_of, strip_start, take_key
from coursewright.read.reading import Reading
from coursewright.source import Span

__all__ = ["CODES", "OPTION", "feedback_of", "read_options", "told_twice"]

OPTION = Code(
    "option-malformed",
    Severity.ERROR,
    "An answer is not written as the format has it.",
    "It could not be chosen, or its feedback would be lost.",
)
TWICE = Code(
    "option-twice",
    Severity.ERROR,
    "Two answers of one question have the same words, or the same key.",
    "What a learner chose could not be told apart.",
)
CODES = (OPTION, TWICE)

_BOX = re.compile(r"\[([ xX])\](?:[ \t]+|$)")


def read_options(reading: Reading, found: m.BulletList) -> tuple[m.Option, ...]:
    """Return the answers of a choice."""
    options = tuple(option for item in found.items if (option := _option(reading, item)))
    told_twice(reading, [(option.key, option.span) for option in options])
    return options


def _option(reading: Reading, item: m.ListItem) -> m.Option | None:
    opening, rest = (item.children[:1] or (None,))[0], list(item.children[1:])
    line = opening.children if isinstance(opening, m.Paragraph) else ()
    first = line[0] if line else None
    box = _BOX.match(first.text) if isinstance(first, m.Text) else None
    if not box:
        told = "An answer opens with `[ ]` or `[x]`."
        reading.find(OPTION, item.span, told, "Write `- [ ] text`, or `- [x] text` if it is right.")
        return None
    text, key = take_key(strip_start(line, box.end()))
    if not text:
        reading.find(OPTION, item.span, "This answer has no words.")
        return None
    feedback = feedback_of(reading, rest)
    return m.Option(key_of(text, key), text, box[1] != " ", feedback, item.span)


def feedback_of(reading: Reading, blocks: "Iterable[m.Block]") -> "tuple[m.Block, ...]":
    """Return what the quotations below an answer say."""
    out: list[m.Block] = []
    for block in blocks:
        if isinstance(block, m.Quote):
            out.extend(block.children)
        else:
            told = "Below an answer only its feedback can stand."
            reading.find(OPTION, block.span, told, "Write feedback as a quotation: `> text`.")
    return tuple(out)


def told_twice(reading: Reading, keys: Iterable[tuple[str, Span]]) -> None:
    """Note keys that stand twice."""
    seen: set[str] = set()
    for key, span in keys:
        if key in seen:
            hint = "Give it words, or a key `{#so}`, of its own."
            reading.find(TWICE, span, "This stands above already.", hint)
        seen.add(key)
