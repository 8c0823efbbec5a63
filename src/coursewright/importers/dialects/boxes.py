"""Boxes of all dialects, as `:::callout`: fenced divs, admonitions, alerts, marked quotations."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .source_lines import FENCE, SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["translate_boxes"]

_DIV = re.compile(r"^ {0,3}(:{3,})\s*(\S.*)?$")
_NAME = re.compile(r"\{?\s*\.?([A-Za-z][\w-]*)([^\n]*)$")
_ALERT = re.compile(r"^ {0,3}>\s*\[!(\w+)\][+-]?\s*(.*)$")
_ADMONITION = re.compile(r"^( *)(?:!!!|\?\?\?\+?)\s+([\w-]+)[^\"]*(?:\"(.*)\")?\s*$")
_TAB = re.compile(r"^( *)===[!+]?\s+\"(.*)\"\s*$")
_MARK = re.compile(r"^((?:\s*>)*)\s*\{:\s*\.([\w-]+)[^}]*\}\s*$")
_CAUTION = {"warning", "caution", "danger", "attention", "error", "failure", "bug", "important"}
_TITLES = {
    "challenge": "Exercise", "solution": "Solution", "objectives": "Objectives",
    "questions": "Questions", "keypoints": "Key points", "prereq": "Before you start",
    "discussion": "Discussion", "checklist": "Checklist", "testimonial": "Testimonial",
    "tip": "Tip", "hint": "Hint", "example": "Example", "exercise": "Exercise",
}  # fmt: skip
_ASIDE = {"note", "info", "tip", "hint", "seealso", "abstract", "summary", "tldr", "question",
          "help", "faq", "example", "quote", "cite", "success", "check", "todo", "callout",
          "admonition", "spoiler", "exercise"}  # fmt: skip
_KNOWN = _CAUTION | _ASIDE | set(_TITLES)
_LEFT_OUT = {"instructor"}
_PLAIN = {"group-tab", "tab", "tabs", "details", "div", "section", "columns", "column", "center",
          "figure", "fullwidth", "content-tabs", "panel"}  # fmt: skip


def translate_boxes(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines with every box as a block of the course format."""
    marks = code_marks(lines)
    out: list[SourceLine] = []
    at = 0
    while at < len(lines):
        end = at
        if not marks[at]:
            for find in _FINDERS:
                if found := find(lines, marks, at, page):
                    box, end = found
                    out += box
                    break
        if end == at:
            out.append(lines[at])
            end = at + 1
        at = end
    return out


_Found = tuple[list[SourceLine], int] | None


def _div(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find `::: name` up to its own close: Pandoc, Docusaurus, the Carpentries."""
    opened = _DIV.match(lines[at].text)
    if not opened:
        return None
    name = _NAME.match((opened[2] or "").strip("{} "))
    if name is None or name[1] == "quiz":
        return _own_block(lines, at) if name else ([], at + 1)
    rest = re.sub(r"\s*:{3,}$", "", name[2]).strip()
    title = re.sub(r"^\[(.*?)\].*$", r"\1", rest.strip("{} "))
    if titled := re.search(r"title=[\"']([^\"']*)", rest):
        title = titled[1]
    elif "=" in title or title.startswith((".", "#")):
        title = ""
    depth, end = 1, at + 1
    while end < len(lines) and depth:
        if not marks[end] and (other := _DIV.match(lines[end].text)):
            depth += 1 if (other[2] or "").strip(": ") else -1
        end += 1
    inner = lines[at + 1 : end - 1] if not depth else lines[at + 1 : end]
    if depth:
        page.report(lines[at].number, f"The box `{name[1]}` is not closed; it ends with the page")
    return _box(name[1].lower(), title, inner, lines[at], page), end


def _own_block(lines: list[SourceLine], at: int) -> tuple[list[SourceLine], int]:
    """Return a question that an earlier step wrote, as it is."""
    end = at + 1
    while end < len(lines) and lines[end].text != ":::":
        end += 1
    return lines[at : end + 1], min(end + 1, len(lines))


def _alert(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find `> [!NOTE]` with its quotation: GitHub, Obsidian."""
    opened = _ALERT.match(lines[at].text)
    if not opened:
        return None
    end = at + 1
    while end < len(lines) and lines[end].text.lstrip().startswith(">"):
        end += 1
    inner = [_unquoted(line) for line in lines[at + 1 : end]]
    return _box(opened[1].lower(), opened[2].strip(), inner, lines[at], page), end


def _marked(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find a quotation with `{: .callout}` after it: Jekyll, earlier Carpentries lessons."""
    if not lines[at].text.startswith(">"):
        return None
    end = at
    while end < len(lines) and lines[end].text.startswith(">"):
        end += 1
    mark = _MARK.match(lines[end].text) if end < len(lines) else None
    if mark is None or mark[1].strip():
        return None
    inner = [_unquoted(line) for line in lines[at:end]]
    title = ""
    if inner and (heading := re.match(r"#+\s+(.*)$", inner[0].text)):
        title, inner = heading[1], inner[1:]
    return _box(mark[2].lower(), title, inner, lines[at], page), end + 1


def _admonition(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find `!!! note "Title"` and `=== "Tab"` with indented contents: MkDocs."""
    opened, tab = _ADMONITION.match(lines[at].text), _TAB.match(lines[at].text)
    if not opened and not tab:
        return None
    indent = len((opened or tab or [""])[1]) + 4 if (opened or tab) else 4
    end = at + 1
    while end < len(lines):
        text = lines[end].text
        if text.strip() and len(text) - len(text.lstrip()) < indent:
            break
        end += 1
    while end > at + 1 and not lines[end - 1].text.strip():
        end -= 1
    inner = [line.with_text(line.text[indent:]) for line in lines[at + 1 : end]]
    if opened:
        return _box(opened[2].lower(), (opened[3] or "").strip(), inner, lines[at], page), end
    head = lines[at].with_text(f"**{tab[2] if tab else ''}**")
    return [head, head.with_text(""), *translate_boxes(inner, page), head.with_text("")], end


_FINDERS: tuple[Callable[[list[SourceLine], list[bool], int, "Page"], _Found], ...] = (
    _div,
    _alert,
    _marked,
    _admonition,
)


def _unquoted(line: SourceLine) -> SourceLine:
    return line.with_text(re.sub(r"^\s*> ?", "", line.text))


def _box(
    name: str, title: str, inner: list[SourceLine], place: SourceLine, page: "Page"
) -> list[SourceLine]:
    """Return a box with its contents, which may hold boxes."""
    if name in _LEFT_OUT:
        page.report(place.number, f"A note for teachers was left out ({name})")
        return []
    inner = translate_boxes(inner, page)
    inner, title = _heading_as_title(inner, title)
    title = re.sub(r"[\[\]{}]|(?<=\()[^)]*(?=\))", "", title).strip()
    empty = place.with_text("")
    if name in _PLAIN or not any(line.text.strip() for line in inner):
        head = [empty, place.with_text(f"**{title}**")] if title else []
        return [*head, empty, *inner, empty]
    if name not in _KNOWN:
        page.once(place.number, f"box {name}", f"The box `{name}` is a note now")
    label = title or _TITLES.get(name, "")
    if any(line.text.startswith((":::quiz", "::::")) for line in inner):
        head = [empty, place.with_text(f"**{label}**")] if label else []
        return [*head, empty, *inner, empty]
    colons = _longest(inner) + 1
    tone = "caution" if name in _CAUTION else "note"
    opening = f"{':' * colons}callout" + (f"[{label}]" if label else "") + f'{{tone="{tone}"}}'
    return [
        empty,
        place.with_text(opening),
        *_lower_headings(_stripped(inner)),
        place.with_text(":" * colons),
        empty,
    ]


def _heading_as_title(inner: list[SourceLine], title: str) -> tuple[list[SourceLine], str]:
    """Take the heading that a box opens with as its title."""
    first = next((at for at, line in enumerate(inner) if line.text.strip()), None)
    if title or first is None:
        return inner, title
    heading = re.match(r"^\s*#{1,6}\s+(.*?)\s*#*\s*$", inner[first].text)
    if not heading:
        return inner, title
    words = re.sub(r"\{[^{}]*\}\s*$", "", heading[1]).strip()
    return inner[first + 1 :], words


def _stripped(inner: list[SourceLine]) -> list[SourceLine]:
    first = next(at for at, line in enumerate(inner) if line.text.strip())
    last = max(at for at, line in enumerate(inner) if line.text.strip())
    return inner[first : last + 1]


def _lower_headings(inner: list[SourceLine]) -> list[SourceLine]:
    """Return the contents of a box with bold lines for headings: a box has no sections."""
    marks = code_marks(inner)
    return [
        line.with_text(re.sub(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", r"**\1**", line.text))
        if not mark and re.match(r"^ {0,3}#{1,6}\s+\S", line.text)
        else line
        for line, mark in zip(inner, marks, strict=True)
    ]


def _longest(inner: list[SourceLine]) -> int:
    runs = [
        len(found[0])
        for line in inner
        if not FENCE.match(line.text) and (found := re.match(r":{3,}", line.text))
    ]
    return max(runs, default=2)
