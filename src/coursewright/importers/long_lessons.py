"""Long lessons in parts: a document of another tool can be longer than an email may be."""

import re
import unicodedata

from .dialects.source_lines import code_marks, lines_of
from .drafts import DraftCourse, DraftLesson
from .markdown_text import slug

__all__ = ["divide_long_lessons"]

_LONGEST = 12_000
"""Characters of a lesson: its email stays below the 102 KB at which Gmail clips."""
_DEFINITION = re.compile(r"^ {0,3}\[([^\]]+)\]:\s")


def divide_long_lessons(course: DraftCourse) -> None:
    """Divide each lesson that is too long for an email, at its headings of level 2."""
    places: dict[tuple[str, str], str] = {}
    for module in course.modules:
        divided: list[DraftLesson] = []
        for lesson in module.lessons:
            parts = _parts(lesson)
            divided += parts
            if len(parts) > 1:
                message = f"{lesson.title!r} is long for an email: it is now {len(parts)} lessons"
                course.lose(lesson.origin, message)
                for part in parts:
                    for heading in _headings(part.body):
                        places.setdefault((lesson.id, heading), part.id)
        module.lessons = divided
    if places:
        for lesson in course.lessons:
            lesson.body = _with_links(lesson, places)


def _parts(lesson: DraftLesson) -> list[DraftLesson]:
    if len(lesson.body) <= _LONGEST:
        return [lesson]
    sections, definitions = _sections(lesson.body)
    groups: list[list[str]] = [[]]
    for section in sections:
        if groups[-1] and sum(map(len, groups[-1])) + len(section) > _LONGEST:
            groups.append([])
        groups[-1].append(section)
    if len(groups) == 1:
        return [lesson]
    base = slug(lesson.id or lesson.title, most=44)
    made = []
    for number, group in enumerate(groups, 1):
        body = "\n\n".join(group)
        used = [line for name, line in definitions if f"[{name}]" in body]
        body = "\n\n".join((body, "\n".join(used))) if used else body
        name = base if number == 1 else f"{base}-{number}"
        title = f"{lesson.title} ({number} of {len(groups)})"
        part = DraftLesson(title, body, lesson.origin, name)
        part.questions = len(re.findall(r"(?m)^:::quiz\{", body))
        made.append(part)
    return made


def _sections(body: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the sections of a lesson, and its definitions of links, which any may use."""
    lines = lines_of(body)
    marks = code_marks(lines)
    sections: list[list[str]] = [[]]
    definitions: list[tuple[str, str]] = []
    depth = 0
    for line, is_code in zip(lines, marks, strict=True):
        text = line.text
        if not is_code:
            if found := re.match(r"^(:{3,})(.*)$", text):
                depth += 1 if found[2].strip() else -1
            if definition := _DEFINITION.match(text):
                definitions.append((definition[1], text))
                continue
            if text.startswith("## ") and depth <= 0:
                sections.append([])
        sections[-1].append(text)
    joined = ["\n".join(section).strip("\n") for section in sections]
    return [section for section in joined if section.strip()], definitions


def _headings(body: str) -> list[str]:
    """Return the ids of the headings of a text, as the reader makes them."""
    found = []
    for words in re.findall(r"(?m)^#{2,6} (.*)$", body):
        if marked := re.search(r"\{#([\w.-]+)\}\s*$", words):
            found.append(marked[1])
            continue
        plain = re.sub(r"[`*\\]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)).casefold()
        kept = "".join(
            char if unicodedata.category(char)[0] in "LMN" else " "
            for char in unicodedata.normalize("NFC", plain)
        )
        found.append("-".join(kept.split())[:80])
    return found


def _with_links(lesson: DraftLesson, places: dict[tuple[str, str], str]) -> str:
    """Return a lesson whose links lead to the part that has the heading."""
    own = set(_headings(lesson.body))
    base = re.sub(r"-\d+$", "", lesson.id)

    def to_lesson(found: re.Match[str]) -> str:
        part = places.get((found[1], found[2]), found[1])
        return f"lesson:{part}#{found[2]}"

    def within(found: re.Match[str]) -> str:
        name = found[1]
        part = places.get((lesson.id, name)) or places.get((base, name))
        return f"](lesson:{part}#{name})" if part and name not in own else found[0]

    body = re.sub(r"lesson:([a-z0-9-]+)#([\w.-]+)", to_lesson, lesson.body)
    return re.sub(r"\]\(#([\w.-]+)\)", within, body)
