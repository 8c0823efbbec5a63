"""The files of a cartridge in memory: pages, quizzes, the files they show, and the manifest."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from coursewright.banks.course_items import bank_item, question_view
from coursewright.documents.lesson_documents import LessonDocument, lesson_documents
from coursewright.markup.view import View
from coursewright.model import Assessment, Course, Lesson, OpenText, Quiz, walk
from coursewright.model.roles import questions
from coursewright.output import Artifact
from coursewright.target import Options, Rendered

from .cartridge_manifest import Entry, cartridge_manifest
from .quiz_xml import Carried, as_carried, quiz_xml

__all__ = ["render"]

_PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
{body}
</body>
</html>
"""
_PICTURE = re.compile(r'src="([^":]+)"')
_FILEBASE = "$IMS-CC-FILEBASE$/"
"""What stands for the root of the cartridge in a text of QTI (Common Cartridge 1.3, 4.3.1)."""


def render(course: Course, options: Options) -> Rendered:
    """Return the files of a cartridge for each track."""
    files: list[Artifact] = []
    total = 0
    for track in course.settings.tracks:
        name = course.id if len(course.settings.tracks) == 1 else f"{course.id}-{track.id}"
        made, count = _cartridge(course, track.id, options)
        total += count
        files += [Artifact(f"{name}/{file.path}", file.data) for file in made]
    report = {"cartridges": len(course.settings.tracks), "questions": total}
    return Rendered(tuple(files), report=report)


def _cartridge(course: Course, track: str, options: Options) -> tuple[list[Artifact], int]:
    view, shown = question_view(course)
    quizzes = {
        lesson.id: _carried(questions(walk(lesson.body)), track, view)
        for lesson in course.lessons_of(track)
    }
    carried = frozenset(item.id for found in quizzes.values() for item in found)
    documents, media = lesson_documents(
        course, track, options, ending=".html", files="../files/", without=carried
    )
    files: list[Artifact] = []
    entries: list[Entry] = []
    count = 0
    for document in documents:
        lesson = document.lesson
        path = f"pages/{lesson.id}.html"
        files.append(Artifact(path, _page(course, document)))
        entries.append(
            Entry(f"page-{lesson.id}", lesson.title, path, "webcontent", document.module)
        )
        items = quizzes[lesson.id]
        if items:
            path = f"quizzes/{lesson.id}.xml"
            files.append(Artifact(path, _quiz(f"quiz-{lesson.id}", lesson.title, items)))
            entries.append(Entry(f"quiz-{lesson.id}", lesson.title, path, "quiz", document.module))
            count += len(items)
        for pool, attempts, drawn in _assessments(course, lesson, track, view):
            path = f"quizzes/pool-{pool}.xml"
            title = course.pools[pool].title
            if drawn and all(entry.path != path for entry in entries):
                files.append(Artifact(path, _quiz(f"pool-{pool}", title, drawn, attempts)))
                entries.append(Entry(f"pool-{pool}", title, path, "quiz", document.module))
                count += len(drawn)
    shown_files = [
        Artifact(f"files/{path}", course.assets[path].data) for path in sorted({*media, *shown})
    ]
    files += shown_files
    listed = [file.path for file in shown_files]
    files.append(Artifact("imsmanifest.xml", cartridge_manifest(course, track, entries, listed)))
    return files, count


def _carried(quizzes: Iterable[Quiz], track: str, view: View) -> list[Carried]:
    """Return the questions of a track that a cartridge has a type for."""
    asked = (quiz for quiz in quizzes if not quiz.tracks or track in quiz.tracks)
    found = (as_carried(bank_item(quiz, view, ())) for quiz in asked)
    return [item for item in found if item is not None]


def _assessments(
    course: Course, lesson: Lesson, track: str, view: View
) -> list[tuple[str, int | None, list[Carried]]]:
    found = []
    for block in walk(lesson.body):
        if isinstance(block, Assessment) and block.pool in course.pools:
            pool = course.pools[block.pool]
            scored = [quiz for quiz in pool.items if not isinstance(quiz, OpenText)]
            found.append((pool.id, pool.attempts, _carried(scored, track, view)))
    return found


def _quiz(name: str, title: str, items: list[Carried], attempts: int | None = None) -> bytes:
    placed = [_placed(item) for item in items]
    return quiz_xml(name, title, placed, attempts)


def _placed(item: Carried) -> Carried:
    """Return a question whose pictures are found from the root of the cartridge."""
    return replace(item, prompt=_PICTURE.sub(rf'src="{_FILEBASE}files/\1"', item.prompt))


def _page(course: Course, document: LessonDocument) -> bytes:
    return _PAGE.format(
        language=escape(course.settings.language),
        direction=course.direction,
        title=escape(document.lesson.title),
        body=document.page.html(),
    ).encode()
