"""One line of a directive: `:::name[label]{key="value" flag}`, `::name`, `:::`."""

import re
from dataclasses import dataclass
from typing import Literal

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .directive_words import attribute_slip, closing_words, rest_slip
from .foreign_dialects import CARPENTRIES, CONTAINERS
from .foreign_syntax import name_foreign
from .framed_blocks import TONES
from .reading import Reading

__all__ = ["CODES", "MALFORMED", "Given", "Marker", "read_marker"]

MALFORMED = Code(
    "directive-malformed",
    Severity.ERROR,
    "The opening line of a block is malformed.",
    "The block would be shown as text, colons included.",
)
CODES = (MALFORMED,)

_OPEN = re.compile(r"(:{2}|:{3,}[ \t]*)([A-Za-z][\w-]{0,63})")
_BRACED = re.compile(r":{3,}[ \t]*\{([^{}]*)\}")
_OURS = frozenset({"example"})  # kinds of note that have a block of their own here
_CLOSE = re.compile(r"(:{3,})\s*")
_GIVEN = re.compile(
    r"\s*([A-Za-z][\w-]{0,63})(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'{}=]+)))?(?=[\s}])"
)


@dataclass(frozen=True, slots=True)
class Given:
    """An attribute as it stands there; a flag has no value."""

    value: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Marker:
    """What a line says."""

    kind: Literal["open", "leaf", "close"]
    colons: int
    name: str
    label: tuple[int, int] | None
    """Offsets in the file of what stands between the brackets."""
    given: dict[str, Given]
    span: Span
    text: str = ""
    """The whole line, where it could not be read."""


def read_marker(reading: Reading, start: int, text: str) -> Marker | None:
    """Return what the line at offset `start` of the file says; None with a problem.

    A line that was to open a block and is not well formed opens one without a name, so that the
    line which closes it is no second fault.
    """
    text = text.rstrip()
    span = reading.span(start, start + len(text))
    if special := _special(reading, text, span):
        return special
    found = _OPEN.match(text)
    if not found:
        hint = "Write `:::name` without a space to open, and `:::` alone to close."
        reading.report(MALFORMED, span, "This does not open a block.", hint)
        return _nameless(text, span)
    at = _blank(text, found.end())
    if found[1].startswith(":::") and (foreign := _foreign(reading, start, text, found)):
        return foreign
    label = None
    if text.startswith("[", at):
        end = _bracket(text, at)
        if end < 0:
            message, hint = (
                "The label `[...]` is not closed.",
                f"Write `]` after it: `{text[:80]}]`.",
            )
            return _bad(reading, start, text, at, message, hint)
        label = (start + at + 1, start + end)
        at = _blank(text, end + 1)
    given: dict[str, Given] = {}
    if text.startswith("{", at):
        end = _braces(reading, start, text, at, given)
        if end < 0:
            message, hint = attribute_slip(text, -end)
            return _bad(reading, start, text, -end, message, hint)
        at = end
    if at != len(text):
        message, hint = rest_slip(found[2], text[at:])
        return _bad(reading, start, text, at, message, hint)
    colons = found[1].count(":")
    kind: Literal["open", "leaf"] = "open" if colons > 2 else "leaf"
    return Marker(kind, colons, found[2], label, given, span)


def _special(reading: Reading, text: str, span: Span) -> Marker | None:
    """Return a line that closes a block, with or without a word, or is of another dialect."""
    if closing := _CLOSE.fullmatch(text):
        return Marker("close", len(closing[1]), "", None, {}, span)
    if closing_words(text):
        return Marker("open", len(text) - len(text.lstrip(":")), "", None, {}, span, text)
    if braced := _BRACED.match(text):
        dialect = "Pandoc" if re.search(r"[.#=]", braced[1]) else "MyST"
        name_foreign(reading, span, dialect, text, CONTAINERS)
        return _nameless(text, span)
    return None


def _blank(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip(" \t")) if at < len(text) else at


def _foreign(reading: Reading, start: int, text: str, found: re.Match[str]) -> Marker | None:
    """Return a note as Docusaurus writes it, or a block of a Carpentries lesson, and name it."""
    name, span = found[2], reading.span(start, start + len(text))
    colons = found[1].count(":")
    if name in CARPENTRIES:
        name_foreign(reading, span, "Carpentries lessons", text, CARPENTRIES[name])
        return _nameless(text, span)
    tone = TONES.get(name.lower())
    if tone is None or name in _OURS:
        return None
    title = text[found.end() :].strip(" \t[]")
    at = start + text.find(title, found.end()) if title else 0
    label = f"[{title}]" if title else ""
    instead = f'Write `:::callout{label}{{tone="{tone}"}}`.'
    effect = "it is read as a callout"
    name_foreign(reading, span, "Docusaurus or MyST", text, instead, effect)
    given = {"tone": Given(tone, span)}
    return Marker("open", colons, "callout", (at, at + len(title)) if title else None, given, span)


def _bad(
    reading: Reading, start: int, text: str, at: int, message: str, hint: str
) -> Marker | None:
    place = reading.span(start + min(at, len(text)), start + len(text))
    reading.report(MALFORMED, place, message, hint)
    return _nameless(text, reading.span(start, start + len(text)))


def _nameless(text: str, span: Span) -> Marker | None:
    colons = len(text) - len(text.lstrip(":"))
    return Marker("open", colons, "", None, {}, span) if colons > 2 else None


def _bracket(text: str, at: int) -> int:
    """Return where the bracket that opens at `at` is closed, or -1."""
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1


def _braces(reading: Reading, start: int, text: str, at: int, given: dict[str, Given]) -> int:
    """Fill `given`; return the offset behind `}`, or minus the offset that cannot be read."""
    at += 1
    while True:
        found = _GIVEN.match(text, at)
        if not found:
            break
        name = found[1]
        if name in given:
            return -found.start(1)
        value = next((one for one in found.groups()[1:] if one is not None), None)
        given[name] = Given(value, reading.span(start + found.start(1), start + found.end()))
        at = found.end()
    while at < len(text) and text[at] in " \t":
        at += 1
    return at + 1 if text.startswith("}", at) else -at
