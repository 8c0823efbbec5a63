"""HTML between paragraphs, and JSX: as Markdown where it can be, else left out and named."""

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from coursewright.importers.html_markdown import html_to_markdown

from .source_lines import SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["drop_comments", "translate_html"]

_MDX = re.compile(
    r"^(?:import\s.+\sfrom\s+['\"].*|import\s+['\"].*|export\s+(?:const|default)\b.*)$"
)
_PIECE = re.compile(r"((?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|<!--.*?-->|\{/\*.*?\*/\}")
"""A span of code, which stays, or a comment."""
_COMPONENT = re.compile(r"^\s*</?([A-Z]\w*)((?:\s[^<>]*)?)/?>\s*$")
_COMMON = MarkdownIt("commonmark")


def drop_comments(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines without HTML comments, and without the imports of MDX."""
    out: list[SourceLine] = []
    open_ = False
    for line, is_code in zip(lines, code_marks(lines), strict=True):
        text = line.text
        if is_code and not open_:
            out.append(line)
            continue
        if open_:
            _, end, rest = text.partition("-->")
            if not end:
                continue
            open_, text = False, rest
        text = _PIECE.sub(lambda found: found[1] or "", text)
        if "<!--" in _PIECE.sub("", text):
            text, open_ = text.rpartition("<!--")[0], True
        if text != line.text and not text.strip():
            continue
        if page.dialect == "docusaurus" and _MDX.match(text):
            page.once(line.number, "mdx", "Imports of MDX were left out, with what they show")
            continue
        out.append(line.with_text(text.rstrip() if text != line.text else text))
    return out


def translate_html(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines with blocks of HTML as Markdown."""
    lines = [one for line in lines for one in _component(line, page)]
    if not any(line.text.lstrip().startswith("<") for line in lines):
        return lines
    text = "\n".join(line.text for line in lines)
    out = list(lines)
    for token in reversed(_COMMON.parse(text)):
        if token.type != "html_block" or not token.map or token.level:
            continue
        first, last = token.map
        while last > first and not lines[last - 1].text.strip():
            last -= 1
        place = lines[first]
        block = "\n".join(line.text for line in lines[first:last])
        made = _converted(block, place, page)
        out[first:last] = [place.with_text(row) for row in ("", *made.split("\n"), "")]
    return out


def _converted(block: str, place: SourceLine, page: "Page") -> str:
    if re.fullmatch(r"\s*</?(?:div|section|center|p|span|lia-\w+)\b[^>]*>\s*", block):
        return ""

    def report(message: str) -> None:
        page.report(place.number, f"HTML: {message}")

    def picture(src: str) -> str | None:
        # The address stays: the step for links finds the file, and reports one that is missing.
        return re.sub(r"[\s<>()]", lambda sign: f"%{ord(sign[0]):02X}", src) or None

    return html_to_markdown(block, picture, report, link=lambda href: href.replace(" ", "%20"))


def _component(line: SourceLine, page: "Page") -> list[SourceLine]:
    """Return a line without a component of MDX; a tab leaves its label."""
    found = _COMPONENT.match(line.text)
    if not found:
        return [line]
    name = found[1]
    label = re.search(r"(?:label|caption|title)=\"([^\"]*)", found[2])
    if name not in ("Tabs", "TabItem", "Fragment", "Listing"):
        page.once(line.number, f"<{name}>", f"The component <{name}> was left out; its text stays")
    if label and not line.text.lstrip().startswith("</"):
        return [line.with_text(f"**{label[1]}**"), line.with_text("")]
    return [line.with_text("")]
