"""`switch`: of its children a browser draws the first whose conditions hold, so the rest can go.

Drawing programs put a piece of a web page first, and a plain text after it for all that cannot
show one. Where both say the same, the text is taken.
"""

from lxml import etree

from .svg_names import SVG

__all__ = ["chosen"]

_FOREIGN = f"{{{SVG}}}foreignObject"
_TEXT = f"{{{SVG}}}text"
_OF_EDITORS = "http://ns.adobe.com/"


def chosen(switch: etree._Element) -> list[etree._Element]:
    """Return the children that browsers may draw: up to the first without a condition."""
    children = [
        child
        for child in switch
        if isinstance(child.tag, str) and not _for_its_editor(child) and not _in_place_of(child)
    ]
    for at, child in enumerate(children):
        if child.get("systemLanguage") is None and child.get("requiredExtensions") is None:
            return children[: at + 1]
    return children


def _for_its_editor(child: etree._Element) -> bool:
    """Tell whether no browser can choose a child: it asks for a drawing program."""
    return child.tag == _FOREIGN and str(child.get("requiredExtensions", "")).startswith(
        _OF_EDITORS
    )


def _in_place_of(child: etree._Element) -> bool:
    """Tell whether a piece of a web page is followed by a plain text with the same words."""
    after = child.getnext()
    if child.tag != _FOREIGN or after is None or after.tag != _TEXT:
        return False
    return _words(child) == _words(after) != ""


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).replace("\u00a0", " ").strip()
