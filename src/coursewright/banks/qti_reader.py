"""QTI 2.x and 3.0, read: an item, or a package with its items, its test and its pictures."""

import posixpath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_limits import QUESTIONS
from .bank_xml import line_of_element, local, parse_xml
from .items import Bank, BankItem, Loss
from .qti_editions import plain_name
from .qti_interactions import ReadItem, read_interaction

__all__ = ["is_qti", "read_qti"]


def is_qti(files: dict[str, bytes]) -> bool:
    """Tell whether the files of a zip are a package of QTI."""
    manifest = files.get("imsmanifest.xml", b"")
    return b"imsqti_" in manifest


def read_qti(files: dict[str, bytes], path: str) -> Bank:
    """Return the questions of a package, or of single files.

    Args:
        files: the files by path.
        path: what the import was given, for messages.

    Raises:
        UsageError: a file is not well formed, or there are too many questions.
    """
    reader = _Reader(path, files)
    trees = {
        name: parse_xml(data, name)
        for name, data in files.items()
        if name.lower().endswith(".xml") and posixpath.basename(name) != "imsmanifest.xml"
    }
    kinds = {name: _local(tree) for name, tree in trees.items()}
    items = [name for name in trees if kinds[name] == "assessmentItem"]
    if len(items) > QUESTIONS:
        msg = f"{path} has {len(items):,} questions; the limit is {QUESTIONS:,}"
        raise UsageError(msg, hint="Export part of them at a time.")
    for name in trees:
        if kinds[name] == "assessmentTest":
            reader.test(trees[name], name)
        elif kinds[name] == "questestinterop":
            place = Span.whole(name)
            message = "This file is QTI 1.2, which is not imported; export it as QTI 2.1 or 3.0"
            reader.losses.append(Loss(place, message))
    for name in sorted(items, key=lambda one: (reader.order.get(one, len(items)), one)):
        reader.item(trees[name], name)
    return Bank(tuple(reader.items), reader.files, tuple(reader.losses), reader.title)


class _Reader:
    def __init__(self, path: str, files: dict[str, bytes]) -> None:
        self.path = path
        self.source = files
        self.items: list[BankItem] = []
        self.losses: list[Loss] = []
        self.files: dict[str, bytes] = {}
        self.order: dict[str, int] = {}
        self.categories: dict[str, tuple[str, ...]] = {}
        self.title = ""

    def test(self, root: etree._Element, name: str) -> None:
        """Keep the order of the items, and the sections that hold them."""
        self.title = self.title or root.get("title", "")
        for ref in root.iter():
            if _local(ref) == "assessmentItemRef":
                href = unquote(ref.get("href", ""))
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), href))
                self.order.setdefault(target, len(self.order))
                self.categories[target] = _sections(ref)

    def item(self, root: etree._Element, name: str) -> None:
        place = Span(name, line_of_element(root))
        body = next((one for one in root if _local(one) == "itemBody"), None)
        title = root.get("title", "")
        if body is None:
            self.losses.append(Loss(place, f"Left out {title!r}: it has no text"))
            return
        for image in body.iter():
            if _local(image) in ("img", "object"):
                self.picture(image, name)
        options: dict[str, Any] = {
            "id": root.get("identifier", ""),
            "title": title,
            "category": self.categories.get(name, ()),
            "place": place,
        }
        read = ReadItem(root, body, options)
        item = read_interaction(read)
        self.losses += [Loss(place, f"{title!r}: {message}") for message in read.losses]
        if item is not None:
            self.items.append(item)

    def picture(self, image: etree._Element, name: str) -> None:
        attribute = "src" if _local(image) == "img" else "data"
        src = unquote(image.get(attribute, ""))
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), src))
        if target in self.source:
            kept = f"images/{posixpath.basename(target)}"
            self.files[kept] = self.source[target]
            image.set(attribute, kept)


def _local(element: etree._Element) -> str:
    return plain_name(local(element))


def _sections(ref: etree._Element) -> tuple[str, ...]:
    titles = [
        parent.get("title", "")
        for parent in ref.iterancestors()
        if _local(parent) == "assessmentSection"
    ]
    names = [part.strip() for title in reversed(titles) for part in title.split(" / ")]
    return tuple(name for name in names if name)
