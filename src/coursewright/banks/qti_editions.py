"""The editions of QTI as rows: namespace, names of elements, the words of the manifest."""

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

__all__ = ["QTI21", "QTI30", "QtiEdition", "plain_name"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class QtiEdition:
    """One edition of QTI."""

    name: str
    namespace: str
    location: str
    """Where the schema of items is, for `xsi:schemaLocation`."""
    item_type: str
    test_type: str
    """The types of resources in the manifest."""
    schema: str
    schema_version: str
    package_namespace: str
    case: Literal["camel", "kebab"]
    """QTI 3.0 writes `qti-choice-interaction` for `choiceInteraction`."""
    content_body: bool
    """Whether feedback stands in a `qti-content-body` (QTI 3.0 ASI 2.12.5)."""

    def tag(self, name: str) -> str:
        """Return the qualified name of an element, given in camel case."""
        written = f"qti-{_kebab(name)}" if self.case == "kebab" else name
        return f"{{{self.namespace}}}{written}"

    def attribute(self, name: str) -> str:
        """Return the name of an attribute, given in camel case."""
        return _kebab(name) if self.case == "kebab" else name

    def root(self, name: str) -> etree._Element:
        """Return a root element that names its schema."""
        nsmap = {None: self.namespace, "xsi": _XSI}
        root = etree.Element(self.tag(name), nsmap=nsmap)  # type: ignore[arg-type] # the stubs know no default namespace
        root.set(f"{{{_XSI}}}schemaLocation", f"{self.namespace} {self.location}")
        return root

    def child(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        """Add an element; its attributes are given in camel case."""
        made = etree.SubElement(parent, self.tag(name))
        for key, value in attributes.items():
            made.set(self.attribute(key), value)
        return made


QTI21 = QtiEdition(
    name="qti21",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    location="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    item_type="imsqti_item_xmlv2p1",
    test_type="imsqti_test_xmlv2p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    case="camel",
    content_body=False,
)
QTI30 = QtiEdition(
    name="qti30",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    location="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    item_type="imsqti_item_xmlv3p0",
    test_type="imsqti_test_xmlv3p0",
    schema="QTI Package",
    schema_version="3.0.0",
    package_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    case="kebab",
    content_body=True,
)


def _kebab(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "-" + found[1].lower(), name)


def plain_name(name: str) -> str:
    """Return the name of an element or attribute of any edition, in camel case."""
    bare = name.removeprefix("qti-")
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), bare)
