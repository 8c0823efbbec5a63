"""Boxes of all dialects: callouts, tabs and folded parts of the course format."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .panels import DraftPanel, folded, longest, lower_headings, panels, stripped
from .source_lines import SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["translate_boxes"]

_DIV = re.compile(r"^ {0,3}(:{3,})\s*(\S.*)?$")
_NAME = re.compile(r"\{?\s*\.?([A-Za-z][\w-]*)([^\n]*)$")
_ALERT = re.compile(r"^ {0,3}>\s*\[!(\w+)\][+-]?\s*(.*)$")
_ADMONITION = re.compile(r"^( *)(!!!|\?\?\?\+?)\s+([\w-]+)[^\"]*(?:\"(.*)\")?\s*$")
_TAB = re.compile(r"^( *)===[!+]?\s+\"(.*)\"\s*$")
_MARK = re.compile(r"^((?:\s*>)*)\s*\{:\s*\.([\w-]+)[^}]*\}\s*$")
_TAB_ITEM = re.compile(r"^\s*<TabItem\b([^<>]*)>\s*$")
_DETAILS = re.compile(r"^\s*<details\b([^<>]*)>\s*(.*?)\s*$", re.IGNORECASE)
_SUMMARY = re.compile(r"^\s*<summary\b[^<>]*>(.*?)</summary>\s*(.*)$", re.IGNORECASE)
_CAUTION = {"warning", "caution", "danger", "attention", "error", "failure", "bug"}
_FOLDED = {"spoiler", "solution", "details"}
_TITLES = {
    "challenge": "Exercise", "solution": "Solution", "objectives": "Objectives",
    "questions": "Questions", "keypoints": "Key points", "prereq": "Before you start",
    "discussion": "Discussion", "checklist": "Checklist", "testimonial": "Testimonial",
    "example": "Example", "exercise": "Exercise",
}  # fmt: skip
_ASIDE = {"note", "info", "tip", "hint", "seealso", "abstract", "summary", "tldr", "question",
          "help", "faq", "example", "quote", "cite", "success", "check", "todo", "callout",
          "admonition", "spoiler", "exercise"}  # fmt: skip
_KNOWN = _CAUTION | {"important"} | _ASIDE | set(_TITLES)
_LEFT_OUT = {"instructor"}
_TABBED = {"group-tab", "tab", "tabs", "content-tabs"}
_PLAIN = {"div", "section", "columns", "column", "center",
          "figure", "fullwidth", "panel"}  # fmt: skip


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
    opened = _ADMONITION.match(lines[at].text)
    if not opened:
        return None
    inner, end = _indented(lines, at, len(opened[1]) + 4)
    title = (opened[4] or "").strip()
    if opened[2].startswith("?"):
        words = title or opened[3].capitalize()
        return folded(words, translate_boxes(inner, page), lines[at], opened[2] == "???+"), end
    return _box(opened[3].lower(), title, inner, lines[at], page), end


def _indented(lines: list[SourceLine], at: int, indent: int) -> tuple[list[SourceLine], int]:
    """Return the indented lines after a line, and where they end."""
    end = at + 1
    while end < len(lines):
        text = lines[end].text
        if text.strip() and len(text) - len(text.lstrip()) < indent:
            break
        end += 1
    while end > at + 1 and not lines[end - 1].text.strip():
        end -= 1
    return [line.with_text(line.text[indent:]) for line in lines[at + 1 : end]], end


def _tab_run(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find tabs that follow one another, `=== "Title"`: MkDocs."""
    found: list[DraftPanel] = []
    end = at
    while end < len(lines) and (tab := _TAB.match(lines[end].text)):
        inner, end = _indented(lines, end, len(tab[1]) + 4)
        found.append(DraftPanel(tab[2], translate_boxes(inner, page)))
        after = end
        while after < len(lines) and not lines[after].text.strip():
            after += 1
        end = after if after < len(lines) and _TAB.match(lines[after].text) else end
    return (panels("tabs", found, lines[at]), end) if found else None


def _component_tabs(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find `<Tabs>` with a `<TabItem label="...">` for each: Docusaurus."""
    if not re.match(r"^\s*<Tabs\b[^<>]*>\s*$", lines[at].text):
        return None
    end = _close(lines, marks, at, "Tabs")
    found: list[DraftPanel] = []
    for line in lines[at + 1 : end - 1]:
        if item := _TAB_ITEM.match(line.text):
            label = re.search(r"label=[\"']([^\"']+)", item[1])
            value = re.search(r"value=[\"']([^\"']+)", item[1])
            words = label or value
            found.append(DraftPanel(words[1] if words else str(len(found) + 1), []))
        elif found and not re.match(r"^\s*</TabItem>\s*$", line.text):
            found[-1].inner.append(line)
    for one in found:
        one.inner[:] = translate_boxes(one.inner, page)
    return (panels("tabs", found, lines[at]), end) if found else None


def _details(lines: list[SourceLine], marks: list[bool], at: int, page: "Page") -> _Found:
    """Find `<details>` with its summary."""
    opened = _DETAILS.match(lines[at].text)
    if not opened or "</details>" in lines[at].text:
        return None
    end = _close(lines, marks, at, "details")
    inner = [lines[at].with_text(opened[2]), *lines[at + 1 : end]]
    if inner[-1].text.strip().lower().endswith("</details>"):
        inner[-1] = inner[-1].with_text(inner[-1].text.strip()[: -len("</details>")])
    first = next((n for n, line in enumerate(inner) if line.text.strip()), None)
    summary = _SUMMARY.match(inner[first].text) if first is not None else None
    if first is None or summary is None:
        return None
    words = re.sub(r"<[^>]+>", "", summary[1]).strip()
    rest = [inner[first].with_text(summary[2]), *inner[first + 1 :]]
    is_open = re.search(r"\bopen\b", opened[1]) is not None
    return folded(words, translate_boxes(rest, page), lines[at], is_open), end


def _close(lines: list[SourceLine], marks: list[bool], at: int, tag: str) -> int:
    """Return the line after the one that closes an element; that after the last if none does."""
    depth = 0
    for end in range(at, len(lines)):
        if not marks[end]:
            depth += len(re.findall(rf"<{tag}\b", lines[end].text, re.IGNORECASE))
            depth -= len(re.findall(rf"</{tag}>", lines[end].text, re.IGNORECASE))
            if depth <= 0:
                return end + 1
    return len(lines)


_FINDERS: tuple[Callable[[list[SourceLine], list[bool], int, "Page"], _Found], ...] = (
    _div,
    _alert,
    _marked,
    _admonition,
    _tab_run,
    _component_tabs,
    _details,
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
    if name in _TABBED and (found := _by_heading(inner)):
        return panels("tabs", found, place)
    inner, title = _heading_as_title(inner, title)
    title = re.sub(r"[\[\]{}]|(?<=\()[^)]*(?=\))", "", title).strip()
    empty = place.with_text("")
    if name in _FOLDED and any(line.text.strip() for line in inner):
        return folded(title or _TITLES.get(name, name.capitalize()), inner, place, False)
    if name in _PLAIN | _TABBED or not any(line.text.strip() for line in inner):
        head = [empty, place.with_text(f"**{title}**")] if title else []
        return [*head, empty, *inner, empty]
    if name not in _KNOWN:
        page.once(place.number, f"box {name}", f"The box `{name}` is a note now")
    label = title or _TITLES.get(name, "")
    if any(re.match(r":{3,}quiz", line.text) for line in inner):
        head = [empty, place.with_text(f"**{label}**")] if label else []
        return [*head, empty, *inner, empty]
    colons = longest(inner) + 1
    opening = (
        f"{':' * colons}callout" + (f"[{label}]" if label else "") + f'{{tone="{_tone(name)}"}}'
    )
    return [
        empty,
        place.with_text(opening),
        *lower_headings(stripped(inner)),
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


def _tone(name: str) -> str:
    if name in _CAUTION:
        return "caution"
    return {"important": "important", "tip": "tip", "hint": "tip"}.get(name, "note")


def _by_heading(inner: list[SourceLine]) -> list[DraftPanel]:
    """Return the parts of a group of tabs, each below its heading: the Carpentries."""
    found: list[DraftPanel] = []
    for line, mark in zip(inner, code_marks(inner), strict=True):
        heading = None if mark else re.match(r"^\s*#{1,6}\s+(.*?)\s*#*\s*$", line.text)
        if heading:
            found.append(DraftPanel(re.sub(r"\{[^{}]*\}\s*$", "", heading[1]).strip(), []))
        elif found:
            found[-1].inner.append(line)
        elif line.text.strip():
            return []  # text above the first heading belongs to no tab
    return found
