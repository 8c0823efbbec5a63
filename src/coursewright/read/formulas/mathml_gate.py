"""The one gate for MathML: elements and attributes from a list, everything else is refused."""

import html
import re
from dataclasses import dataclass

from lxml import etree

__all__ = ["MathTree", "checked", "serialized"]

_SPACE = "http://www.w3.org/1998/Math/MathML"
# MathML Core, without what links, acts, or holds other languages.
_ELEMENTS = frozenset(
    {
        *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"),
        *("mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle"),
        *("msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("accent", "accentunder", "columnspan", "depth", "display", "displaystyle", "fence"),
        *("form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize"),
        *("minsize", "movablelimits", "notation", "rowspan", "rspace", "scriptlevel"),
        *("separator", "stretchy", "symmetric", "voffset", "width"),
    }
)
# The converter aligns and rules the cells of tables by style; colors could fail in dark mode.
_STYLES = re.compile(
    r"(?:text-align|justify-items|padding-(?:left|right|top|bottom)|width|border-(?:top|right|left|"
    r"bottom))\s*:\s*[\w\s.%-]+"
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)\w+;")


@dataclass(frozen=True, slots=True)
class MathTree:
    """A formula that has passed."""

    root: etree._Element


def checked(raw: str) -> MathTree | str:
    """Return a formula's tree, or in words what it holds that a page must not."""
    named = _ENTITY.sub(lambda found: html.unescape(found[0]), raw)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.XML(named.encode(), parser)
    except etree.XMLSyntaxError:
        return "It cannot be written as MathML."
    for node in root.iter():
        fault = _fault(node)
        if fault:
            return fault
    return MathTree(root)


def _fault(node: etree._Element) -> str | None:
    name = etree.QName(str(node.tag))
    if name.namespace != _SPACE or name.localname not in _ELEMENTS:
        return f"`{name.localname}` is not part of MathML Core."
    for key, value in [(str(key), str(value)) for key, value in node.attrib.items()]:
        if key in ("style", "class"):
            kept = _STYLES.findall(value) if key == "style" else []
            del node.attrib[key]
            if kept:
                node.set("style", ";".join(kept))
        elif key not in _ATTRIBUTES:
            return f"It sets `{key}`, which is not allowed."
    return None


def serialized(tree: MathTree, words: str) -> str:
    """Return the element as HTML holds it, with its words for readers that know no MathML."""
    tree.root.set("alttext", words)
    tree.root.set("dir", "ltr")  # Latin letters, on pages that are written from right to left too
    text = etree.tostring(tree.root, encoding="unicode")
    return text.replace(f' xmlns="{_SPACE}"', "", 1)
