"""Markdown of other tools, and marks that learners would see: named, with what to write instead."""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .foreign_dialects import CODE, DIALECTS, ESCAPED, FENCES, SLOTS, TAKEN
from .left_over_marks import LEFT_OVER_MARKS
from .md_places import TextPlaces
from .reading import Reading

__all__ = [
    "CODES",
    "FOREIGN",
    "check_box",
    "check_fence",
    "check_indented",
    "check_rule",
    "check_run",
    "is_foreign_slot",
    "name_foreign",
]

FOREIGN = Code(
    "foreign-syntax",
    Severity.WARNING,
    "The text contains syntax of another Markdown dialect.",
    "It means nothing here, so learners would see its marks.",
)
LEFT_OVER = Code(
    "marks-left-over",
    Severity.WARNING,
    "Marks of Markdown are shown as characters.",
    "They begin or end something, but their other half is missing or in the wrong place.",
)
CODES = (FOREIGN, LEFT_OVER)

_MASKS = {"code_inline": CODE, "text_special": ESCAPED}

_BOX = re.compile(
    r"^[ \t]*(?:[-*+]\[[ xX]?\]|\[\])[ \t]*(?=[^\s(\[])"
    r"|(?<=\n)[ \t]*\[[ xX]\][ \t]+(?=[^\s(\[])",
    re.MULTILINE,
)
_BARE_BOX = re.compile(r"\[[ xX]\][ \t]+(?=[^\s(\[])")


def check_run(reading: Reading, content: str, tokens: Sequence[Token], places: TextPlaces) -> None:
    """Note signs of other dialects, and marks that were not understood, in a run of text."""
    if content.isalpha():
        return
    shown = _masked(content, tokens)

    def place(found: re.Match[str]) -> Span:
        end = max(found.start() + 1, found.end())
        return reading.span(places.at(found.start()), places.at(end - 1) + 1)

    named = False
    for row in DIALECTS:
        if row.sign in shown and (found := row.pattern.search(shown)):
            words = content[found.start() : found.end()].strip()
            name_foreign(reading, place(found), row.name, words, row.instead)
            named = True
            break
    if not named:
        _left_over(reading, shown, place)


def _left_over(reading: Reading, shown: str, place: Callable[[re.Match[str]], Span]) -> None:
    for row in LEFT_OVER_MARKS:
        if row.sign in shown and (found := row.pattern.search(shown)):
            reading.report(LEFT_OVER, place(found), f"This looks like {row.what}.", row.instead)
            if row.alone:
                break


def name_foreign(
    reading: Reading,
    span: Span,
    dialect: str,
    words: str,
    instead: str,
    effect: str = "it means nothing here",
) -> None:
    """Report one sign of another dialect."""
    shown = words.splitlines()[0][:40] if words else ""
    message = f"`{shown}` is syntax of {dialect}; {effect}."
    reading.report(FOREIGN, span, message, instead)


def check_box(reading: Reading, content: str, span: Span, *, listed: bool) -> None:
    """Note the box of a task that is in no list, or lacks a space."""
    if _BOX.search(content) or (not listed and _BARE_BOX.match(content)):
        hint = "Write `- [ ] words` with a space behind the hyphen and inside the brackets."
        reading.report(LEFT_OVER, span, "This looks like a task of a list.", hint)


def check_indented(reading: Reading, text: str, span: Span) -> None:
    """Note the options of a LiaScript question, which are indented like code."""
    for row in DIALECTS:
        if row.name == "LiaScript" and row.sign == "[" and (found := row.pattern.search(text)):
            name_foreign(reading, span, row.name, found[0].strip(), row.instead)


def check_rule(reading: Reading, line: str, span: Span) -> None:
    """Note a line of dashes in columns: the head of a table, as Pandoc writes one."""
    for row in DIALECTS:
        if row.name == "Pandoc" and row.sign == "---" and row.pattern.match(line):
            name_foreign(reading, span, row.name, line.strip(), row.instead)


def check_fence(reading: Reading, info: str, span: Span) -> bool:
    """Note what opens a block of code in another dialect; tell whether it does."""
    for row in FENCES:
        if row.sign in info and (found := row.pattern.match(info)):
            name_foreign(reading, span, row.name, found[0], row.instead)
            return True
    return False


def is_foreign_slot(reading: Reading, content: str, span: Span) -> bool:
    """Note braces that another tool replaces; tell whether they are."""
    for row in SLOTS:
        if row.pattern.fullmatch(content):
            words = f"{{{{{content}}}}}"
            name_foreign(reading, span, row.name, words, row.instead)
            return True
    return False


def _masked(content: str, tokens: Sequence[Token]) -> str:
    """Return the run with a sign in place of all that the reader understands."""
    out = list(content)
    for token in tokens:
        if token.type in ("text", "softbreak", "hardbreak") or "start" not in token.meta:
            continue
        if token.type == "text_special" and token.content.startswith("\\"):
            continue  # a backslash that escapes nothing
        if token.type == "term" or (token.type == "html_inline" and token.content[1] != "!"):
            continue
        start, end = token.meta["start"], token.meta["end"]
        mask = _MASKS.get(token.type, TAKEN)
        out[start:end] = [mask] * (min(end, len(out)) - start)
    return "".join(out)
