"""XML from outside: no entity, no document type, no network, bounded."""

from io import BytesIO
from typing import Any

from lxml import etree

from coursewright.errors import UsageError

from .bank_limits import SOURCE_BYTES

__all__ = ["child_text", "line_of_element", "local", "named", "parse_xml"]


def parse_xml(data: bytes, path: str) -> etree._Element:
    """Return the root of an XML file.

    Raises:
        UsageError: it is too large, not well formed, or it defines entities.
    """
    if len(data) > SOURCE_BYTES:
        msg = f"{path} has {len(data):,} bytes; the limit is {SOURCE_BYTES:,}"
        raise UsageError(msg, hint="Export fewer questions at a time.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        tree = etree.parse(BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        msg = f"{path}:{line}: not well-formed XML: {str(error.msg)[:120]}"
        raise UsageError(msg, hint="Export the file again.") from error
    if _defines_entities(tree):
        msg = f"{path}: the file defines entities or elements of its own, which are not read"
        raise UsageError(msg, hint="Export it again without a document type.")
    return tree.getroot()


def _defines_entities(tree: Any) -> bool:
    doctype = tree.docinfo.internalDTD
    return doctype is not None and any((*doctype.iterentities(), *doctype.iterelements()))


def line_of_element(element: etree._Element) -> int:
    """Return the line that an element is on."""
    line: object = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    return etree.QName(element).localname if _is_element(element) else ""


def _is_element(node: Any) -> bool:
    return isinstance(node.tag, str)  # comments and entities have a function there


def named(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the children with one of these local names."""
    return [child for child in element if local(child) in names]


def child_text(element: etree._Element, *path: str) -> str:
    """Return the text at a path of local names, "" if there is none."""
    for name in path:
        found = named(element, name)
        if not found:
            return ""
        element = found[0]
    return "".join(str(part) for part in element.itertext()).strip()
