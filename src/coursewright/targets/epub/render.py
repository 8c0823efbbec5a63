"""The files of a book in memory: chapters, contents, style, and the package document (OPF)."""

import uuid

from lxml import etree

from coursewright.documents.lesson_documents import LessonDocument, lesson_documents
from coursewright.documents.static_html import FOREIGN
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.presentation.strings import strings
from coursewright.target import Options, Rendered

from .package_document import package_document

__all__ = ["render"]

_XHTML = "http://www.w3.org/1999/xhtml"
_OPS = "http://www.idpf.org/2007/ops"
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_STYLE = b"""body { line-height: 1.5; margin: 0 5%; }
h1, h2, h3 { line-height: 1.2; text-align: start; }
img { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; font-size: 0.85em; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #777777; padding: 0.3em 0.6em; text-align: start; vertical-align: top; }
.label { font-weight: bold; font-size: 0.9em; margin-bottom: 0.2em; }
.callout, .quiz, .action, .situation, .example, .checklist { border-inline-start: 3px solid #777777;
  padding-inline-start: 1em; margin: 1em 0; }
details { margin: 0.5em 0; }
"""


def render(course: Course, options: Options) -> Rendered:
    """Return the files of a book for each track."""
    files: list[Artifact] = []
    for track in course.settings.tracks:
        name = course.id if len(course.settings.tracks) == 1 else f"{course.id}-{track.id}"
        files += [
            Artifact(f"{name}/{file.path}", file.data) for file in _book(course, track.id, options)
        ]
    return Rendered(tuple(files), report={"books": len(course.settings.tracks)})


def _book(course: Course, track: str, options: Options) -> list[Artifact]:
    documents, shown = lesson_documents(course, track, options, ending=".xhtml", files="media/")
    media = {path: course.assets[path] for path in shown}
    words = strings(course.settings.language, options.templates)
    identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{course.id}/{track}')}"
    chapters = [(f"{one.lesson.id}.xhtml", one) for one in documents]
    files = [
        Artifact("mimetype", b"application/epub+zip"),
        Artifact("META-INF/container.xml", _CONTAINER),
        Artifact("book/style.css", _STYLE),
        Artifact("book/nav.xhtml", _contents(course, chapters, words["player.menu"])),
        Artifact("book/package.opf", package_document(course, identity, chapters, media)),
    ]
    files += [Artifact(f"book/{path}", _chapter(course, one)) for path, one in chapters]
    files += [Artifact(f"book/media/{path}", asset.data) for path, asset in media.items()]
    return files


def _document(course: Course, title: str) -> tuple[etree._Element, etree._Element]:
    nsmap = {None: _XHTML, "epub": _OPS}
    root = etree.Element(f"{{{_XHTML}}}html", nsmap=nsmap)  # type: ignore[arg-type] # the stubs know no default namespace
    root.set("lang", course.settings.language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", course.settings.language)
    root.set("dir", course.direction)
    head = etree.SubElement(root, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = title
    link = etree.SubElement(head, f"{{{_XHTML}}}link")
    link.set("rel", "stylesheet")
    link.set("href", "style.css")
    return root, etree.SubElement(root, f"{{{_XHTML}}}body")


def _bytes(root: etree._Element) -> bytes:
    return (
        etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>")
        + b"\n"
    )


def _chapter(course: Course, document: LessonDocument) -> bytes:
    root, body = _document(course, document.lesson.title)
    for child in list(document.page.root):
        body.append(child)
    for tag, namespace in FOREIGN.items():
        for outer in list(body.iter(tag)):
            for element in outer.iter():
                element.tag = f"{{{namespace}}}{element.tag}"
    for element in body.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = f"{{{_XHTML}}}{element.tag}"
    return _bytes(root)


def _contents(course: Course, chapters: list[tuple[str, LessonDocument]], label: str) -> bytes:
    root, body = _document(course, course.settings.title)
    nav = etree.SubElement(body, f"{{{_XHTML}}}nav")
    nav.set(f"{{{_OPS}}}type", "toc")
    etree.SubElement(nav, f"{{{_XHTML}}}h1").text = label
    outer = etree.SubElement(nav, f"{{{_XHTML}}}ol")
    module = ""
    inner = outer
    for path, one in chapters:
        if one.module != module:
            module = one.module
            item = etree.SubElement(outer, f"{{{_XHTML}}}li")
            etree.SubElement(item, f"{{{_XHTML}}}span").text = module
            inner = etree.SubElement(item, f"{{{_XHTML}}}ol")
        link = etree.SubElement(etree.SubElement(inner, f"{{{_XHTML}}}li"), f"{{{_XHTML}}}a")
        link.set("href", path)
        link.text = one.lesson.title
    return _bytes(root)
