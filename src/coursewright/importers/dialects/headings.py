"""Headings: the first of level 1 is the title, the others begin at level 2; one way to write."""

import re
from typing import TYPE_CHECKING

from .source_lines import SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["first_heading", "translate_headings"]

_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)\s*$")
_ID = re.compile(r"\s*\{[^{}]*?#([A-Za-z][\w.-]*)[^{}]*\}\s*$")
_MARKS = re.compile(r"\s*\{[:.][^{}]*\}\s*$")


def first_heading(text: str) -> str:
    """Return the words of the first heading of level 1, "" if there is none."""
    found = re.search(r"(?m)^#\s+(.+?)\s*#*$", text) or re.search(r"(?m)^(\S.*)\n=+\s*$", text)
    return _plain(found[1]) if found else ""


def translate_headings(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines with headings from level 2, and without the title."""
    marks = code_marks(lines)
    found = _found(lines, marks)
    title_at = next((at for at, (level, _) in found.items() if level == 1), None)
    before = [lines[at].text for at in range(title_at or 0)]
    is_first = title_at is not None and not any(text.strip() for text in before)
    if title_at is not None and (is_first or not page.title):
        words = _plain(found[title_at][1])
        if not page.title or words == page.title or is_first:
            page.title = page.title or words
            del found[title_at]
            lines = [line.with_text("") if at == title_at else line
                     for at, line in enumerate(lines)]  # fmt: skip
    shift = 2 - min((level for level, _ in found.values()), default=2)
    out: list[SourceLine] = []
    last = 1
    skip = _underlines(lines, marks)
    for at, line in enumerate(lines):
        if at in skip:
            continue
        if at not in found:
            out.append(line)
            continue
        level, words = found[at]
        last = min(level + shift, last + 1, 6)
        out.append(line.with_text(f"{'#' * last} {_marked(words)}"))
    return out


def _found(lines: list[SourceLine], marks: list[bool]) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    for at, line in enumerate(lines):
        if marks[at]:
            continue
        if atx := _ATX.match(line.text):
            if _plain(atx[2]):
                found[at] = (len(atx[1]), atx[2])
        elif _is_setext(lines, marks, at):
            under = lines[at + 1].text.strip()
            found[at] = (1 if under[0] == "=" else 2, line.text.strip())
    return found


def _is_setext(lines: list[SourceLine], marks: list[bool], at: int) -> bool:
    """Tell whether a line is a heading that the next line underlines."""
    if at + 1 >= len(lines) or marks[at + 1] or not _SETEXT.match(lines[at + 1].text):
        return False
    text = lines[at].text
    before = lines[at - 1].text if at else ""
    plain = text.strip() and not re.match(r"\s*([>#|`~:!]|[-*+] |\d+[.)] |-+$|=+$)", text)
    return bool(plain) and not before.strip()


def _underlines(lines: list[SourceLine], marks: list[bool]) -> set[int]:
    return {
        at + 1 for at in range(len(lines) - 1) if not marks[at] and _is_setext(lines, marks, at)
    }


def _marked(words: str) -> str:
    """Return a heading whose only mark is an id."""
    if found := _ID.search(words):
        return f"{words[: found.start()].rstrip()} {{#{found[1]}}}"
    return _MARKS.sub("", words)


def _plain(words: str) -> str:
    plain = _MARKS.sub("", _ID.sub("", words))
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    return re.sub(r"<[^>]+>|[*`\\]", "", plain).strip()
