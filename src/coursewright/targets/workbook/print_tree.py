"""A lesson for print: its elements as plain data that the template lays out, answers apart."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

__all__ = ["PrintedLessons"]

Node = str | dict[str, Any]
_BOXES = {"callout", "situation", "action", "example", "quiz", "checklist", "reflect", "coach-card"}
_SIMPLE = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "sub": "sub", "sup": "sup",
           "del": "strike", "s": "strike", "blockquote": "quote", "figcaption": "caption",
           "caption": "caption", "p": "p"}  # fmt: skip
_INLINE = {"em", "i", "strong", "b", "sub", "sup", "del", "s", "code", "kbd", "a", "span", "br"}
_LINES = 4


@dataclass(slots=True)
class PrintedLessons:
    """Turns the elements of lessons into data; keeps the answers for the end."""

    files: set[str]
    """The pictures that can be shown, by path."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0
    level: int = 1
    """The level of the last heading: PDF/UA-1 allows no heading that skips one (7.4.2)."""

    def lesson(self, root: etree._Element) -> list[Node]:
        """Return a lesson, below its title."""
        self.level = 1
        return self.nodes(root)

    def nodes(self, parent: etree._Element) -> list[Node]:
        """Return the contents of an element."""
        out: list[Node] = []
        self._text(out, parent.text)
        for child in parent:
            if isinstance(child.tag, str):
                out += self._node(child)
            self._text(out, child.tail)
        return out

    def _text(self, out: list[Node], text: str | None) -> None:
        if text and (text.strip() or (out and "\n" not in text)):
            out.append(re.sub(r"\s+", " ", text))
        elif text and out:
            out.append(" ")

    def _node(self, node: etree._Element) -> list[Node]:
        tag = str(node.tag)
        if re.fullmatch(r"h[1-6]", tag):
            return self._heading(node, int(tag[1]))
        special = {
            "ul": self._list, "ol": self._list, "table": self._table, "img": self._image,
            "details": self._details, "section": self._section, "div": self._section,
            "a": self._link, "pre": self._code, "code": self._code, "kbd": self._code,
            "span": self._span,
        }.get(tag)  # fmt: skip
        if special is not None:
            return special(node)
        if tag in ("br", "hr"):
            return [_made(tag, [])]
        if tag == "p" and (node.get("class") or "") in ("label", "head"):
            return [_made("p", [_made("strong", self.nodes(node))])]
        if tag in _SIMPLE:
            return [_made(_SIMPLE[tag], self.nodes(node))]
        return self.nodes(node)

    def _heading(self, node: etree._Element, level: int) -> list[Node]:
        self.level = min(level, self.level + 1)
        return [] if level == 1 else [_made("heading", self.nodes(node), level=self.level)]

    def _section(self, node: etree._Element) -> list[Node]:
        classes = set((node.get("class") or "").split())
        if "quiz" in classes:
            return self._quiz(node)
        inner = self.nodes(node)
        return [_made("box", inner)] if classes & _BOXES else inner

    def _quiz(self, node: etree._Element) -> list[Node]:
        """Return a question with its number; its answers go to the end."""
        self.number += 1
        prompt = next((one for one in node if one.get("class") == "prompt"), None)
        asked = self.nodes(prompt) if prompt is not None else []
        kept: list[Node] = []
        answer: list[Node] = []
        for child in node:
            if child is prompt or child.get("class") == "label":
                continue
            if child.tag == "details":
                is_option = any(one.get("class") == "sign" for one in child.iter("p"))
                summary, rest = self._parts(child)
                if is_option:
                    kept.append(_made("option", summary))
                    answer += [_made("p", [_made("strong", summary)]), *rest]
                else:
                    answer += rest
            else:
                kept += self._node(child)
        if not any(isinstance(one, dict) and one["tag"] == "option" for one in kept):
            kept.append(_made("lines", [], count=_LINES))
        shown = {"prompt": _without_headings(asked), "body": _without_headings(answer)}
        self.answers.append({"number": self.number, **shown})
        head = _made("p", [_made("strong", [f"{self.number}."])])
        return [_made("box", [head, *asked, *kept])]

    def _details(self, node: etree._Element) -> list[Node]:
        summary, rest = self._parts(node)
        return [_made("p", [_made("strong", summary)]), *rest]

    def _parts(self, node: etree._Element) -> tuple[list[Node], list[Node]]:
        summary = next((one for one in node if one.tag == "summary"), None)
        rest = etree.Element("div")
        for child in list(node):
            if child is not summary:
                rest.append(child)
        return (self.nodes(summary) if summary is not None else []), self.nodes(rest)

    def _list(self, node: etree._Element) -> list[Node]:
        items = [self.nodes(item) for item in node if item.tag == "li"]
        if not items:
            return []
        if node.tag == "ol":
            start = node.get("start") or "1"
            return [_made("enum", [], items=items, start=int(start) if start.isdigit() else 1)]
        return [_made("list", [], items=items)]

    def _table(self, node: etree._Element) -> list[Node]:
        rows = [[self.nodes(cell) for cell in row if cell.tag in ("td", "th")]
                for row in node.iter("tr")]  # fmt: skip
        wide = max((len(row) for row in rows), default=0)
        if not wide:
            return []
        filled = [row + [[]] * (wide - len(row)) for row in rows]
        caption = next(iter(node.iter("caption")), None)
        head = [_made("caption", self.nodes(caption))] if caption is not None else []
        cells = [[{"cell": cell} for cell in row] for row in filled[1:]]
        return [*head, _made("table", [], columns=wide, head=filled[0], rows=cells)]

    def _image(self, node: etree._Element) -> list[Node]:
        src = node.get("src") or ""
        alt = node.get("alt") or ""
        if src not in self.files:
            return [alt] if alt else []
        return [_made("image", [], src=src, alt=alt)]

    def _link(self, node: etree._Element) -> list[Node]:
        href = node.get("href") or ""
        inner = self.nodes(node)
        return [_made("link", inner, href=href)] if "://" in href else inner

    def _code(self, node: etree._Element) -> list[Node]:
        text = "".join(str(part) for part in node.itertext())
        tag = "pre" if node.tag == "pre" else "code"
        return [_made(tag, [], text=text.strip("\n") if tag == "pre" else text)]

    def _span(self, node: etree._Element) -> list[Node]:
        classes = set((node.get("class") or "").split())
        if "field" in classes:
            ticks = classes & {"checkbox", "radio"}
            return [_made("tick", [])] if ticks else [_made("lines", [], count=2)]
        return self.nodes(node)


def _without_headings(nodes: list[Node]) -> list[Node]:
    """Return the nodes of an answer, bold lines for its headings: it is in no section."""
    return [
        _made("p", [_made("strong", node["children"])])
        if isinstance(node, dict) and node["tag"] == "heading"
        else node
        for node in nodes
    ]


def _made(tag: str, children: list[Node], **more: Any) -> dict[str, Any]:
    return {"tag": tag, "children": children, **more}
