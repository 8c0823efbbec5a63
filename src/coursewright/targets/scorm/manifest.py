"""The manifest of a package, `imsmanifest.xml`: built from nodes, in the order of the schemas."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from coursewright.model import Course, Package
from coursewright.packages.lms_names import xml_text

from .editions import Edition

__all__ = ["LAUNCH", "manifest"]

LAUNCH = "index.html"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# Buttons of the LMS that would leave the one SCO of the package or throw its attempt away.
_HIDDEN = ("previous", "continue", "abandon", "abandonAll")
_DESCRIPTION = 2000  # LOM 1.4: SPM of a description


def manifest(course: Course, package: Package, edition: Edition, files: Iterable[str]) -> bytes:
    """Return the manifest of one package: one organization, one item, one SCO.

    Args:
        course: the course.
        package: the package, whose id keeps the manifest's ids the same over builds.
        edition: the row of the standard.
        files: every path of the zip but the manifest's own.
    """
    nsmap: Any = {prefix or None: uri for prefix, uri in edition.namespaces.items()}
    root = etree.Element(f"{{{nsmap[None]}}}manifest", nsmap=nsmap)
    root.set("identifier", f"cw-{course.id}-{package.id}")
    root.set("version", "1.0")
    title = xml_text(package.title, xml_text(course.settings.title, course.id))
    _metadata(root, course, package, edition, title)
    _organization(root, package, edition, title)
    _resource(root, package, edition, files)
    etree.indent(root)
    # Double quotes, as everybody writes them: readers that look at bytes expect these.
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return head + body + b"\n"


def _child(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    """Add an element: `prefix:name`, or `name` of the default namespace."""
    prefix, _, name = tag.rpartition(":")
    nsmap: Any = parent.nsmap
    uri = nsmap[prefix or None]
    child = etree.SubElement(parent, f"{{{uri}}}{name}")
    child.text = text
    return child


def _metadata(
    root: etree._Element, course: Course, package: Package, edition: Edition, title: str
) -> None:
    metadata = _child(root, "metadata")
    _child(metadata, "schema", "ADL SCORM")
    _child(metadata, "schemaversion", edition.schema_version)
    if edition.lom is None:
        return
    language = course.settings.language
    own: Any = {None: edition.lom}
    lom = etree.SubElement(metadata, f"{{{edition.lom}}}lom", nsmap=own)
    general = _child(lom, "general")
    _langstring(_child(general, "title"), title, language)
    _child(general, "language", language)
    description = xml_text(package.description or course.settings.description, title)
    _langstring(_child(general, "description"), description[:_DESCRIPTION], language)


def _langstring(parent: etree._Element, text: str, language: str) -> None:
    _child(parent, "langstring", text).set(f"{_XML}lang", language)


def _organization(root: etree._Element, package: Package, edition: Edition, title: str) -> None:
    organizations = _child(root, "organizations")
    organizations.set("default", f"org-{package.id}")
    organization = _child(organizations, "organization")
    organization.set("identifier", f"org-{package.id}")
    if edition.sequencing:
        adlseq = edition.namespaces["adlseq"]
        organization.set(f"{{{adlseq}}}objectivesGlobalToSystem", "false")
    _child(organization, "title", title)
    item = _child(organization, "item")
    item.set("identifier", f"item-{package.id}")
    item.set("identifierref", f"res-{package.id}")
    _child(item, "title", title)
    if edition.sequencing:
        _delivery(item)
        control = _child(_child(organization, "imsss:sequencing"), "imsss:controlMode")
        control.set("choice", "true")
        control.set("flow", "true")


def _delivery(item: etree._Element) -> None:
    # Without both an LMS may mark the SCO completed and satisfied by itself (SAP KBA 3403728).
    controls = _child(_child(item, "imsss:sequencing"), "imsss:deliveryControls")
    controls.set("completionSetByContent", "true")
    controls.set("objectiveSetByContent", "true")
    interface = _child(_child(item, "adlnav:presentation"), "adlnav:navigationInterface")
    for button in _HIDDEN:
        _child(interface, "adlnav:hideLMSUI", button)


def _resource(
    root: etree._Element, package: Package, edition: Edition, files: Iterable[str]
) -> None:
    resource = _child(_child(root, "resources"), "resource")
    resource.set("identifier", f"res-{package.id}")
    resource.set("type", "webcontent")
    resource.set(f"{{{edition.namespaces['adlcp']}}}{edition.scorm_type}", "sco")
    resource.set("href", LAUNCH)  # the first resource: Open edX starts it whatever else is said
    for path in sorted(files, key=lambda path: (path != LAUNCH, path)):
        _child(resource, "file").set("href", path)
