"""The lessons of a track as documents: rendered by the templates of the site, then made static."""

from dataclasses import dataclass, field

from coursewright.markup.blockhtml import block_html
from coursewright.markup.lessonhtml import lesson_html
from coursewright.markup.view import View, ident
from coursewright.model import Choice, Course, Lesson, walk
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.target import Options

from .static_html import StaticPage, static_page

__all__ = ["LessonDocument", "lesson_documents"]


@dataclass(frozen=True, slots=True)
class LessonDocument:
    """A lesson to read."""

    lesson: Lesson
    module: str
    """The title of its module."""
    page: StaticPage


@dataclass(slots=True)
class _DocumentPlaces:
    """Where things lie, seen from a document: the others beside it, files below one folder."""

    course: Course
    track: str
    ending: str
    files: str
    """What leads to the files: `../media/`."""
    shown: dict[str, str] = field(default_factory=dict)

    def lesson(self, id: str) -> str | None:  # noqa: A002 -- the field's name
        known = any(lesson.id == id for lesson in self.course.lessons_of(self.track))
        return f"{id}{self.ending}" if known else None

    def asset(self, path: str) -> str | None:
        if path not in self.course.assets:
            return None
        return self.shown.setdefault(path, self.files + path)

    def aid(self, id: str) -> str | None:  # noqa: A002
        return None

    def answer(self, item: str, option: str) -> str | None:
        return "#"


def lesson_documents(
    course: Course,
    track: str,
    options: Options,
    *,
    ending: str,
    files: str,
    without: frozenset[str] = frozenset(),
) -> tuple[list[LessonDocument], list[str]]:
    """Return the lessons of a track as documents, and the files of the course that they show.

    Args:
        course: the course.
        track: the id of the track.
        options: the author's templates.
        ending: how the documents' names end: `.xhtml`.
        files: what leads from a document to the files.
        without: ids of questions that are left out, because they come in another form.
    """
    places = _DocumentPlaces(course, track, ending, files)
    words = strings(course.settings.language, options.templates)
    templates = Templates("lesson", options.templates)
    found = []
    for lesson in course.lessons_of(track):
        view = View(course, words, templates, "site", places, (track,))
        page = static_page(str(lesson_html(lesson, view)))
        _fold(page, lesson, view, without)
        found.append(LessonDocument(lesson, course.module_of(lesson).title, page))
    return found, sorted(places.shown)


def _fold(page: StaticPage, lesson: Lesson, view: View, without: frozenset[str]) -> None:
    """Give each choice its answers to unfold, which the site has on pages of their own."""
    for block in walk(lesson.body):
        if not hasattr(block, "id"):
            continue
        section = page.by_id(ident("q", str(block.id)))
        if section is None:
            continue
        if block.id in without:
            page.remove(section)
        elif isinstance(block, Choice):
            folded = static_page(str(block_html(block, view, folded=True)))
            parent = section.getparent()
            if parent is not None and len(folded.root):
                made = folded.root[0]
                made.tail = section.tail
                parent.replace(section, made)
