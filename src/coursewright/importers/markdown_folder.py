"""A folder of Markdown as a course: order, titles, pictures, links between its documents."""

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from coursewright.presentation.strings import strings
from coursewright.read.file_signatures import MEDIA_TYPES
from coursewright.source import Span

from .course_files import lesson_ids
from .dialects import Page, translate
from .dialects.headings import first_heading
from .drafts import DraftCourse, DraftLesson, DraftModule
from .front_fields import split_front
from .layouts import Layout, find_layout
from .lia_document import lia_head, lia_sections
from .markdown_text import file_name, slug
from .source_files import SourceFiles
from .summary_file import Chapter

__all__ = ["markdown_course"]

_PICTURES = ("svg", "png", "jpg", "jpeg", "gif", "webp")
_MARKDOWN = (".md", ".mdx", ".markdown", ".rmd", ".qmd", ".html")


def markdown_course(source: SourceFiles, course: DraftCourse, single: str = "") -> None:
    """Fill a course from a folder of Markdown.

    Args:
        source: the files.
        course: what is filled.
        single: the one document to take, instead of all.
    """
    _Importer(source, course, single).run()


class _Importer:
    def __init__(self, source: SourceFiles, course: DraftCourse, single: str) -> None:
        self.source = source
        self.course = course
        self.single = single
        self.ids: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def run(self) -> None:
        layout = self.layout()
        course = self.course
        course.kind = layout.kind
        course.title = layout.title or course.title or _title_of(self.source.name)
        course.description = layout.description
        course.language = layout.language or course.language
        heads = [self.head(chapter) for chapter in layout.chapters]
        lessons: list[tuple[Chapter, dict[str, Any], str, int, DraftLesson]] = []
        modules: dict[str, DraftModule] = {}
        for chapter, head in zip(layout.chapters, heads, strict=True):
            if head is None:
                continue
            front, text, first, title = head
            lesson = DraftLesson(title, "", Span(chapter.path, first), id=_slug_of(front, chapter))
            module = modules.setdefault(chapter.module, DraftModule(chapter.module or course.title))
            module.lessons.append(lesson)
            lessons.append((chapter, front, text, first, lesson))
        course.modules = list(modules.values())
        ids = lesson_ids(course)
        self.ids = {}
        for chapter, _, _, _, lesson in lessons:
            self.ids.setdefault(chapter.path, ids[id(lesson)])
            lesson.id = ids[id(lesson)]
        for chapter, _, text, first, lesson in lessons:
            self.write(chapter, layout, text, first, lesson)
        for module in course.modules:
            for lesson in [one for one in module.lessons if not one.body.strip()]:
                course.lose(lesson.origin, f"{lesson.title!r} has no text and was left out")
                module.lessons.remove(lesson)

    def layout(self) -> Layout:
        """Return the order of the documents; a document of LiaScript is a course by itself."""
        whole = self.single
        readme = next((p for p in self.source.files if p.lower() == "readme.md"), "")
        if not whole and readme and lia_head(self.source.text(readme) or ""):
            others = ("book.toml", "config.yaml", "_config.yml", "mkdocs.yml")
            whole = "" if any(name in self.source.files for name in others) else readme
        if not whole:
            return find_layout(self.source, self.course)
        head = lia_head(self.source.text(whole) or "")
        if head is None:
            return Layout("Markdown", chapters=[Chapter("", whole, "")])
        layout = Layout("LiaScript", "liascript", head.title, head.language, head.comment)
        sections = lia_sections(self.source.text(whole) or "")
        layout.chapters = [Chapter(one.title, whole, "", one.text, one.first) for one in sections]
        return layout

    def head(self, chapter: Chapter) -> tuple[dict[str, Any], str, int, str] | None:
        """Return front matter, text, first line and title of a document."""
        if chapter.text:
            return {}, chapter.text, chapter.first, chapter.title
        raw = self.source.text(chapter.path)
        if raw is None:
            place = Span.whole(chapter.path)
            self.course.lose(place, "The document is named in the table of contents but missing")
            return None
        front, text, first = split_front(raw)
        given = front.get("title") or front.get("sidebar_label") or ""
        title = chapter.title or str(given) or first_heading(text)
        return front, text, first, title or _title_of(posixpath.basename(chapter.path))

    def write(
        self, chapter: Chapter, layout: Layout, text: str, first: int, lesson: DraftLesson
    ) -> None:
        path = chapter.path

        def report(line: int, message: str) -> None:
            self.course.lose(Span(path, line, 1, line, 1), message)

        page = Page(
            path=path,
            report=report,
            picture=lambda target, line: self.picture(path, target, line, layout),
            link=lambda target, line: self.link(path, target, line, layout),
            include=lambda target: self.source.text(
                posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            ),
            question_id=self.question_id,
            question=strings(self.course.language, ())["lesson.question.one"],
            dialect=layout.dialect,
            title=lesson.title,
        )
        lesson.body = translate(text, page, first)
        lesson.questions = page.questions

    def question_id(self, words: str) -> str:
        base = f"q-{slug(words, 'question', 40)}"
        name, number = base, 2
        while name in self.course.question_ids:
            name, number = f"{base}-{number}", number + 1
        self.course.question_ids.add(name)
        return name

    def find(self, path: str, target: str, layout: Layout) -> str | None:
        """Return the file that a path in a document means."""
        plain = unquote(target.partition("?")[0].partition("#")[0])
        plain = re.sub(r"^\{\{\s*[\w.]+\s*\}\}/?", "/", plain)
        if not plain or "\x00" in plain:
            return None
        tries = [posixpath.join(posixpath.dirname(path), plain)]
        tries += [posixpath.join(root, plain.lstrip("/")) for root in layout.roots]
        for one in tries:
            name = posixpath.normpath(one)
            if not name.startswith(("..", "/")) and name in self.source.files:
                return name
        return None

    def picture(self, path: str, target: str, line: int, layout: Layout) -> str | None:
        place = Span(path, line, 1, line, 1)
        name = self.find(path, target, layout)
        if name is None:
            self.course.lose(place, f"The picture {target[:100]!r} does not exist; its text stays")
            return None
        if name.rpartition(".")[2].lower() not in _PICTURES:
            self.course.lose(place, f"{target[:100]!r} is no picture that can be shown")
            return None
        return self.keep(name)

    def keep(self, name: str) -> str | None:
        """Copy a file into the course; return its path from a lesson."""
        if name in self.names:
            return f"../{self.names[name]}"
        data = self.source.data(name)
        if data is None:
            return None
        path = f"images/{file_name(name)}"
        stem, _, ending = path.rpartition(".")
        number = 2
        while path in self.course.files and self.course.files[path] != data:
            path, number = f"{stem}-{number}.{ending}", number + 1
        self.course.files[path] = data
        self.names[name] = path
        return f"../{path}"

    def link(self, path: str, target: str, line: int, layout: Layout) -> str | None:
        if target.startswith("#"):
            return target if re.fullmatch(r"#[\w.%-]+", target) else None
        place = Span(path, line, 1, line, 1)
        name = self.find(path, target, layout)
        lesson = self.ids.get(name or "") or self.lesson_at(path, target, layout)
        if lesson:
            _, mark, anchor = target.partition("#")
            anchor = anchor if re.fullmatch(r"[\w.-]{1,120}", anchor) else ""
            return f"lesson:{lesson}{mark if anchor else ''}{anchor}"
        if name and name.rpartition(".")[2].lower() in MEDIA_TYPES:
            return self.keep(name)
        self.course.lose(place, f"The link to {target[:100]!r} leads out of the course")
        return None

    def lesson_at(self, path: str, target: str, layout: Layout) -> str | None:
        """Return the lesson that the address of a page means: `../setup/`, `setup.html`."""
        plain = unquote(target.partition("#")[0].partition("?")[0]).rstrip("/")
        stem = re.sub(r"\.(?:html?|md|mdx|rmd)$", "", plain, flags=re.IGNORECASE)
        folders = {
            posixpath.dirname(path),
            *layout.roots,
            posixpath.dirname(posixpath.dirname(path)),
        }
        for folder in sorted(folders, reverse=True):
            base = posixpath.normpath(posixpath.join(folder, stem.lstrip("/")))
            for ending in (".md", ".mdx", ".Rmd", "/index.md", "/README.md"):
                if found := self.ids.get(base + ending):
                    return found
        name = posixpath.basename(stem)
        bare = {one: posixpath.basename(one).rpartition(".")[0] for one in self.ids}
        alike = [one for one, stem in bare.items() if re.sub(r"^\d+[-_]", "", stem) == name]
        return self.ids[alike[0]] if len(alike) == 1 and name else None


def _slug_of(front: dict[str, Any], chapter: Chapter) -> str:
    if chapter.text:
        return ""
    given = front.get("slug") or front.get("id")
    if isinstance(given, str) and slug(given, ""):
        return slug(given.rpartition("/")[2] or given)
    name = posixpath.basename(chapter.path).rpartition(".")[0]
    name = re.sub(r"^(?:ch)?\d+(?:[-_.]\d+)*[-_. ]+", "", name)
    if name.lower() in ("index", "readme", "_index", ""):
        name = posixpath.basename(posixpath.dirname(chapter.path))
    return slug(name, "")


def _title_of(name: str) -> str:
    words = re.sub(r"\.\w{1,8}$", "", name)
    words = re.sub(r"^\d+[-_. ]+", "", words).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Course"
