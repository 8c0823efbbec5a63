"""The manifest of a cartridge: modules, pages and quizzes in order (Common Cartridge 1.3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from coursewright.model import Course
from coursewright.packages.lms_names import xml_text

__all__ = ["Entry", "cartridge_manifest"]

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p3"
_TYPES = {"webcontent": "webcontent", "quiz": "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or a quiz."""

    name: str
    title: str
    path: str
    kind: Literal["webcontent", "quiz"]
    module: str
    """The title of its module."""


def cartridge_manifest(
    course: Course, track: str, entries: list[Entry], files: Iterable[str]
) -> bytes:
    """Return the manifest.

    Args:
        course: the course.
        track: the id of the track.
        entries: pages and quizzes, in order.
        files: the files that they show.
    """
    nsmap = {None: _CP, "lomimscc": _LOM, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}manifest", nsmap=nsmap)  # type: ignore[arg-type] # the stubs know no default namespace
    root.set("identifier", _name(f"cc-{course.id}-{track}"))
    root.set(
        f"{{{_XSI}}}schemaLocation",
        f"{_CP} {_PROFILE}/ccv1p3_imscp_v1p2_v1p0.xsd "
        f"{_LOM} {_PROFILE}/LOM/ccv1p3_lommanifest_v1p0.xsd",
    )
    _metadata(root, course)
    held = _child(_child(root, "organizations"), "organization", identifier="organization")
    held.set("structure", "rooted-hierarchy")
    top = _child(held, "item", identifier="root")
    module: etree._Element | None = None
    title = None
    for entry in entries:
        if module is None or entry.module != title:
            title = entry.module
            module = _child(top, "item", identifier=f"module-{len(top) + 1}")
            _child(module, "title", xml_text(title, "Module"))
        item = _child(module, "item", identifier=_name(f"item-{entry.name}"))
        item.set("identifierref", _name(entry.name))
        _child(item, "title", xml_text(entry.title, entry.name))
    resources = _child(root, "resources")
    for entry in entries:
        made = _child(resources, "resource", identifier=_name(entry.name))
        made.set("type", _TYPES[entry.kind])
        if entry.kind == "webcontent":
            made.set("href", entry.path)
        _child(made, "file", href=entry.path)
    for number, path in enumerate(files, 1):
        made = _child(resources, "resource", identifier=f"file-{number}")
        made.set("type", "webcontent")
        made.set("href", path)
        _child(made, "file", href=path)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _metadata(root: etree._Element, course: Course) -> None:
    metadata = _child(root, "metadata")
    _child(metadata, "schema", "IMS Common Cartridge")
    _child(metadata, "schemaversion", "1.3.0")
    general = etree.SubElement(etree.SubElement(metadata, f"{{{_LOM}}}lom"), f"{{{_LOM}}}general")
    for name, text in (
        ("title", xml_text(course.settings.title, course.id)),
        ("description", xml_text(course.settings.description, course.settings.title)),
    ):
        made = etree.SubElement(etree.SubElement(general, f"{{{_LOM}}}{name}"), f"{{{_LOM}}}string")
        made.set("language", course.settings.language)
        made.text = text


def _child(parent: etree._Element, tag: str, text: str = "", **names: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_CP}}}{tag}")
    for name, value in names.items():
        made.set(name, value)
    made.text = text or None
    return made


def _name(text: str) -> str:
    """Return an identifier of XML (xsd:ID)."""
    plain = re.sub(r"[^A-Za-z0-9_.-]", "-", text)
    return plain if plain[0].isalpha() else f"x-{plain}"
