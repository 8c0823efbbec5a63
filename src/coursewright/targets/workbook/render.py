"""The workbook: the lessons of a track as data, set by Typst with the template of the workbook."""

import json
from typing import Any

from coursewright.documents.lesson_documents import lesson_documents
from coursewright.errors import SurroundingsError, TemplateFileError
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.presentation.strings import strings
from coursewright.presentation.template_files import read_template_file
from coursewright.shipped import shipped
from coursewright.target import Options, Rendered

from .print_tree import PrintedLessons

__all__ = ["render"]

_TEMPLATE = "workbook/workbook.typ"
_BUILT_IN = 0x590  # the fonts that come with Typst have Latin, Greek and Cyrillic letters
_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp")


def render(course: Course, options: Options) -> Rendered:
    """Return a PDF for each track.

    Raises:
        SurroundingsError: the package that sets PDF is not installed.
        TemplateFileError: the author's template cannot be compiled.
    """
    tracks = course.settings.tracks
    files = []
    for track in tracks:
        name = course.id if len(tracks) == 1 else f"{course.id}-{track.id}"
        files.append(Artifact(f"{name}.pdf", _workbook(course, track.id, options)))
    return Rendered(tuple(files), report={"workbooks": len(files)})


def _workbook(course: Course, track: str, options: Options) -> bytes:
    documents, shown = lesson_documents(course, track, options, ending=".html", files="")
    media = {
        path: course.assets[path].data for path in shown if course.assets[path].media_type in _SHOWN
    }
    printed = PrintedLessons(set(media))
    words = strings(course.settings.language, options.templates)
    lessons = [
        {"title": one.lesson.title, "body": printed.lesson(one.page.root)} for one in documents
    ]
    data = {
        "title": course.settings.title,
        "description": course.settings.description,
        "language": course.settings.language.partition("-")[0],
        "rtl": course.direction == "rtl",
        "paper": options.settings.get("paper", "a4"),
        "words": {"contents": words["player.menu"], "answers": words["mail.answers"]},
        "lessons": lessons,
        "answers": printed.answers,
    }
    return _set(json.dumps(data, ensure_ascii=False), media, options)


def _set(data: str, media: dict[str, bytes], options: Options) -> bytes:
    try:
        import typst
    except ImportError as error:
        msg = "the workbook needs a package that is not installed"
        raise SurroundingsError(msg, hint="pip install 'coursewright[pdf]'") from error
    # The same course is the same bytes on any machine: fonts of the system only where a script
    # needs them.
    own_fonts = all(ord(char) < _BUILT_IN or 0x2000 <= ord(char) < 0x2E80 for char in data)
    settings: dict[str, Any] = {
        "sys_inputs": {"data": data},
        "ignore_system_fonts": own_fonts,
        "timestamp": 0,
        "pdf_standards": "ua-1",
    }
    files = {"main.typ": _template(options).encode(), **media}
    try:
        made = typst.compile(files, **settings)
    except typst.TypstError as error:
        raise TemplateFileError(str(error)[:500], path=_TEMPLATE) from error
    assert isinstance(made, bytes)  # noqa: S101 -- of one PDF
    return made


def _template(options: Options) -> str:
    for folder in (*options.templates, shipped("templates")):
        text = read_template_file(folder, _TEMPLATE)
        if text is not None:
            return text
    msg = "the template of the workbook is missing"
    raise SurroundingsError(msg, hint="Install the package again.")
