"""A PowerPoint deck (.pptx) as a course: a section of the lesson for each slide, notes included."""

import io
import re
from typing import Any

from coursewright.banks.bank_zip import read_zip
from coursewright.errors import SurroundingsError, UsageError
from coursewright.source import Span

from .drafts import DraftCourse, DraftLesson, DraftModule
from .markdown_text import alt_text, escape_text, one_line

__all__ = ["slide_course"]

_MACRO = "ppt/vbaProject.bin"
_PICTURES = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "webp": "webp"}
_PER_LESSON = 12
_SECTION = "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"
_SLIDE_ID = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId"


def slide_course(data: bytes, path: str, course: DraftCourse) -> None:
    """Fill a course from a deck of slides.

    Args:
        data: the file.
        path: its name, for messages.
        course: what is filled.

    Raises:
        UsageError: it cannot be read, or it unpacks to more than the limits.
        SurroundingsError: the library for decks is not installed.
    """
    files = read_zip(data, path)
    if "ppt/presentation.xml" not in files:
        msg = f"{path} is not a PowerPoint file (.pptx)"
        raise UsageError(msg, hint="Save it in PowerPoint as .pptx.")
    try:
        from pptx import Presentation
    except ImportError as error:
        msg = "PowerPoint files need a package that is not installed"
        raise SurroundingsError(msg, hint="pip install 'coursewright[import]'") from error
    try:
        deck = Presentation(io.BytesIO(data))
    except Exception as error:  # the library lets through what its parsers raise
        msg = f"{path} cannot be read: {str(error)[:200]}"
        raise UsageError(msg, hint="Open it in PowerPoint and save it again.") from error
    course.kind = "PowerPoint deck"
    if _MACRO in files:
        course.lose(Span(path), "Macros were left out")
    _DeckReader(deck, path, course).run()


class _DeckReader:
    def __init__(self, deck: Any, path: str, course: DraftCourse) -> None:
        self.deck = deck
        self.path = path
        self.course = course

    def run(self) -> None:
        sections = self.sections()
        title = str(self.deck.core_properties.title or "").strip()
        slides = list(self.deck.slides)
        first = self.title_of(slides[0]) if slides else ""
        if title and title != "PowerPoint Presentation":
            self.course.title = title
        elif first:
            self.course.title = first
        module = DraftModule(self.course.title)
        self.course.modules = [module]
        lesson: DraftLesson | None = None
        section, count = "", 0
        for number, slide in enumerate(slides, 1):
            part = sections.get(slide.slide_id, "")
            if lesson is None or part != section or count >= _PER_LESSON:
                section, count = part, 0
                name = part or self.title_of(slide) or f"Slides from {number}"
                lesson = DraftLesson(name, "", Span(self.path, number))
                module.lessons.append(lesson)
            text = self.slide(slide, number, lesson.title if not count else "")
            lesson.body = "\n\n".join(one for one in (lesson.body, text) if one)
            count += 1
        module.lessons = [one for one in module.lessons if one.body.strip()]

    def sections(self) -> dict[int, str]:
        """Return the name of the section of each slide, by its id."""
        found = {}
        for section in self.deck.part._element.iter(_SECTION):
            for slide in section.iter(_SLIDE_ID):
                found[int(slide.get("id", 0))] = str(section.get("name", ""))
        return found

    def title_of(self, slide: Any) -> str:
        shape = slide.shapes.title
        text = shape.text_frame.text if shape is not None and shape.has_text_frame else ""
        return one_line(re.sub(r"[\x0b\x00-\x1f]", " ", text), 110)

    def slide(self, slide: Any, number: int, lesson: str) -> str:
        """Return a slide as Markdown: title, texts, tables, pictures, then the notes."""
        title = self.title_of(slide)
        parts = [f"## {escape_text(title)}"] if title and title != lesson else []
        if slide._element.get("show") == "0":
            self.lose(number, "the slide is hidden; it is in the course")
        for shape in self.in_order(slide.shapes):
            if shape == slide.shapes.title:
                continue
            parts += self.shape(shape, number)
        notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if notes is not None and notes.text.strip():
            lines = [one_line(line, 5000) for line in notes.text.splitlines() if line.strip()]
            parts.append("\n\n".join(escape_text(line, start=True) for line in lines))
        return "\n\n".join(part for part in parts if part)

    def in_order(self, shapes: Any) -> list[Any]:
        """Return shapes as people read them: from top to bottom, then along the line."""
        flat: list[Any] = []
        for shape in shapes:
            flat += self.in_order(shape.shapes) if hasattr(shape, "shapes") else [shape]
        return sorted(flat, key=lambda one: ((one.top or 0) // 300_000, one.left or 0))

    def shape(self, shape: Any, number: int) -> list[str]:
        if getattr(shape, "has_table", False):
            return [self.table(shape.table)]
        if hasattr(shape, "image"):
            return self.picture(shape, number)
        if getattr(shape, "has_chart", False):
            self.lose(number, "a chart was left out")
            return []
        if shape.has_text_frame:
            return [self.text(shape.text_frame, listed=shape.is_placeholder)]
        kind = str(shape.shape_type or "").partition(" ")[0].lower()
        if kind not in ("none", "line", "freeform", "auto_shape", "placeholder", ""):
            self.lose(number, f"a part of the type {kind} was left out")
        return []

    def text(self, frame: Any, *, listed: bool) -> str:
        rows = [(p.level, self.paragraph(p)) for p in frame.paragraphs]
        rows = [(level, text) for level, text in rows if text]
        if not listed or len(rows) < 2:
            return "\n\n".join(text for _, text in rows)
        return "\n".join(f"{'  ' * min(level, 8)}- {text}" for level, text in rows)

    def paragraph(self, paragraph: Any) -> str:
        parts = []
        for run in paragraph.runs:
            words = escape_text(re.sub(r"[\s\x0b]+", " ", run.text))
            try:
                address = run.hyperlink.address
            except KeyError:
                address = None
            if address and re.match(r"https?://[^/\s]", address) and words.strip():
                target = re.sub(r"[\s<>()\\]", lambda sign: f"%{ord(sign[0]):02X}", address)
                words = f"[{words.strip()}]({target})"
            parts.append(words)
        line = "".join(parts).strip()
        return re.sub(r"^([#>+-]|\d+[.)]|:{2,})(?=\s)", r"\\\1", line)

    def table(self, table: Any) -> str:
        rows = [
            [escape_text(one_line(cell.text, 2000)).replace("|", "\\|") for cell in row.cells]
            for row in table.rows
        ]
        if not rows or len(rows[0]) < 2:
            return "\n\n".join(cell for row in rows for cell in row if cell)
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def picture(self, shape: Any, number: int) -> list[str]:
        try:
            image = shape.image
            ending = _PICTURES.get(image.ext.lower())
        except (ValueError, KeyError, AttributeError):
            ending = image = None
        if ending is None:
            self.lose(number, "a picture of a type that browsers do not show was left out")
            return []
        name = f"images/slide-{number:02}-{image.sha1[:8]}.{ending}"
        self.course.files[name] = image.blob
        described = shape._element.xpath(".//p:cNvPr/@descr")
        alt = alt_text(str(described[0])) if described else ""
        if not alt or re.fullmatch(r"[\w -]+\.(?:png|jpe?g|gif)", alt, re.IGNORECASE):
            self.lose(number, "a picture without a description is now decorative")
            return [f"![](../{name}){{decorative=true}}"]
        return [f"![{alt}](../{name})"]

    def lose(self, number: int, message: str) -> None:
        self.course.lose(Span(self.path, number), f"Slide {number}: {message}")
