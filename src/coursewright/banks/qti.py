"""QTI 2.1 and 3.0, written: a package with an item for each question, and a test of them."""

from posixpath import basename

from lxml import etree

from coursewright.output import Artifact, pack

from .items import Bank, BankItem, Loss
from .qti_editions import QtiEdition
from .qti_items import identifier, qti_item

__all__ = ["write_qti"]


def write_qti(bank: Bank, edition: QtiEdition) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the questions as a zip, and what the format cannot carry."""
    names = _names(bank.items)
    files = [
        Artifact(f"items/{name}.xml", qti_item(item, edition))
        for name, item in zip(names, bank.items, strict=True)
    ]
    files += [Artifact(f"images/{basename(path)}", data) for path, data in bank.files.items()]
    files.append(Artifact("test.xml", _test(bank, names, edition)))
    files.append(Artifact("imsmanifest.xml", _manifest(bank, names, edition)))
    return pack(files, first="imsmanifest.xml"), ()


def _names(items: tuple[BankItem, ...]) -> list[str]:
    """Return a file name for each question, each once in any case."""
    found: dict[str, str] = {}
    for number, item in enumerate(items, 1):
        name = identifier(item.id, f"q{number}")[:60]
        while name.lower() in found:
            name = f"{name}-{number}"
        found[name.lower()] = name
    return list(found.values())


def _test(bank: Bank, names: list[str], edition: QtiEdition) -> bytes:
    root = edition.root("assessmentTest")
    root.set("identifier", "test")
    root.set("title", bank.title or "Questions")
    child = edition.child
    part = child(
        root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    section: etree._Element | None = None
    category: tuple[str, ...] | None = None
    for name, item in zip(names, bank.items, strict=True):
        if section is None or item.category != category:
            category = item.category
            title = " / ".join(category) or bank.title or "Questions"
            number = len(part) + 1
            section = child(part, "assessmentSection", identifier=f"section{number}", title=title)
            section.set("visible", "true")
        child(section, "assessmentItemRef", identifier=name, href=f"items/{name}.xml")
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _manifest(bank: Bank, names: list[str], edition: QtiEdition) -> bytes:
    space = edition.package_namespace
    root = etree.Element(f"{{{space}}}manifest", nsmap={None: space})  # type: ignore[dict-item] # the stubs know no default namespace
    root.set("identifier", "manifest")

    def child(parent: etree._Element, tag: str, text: str = "", **names: str) -> etree._Element:
        made = etree.SubElement(parent, f"{{{space}}}{tag}", **names)  # type: ignore[arg-type] # the stubs know no attributes here
        made.text = text or None
        return made

    metadata = child(root, "metadata")
    child(metadata, "schema", edition.schema)
    child(metadata, "schemaversion", edition.schema_version)
    child(root, "organizations")
    resources = child(root, "resources")
    test = child(resources, "resource", identifier="test", type=edition.test_type, href="test.xml")
    child(test, "file", href="test.xml")
    for name in names:
        child(test, "dependency", identifierref=f"item-{name}")
    shown = {path: f"images/{basename(path)}" for path in bank.files}
    for name, item in zip(names, bank.items, strict=True):
        href = f"items/{name}.xml"
        made = child(
            resources, "resource", identifier=f"item-{name}", type=edition.item_type, href=href
        )
        child(made, "file", href=href)
        text = repr(item)
        for path, target in shown.items():
            if path in text:
                child(made, "file", href=target)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
