"""A SCORM package as a course: its pages as Markdown, in the order of its manifest."""

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from coursewright.banks.bank_xml import child_text, local, named, parse_xml
from coursewright.banks.qti_reader import is_qti, read_qti
from coursewright.banks.rich_text import fragment, plain_text
from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_course import add_questions
from .drafts import DraftCourse, DraftLesson, DraftModule
from .html_markdown import html_to_markdown
from .markdown_text import file_name
from .page_questions import page_questions
from .source_files import SourceFiles, decode_text

__all__ = ["scorm_course"]

_MANIFEST = "imsmanifest.xml"
_PICTURES = ("svg", "png", "jpg", "jpeg", "gif", "webp")


def scorm_course(source: SourceFiles, course: DraftCourse, path: str) -> None:
    """Fill a course from a package.

    Raises:
        UsageError: there is no manifest, or it is not well formed.
    """
    data = source.data(_MANIFEST)
    if data is None:
        msg = f"{path} has no {_MANIFEST} at its root"
        raise UsageError(msg, hint="Import a SCORM package, or a zip of QTI.")
    _PackageReader(source, course, path, parse_xml(data, _MANIFEST)).run()


class _PackageReader:
    def __init__(
        self, source: SourceFiles, course: DraftCourse, path: str, root: etree._Element
    ) -> None:
        self.source = source
        self.course = course
        self.path = path
        self.root = root
        self.seen: set[str] = set()

    def run(self) -> None:
        self.course.kind = "SCORM package"
        resources = {
            one.get("identifier", ""): one for one in self.root.iter() if local(one) == "resource"
        }
        organization = next((o for o in self.root.iter() if local(o) == "organization"), None)
        if organization is not None:
            self.course.title = child_text(organization, "title") or self.course.title
            for item in named(organization, "item"):
                self.item(item, resources, None)
        if is_qti(dict(self.source.files)):
            self.qti()
        if not self.course.lessons:
            pages = [path for path in self.source.files if path.lower().endswith((".html", ".htm"))]
            module = DraftModule(self.course.title)
            self.course.modules.append(module)
            for page in sorted(pages):
                self.page(page, "", module)
        self.course.modules = [one for one in self.course.modules if one.lessons]

    def qti(self) -> None:
        """Add the questions of a package that carries them as QTI."""
        bank = read_qti(dict(self.source.files), self.path)
        for loss in bank.losses:
            self.course.lose(loss.place, loss.message)
        if bank.items:
            lesson = DraftLesson("Questions", "", bank.items[0].place)
            parts = add_questions(self.course, lesson, list(bank.items), bank)
            lesson.body = "\n\n".join(parts)
            self.course.modules.append(DraftModule("Questions", [lesson]))

    def item(
        self, item: etree._Element, resources: dict[str, etree._Element], module: DraftModule | None
    ) -> None:
        title = child_text(item, "title")
        inner = named(item, "item")
        if module is None or inner:
            module = DraftModule(title if inner else self.course.title)
            same = [one for one in self.course.modules if one.title == module.title]
            if same:
                module = same[0]
            else:
                self.course.modules.append(module)
        resource = resources.get(item.get("identifierref", ""))
        if resource is not None:
            base = resource.get(_XML_BASE, "")
            href = posixpath.normpath(posixpath.join(base, unquote(resource.get("href", ""))))
            before = len(module.lessons)
            self.page(href.partition("?")[0], title, module)
            if len(module.lessons) == before:
                self.other_pages(resource, base, module)
        for one in inner:
            self.item(one, resources, module)

    def other_pages(self, resource: etree._Element, base: str, module: DraftModule) -> None:
        """Add the pages that a resource lists, where its first one is only a frame for them."""
        for file in named(resource, "file"):
            href = posixpath.normpath(posixpath.join(base, unquote(file.get("href", ""))))
            if href.lower().endswith((".html", ".htm", ".xhtml")):
                self.page(href, "", module)

    def page(self, path: str, title: str, module: DraftModule) -> None:
        if path in self.seen:
            return
        self.seen.add(path)
        place = Span(path)
        data = self.source.data(path)
        if data is None:
            self.course.lose(place, "The page is named in the manifest but is not in the package")
            return
        if not path.lower().endswith((".html", ".htm", ".xhtml")):
            self.course.lose(place, "Left out: it is no page of HTML")
            return
        text = decode_text(data)
        found = re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
        title = title or plain_text(found[1] if found else "") or posixpath.basename(path)
        lessons = _own_lessons(text)
        for name, own_title, own in lessons:
            self.lesson(DraftLesson(own_title or name, "", place, id=name), own, path, module)
        if not lessons:
            self.lesson(DraftLesson(title, "", place), _body(text), path, module)

    def lesson(self, lesson: DraftLesson, body: str, path: str, module: DraftModule) -> None:
        """Add a lesson with the text and the questions of a page."""
        place, title = lesson.origin, lesson.title
        bank, body = page_questions(body, path)
        html = html_to_markdown(
            body,
            lambda src: self.picture(path, src),
            lambda message: self.course.lose(place, message),
            link=lambda href: None,
        )
        parts = [html] if html.strip() else []
        parts += add_questions(self.course, lesson, list(bank.items), bank)
        lesson.body = _without_title("\n\n".join(parts), title)
        if len(plain_text(body).split()) < 3 and not lesson.questions and "![" not in lesson.body:
            why = "its text is made by a script, or it has none"
            self.course.lose(place, f"The page {title!r} was left out: {why}")
            return
        module.lessons.append(lesson)

    def picture(self, page: str, src: str) -> str | None:
        plain = unquote(src.partition("?")[0].partition("#")[0])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), plain))
        data = None if path.startswith(("..", "/")) else self.source.data(path)
        if data is None or path.rpartition(".")[2].lower() not in _PICTURES:
            if src:
                self.course.lose(Span(page), f"The picture {src[:80]!r} is not in the package")
            return None
        name = f"images/{file_name(path)}"
        self.course.files[name] = data
        return f"../{name}"


_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def _own_lessons(text: str) -> list[tuple[str, str, str]]:
    """Return id, title and HTML of each lesson in a page of our own player."""
    if "data-lesson=" not in text:
        return []
    found = []
    for template in fragment(text).iter("template"):
        name = template.get("data-lesson")
        heading = next(template.iter("h1"), None)
        if name:
            title = plain_text("".join(heading.itertext())) if heading is not None else ""
            html = etree.tostring(template, encoding="unicode", method="html", with_tail=False)
            inner = re.sub(r"^<template[^>]*>|</template>$", "", html)
            found.append((name, title, inner))
    return found


def _body(text: str) -> str:
    """Return what is in the body of a page; of a page with landmarks, what is in the main one."""
    found = re.search(r"<body[^>]*>(.*)</body>", text, re.DOTALL | re.IGNORECASE)
    body = found[1] if found else text
    tree = fragment(body)
    main = next(iter(tree.iter("main")), None)
    if main is not None:
        return etree.tostring(main, encoding="unicode", method="html", with_tail=False)
    return body


def _without_title(body: str, title: str) -> str:
    first, _, rest = body.partition("\n")
    words = re.sub(r"^#+\s*|\\", "", first).strip()
    return rest.strip("\n") if first.startswith("#") and words == title else body
