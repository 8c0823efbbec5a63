"""The files of a new course: `course.yaml` with defaults, a folder for each module, the lessons."""

import json
import re

from coursewright.read.md_parser import parse_line

from .drafts import DraftCourse, DraftLesson, DraftModule
from .markdown_text import one_line, slug

__all__ = ["course_files", "lesson_ids"]

_TRACK = "all"
_WORDS = frozenset(
    ["text", "text_special", "code_inline", "math_inline", "image", "softbreak", "hardbreak"]
)
_SUBJECT, _PREHEADER = 50, 90
_LIMITS = (
    "limits: {words_min: 0, words_max: 0, mail_words_min: 0, mail_words_max: 0, reading_grade: 0, "
    "feedback_words: 0}"
)


def lesson_ids(course: DraftCourse) -> dict[int, str]:
    """Return an id for each lesson, by its identity; each id once."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    for lesson in course.lessons:
        base = slug(lesson.id or lesson.title)
        name, number = base, 2
        while name in taken:
            name, number = f"{base[:44]}-{number}", number + 1
        taken.add(name)
        found[id(lesson)] = name
    return found


def course_files(course: DraftCourse, name: str) -> dict[str, bytes]:
    """Return the files of the course by path.

    Args:
        course: what was taken.
        name: the name of the source, for a course without a title.
    """
    modules = [module for module in course.modules if module.lessons]
    folders = _folders(modules)
    files = dict(course.files)
    files["course.yaml"] = _settings(course, name, modules, folders).encode()
    ids = lesson_ids(course)
    number = 0
    wide = len(str(len(course.lessons)))
    for at, module in enumerate(modules):
        for lesson in module.lessons:
            number += 1
            name_ = f"{number:0{max(wide, 2)}}-{ids[id(lesson)]}.md"
            path = f"{folders[at]}/{name_}"
            files[path] = _lesson(lesson, ids[id(lesson)], f"M{at + 1}", number - 1).encode()
    return files


def _folders(modules: list[DraftModule]) -> list[str]:
    return [f"{at}-{slug(module.title, 'module', 32)}" for at, module in enumerate(modules, 1)]


def _settings(
    course: DraftCourse, name: str, modules: list[DraftModule], folders: list[str]
) -> str:
    title = one_line(course.title or name or "Course", 100)
    lines = [
        f"id: {slug(title, 'course')}",
        f"title: {_text(title)}",
        'version: "1.0"',
        f"language: {_text(course.language)}",
    ]
    if course.description:
        lines.append(f"description: {_text(one_line(course.description, 300))}")
    lines += [
        "tracks:",
        f"  - {{id: {_TRACK}, label: Everyone, choose: I take the whole course}}",
        "modules:",
    ]
    for at, (module, folder) in enumerate(zip(modules, folders, strict=True), 1):
        shown = _text(one_line(module.title, 100))
        lines.append(f"  - {{id: M{at}, folder: {folder}, title: {shown}}}")
    lines += [
        "packages:",
        f"  - {{id: {slug(title, 'course', 40)}, title: {_text(title)}, tracks: [{_TRACK}]}}",
        "# Before you send emails, write your own sender and postal address.",
        f"sender: {{name: {_text(one_line(title, 60))}, address: course@example.org}}",
        'footer: {organisation: Your organization, address: "Your street, your town"}',
        "# Imported lessons have any length. Set limits for yours, or remove this line.",
        _LIMITS,
    ]
    return "\n".join(lines) + "\n"


def _lesson(lesson: DraftLesson, name: str, module: str, day: int) -> str:
    title = one_line(lesson.title or name, 110)
    subject = one_line(re.sub(r"[{}]", "", title), _SUBJECT)
    front = [
        "---",
        f"id: {_text(name) if name.isdigit() else name}",
        f"module: {module}",
        f"title: {_text(title)}",
        f"tracks: [{_TRACK}]",
        f"day: {{{_TRACK}: {day}}}",
        f"subject: {_text(subject)}",
        f"preheader: {_text(_preheader(lesson, title))}",
        "---",
    ]
    body = lesson.body.strip("\n")
    return "\n".join((*front, "", body, ""))


def _preheader(lesson: DraftLesson, title: str) -> str:
    """Return the first sentence of a lesson, for what inboxes show after the subject."""
    for run in re.split(r"\n\s*\n", lesson.body):
        first = run.strip()
        if not first or re.match(r"[#:|`~>!<\-*+\d]|\[\^", first):
            continue
        words = _plain(first)
        if len(words.split()) > 3:
            return one_line(words, _PREHEADER)
    return one_line(re.sub(r"[{}]", "", title), _PREHEADER)


def _plain(markdown: str) -> str:
    """Return the words of a paragraph without its marks."""
    tokens = parse_line(re.sub(r"\[\^[^\]]*\]", "", markdown), {})
    words = (
        " " if token.type.endswith("break") else token.content
        for token in tokens
        if token.type in _WORDS
    )
    return re.sub(r"[{}\[\]]", "", "".join(words))


def _text(text: str) -> str:
    """Return a text as a quoted YAML scalar; JSON's strings are YAML's (YAML 1.2.2, 1.3)."""
    clean = "".join(char for char in text if char.isprintable())
    return json.dumps(clean, ensure_ascii=False)
