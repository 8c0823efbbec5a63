"""Lists of answers: `- [x] text {#key}` with the feedback as a quotation below."""

import re
from collections.abc import Iterable

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.keys import key_of, strip_start, take_key
from coursewright.read.reading import Reading
from coursewright.source import Span

__all__ = ["CODES", "OPTION", "feedback_of", "read_options", "report_duplicates"]

OPTION = Code(
    "option-malformed",
    Severity.ERROR,
    "An answer is malformed.",
    "It could not be chosen, or its feedback would be lost.",
)
TWICE = Code(
    "option-twice",
    Severity.ERROR,
    "Two answers of a question have the same text or the same key.",
    "Learners' answers could not be distinguished.",
)
CODES = (OPTION, TWICE)

_BOX = re.compile(r"\[([ xX])\](?:[ \t]+|$)")


def read_options(reading: Reading, found: m.BulletList) -> tuple[m.Option, ...]:
    """Return the answers of a choice."""
    options = tuple(option for item in found.items if (option := _option(reading, item)))
    report_duplicates(reading, [(option.key, option.span) for option in options])
    return options


def _option(reading: Reading, item: m.ListItem) -> m.Option | None:
    opening, rest = (item.children[:1] or (None,))[0], list(item.children[1:])
    line = opening.children if isinstance(opening, m.Paragraph) else ()
    first = line[0] if line else None
    box = _BOX.match(first.text) if isinstance(first, m.Text) else None
    if not box:
        message = "An answer starts with `[ ]` or `[x]`."
        reading.report(
            OPTION, item.span, message, "Write `- [ ] text`, or `- [x] text` if it is correct."
        )
        return None
    text, key = take_key(strip_start(line, box.end()))
    if not text:
        reading.report(OPTION, item.span, "This answer has no text.")
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
            message = "Only feedback is allowed below an answer."
            reading.report(OPTION, block.span, message, "Write feedback as a quotation: `> text`.")
    return tuple(out)


def report_duplicates(reading: Reading, keys: Iterable[tuple[str, Span]]) -> None:
    """Note keys that stand twice."""
    seen: set[str] = set()
    for key, span in keys:
        if key in seen:
            hint = "Give it a different text, or a key such as `{#so}`."
            reading.report(TWICE, span, "This answer already exists above.", hint)
        seen.add(key)
