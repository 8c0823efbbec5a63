"""Bytes to text: UTF-8 only, newlines made one kind, nothing in it that no editor shows."""

import re

from coursewright.problems import Code, Problem, Severity
from coursewright.source import Source, Span

from .read_limits import LINE_CHARS, LINES, MARKDOWN_BYTES, SIGNS, YAML_BYTES

__all__ = ["CODES", "read_text"]

TOO_BIG = Code(
    "file-too-big",
    Severity.ERROR,
    "A file is larger than the reader accepts.",
    "Reading it could take unlimited time and memory.",
)
NOT_UTF8 = Code(
    "file-not-utf8",
    Severity.ERROR,
    "A text file is not UTF-8.",
    "In another encoding, names and quotation marks would turn into other characters.",
)
CONTROL = Code(
    "control-character",
    Severity.ERROR,
    "A text file contains an invisible control character.",
    "XML forbids such characters, so LMSs would reject the package.",
)
LONG_LINE = Code(
    "line-too-long",
    Severity.ERROR,
    "A line is longer than the reader accepts.",
    "Nobody writes such a line by hand, and parsing it could take very long.",
)
CODES = (TOO_BIG, NOT_UTF8, CONTROL, LONG_LINE)

# What XML 1.0 cannot hold, and what a terminal might obey. A newline, a tab and a form are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SIGNS = "*_[]()!<>&{}|\\"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: str, data: bytes) -> tuple[Source | None, list[Problem]]:
    """Return the text of a file, or None with the problems why not."""
    most = MARKDOWN_BYTES if path.endswith(".md") else YAML_BYTES
    if len(data) > most:
        message = f"The file has {len(data):,} bytes; the limit is {most:,}."
        return None, [TOO_BIG.at(Span.whole(path), message, hint="Split it into several files.")]
    if data[:2] in _UTF16 or data[:4] == b"\x00\x00\xfe\xff":
        message = "The file is UTF-16 or UTF-32."
        return None, [NOT_UTF8.at(Span.whole(path), message, hint="Save it as UTF-8.")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, data, error)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    problems = [*_controls(source), *_long_lines(source), *_dense(source)]
    return (None if problems else source), problems


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    before = data[start : start + error.start].decode("utf-8", "replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    byte = data[start + error.start : start + error.start + 1].hex()
    message = f"The byte {byte} is not valid UTF-8."
    place = Span(path, line, column, line, column)
    return NOT_UTF8.at(place, message, hint="Save the file as UTF-8 (it looks like Latin-1).")


def _controls(source: Source) -> list[Problem]:
    found = _CONTROL.search(source.text)
    if not found:
        return []
    message = f"The character U+{ord(found[0]):04X} is not text."
    return [CONTROL.at(source.span(found.start(), found.end()), message, hint="Delete it.")]


def _dense(source: Source) -> list[Problem]:
    """Find Markdown that is not too large, but would take too long all the same."""
    if not source.path.endswith(".md"):
        return []
    counts = (
        (source.text.count("\n"), LINES, "lines"),
        (sum(source.text.count(sign) for sign in _SIGNS), SIGNS, f"of the characters `{_SIGNS}`"),
    )
    return [
        TOO_BIG.at(
            Span.whole(source.path),
            f"The file has {count:,} {what}; the limit is {most:,}.",
            hint="Split it into several files.",
        )
        for count, most, what in counts
        if count > most
    ]


def _long_lines(source: Source) -> list[Problem]:
    for number, line in enumerate(source.text.split("\n"), 1):
        if len(line) > LINE_CHARS:
            message = f"This line has {len(line):,} characters; the limit is {LINE_CHARS:,}."
            place = Span(source.path, number, 1, number, LINE_CHARS + 1)
            return [LONG_LINE.at(place, message, hint="Break it.")]
    return []
