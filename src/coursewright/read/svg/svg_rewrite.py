"""A new tree from a parsed picture: what is on the lists is copied, what can act is a fault."""

from functools import lru_cache

from lxml import etree

from .svg_faults import Faults
from .svg_names import (
    ACTIVE,
    ATTRIBUTES,
    ELEMENTS,
    INERT,
    NOTHING_TO_CSS,
    SVG,
    TEXT,
    XLINK,
    XML,
    is_active_namespace,
)
from .svg_references import reference
from .svg_style import declarations, style_sheet, style_value
from .svg_switch import chosen

__all__ = ["rewrite_tree"]

_LEADING = frozenset(
    """
    action background cite classid codebase data dynsrc formaction from icon lowsrc manifest
    ping poster profile src srcdoc srcset to attributename
    """.split()  # noqa: SIM905
)
"""Attributes of other languages that lead somewhere; in a drawing they have no business."""
_ARIA = "aria-"


def rewrite_tree(root: etree._Element, faults: Faults) -> bytes:
    """Return the picture as UTF-8 without a declaration, made of what is allowed."""
    copy = _Copy(faults)
    prefixes: dict[str | None, str] = {None: SVG, "xlink": XLINK}
    new = etree.Element(f"{{{SVG}}}svg", nsmap=prefixes)  # type: ignore[arg-type] # None: default
    copy.fill(root, new)
    etree.cleanup_namespaces(new)
    return etree.tostring(new, encoding="unicode").encode("utf-8") + b"\n"


class _Copy:
    """Copies one picture; elements nest 256 deep at most, which the parser sees to."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def fill(self, old: etree._Element, new: etree._Element) -> None:
        """Give a new element the attributes, text and children of an old one."""
        name = str(old.tag).removeprefix(f"{{{SVG}}}")
        for key, value in old.attrib.items():
            self._attribute(old, new, name, (str(key), str(value)))
        if name == "style":
            self._style(old, new)
        elif name in ("title", "desc"):
            for element in old.iterdescendants():
                self._dropped(element)
            new.text = "".join(str(text) for text in old.itertext())
        else:
            self._children(old, new, shown=name in TEXT)

    def _children(self, old: etree._Element, new: etree._Element, *, shown: bool) -> None:
        new.text = _characters(old.text, shown=shown)
        last: etree._Element | None = None
        for child in chosen(old) if old.tag == f"{{{SVG}}}switch" else old:
            if self._kept(child):
                last = etree.SubElement(new, str(child.tag))
                self.fill(child, last)
            tail = _characters(child.tail, shown=shown) or ""
            if last is None:
                new.text = (new.text or "") + tail
            else:
                last.tail = (last.tail or "") + tail

    def _kept(self, element: etree._Element) -> bool:
        """Tell whether an element is copied; note one that cannot be left out without a loss."""
        if not _is_element(element):
            return False
        namespace, name = _named(element.tag)
        if namespace != SVG:
            self._dropped(element)
            for inner in element.iterdescendants():
                self._dropped(inner)
            return False
        if name in ELEMENTS:
            return True
        if name in INERT:
            for inner in element.iterdescendants():
                self._dropped(inner)
            return False
        hint = _HINTS.get(name.lower())
        message = f"it has the element `{name}`, which is not part of a drawing"
        self._faults.report(element, message, hint)
        return False

    def _dropped(self, element: etree._Element) -> None:
        """Note an element that acts, where everything else is left out without a loss."""
        if not _is_element(element):
            return
        namespace, name = _named(element.tag)
        of_svg = namespace == SVG and name not in ELEMENTS | INERT
        active = name.lower() in ACTIVE or is_active_namespace(namespace or "")
        if of_svg or active:
            message = f"it has the element `{name}`, which is not part of a drawing"
            self._faults.report(element, message, _HINTS.get(name.lower()))

    def _attribute(
        self, old: etree._Element, new: etree._Element, name: str, pair: tuple[str, str]
    ) -> None:
        key, value = pair
        namespace, local = _named(key)
        plain = local.lower()
        if plain.startswith("on") or is_active_namespace(namespace or ""):
            self._faults.report(old, f"it has the attribute `{plain}`", _WITHOUT_SCRIPT)
        elif plain == "href" and namespace in (None, XLINK):
            self._reference(old, new, name, pair)
        elif namespace == XML and plain == "base":
            self._faults.report(old, "it has the attribute `base`")
        elif namespace == XML and plain in ("space", "lang"):
            new.set(key, value)
        elif namespace is None and (key in ATTRIBUTES or key.startswith(_ARIA)):
            self._value(old, new, key, value)
        elif namespace is None and plain in _LEADING:
            self._faults.report(old, f"it has the attribute `{plain}`")

    def _reference(
        self, old: etree._Element, new: etree._Element, name: str, pair: tuple[str, str]
    ) -> None:
        key, value = pair
        target = reference(name, value)
        if target is None:
            hint = "Embed images as PNG, JPEG, GIF or WebP, and refer to parts of the picture only."
            self._faults.report(old, f"its `{name}` refers to something outside the picture", hint)
        elif target:
            new.set(key, target)

    def _value(self, old: etree._Element, new: etree._Element, key: str, value: str) -> None:
        faults: tuple[str, ...] = ()
        if key == "style":
            value, faults = declarations(value)
        elif key not in NOTHING_TO_CSS and not key.startswith(_ARIA):
            value, faults = style_value(key, value)
        for fault in faults:
            where = "" if key == "style" else f" (`{key}`)"
            self._faults.report(old, fault + where, _WITHOUT_FETCH)
        new.set(key, value)

    def _style(self, old: etree._Element, new: etree._Element) -> None:
        for element in old.iterdescendants():
            self._dropped(element)
        parts = [old.text, *(element.tail for element in old)]  # browsers read no other text
        if (old.get("type") or "text/css").strip().lower() != "text/css":
            return  # browsers pass over other languages
        new.text, faults = style_sheet("".join(part for part in parts if part))
        for fault in faults:
            self._faults.report(old, fault, _WITHOUT_FETCH)


_WITHOUT_SCRIPT = "Export it as a plain SVG, without script and interaction."
_WITHOUT_FETCH = (
    "Export it as a plain SVG: colors and shapes in its own file, text in fonts that everyone "
    "has or converted to paths."
)
_HINTS = {
    "script": _WITHOUT_SCRIPT,
    "a": "Remove the link from the picture, and put it in the text of the lesson.",
    "foreignobject": (
        "It contains part of a web page. In draw.io, turn off Word Wrap and Formatted Text of the "
        "labels; in Figma, flatten the layer; in Mermaid, set `htmlLabels: false`."
    ),
} | dict.fromkeys(
    ("animate", "animatemotion", "animatetransform", "animatecolor", "set"),
    "Export a still picture, or show the movement as a video.",
)


def _is_element(node: etree._Element) -> bool:
    tag: object = node.tag  # of a processing instruction it is a function
    return isinstance(tag, str)


@lru_cache(maxsize=1024)
def _named(name: object) -> tuple[str | None, str]:
    """Return the namespace of an element or attribute, and its name."""
    place = etree.QName(str(name))
    namespace: object = place.namespace  # None outside any
    return namespace if isinstance(namespace, str) else None, place.localname


def _characters(text: str | None, *, shown: bool) -> str | None:
    """Return text that is shown as it is, elsewhere only the white space that sets the file out."""
    return text if shown or text is None or not text.strip() else None
