"""A Word document (.docx) as a course: headings open lessons, pictures come along."""

import io
import re
from typing import Any

from lxml import etree

from coursewright.banks.bank_zip import read_zip
from coursewright.banks.rich_text import fragment, plain_text
from coursewright.errors import SurroundingsError, UsageError
from coursewright.source import Span

from .drafts import DraftCourse, DraftLesson, DraftModule
from .html_markdown import html_to_markdown

__all__ = ["word_course"]

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
comment-reference =>
"""
_MACRO = "word/vbaProject.bin"
_HEADINGS = ("h1", "h2")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
            "image/svg+xml": "svg"}  # fmt: skip


def word_course(data: bytes, path: str, course: DraftCourse) -> None:
    """Fill a course from a Word document.

    Args:
        data: the file.
        path: its name, for messages.
        course: what is filled.

    Raises:
        UsageError: it cannot be read, or it unpacks to more than the limits.
        SurroundingsError: the library for Word documents is not installed.
    """
    files = read_zip(data, path)  # refuses a zip bomb, which the library would unpack
    if "word/document.xml" not in files:
        msg = f"{path} is not a Word document (.docx)"
        raise UsageError(msg, hint="Save it in Word as .docx.")
    course.kind = "Word document"
    if _MACRO in files:
        course.lose(Span(path), "Macros were left out")
    _WordReader(data, path, course).run()


class _WordReader:
    def __init__(self, data: bytes, path: str, course: DraftCourse) -> None:
        self.data = data
        self.path = path
        self.course = course
        self.pictures = 0

    def run(self) -> None:
        html = self.html()
        blocks = [child for child in fragment(html) if isinstance(child.tag, str)]
        top = self.take_title(blocks)
        level = next((tag for tag in _HEADINGS if sum(b.tag == tag for b in blocks) > 1), "h1")
        module = DraftModule(self.course.title)
        self.course.modules = [module]
        part: list[etree._Element] = []
        title = self.course.title
        for block in blocks[top:]:
            if block.tag == level or block.tag == "h1":
                self.add(module, title, part)
                if block.tag == "h1" and level == "h2":
                    module = DraftModule(plain_text(_html(block)))
                    self.course.modules.append(module)
                title, part = plain_text(_html(block)), []
            else:
                part.append(block)
        self.add(module, title, part)
        self.course.modules = [module for module in self.course.modules if module.lessons]

    def html(self) -> str:
        try:
            import mammoth
        except ImportError as error:
            msg = "Word documents need a package that is not installed"
            raise SurroundingsError(msg, hint="pip install 'coursewright[import]'") from error
        try:
            result = mammoth.convert_to_html(
                io.BytesIO(self.data),
                style_map=_STYLES,
                convert_image=mammoth.images.img_element(self.picture),
                external_file_access=False,
            )
        except Exception as error:  # the library has no error of its own for a broken file
            msg = f"{self.path} cannot be read: {str(error)[:200]}"
            raise UsageError(msg, hint="Open it in Word and save it again.") from error
        for message in result.messages:
            if "Unrecognised paragraph style" not in message.message:
                self.course.lose(Span(self.path), message.message)
        return str(result.value)

    def picture(self, image: Any) -> dict[str, str]:
        """Keep a picture; return the attributes of its element."""
        self.pictures += 1
        ending = _ENDINGS.get(image.content_type)
        if ending is None:
            message = f"Picture {self.pictures} is of the type {image.content_type}: left out"
            self.course.lose(Span(self.path), message)
            return {"src": ""}
        name = f"images/picture-{self.pictures:02}.{ending}"
        with image.open() as stream:
            self.course.files[name] = stream.read()
        return {"src": name}

    def take_title(self, blocks: list[etree._Element]) -> int:
        """Take the title of the document; return the number of the block after it."""
        if blocks and blocks[0].tag == "h1":
            rest = sum(block.tag == "h1" for block in blocks)
            if "title" in (blocks[0].get("class") or "") or rest == 1:
                self.course.title = plain_text(_html(blocks[0])) or self.course.title
                return 1
        return 0

    def add(self, module: DraftModule, title: str, part: list[etree._Element]) -> None:
        html = "".join(_html(block) for block in part)
        if not plain_text(html) and "<img" not in html:
            return
        place = Span(self.path)

        def report(message: str) -> None:
            self.course.lose(place, f"{title!r}: {message}")

        def picture(src: str) -> str | None:
            return f"../{src}" if src in self.course.files else None

        def link(href: str) -> str | None:
            return None

        body = html_to_markdown(html, picture, report, top=1, link=link)
        body = re.sub(r"(?m)^#(?=\s)", "##", body)
        module.lessons.append(DraftLesson(title, body, place))


def _html(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", method="html", with_tail=False)
