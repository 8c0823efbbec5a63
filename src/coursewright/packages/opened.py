"""A package as it lies in a zip, opened for those who judge it."""

import zipfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from lxml import etree

from .zip_gate import entry_fault, read_entry

__all__ = ["ADLCP", "Opened"]

MANIFEST = "imsmanifest.xml"
ADLCP = {
    "1.2": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "2004": "http://www.adlnet.org/xsd/adlcp_v1p3",
}


@dataclass
class Opened:
    """A zip and what its directory says; nothing is unpacked to a disk."""

    data: bytes

    @cached_property
    def entries(self) -> list[zipfile.ZipInfo]:
        """The entries, in the order of the directory."""
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return archive.infolist()

    @cached_property
    def names(self) -> list[str]:
        """The paths of all entries, as they were written (zipfile turns a backslash round)."""
        return [entry.orig_filename for entry in self.entries]

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry; empty if it is missing or the gate refuses it."""
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            try:
                info = archive.getinfo(name)
            except KeyError:
                return b""
            return b"" if entry_fault(info) else read_entry(archive, info) or b""

    @cached_property
    def manifest(self) -> bytes:
        """The bytes of the manifest."""
        return self.read(MANIFEST)

    @cached_property
    def root(self) -> etree._Element | None:
        """The manifest's root; None when it is not well formed."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return etree.parse(BytesIO(self.manifest), parser).getroot()
        except etree.XMLSyntaxError:
            return None

    def all(self, name: str) -> list[etree._Element]:
        """Return every element of the manifest with a local name, in document order."""
        if self.root is None:
            return []
        return [one for one in self.root.iter() if etree.QName(one).localname == name]

    def first(self, name: str) -> str:
        """Return the text of the first element with a local name, "" when there is none."""
        found = self.all(name)
        return (found[0].text or "") if found else ""

    @property
    def is_2004(self) -> bool:
        """Whether the manifest says that it is of 2004."""
        return self.first("schemaversion") != "1.2"
