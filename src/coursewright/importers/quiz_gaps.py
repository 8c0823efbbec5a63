"""Gaps of a bank in the course format: `[= two | 2]` to type, `[? loose | bagged]` to choose."""

import re
from collections.abc import Callable

from coursewright.banks.items import BankGap, BankGaps
from coursewright.banks.rich_text import plain_text

from .markdown_text import escape_text

__all__ = ["gap_mark", "gap_text"]

_LONGEST = 100
_PLACE = re.compile(r"\[\[(\d+)\]\]")
_TOKEN = re.compile("\ue000(\\d+)\ue001")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#:!]|\d+[.)]\s|```|~~~|    |\$\$)")


def gap_mark(gap: BankGap) -> str | None:
    """Return a gap in the course format; None if no answer can be written in it."""
    answers = _written(gap.answers)
    if not answers:
        return None
    wrong = [word for word in _written(gap.wrong) if word.casefold() != answers[0].casefold()]
    if gap.wrong:
        return f"[? {' | '.join((answers[0], *wrong))}]" if wrong else None
    return f"[= {' | '.join(answers)}]"


def _written(words: tuple[str, ...]) -> list[str]:
    """Return the words that a gap can hold, each once in any case."""
    found: dict[str, str] = {}
    for word in words:
        text = " ".join(word.split())
        if text and len(text) <= _LONGEST and not re.search(r"[\[\]|]", text):
            found.setdefault(text.casefold(), escape_text(text))
    return list(found.values())


def gap_text(item: BankGaps, blocks: Callable[[str], str], marks: list[str]) -> str:
    """Return the prompt with its gaps in the last paragraph.

    Args:
        item: the question.
        blocks: returns HTML as Markdown.
        marks: the gaps in the course format.
    """
    prompt = _tokens(item.prompt, len(marks))
    shown = blocks(prompt)
    parts = [part for part in shown.split("\n\n") if part.strip()]
    with_gap = [at for at, part in enumerate(parts) if _TOKEN.search(part)]
    last = parts[-1] if parts else ""
    if with_gap == [len(parts) - 1] and not _NO_PARAGRAPH.match(last):
        return _filled("\n\n".join(parts), marks)
    lines = [line for line in plain_text(prompt).split("\n") if line.strip()]
    first = next(at for at, line in enumerate(lines) if _TOKEN.search(line))
    above = [escape_text(line, start=True) for line in lines[:first]]
    text = "\\\n".join(escape_text(line, start=True) for line in lines[first:])
    return _filled("\n\n".join((*above, text)), marks)


def _tokens(prompt: str, count: int) -> str:
    """Return HTML with a sign that Markdown leaves alone for each gap, each gap once."""
    seen: set[int] = set()

    def token(found: re.Match[str]) -> str:
        number = int(found[1])
        if number in seen or not 1 <= number <= count:
            return "_____"
        seen.add(number)
        return f"\ue000{number}\ue001"

    text = _PLACE.sub(token, re.sub("[\ue000\ue001]", "", prompt))
    rest = [f"\ue000{number}\ue001" for number in range(1, count + 1) if number not in seen]
    return f"{text} {' '.join(rest)}" if rest else text


def _filled(text: str, marks: list[str]) -> str:
    return _TOKEN.sub(lambda found: marks[int(found[1]) - 1], text)
