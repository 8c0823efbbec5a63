"""Markdown of other tools, and marks that learners would see: named, with what to write instead."""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .foreign_dialects import CODE, DIALECTS, ESCAPED, FENCES, SLOTS, TAKEN
from .md_places import TextPlaces
from .reading import Reading

__all__ = [
    "CODES",
    "FOREIGN",
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
_Row = tuple[str, re.Pattern[str], str, str]
_LEFT_OVER: tuple[_Row, ...] = (
    (
        "**",
        re.compile(
            r"(?<![\s*])\*{2,3}(?!\*)|(?<!\*)\*{2,3}(?![\s*])|(?<!\*)\*\*[ \t][^*\n]+[ \t]\*\*"
            r"|(?<=\w)\*{4,}|\*{4,}(?=\w)"
        ),
        "stress that is not closed",
        "Write `**words**` without spaces inside, or `\\*` for an asterisk.",
    ),
    (
        "__",
        re.compile(r"(?<![\w_])__(?=[^\s_])|(?<=[^\W_])__(?![\w])"),
        "stress that is not closed",
        "Write `**words**`, or `\\_` for an underscore.",
    ),
    (
        "~~",
        re.compile(r"(?<!~)~~(?!~)"),
        "a strikethrough that is not closed",
        "Write `~~words~~` without spaces inside, or `\\~`.",
    ),
    (
        "`",
        re.compile(r"(?<![\w`])`+(?=[^\s`])|`{3,}"),
        "code that is not closed",
        "Close it with as many backticks, or write `\\``.",
    ),
    (
        "$$",
        re.compile(r"\$\$"),
        "a formula that is not closed",
        "Write `$$` on its own line above and below the formula.",
    ),
    (
        "|",
        re.compile(
            r"^[ \t]*\|.+\|.*\|[ \t]*$|^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[-|: \t]*$", re.MULTILINE
        ),
        "a table without its line of dashes",
        "Below the head, write `| --- | --- |` with as many cells, and an empty line above it.",
    ),
    (
        "#",
        re.compile(r"^#{2,6}[^\s#]", re.MULTILINE),
        "a heading without a space",
        "Write `## Words`.",
    ),
    (
        "][",
        re.compile(r"(?<![\w\]\\])\[[^\[\]\n]+\]\[[^\[\]\n]*\]"),
        "a link whose address is not defined",
        "Add a line `[label]: address`, or write `[text](address)`.",
    ),
    (
        "[",
        re.compile(r"^[ \t]*\[[^\[\]\n^]+\]:[ \t]*\S", re.MULTILINE),
        "the address of a link inside a paragraph",
        "Put an empty line above it.",
    ),
)


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
    for sign, pattern, what, hint in _LEFT_OVER:
        if sign in shown and (found := pattern.search(shown)):
            reading.report(LEFT_OVER, place(found), f"This looks like {what}.", hint)


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
