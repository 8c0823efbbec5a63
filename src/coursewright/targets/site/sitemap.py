"""The list of pages for search engines (sitemaps.org), made from nodes."""

from collections.abc import Iterable

from lxml import etree

__all__ = ["sitemap"]

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base: str, addresses: Iterable[str]) -> bytes:
    """Return `sitemap.xml` for pages below `base`; without dates, so that the bytes stay."""
    root = etree.Element(f"{{{_SPACE}}}urlset", nsmap={None: _SPACE})  # type: ignore[dict-item]  # no default in the stubs
    for address in addresses:
        url = etree.SubElement(root, f"{{{_SPACE}}}url")
        etree.SubElement(url, f"{{{_SPACE}}}loc").text = f"{base.rstrip('/')}/{address}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
