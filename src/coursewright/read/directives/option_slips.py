"""Slips in a list of answers, found in the lines themselves: Markdown would only make less of it.

Feedback without its two spaces, for example, ends the list for Markdown, so that the question
seems to have one answer. The line is named instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coursewright.read.reading import Reading
from coursewright.source import Span

__all__ = ["OptionSlip", "option_slip"]

_BOX = re.compile(
    r"(?P<lead>[ \t]*)(?P<mark>[-*+\u2013\u2022]|\d{1,2}[.)])?(?P<gap>[ \t]*)"
    r"(?P<box>[\[(][ \t]*[xXvV\u0445\u0425\u2713\u2714\u2611\u221a*+o-]?[ \t]*[\])])"
    r"(?P<rest>.*)"
)
_ENTRY = re.compile(r"(?P<lead>[ \t]*)(?P<mark>[-*+])[ \t]+(?P<rest>\S.*)")
_GOOD = ("[ ]", "[x]", "[X]")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class OptionSlip:
    """A slip, where it is, and what to write."""

    span: Span
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    line: str
    mark: str


def option_slip(reading: Reading, first: int, last: int) -> OptionSlip | None:
    """Return the first slip in the answers between two lines, or None.

    Args:
        reading: the file.
        first: the first line below the one that opens the question.
        last: the last line above the one that closes it.
    """
    slips = list(_slips(reading, first, last))
    if not slips:
        return None
    same = sum(slip.message == slips[0].message for slip in slips) - 1
    if not same:
        return slips[0]
    hint = f"{slips[0].hint} The same in {same} more line{'s' * (same > 1)}."
    return OptionSlip(slips[0].span, slips[0].message, hint)


def _slips(reading: Reading, first: int, last: int) -> Iterator[OptionSlip]:
    opening: _Entry | None = None
    below_blank = fence = False
    for number in range(first, last + 1):
        line = reading.source.line(number)
        if _FENCE.match(line):
            fence = not fence
        if fence or not line.strip():
            below_blank = True
            continue
        box = _BOX.fullmatch(line)
        if box and (box["mark"] or opening or _starts(box)):
            slip = _in_box(box, opening)
            opening = opening or _Entry(number, line, box["mark"] or "-")
        else:
            slip = _between(line, opening, below_blank=below_blank)
        if slip:
            yield OptionSlip(_place(reading, number), *slip)
        below_blank = False


def _starts(box: re.Match[str]) -> bool:
    return box["box"] in _GOOD and box["rest"].startswith(" ")


def _place(reading: Reading, number: int) -> Span:
    return reading.line_span(number, number)


def _in_box(box: re.Match[str], opening: _Entry | None) -> tuple[str, str] | None:
    mark = box["mark"]
    rest = box["rest"].strip()[:60]
    inner = box["box"][1:-1].strip()
    write = f"Write `- [{'x' if inner else ' '}] {rest}`."
    if not mark:
        return "This answer does not start with `- `.", write
    if mark[0].isdigit():
        return "These answers are numbered; answers to choose from are a list with `-`.", write
    if mark in "\u2013\u2022":
        return f"This answer starts with `{mark}`, which makes no list.", write
    if opening and mark != opening.mark:
        message = f"This answer starts with `{mark}`, and the one above it with `{opening.mark}`."
        return message, f"Start all answers with `{opening.mark}`: a new sign starts a new list."
    if not box["gap"]:
        return f"There is no space after `{mark}`.", write
    if opening and len(box["lead"].expandtabs(4)) > len(_lead(opening.line)) + 1:
        message = "This answer is indented, so it belongs to the answer above it."
        return message, "Start all answers in the same column."
    if box["box"] not in _GOOD:
        return f"`{box['box']}` is not a box of an answer.", write
    if box["rest"] and not box["rest"][0].isspace():
        return f"There is no space after `{box['box']}`.", write
    return None


def _between(line: str, opening: _Entry | None, *, below_blank: bool) -> tuple[str, str] | None:
    if opening is None:
        return None
    lead = len(line[: len(line) - len(line.lstrip())].expandtabs(4))
    inside = len(_lead(opening.line)) + 2
    text = line.strip()
    if text.startswith(">") and lead < inside:
        message = "This feedback is not indented, so it does not belong to the answer above it."
        return message, f"Indent it by two spaces: `  {text[:60]}`."
    entry = _ENTRY.fullmatch(line)
    if entry and lead < inside and not text.startswith("::"):
        message = "This answer has no box."
        return message, f"Write `- [ ] {entry['rest'][:60]}`, or `- [x] ...` if it is correct."
    if below_blank and lead < inside and not text.startswith(("::", "<!--")):
        return "This text is below the answers.", "Move it above the first answer."
    return None


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
