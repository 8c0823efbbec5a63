"""What an author most likely did where YAML cannot be read: one message that names the slip.

The parser notices a fault often lines below it and in words about its grammar. The lines around
are compared with the slips that people make, the likeliest first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coursewright.source import Span

from .reading import Reading

__all__ = ["Chunk", "Slip", "comment_after", "dash_below", "top_level_chunks", "yaml_slip"]

_KEY = r"[A-Za-z_][\w.-]*"
_PAIR = re.compile(
    rf"(?P<lead>\s*(?:- )?\s*)(?P<key>{_KEY}|\"[^\"]*\"|'[^']*'):[ \t]+(?P<value>\S.*)"
)
_GLUED = re.compile(rf"\s*(?:- )?(?P<key>{_KEY}):(?P<value>[^\s:/].*)")
_EQUALS = re.compile(rf"\s*(?P<key>{_KEY})\s*(?P<sign>=|\uff1a|=>)\s*(?P<value>.*)")
_BARE = re.compile(rf"(?P<key>{_KEY})[ \t]+(?P<value>[^:#]+)")
_TOP = re.compile(r"[^\s#\]}]")
_NAMED = re.compile(rf"^[ \t\u00a0]*[\"']?(?P<key>{_KEY})[\"']?\s*[:=\uff1a]", re.MULTILINE)
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")
_FIRST = {
    "@": "@",
    "`": "`",
    "%": "%",
    "*": "*",
    "&": "&",
    "!": "!",
    "|": "|",
    ">": ">",
}
_PAIRS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip with its place, as offsets in the text."""

    start: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A top-level field with all its lines."""

    start: int
    text: str
    keys: tuple[str, ...]
    """The keys in it, as far as they can be made out."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    before: str
    """The line above that has text."""

    def slip(self, column: int, end: int, message: str, hint: str) -> Slip:
        return Slip(self.start + column, self.start + max(end, column + 1), message, hint)


def yaml_slip(text: str, at: int, what: str, broken: Chunk | None) -> Slip:
    """Return what is wrong with YAML that the parser stopped reading.

    Args:
        text: the YAML.
        at: the offset where the parser stopped.
        what: what it said.
        broken: the first field that cannot be read by itself, if there is one.
    """
    first = broken.start if broken else 0
    last = broken.start + len(broken.text) - 1 if broken else at
    lines = [line for line in _lines(text, last) if line.start >= first]
    for find in _SLIPS:
        for line in lines:
            if slip := find(line):
                return slip
    hint = "Put text with `: `, `#`, or a quotation mark at its start in quotes."
    return Slip(at, at + 1, f"This is not valid YAML: {what}.", hint)


def comment_after(reading: Reading, key: Span) -> str | None:
    """Return what follows the `#` after a key, in quotes, or None where there is no comment."""
    rest = reading.source.line(key.end_line)[key.end_column - 1 :].lstrip(": \t")
    return _quoted(rest) if rest.startswith("#") and rest.strip("# ") else None


def dash_below(text: str, start: int, length: int) -> int | None:
    """Return where a line within a plain value starts with `- `, as an entry of a list does."""
    found = re.search(r"\n[ \t]*(- )", text[start : start + length])
    return start + found.start(1) if found else None


def top_level_chunks(text: str) -> Iterator[Chunk]:
    """Yield the fields at the left margin, each with the indented lines below it."""
    start = at = 0
    parts: list[str] = []
    for line in [*text.splitlines(keepends=True), None]:
        if line is None or _opens(line):
            chunk = "".join(parts)
            if chunk.strip():
                keys = tuple(found["key"] for found in _NAMED.finditer(chunk))
                yield Chunk(start, chunk, keys)
            start, parts = at, []
        if line is not None:
            parts.append(line)
            at += len(line)


def _opens(line: str) -> bool:
    return bool(_TOP.match(line)) and not line.startswith("- ")


def _lines(text: str, at: int) -> Iterator[_Line]:
    """Yield the lines up to the one where the parser stopped, which may be one too far."""
    start, before = 0, ""
    for line in text.split("\n"):
        if start > at:
            return
        if line.strip() and not line.lstrip().startswith("#"):
            yield _Line(line, start, before)
            before = line
        start += len(line) + 1


def _quoted(value: str) -> str:
    """Return a value in quotes that YAML reads."""
    value = value.strip()
    if len(value) > 60:
        value = value[:57] + "..."
    if "'" in value and '"' not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _tab(line: _Line) -> Slip | None:
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    if "\t" not in lead:
        return None
    message = "This line is indented with a tab."
    hint = "Indent with spaces: YAML does not allow tabs."
    return line.slip(0, len(lead), message, hint)


def _odd_space(line: _Line) -> Slip | None:
    found = _ODD_SPACE.search(line.text)
    if not found or not re.match(rf"\s*(?:- )?({_KEY}:?)?\s*$", line.text[: found.start()]):
        return None
    message = f"The space here is a special one (U+{ord(found[0]):04X}) that YAML does not know."
    return line.slip(found.start(), found.end(), message, "Replace it with an ordinary space.")


def _no_colon(line: _Line) -> Slip | None:
    if found := _EQUALS.fullmatch(line.text):
        message = f"`{found['key']}` is followed by `{found['sign']}` instead of a colon."
        hint = f"Write `{found['key']}: {found['value'][:60]}`."
        return line.slip(found.start("sign"), found.end("sign"), message, hint)
    if (found := _GLUED.fullmatch(line.text)) and not found["value"].startswith(("'", '"')):
        message = f"There is no space after `{found['key']}:`."
        hint = f"Write `{found['key']}: {found['value'][:60].strip()}`."
        return line.slip(found.start("key"), found.end("key") + 1, message, hint)
    if (found := _BARE.fullmatch(line.text)) and not _open_bracket(line.before):
        message = f"There is no colon after `{found['key']}`."
        hint = f"Write `{found['key']}: {found['value'][:60].strip()}`."
        return line.slip(found.start("key"), found.end("key"), message, hint)
    return None


def _quotation(line: _Line) -> Slip | None:
    """Find a quotation mark that is not closed, or closed too early."""
    found = _PAIR.match(line.text)
    value = found["value"] if found else line.text.strip().removeprefix("- ").strip()
    sign = value[0]
    if sign not in "'\"":
        return _quote_inside(line, value)
    column = line.text.index(value)
    end = _closing(value, sign)
    if end < 0:
        message = "The quotation mark that opens here is not closed."
        hint = f"Close it: `{sign}{value[1:60].rstrip()}{sign}`."
        return line.slip(column, column + 1, message, hint)
    rest = value[end + 1 :].strip()
    if not rest or rest.startswith(("#", ":", ",")):
        return _escape(line, value[: end + 1], column) if sign == '"' else None
    if sign == "'" and value[end + 1].isalpha():
        message = "The apostrophe ends the quoted text here."
        hint = f'Use double quotes: `"{value.strip(sign)[:60]}"`.'
        return line.slip(column + end, column + end + 1, message, hint)
    message = "Text follows the closing quotation mark."
    hint = f"Put the whole value in quotes: `{_quoted(value)}`."
    return line.slip(column + end + 1, len(line.text), message, hint)


def _quote_inside(line: _Line, value: str) -> Slip | None:
    """Find a quotation mark that is not closed within brackets or braces of one line."""
    if value[0] not in _PAIRS:
        return None
    for found in re.finditer(r"[:\[{,]\s*(['\"])", value):
        rest = value[found.end(1) :]
        if found[1] not in rest:
            column = line.text.index(value) + found.start(1)
            message = "The quotation mark that opens here is not closed."
            return line.slip(column, column + 1, message, f"Close it with `{found[1]}`.")
    return None


def _closing(value: str, sign: str) -> int:
    """Return where a quoted value is closed, or -1."""
    at = 1
    while at < len(value):
        if (sign == '"' and value[at] == "\\") or (sign == "'" and value[at : at + 2] == "''"):
            at += 1
        elif value[at] == sign:
            return at
        at += 1
    return -1


def _escape(line: _Line, value: str, column: int) -> Slip | None:
    found = re.search(r"\\[^0abt\tnvfre \"/\\N_LPxuU]", value.replace("\\\\", "\0\0"))
    if not found:
        return None
    message = f"`{found[0]}` is not an escape that YAML knows."
    hint = f"Use single quotes: `{_quoted(value.strip(chr(34)))}`; or write `\\\\`."
    return line.slip(column + found.start(), column + found.end(), message, hint)


def _bracket(line: _Line) -> Slip | None:
    """Find a bracket or a brace that is not closed on its line, or closed by the other one."""
    opened = _open_bracket(line.text)
    if opened is None:
        return _after_bracket(line)
    column, sign, found = opened
    close = _PAIRS[sign]
    if found:
        message = f"The `{sign}` that opens here is closed by `{found}`."
        hint = f"Close it with `{close}`."
    else:
        message = f"The `{sign}` that opens here is not closed."
        hint = f"Write `{close}` behind the last value."
    return line.slip(column, column + 1, message, hint)


def _open_bracket(text: str) -> tuple[int, str, str] | None:
    """Return column and sign of a bracket that is not closed, and the wrong sign that closes it."""
    stack: list[tuple[int, str]] = []
    quote = ""
    for column, char in enumerate(text):
        opens = text[:column].rstrip()[-1:] in (":", ",", "[", "{", "-", "")
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and opens:
            quote = char
        elif char == "#" and text[column - 1 : column] in (" ", ""):
            break
        elif char in _PAIRS and (opens or stack):
            stack.append((column, char))
        elif stack and char in _PAIRS.values():
            if _PAIRS[stack[-1][1]] != char:
                return (*stack[-1], char)
            stack.pop()
    return (*stack[-1], "") if stack else None


def _after_bracket(line: _Line) -> Slip | None:
    found = _PAIR.match(line.text)
    if not found or found["value"][0] not in _PAIRS:
        return None
    value = found["value"]
    end = value.rfind(_PAIRS[value[0]])
    rest = value[end + 1 :].strip()
    if end < 0 or not rest or rest[0] in "#,:":
        return None
    message = f"Text follows the `{value[end]}`."
    hint = f"If it is text, put it in quotes: `{found['key']}: {_quoted(value)}`."
    return line.slip(found.start("value") + end + 1, len(line.text), message, hint)


def _bullet(line: _Line) -> Slip | None:
    found = re.match(r"[ ]+([*+]) (?=\S)(?![*+])", line.text)
    if not found:
        return None
    message = f"An entry of a list starts with `-`, not with `{found[1]}`."
    rest = line.text[found.end() :].strip()
    return line.slip(found.start(1), found.end(1), message, f"Write `- {rest[:60]}`.")


def _first_sign(line: _Line) -> Slip | None:
    """Find a value that starts with a sign that has a meaning of its own in YAML."""
    found = _PAIR.match(line.text)
    if not found:
        return None
    value = found["value"]
    block = re.fullmatch(r"[|>][+-]?\d?[+-]?\s*(#.*)?", value)
    dashed = value[:2] in ("- ", "? ")
    if not dashed and (value[0] not in _FIRST or block):
        return None
    message = f"A value cannot start with `{value[0]}` without quotes."
    hint = f"Put it in quotes: `{found['key']}: {_quoted(value)}`."
    column = found.start("value")
    return line.slip(column, column + 1, message, hint)


def _colon(line: _Line) -> Slip | None:
    """Find `: ` in a value without quotes."""
    found = _PAIR.match(line.text)
    if not found or found["value"][0] in "'\"[{":
        return None
    inner = re.search(r":(?=\s|$)", found["value"])
    if not inner:
        return None
    message = f"The value of `{found['key']}` contains a colon, so it needs quotes."
    hint = f"Write `{found['key']}: {_quoted(found['value'])}`."
    column = found.start("value") + inner.start()
    return line.slip(column, column + 1, message, hint)


def _indent(line: _Line) -> Slip | None:
    """Find a field that is indented more, or less, than the one above it."""
    lead = len(line.text) - len(line.text.lstrip(" "))
    above = len(line.before) - len(line.before.lstrip(" "))
    field = re.match(rf"\s*({_KEY}):(\s|$)", line.text)
    value = _PAIR.match(line.before)
    if field and lead > above and value is not None and not line.before.lstrip().startswith("- "):
        message = f"`{field[1]}` is indented, so it belongs to the value above it."
        hint = f"Start it in the same column as `{value['key']}`."
        return line.slip(0, max(lead, 1), message, hint)
    item = re.match(r"\s*- ", line.text)
    if item and line.before.lstrip().startswith("- ") and lead != above and not field:
        message = "This entry is indented differently from the entry above it."
        return line.slip(0, max(lead, 1), message, f"Indent it by {above} spaces.")
    if field and lead < above and lead > 0:
        message = f"`{field[1]}` is indented differently from the fields around it."
        return line.slip(0, lead, message, "Start all fields of a group in the same column.")
    return None


_SLIPS: tuple[Callable[[_Line], Slip | None], ...] = (
    _tab,
    _odd_space,
    _quotation,
    _bracket,
    _bullet,
    _first_sign,
    _colon,
    _indent,
    _no_colon,
)
