"""HTML from outside (Word, an LMS, a question bank) as Markdown of the course format."""

import re
from collections.abc import Callable

from lxml import etree

from coursewright.banks.bank_xml import local
from coursewright.banks.rich_text import fragment, plain_text

from .markdown_text import alt_text, escape_text

__all__ = ["html_to_line", "html_to_markdown"]

_INLINE = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_SKIP = {"script", "style", "head", "title", "meta", "link", "template", "noscript", "button",
         "input", "select", "textarea", "nav"}  # fmt: skip
_LOST = {"iframe": "an embedded page", "object": "an embedded object", "embed": "an embedded "
         "object", "audio": "a sound", "video": "a video", "canvas": "a drawing", "math":
         "a formula", "svg": "a drawing"}  # fmt: skip
_BLOCKS = {"p", "div", "ul", "ol", "blockquote", "pre", "table", "h1", "h2", "h3", "h4", "h5",
           "h6", "hr", "figure", "section", "article", "header", "footer", "main", "dl", "details",
           "form", "fieldset", "aside", "center", "address", "li", "dd", "dt", "tr", "thead",
           "tbody", "figcaption", "summary"}  # fmt: skip
_DEEPEST = 60
Picture = Callable[[str], str | None]
Report = Callable[[str], None]


def html_to_markdown(
    text: str, picture: Picture, report: Report, *, top: int = 2, link: Picture | None = None
) -> str:
    """Return a fragment of HTML as Markdown.

    Args:
        text: the HTML.
        picture: returns the path of a picture in the course, or None if it has none.
        report: told what is lost, in words.
        top: the level of the highest heading.
        link: returns where a link leads in the course, or None for its words alone.
    """
    writer = _Writer(picture, report, top, link)
    blocks = writer.blocks(fragment(text), 0)
    return "\n\n".join(block for block in blocks if block.strip())


def html_to_line(text: str, picture: Picture, report: Report) -> str:
    """Return a fragment of HTML as one line of Markdown."""
    writer = _Writer(picture, report, 2, None)
    line = writer.line(fragment(text), 0)
    return re.sub(r"\\\n|\s+", " ", line).strip()


class _Writer:
    def __init__(self, picture: Picture, report: Report, top: int, link: Picture | None) -> None:
        self.picture = picture
        self.report = report
        self.top = top
        self.link = link

    def blocks(self, parent: etree._Element, depth: int) -> list[str]:
        """Return the blocks in an element; loose words make paragraphs."""
        if depth > _DEEPEST:
            self.report(f"elements nested more than {_DEEPEST} deep: their words are kept")
            return [escape_text(" ".join(plain_text(_inner(parent)).split()), start=True)]
        out: list[str] = []
        loose: list[str] = [self.words(parent.text)]
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _BLOCKS:
                self.flush(loose, out)
                out += self.block(child, tag, depth)
            elif tag:
                loose.append(self.inline(child, tag, depth))
            loose.append(self.words(child.tail))
        self.flush(loose, out)
        return out

    def flush(self, loose: list[str], out: list[str]) -> None:
        line = _paragraph("".join(loose))
        if line:
            out.append(line)
        loose.clear()

    def block(self, node: etree._Element, tag: str, depth: int) -> list[str]:
        if re.fullmatch(r"h[1-6]", tag):
            words = self.line(node, depth).replace("\\\n", " ").strip()
            level = min(max(int(tag[1]) - 1 + self.top - 1, self.top), 6)
            return [f"{'#' * level} {' '.join(words.split())}"] if words else []
        if tag in ("ul", "ol"):
            return [self.items(node, depth, ordered=tag == "ol")]
        if tag == "pre":
            return [_fenced("".join(str(part) for part in node.itertext()), _language(node))]
        if tag == "blockquote":
            inner = "\n\n".join(self.blocks(node, depth + 1))
            return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))]
        if tag == "table":
            return self.table(node, depth)
        if tag == "hr":
            return ["---"]
        if tag == "dt":
            words = self.line(node, depth).strip()
            return [f"**{words}**"] if words else []
        return self.blocks(node, depth + 1)

    def items(self, node: etree._Element, depth: int, *, ordered: bool) -> str:
        lines = []
        number = _int(node.get("start"), 1)
        for item in node:
            if not local(item):
                continue
            sign = f"{number}. " if ordered else "- "
            number += 1
            blocks = [block for block in self.blocks(item, depth + 1) if block.strip()]
            indent = " " * len(sign)
            text = "\n\n".join(blocks) or " "
            inner = "\n".join(f"{indent}{line}".rstrip() for line in text.split("\n"))
            lines.append(sign + inner.lstrip())
        loose = any("\n\n" in line for line in lines)
        return ("\n\n" if loose else "\n").join(lines)

    def table(self, node: etree._Element, depth: int) -> list[str]:
        rows = [
            [self.cell(cell, depth) for cell in row if cell.tag in ("td", "th")]
            for row in node.iter("tr")
        ]
        rows = [row for row in rows if row]
        if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1"
               for cell in node.iter("td", "th")):  # fmt: skip
            self.report("a table with joined cells: they are separate now")
        widest = max((len(row) for row in rows), default=0)
        if widest < 2:
            return [cell for row in rows for cell in row if cell]
        filled = [row + [""] * (widest - len(row)) for row in rows]
        head, *rest = filled
        lines = [head, ["---"] * widest, *rest]
        return ["\n".join(f"| {' | '.join(row)} |" for row in lines)]

    def cell(self, cell: etree._Element, depth: int) -> str:
        line = " ".join(self.line(cell, depth + 1).replace("\\\n", " ").split())
        return line.replace("|", "\\|")

    def line(self, node: etree._Element, depth: int) -> str:
        """Return everything in an element as one run of text."""
        if depth > _DEEPEST:
            return escape_text(" ".join(plain_text(_inner(node)).split()))
        parts = [self.words(node.text)]
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag:
                gap = " " if tag in _BLOCKS else ""
                parts.append(gap + self.inline(child, tag, depth + 1) + gap)
            parts.append(self.words(child.tail))
        return "".join(parts)

    def words(self, text: str | None) -> str:
        return escape_text(re.sub(r"\s+", " ", text)) if text else ""

    def inline(self, node: etree._Element, tag: str, depth: int) -> str:
        if tag in _SKIP:
            return ""
        if tag in _LOST:
            self.report(f"{_LOST[tag]} was left out")
            return self.line(node, depth + 1) if tag in ("object", "audio", "video") else ""
        if tag == "br":
            return "\\\n"
        if tag == "img":
            return self.image(node)
        if tag in ("code", "tt", "kbd", "samp"):
            return _code("".join(str(part) for part in node.itertext()))
        inner = self.line(node, depth + 1)
        if sign := _INLINE.get(tag):
            return _around(inner, sign)
        return self.anchor(node, inner) if tag == "a" else inner

    def image(self, node: etree._Element) -> str:
        src = node.get("src") or ""
        path = self.picture(src)
        if path is None:
            return escape_text(node.get("alt") or "")
        alt = alt_text(node.get("alt") or "")
        if not alt:
            self.report(f"the picture {src[:80]} has no alternative text: it is now decorative")
            return f"![]({path}){{decorative=true}}"
        return f"![{alt}]({path})"

    def anchor(self, node: etree._Element, inner: str) -> str:
        href = (node.get("href") or "").strip()
        words = inner.strip()
        if not words or not href:
            return inner
        if re.match(r"(?:https?://[^/\s]|mailto:[^\s]+@)", href):
            target: str | None = re.sub(r"[\s<>()\\]", lambda f: f"%{ord(f[0]):02X}", href)
        else:
            target = self.link(href) if self.link else None
            if target is None:
                self.report(f"the link to {href[:80]} leads out of the course: its words are kept")
        return f"[{words}]({target})" if target else inner


def _inner(node: etree._Element) -> str:
    return " ".join(str(part) for part in node.itertext()).replace("<", "&lt;")


def _paragraph(text: str) -> str:
    """Return a run of text as a paragraph: no spaces at its ends, no sign at a line's start."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [re.sub(r"^\\$", "", line) for line in lines]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and lines[-1] in ("", "\\"):
        lines.pop()
    if not lines:
        return ""
    lines[-1] = re.sub(r"(?<!\\)\\$", "", lines[-1])
    return "\n".join(_safe_start(line) for line in lines if line)


def _safe_start(line: str) -> str:
    """Escape what opens a block at the start of a line of plain words."""
    line = re.sub(r"^([#>+-])(?=\s|$)", r"\\\1", line)
    line = re.sub(r"^(#{1,6}\s|:{2,}|~{3,}|=+$|-{2,}$)", r"\\\1", line)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)


def _around(inner: str, sign: str) -> str:
    """Put signs around words; spaces stay outside, where CommonMark wants them."""
    words = inner.strip()
    if not words or words.startswith("*") or words.endswith(("*", "\\")) or "\n" in words:
        return inner
    before = inner[: len(inner) - len(inner.lstrip())]
    after = inner[len(inner.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def _code(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", plain)), default=0) + 1)
    pad = " " if plain[0] == "`" or plain[-1] == "`" else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


def _fenced(text: str, language: str) -> str:
    plain = text.strip("\n").replace("\t", "    ")
    ticks = "`" * max(3, max((len(run) for run in re.findall(r"`+", plain)), default=0) + 1)
    return f"{ticks}{language}\n{plain}\n{ticks}"


def _language(node: etree._Element) -> str:
    for one in node.iter():
        found = re.search(r"(?:language|lang)-([\w+-]{1,20})", one.get("class") or "")
        if found:
            return found[1]
    return ""


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else otherwise
