"""Aiken, read: a line that asks, `A.` or `A)` for each option, and `ANSWER: A`."""

import re

from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_limits import OPTIONS, QUESTIONS
from .items import Bank, BankChoice, BankOption, Loss
from .rich_text import paragraphs

__all__ = ["read_aiken"]

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER:\s*([A-Z](?:\s*,\s*[A-Z])*)\s*$", re.IGNORECASE)


def read_aiken(text: str, path: str) -> Bank:
    """Return the questions of an Aiken file.

    Raises:
        UsageError: it has more questions than the limit.
    """
    items: list[BankChoice] = []
    losses: list[Loss] = []
    prompt: list[str] = []
    options: list[tuple[str, str]] = []
    start = 1
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not prompt and not options:
            start = number
        place = Span(path, start, 1, number, 1)
        if answer := _ANSWER.match(line):
            right = {letter.strip().upper() for letter in answer[1].split(",")}
            item = _question(prompt, options, right, place)
            if item is None:
                losses.append(Loss(place, f"A question without options or answer: {line.strip()}"))
            elif len(items) >= QUESTIONS:
                msg = f"{path} has more than {QUESTIONS:,} questions"
                raise UsageError(msg, hint="Import part of it at a time.")
            else:
                items.append(item)
            prompt, options = [], []
        elif option := _OPTION.match(line):
            options.append((option[1], option[2].strip()))
        elif line.strip() and options:
            letter, words = options[-1]
            options[-1] = (letter, f"{words} {line.strip()}")
        elif line.strip() or prompt:
            prompt.append(line.strip())
    if prompt or options:
        words = " ".join(prompt)[:60]
        losses.append(Loss(Span(path, start), f"Left out; no line `ANSWER:` follows: {words!r}"))
    return Bank(tuple(items), losses=tuple(losses))


def _question(
    prompt: list[str], options: list[tuple[str, str]], right: set[str], place: Span
) -> BankChoice | None:
    letters = {letter for letter, _ in options}
    if not "".join(prompt) or len(options) < 2 or len(options) > OPTIONS or not right <= letters:
        return None
    made = tuple(BankOption(_escaped(words), letter in right) for letter, words in options)
    return BankChoice(
        id="",
        prompt=paragraphs("\n".join(prompt)),
        options=made,
        multiple=len(right) > 1,
        place=place,
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
