"""A document of LiaScript: the comment at its head, and a lesson for each section."""

import re
from dataclasses import dataclass

from .dialects.source_lines import code_marks, lines_of

__all__ = ["LiaHead", "LiaSection", "lia_head", "lia_sections"]

_HEAD = re.compile(r"\A\s*<!--(.*?)-->", re.DOTALL)
_FIELD = re.compile(
    r"(?m)^\s*(author|email|version|language|narrator|comment|title|logo|script|import):"
    r"[ \t]*(.*(?:\n[ \t]+\S.*)*)"
)


@dataclass(frozen=True, slots=True)
class LiaHead:
    """What a document says of itself."""

    title: str
    language: str
    comment: str


@dataclass(frozen=True, slots=True)
class LiaSection:
    """One section: a page that a learner sees at a time."""

    title: str
    first: int
    """Its first line."""
    text: str


def lia_head(text: str) -> LiaHead | None:
    """Return the head of a document, or None if it is not of LiaScript."""
    found = _HEAD.match(text.replace("\r\n", "\n"))
    fields = dict(_FIELD.findall(found[1])) if found else {}
    marks = {"narrator", "language", "version", "script", "import", "logo"} & set(fields)
    if len(marks) < 2 and not ("author" in fields and marks):
        return None
    heading = re.search(r"(?m)^#{1,2}\s+(.+)$", text)
    title = fields.get("title", "") or (heading[1] if heading else "")
    comment = " ".join(fields.get("comment", "").split())
    return LiaHead(
        re.sub(r"[*`\[\]]", "", title).strip(), fields.get("language", "").strip(), comment
    )


def lia_sections(text: str) -> list[LiaSection]:
    """Return the sections of a document: each heading of level 1 or 2 opens one."""
    plain = text.replace("\r\n", "\n")
    head = _HEAD.match(plain)
    skipped = plain[: head.end()].count("\n") if head else -1
    lines = lines_of(plain)
    marks = code_marks(lines)
    starts = [
        at
        for at, line in enumerate(lines)
        if at > skipped and not marks[at] and re.match(r"^#{1,2}\s+\S", line.text)
    ]
    sections = []
    for number, at in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        title = re.sub(r"^#+\s+|[*`]|\[|\]\([^)]*\)|\]", "", lines[at].text).strip()
        body = "\n".join(line.text for line in lines[at + 1 : end])
        sections.append(LiaSection(title, at + 2, body))
    return sections
