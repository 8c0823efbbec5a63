"""One document: its front matter apart, then each step of the translation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .boxes import translate_boxes
from .code_fences import translate_fences
from .headings import translate_headings
from .html_blocks import drop_comments, translate_html
from .inline_syntax import translate_lines
from .lia_quizzes import translate_quizzes
from .source_lines import SourceLine, lines_of, text_of_lines

__all__ = ["Page", "translate"]


@dataclass(slots=True)
class Page:
    """What the translation of one document needs to know, and what it finds."""

    path: str
    """The file that is read, relative to its folder."""
    report: Callable[[int, str], None]
    """Told what is lost, by line."""
    picture: Callable[[str, int], str | None]
    """Returns the path of a picture in the course; None if there is none."""
    link: Callable[[str, int], str | None]
    """Returns where a link leads in the course; None if it leads nowhere."""
    include: Callable[[str], str | None]
    """Returns the text of a file that the document includes."""
    question_id: Callable[[str], str]
    """Returns an id for a question, from its words."""
    question: str = "Choose one answer."
    """What a question asks that has no words of its own."""
    dialect: str = ""
    """`mdbook`, `docusaurus`, `liascript`, `carpentries`, or empty."""
    title: str = ""
    """The title; taken from the first heading if it is empty."""
    questions: int = 0
    reported: set[str] = field(default_factory=set)

    def once(self, line: int, key: str, message: str) -> None:
        """Report something that may be on many lines only where it is first."""
        if key not in self.reported:
            self.reported.add(key)
            self.report(line, message)


def translate(text: str, page: Page, first: int = 1) -> str:
    """Return a document as Markdown of the course format.

    Args:
        text: the document, without its front matter.
        page: where it is, and whom losses are told.
        first: the number of its first line.
    """
    lines = lines_of(text, first)
    for step in _STEPS:
        lines = step(lines, page)
    lines = _short(lines, page)
    return text_of_lines(_tight(lines))


def _short(lines: list[SourceLine], page: Page) -> list[SourceLine]:
    """Return the lines with those that no reader takes broken into paragraphs."""
    out: list[SourceLine] = []
    for line in lines:
        if len(line.text) <= _LONGEST:
            out.append(line)
            continue
        page.report(line.number, f"A line of {len(line.text):,} characters was broken up")
        rest = line.text
        while rest:
            cut = rest.rfind(" ", 0, _LONGEST) if len(rest) > _LONGEST else len(rest)
            cut = cut if cut > 0 else _LONGEST
            out += [line.with_text(rest[:cut].strip()), line.with_text("")]
            rest = rest[cut:].lstrip()
    return out


def _tight(lines: list[SourceLine]) -> list[SourceLine]:
    """Return the lines with runs of empty ones cut to one, except in code."""
    from .source_lines import code_marks

    marks = code_marks(lines)
    return [
        line
        for at, line in enumerate(lines)
        if line.text or marks[at] or not at or lines[at - 1].text
    ]


_LONGEST = 8_000
_STEPS: tuple[Callable[[list[SourceLine], Page], list[SourceLine]], ...] = (
    translate_fences,
    drop_comments,
    translate_quizzes,
    translate_boxes,
    translate_html,
    translate_headings,
    translate_lines,
)
