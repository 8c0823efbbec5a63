"""SVG pictures: drawings only. No script, no event, no fetch, no entity."""

import re
from io import BytesIO

from lxml import etree

__all__ = ["fault_in_svg"]

_SVG = "{http://www.w3.org/2000/svg}"
_LIVE = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")
_DRAWING = frozenset(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title
    desc metadata style linearGradient radialGradient stop pattern clipPath mask marker filter
    image switch view feBlend feColorMatrix feComponentTransfer feComposite feFlood feGaussianBlur
    feMerge feMergeNode feOffset feDropShadow feFuncA feFuncB feFuncG feFuncR feMorphology feTile
    feTurbulence feDiffuseLighting feSpecularLighting fePointLight feDistantLight feSpotLight
    """.split()  # noqa: SIM905 -- a list of 40 names would fill a screen
)
_RASTER = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_FETCH = re.compile(r"@import|expression\(|\\|javascript:", re.IGNORECASE)
_URL = re.compile(r"url\(([^)]*)", re.IGNORECASE)
_REFERENCE = re.compile(r"#[\w.:-]{1,200}")


def fault_in_svg(data: bytes) -> tuple[str, int] | None:
    """Return what makes a picture unfit to publish, with its line; None for a good one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is not UTF-8", 1
    for word in ("<!DOCTYPE", "<!ENTITY"):
        if word in text:
            return f"it holds `{word}`", text.count("\n", 0, text.index(word)) + 1
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.parse(BytesIO(text.encode()), parser).getroot()
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return "it is not well-formed XML", line if isinstance(line, int) and line > 0 else 1
    if root.tag != f"{_SVG}svg":
        return "it is no SVG", 1
    if "<?xml-stylesheet" in text:
        return "it has a style sheet of its own", 1
    for element in root.iter():
        fault = _fault(element)
        if fault:
            return fault, element.sourceline if isinstance(element.sourceline, int) else 1
    return None


def _fault(element: etree._Element) -> str | None:
    if isinstance(element, etree._Comment):
        return None
    if isinstance(element, etree._ProcessingInstruction | etree._Entity):
        return "it has a processing instruction or an entity"
    tag = str(element.tag)
    name = tag.removeprefix(_SVG)
    if tag.startswith(_SVG) and name not in _DRAWING:
        return f"it has the element `{name}`, which is no drawing"
    if not tag.startswith(_SVG) and not _editors_own(element, tag):
        return f"it has the element `{etree.QName(element).localname}`, which is no SVG"
    if name == "style" and _fetches(element.text or ""):
        return "its style fetches something"
    for key, value in element.attrib.items():
        fault = _attribute(str(key), str(value), name)
        if fault:
            return fault
    return None


def _attribute(key: str, value: str, element: str) -> str | None:
    plain = key.rpartition("}")[2].lower()
    if plain.startswith("on") or key.endswith("}base"):
        return f"it has the attribute `{plain}`"
    if plain == "href":
        value = value.strip()
        if _REFERENCE.fullmatch(value) or (element == "image" and _RASTER.fullmatch(value)):
            return None
        return "it points at something outside itself"
    if _fetches(value):
        return f"its attribute `{plain}` fetches something"
    return None


def _editors_own(element: etree._Element, tag: str) -> bool:
    """Tell whether an element is a drawing program's own note, which no browser acts on.

    A script of XHTML runs wherever it stands, in the metadata too.
    """
    if tag.startswith(_LIVE):
        return False
    if "inkscape" in tag or "sodipodi" in tag:
        return True
    return any(parent.tag == f"{_SVG}metadata" for parent in element.iterancestors())


def _fetches(style: str) -> bool:
    """Tell whether a style reaches for something outside the picture."""
    places = (found[1].strip(" \t\r\n'\"") for found in _URL.finditer(style))
    return bool(_FETCH.search(style)) or not all(place.startswith("#") for place in places)
