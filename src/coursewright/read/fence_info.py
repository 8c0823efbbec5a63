"""What the line that opens a block of code says: ```` ```python {1,3-5} linenos ````."""

import re
from dataclasses import dataclass, field

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading

__all__ = ["CODES", "FenceInfo", "read_info"]

INFO = Code(
    "code-attribute",
    Severity.WARNING,
    "The opening line of a code block is malformed.",
    "What it asks for, such as line numbers or a file, would be ignored silently.",
)
CODES = (INFO,)

LINES_MOST = 10_000
_NAMES = ("alt", "file", "hl_lines", "linenos", "lines", "title")
_ALIASES = {
    "lineNumbers": "linenos",
    "linenums": "linenos",
    "numberLines": "linenos",
    "showLineNumbers": "linenos",
}
_PART = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][\w-]*)(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+)))?"
    r"|\{(?P<marked>[0-9,\s-]+)\})(?=\s|\{|$)"
)
_LANGUAGE = re.compile(r"[^\s{}]+")
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


@dataclass(slots=True)
class FenceInfo:
    """What a block of code wants."""

    language: str = ""
    values: dict[str, str] = field(default_factory=dict)
    marked: tuple[int, ...] = ()


def read_info(reading: Reading, info: str, span: Span) -> FenceInfo:
    """Return what the words behind the backticks say; the rest is noted."""
    info = info.strip()
    made = FenceInfo()
    found = _LANGUAGE.match(info)
    at = 0
    if found and "=" not in found[0]:
        made.language, at = found[0], found.end()
    while at < len(info) and (part := _PART.match(info, at)):
        _take(reading, part, made, span)
        at = part.end()
    rest = info[at:].strip()
    if rest:
        _bad(reading, span, f"`{rest[:60]}` is not understood here.")
    return made


def _take(reading: Reading, part: re.Match[str], made: FenceInfo, span: Span) -> None:
    if part["marked"]:
        made.marked = _lines(reading, part["marked"], span)
        return
    name = _ALIASES.get(part["name"], part["name"])
    value = next((one for one in part.group("double", "single", "bare") if one is not None), "")
    if name not in _NAMES:
        hint = reading.near(name, _NAMES)
        _bad(reading, span, f"A code block has no attribute `{part['name']}`.", hint)
    elif name == "hl_lines":
        made.marked = _lines(reading, value.replace(" ", ","), span)
    else:
        made.values[name] = value


def _lines(reading: Reading, text: str, span: Span) -> tuple[int, ...]:
    out: list[int] = []
    for piece in filter(None, (one.strip() for one in text.split(","))):
        found = _RANGE.fullmatch(piece)
        last = int(found[2] or found[1]) if found else 0
        if not found or not 0 < int(found[1]) <= last <= LINES_MOST:
            _bad(reading, span, f"`{piece[:40]}` is not a line or a range of lines.")
            return ()
        out.extend(range(int(found[1]), last + 1))
    return tuple(sorted(set(out)))


def _bad(reading: Reading, span: Span, message: str, hint: str | None = None) -> None:
    hint = hint or 'Write for example `python {1,3-5} linenos title="tea.py"` behind the backticks.'
    reading.report(INFO, span, message, hint)
