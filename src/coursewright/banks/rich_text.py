"""Texts of questions: HTML fragments as plain text, as well-formed XHTML, as a tree."""

import re
from decimal import Decimal
from html import escape

from lxml import etree, html

__all__ = ["decimal", "fragment", "has_markup", "paragraphs", "plain_text", "xhtml"]

_BLOCK = {
    "p", "div", "li", "tr", "br", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table",
    "ul", "ol", "figure", "dd", "dt",
}  # fmt: skip
_DROP = {"script", "style", "head", "title", "meta", "link", "iframe", "object", "embed", "form"}
# What stays of a fragment: what QTI, Moodle and EPUB all allow.
_KEEP: dict[str, tuple[str, ...]] = {
    "p": (), "br": (), "em": (), "strong": (), "code": (), "pre": (), "ul": (), "ol": ("start",),
    "li": (), "blockquote": (), "sub": (), "sup": (), "a": ("href",),
    "img": ("src", "alt", "width", "height"), "table": (), "thead": (), "tbody": (), "tr": (),
    "th": ("scope",), "td": (), "h3": (), "h4": (), "h5": (), "h6": (), "hr": (), "kbd": (),
    "div": (), "span": (), "caption": (), "dl": (), "dt": (), "dd": (),
}  # fmt: skip
_RENAME = {"b": "strong", "i": "em", "tt": "code", "h1": "h3", "h2": "h3", "figure": "div",
           "figcaption": "p", "section": "div", "article": "div"}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def fragment(text: str) -> html.HtmlElement:
    """Return a fragment as the children of one `div`."""
    clean = _CONTROL.sub("", text)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    source = f"<div>{clean}</div>".encode("utf-8", "replace")
    root = html.document_fromstring(source, parser=parser)
    found = root.find(".//div")
    return root if found is None else found


def has_markup(text: str) -> bool:
    """Tell whether a fragment is more than plain words, apart from one paragraph around it."""
    inner = re.sub(r"^\s*<p>(.*)</p>\s*$", r"\1", text, flags=re.DOTALL)
    return bool(re.search(r"<[A-Za-z/]", inner))


def plain_text(text: str) -> str:
    """Return the words of a fragment; a new line for each block."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    out: list[str] = []
    _words(fragment(text), out)
    lines = "".join(out).split("\n")
    return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


def _words(node: etree._Element, out: list[str]) -> None:
    tag = node.tag if isinstance(node.tag, str) else ""
    if tag and tag not in _DROP:
        if tag in _BLOCK:
            out.append("\n")
        if tag == "img":
            out.append(f" {node.get('alt') or ''} ")
        out.append((node.text or "").replace("\n", " "))
        for child in node:
            _words(child, out)
        if tag in _BLOCK:
            out.append("\n")
    out.append((node.tail or "").replace("\n", " "))


def xhtml(text: str) -> str:
    """Return a fragment as well-formed XHTML without namespace, only with harmless elements."""
    if "<" not in text and "&" not in text:
        return escape(_CONTROL.sub("", text), quote=False)
    root = etree.Element("div")
    _copy(fragment(text), root)
    parts = [escape(root.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode") for child in root]
    return "".join(parts).strip()


def _copy(source: etree._Element, target: etree._Element) -> None:
    """Append the contents of `source` to `target`, without what is not kept."""
    _append(target, source.text)
    for child in source:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        tag = _RENAME.get(tag, tag)
        if tag in _KEEP:
            made = etree.SubElement(target, tag)
            for name in _KEEP[tag]:
                if (value := child.get(name)) is not None and _harmless(name, value):
                    made.set(name, value)
            if tag == "img" and made.get("alt") is None:
                made.set("alt", "")
            _copy(child, made)
        elif tag and tag not in _DROP:
            _copy(child, target)
        _append(target, child.tail)


def _harmless(name: str, value: str) -> bool:
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", value)
    if name not in ("href", "src") or scheme is None:
        return True
    return scheme[1].lower() in ("http", "https", "mailto")


def _append(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def paragraphs(text: str) -> str:
    """Return plain text as HTML: a paragraph for each run of lines."""
    runs = [run for run in re.split(r"\n\s*\n", text.strip()) if run.strip()]
    return "".join(f"<p>{escape(run.strip(), quote=False)}</p>" for run in runs)


def decimal(text: str) -> Decimal | None:
    """Return a number as it is written, with a point or a comma; None if it is none."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if not re.fullmatch(r"[-+]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][-+]?\d{1,2})?", plain):
        return None
    return Decimal(f"{Decimal(plain):f}")
