"""The package document of a book (EPUB 3.3, 5): what it is, its files, and their order."""

from collections.abc import Mapping

from lxml import etree

from coursewright.documents.lesson_documents import LessonDocument
from coursewright.model import Asset, Course

__all__ = ["package_document"]

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
# EPUB asks for an instant (5.5.6). One that is the same on any day keeps the bytes the same.
_MODIFIED = "2000-01-01T00:00:00Z"


def package_document(
    course: Course,
    identity: str,
    chapters: list[tuple[str, LessonDocument]],
    media: Mapping[str, Asset],
) -> bytes:
    """Return the package document.

    Args:
        course: the course.
        identity: what names the book, the same in each edition.
        chapters: the documents by path, in order.
        media: the files that they show, by path.
    """
    nsmap = {None: _OPF, "dc": _DC}
    root = etree.Element(f"{{{_OPF}}}package", nsmap=nsmap)  # type: ignore[arg-type] # the stubs know no default namespace
    root.set("version", "3.0")
    root.set("unique-identifier", "id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", course.settings.language)
    metadata = etree.SubElement(root, f"{{{_OPF}}}metadata")
    for name, value in (
        ("identifier", identity),
        ("title", course.settings.title),
        ("language", course.settings.language),
        ("publisher", course.settings.footer.organisation if course.settings.footer else ""),
        ("description", course.settings.description),
    ):
        if value:
            made = etree.SubElement(metadata, f"{{{_DC}}}{name}")
            made.text = value
            if name == "identifier":
                made.set("id", "id")
    for name, value in _META:
        etree.SubElement(metadata, f"{{{_OPF}}}meta", property=name).text = value
    manifest = etree.SubElement(root, f"{{{_OPF}}}manifest")
    _item(manifest, "nav", "nav.xhtml", "application/xhtml+xml").set("properties", "nav")
    _item(manifest, "style", "style.css", "text/css")
    spine = etree.SubElement(root, f"{{{_OPF}}}spine")
    if course.direction == "rtl":
        spine.set("page-progression-direction", "rtl")
    for number, (path, document) in enumerate(chapters, 1):
        item = _item(manifest, f"chapter{number}", path, "application/xhtml+xml")
        names = (("math", "mathml"), ("svg", "svg"))
        held = [name for tag, name in names if next(document.page.root.iter(tag), None) is not None]
        if held:
            item.set("properties", " ".join(held))
        etree.SubElement(spine, f"{{{_OPF}}}itemref", idref=f"chapter{number}")
    for number, (path, asset) in enumerate(media.items(), 1):
        _item(manifest, f"media{number}", f"media/{path}", asset.media_type)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


_META = (
    ("dcterms:modified", _MODIFIED),
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityHazard", "none"),
)


def _item(parent: etree._Element, name: str, href: str, kind: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_OPF}}}item")
    made.set("id", name)
    made.set("href", href)
    made.set("media-type", kind)
    return made
