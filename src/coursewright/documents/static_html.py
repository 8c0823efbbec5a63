"""HTML of a lesson page made static: no script, no form, well formed, with ids that XML allows."""

import re
from dataclasses import dataclass

from lxml import etree, html

__all__ = ["FOREIGN", "StaticPage", "static_page"]

_DROP = {"script", "style", "template", "dialog"}
_AS = {"form": "section", "fieldset": "section", "legend": "p", "label": "p", "button": "span",
       "select": "span", "option": "span"}  # fmt: skip
_KEPT = {"id", "class", "href", "src", "alt", "width", "height", "lang", "dir", "title", "scope",
         "start", "colspan", "rowspan", "controls", "poster", "kind", "srclang", "label",
         "role", "aria-label", "aria-labelledby", "aria-hidden", "open"}  # fmt: skip
FOREIGN = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
"""Elements with a vocabulary of their own within HTML, by their namespace in XML."""
_ROLES = {"note", "doc-noteref", "doc-endnotes", "doc-backlink", "img", "group"}


@dataclass(slots=True)
class StaticPage:
    """The elements of a page, below one `div`, without a namespace."""

    root: etree._Element

    def by_id(self, name: str) -> etree._Element | None:
        """Return the element with an id."""
        return next((one for one in self.root.iter() if one.get("id") == name), None)

    def remove(self, element: etree._Element) -> None:
        """Take an element out; the text after it stays."""
        parent = element.getparent()
        if parent is None:
            return
        before = element.getprevious()
        if element.tail:
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)

    def inner(self) -> str:
        """Return the contents as XML text."""
        return "".join(etree.tostring(child, encoding="unicode") for child in self.root)

    def html(self) -> str:
        """Return the contents as HTML text."""
        return "".join(
            etree.tostring(child, encoding="unicode", method="html") for child in self.root
        )


def static_page(text: str) -> StaticPage:
    """Return HTML as a static page."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    document = html.document_fromstring(f"<div>{text}</div>".encode(), parser=parser)
    body = document.find(".//div")
    root = etree.Element("div")
    if body is not None:
        _copy(body, root)
    page = StaticPage(root)
    _ids_once(page)
    return page


def _copy(source: etree._Element, target: etree._Element) -> None:
    _append(target, source.text)
    for child in source:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("input", "textarea"):
            _field(child, target)
        elif tag in FOREIGN:
            made = etree.SubElement(target, tag)
            _foreign(child, made)
        elif tag in ("noscript", "main", "html", "body"):
            _copy(child, target)
        elif tag and tag not in _DROP:
            made = etree.SubElement(target, _tag(tag, target))
            _attributes(child, made)
            _copy(child, made)
        _append(target, child.tail)


def _foreign(source: etree._Element, target: etree._Element) -> None:
    """Copy a formula or a drawing as it is, without what runs or leads away."""
    for name, value in source.items():
        plain = str(name).lower()
        if not plain.startswith(("on", "xmlns", "style")) and "href" not in plain:
            target.set(name, value)
    _append(target, source.text)
    for child in source:
        if isinstance(child.tag, str) and child.tag not in _DROP:
            _foreign(child, etree.SubElement(target, child.tag))
        _append(target, child.tail)


def _tag(tag: str, parent: etree._Element) -> str:
    name = _AS.get(tag, tag)
    inline = parent.tag in ("p", "span", "a", "em", "strong", "summary")
    return "span" if inline and name in ("p", "section", "div") else name


def _field(child: etree._Element, target: etree._Element) -> None:
    """Return a place to tick or write on in print."""
    tag = child.get("type", "") if child.tag == "input" else "lines"
    made = etree.SubElement(target, "span", {"class": f"field {tag}"})
    made.text = "☐ " if tag in ("checkbox", "radio") else " "


def _attributes(child: etree._Element, made: etree._Element) -> None:
    for name, value in child.items():
        if name not in _KEPT or (name == "role" and value not in _ROLES):
            continue
        if name == "aria-label" and made.tag == "span" and not child.get("role"):
            continue
        if name == "href" and value in ("#", "None", ""):
            made.tag = "span"
            continue
        made.set(name, _as_id(str(value)) if name == "id" else value)
    if made.get("aria-labelledby"):
        made.set("aria-labelledby", _as_id(str(made.get("aria-labelledby"))))
    href = made.get("href", "")
    if href.startswith("#"):
        made.set("href", "#" + _as_id(href[1:]))


def _as_id(value: str) -> str:
    """Return an id as XML allows it (NCName)."""
    plain = re.sub(r"[^\w.-]", "-", value)
    return plain if re.match(r"[^\W\d]", plain) else f"x{plain}"


def _ids_once(page: StaticPage) -> None:
    """Keep each id once, and only links within the page that lead somewhere."""
    seen: set[str] = set()
    for element in page.root.iter():
        name = element.get("id")
        if name is not None and name in seen:
            del element.attrib["id"]
        elif name is not None:
            seen.add(name)
    for element in page.root.iter():
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in seen:
            del element.attrib["href"]
            element.tag = "span"
        named = element.get("aria-labelledby")
        if named is not None and named not in seen:
            del element.attrib["aria-labelledby"]


def _append(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    if len(target):
        target[-1].tail = (target[-1].tail or "") + clean
    else:
        target.text = (target.text or "") + clean
