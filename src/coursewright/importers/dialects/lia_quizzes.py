"""Quizzes of LiaScript as questions: choices, gaps, and their hints and solutions."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursewright.banks.items import BankGap
from coursewright.importers.quiz_gaps import gap_mark

from .source_lines import SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["translate_quizzes"]

_CHOICE = re.compile(r"^\s*(?:[-*+]\s+)?(\[\[|\[\()([ xX]?)(\]\]|\)\])\s+(\S.*)$")
_GAP = re.compile(r"^\s*(?:[-*+]\s+)?\[\[([^\[\]?!].*?)\]\]\s*$")
_HINT = re.compile(r"^\s*\[\[\?\]\]\s*(.*)$")
_GENERIC = re.compile(r"^\s*\[\[!\]\]\s*$")
_SURVEY = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\[\[_{2,}[_\s\d]*\]\]\s*$|\[\(:?\w+\)\]\s+\S|\[\[:\w+\]\]\s+\S)"
)
_NARRATION = re.compile(r"^\s*(?:--\{\{[^}]*\}\}--|\{\{[-|>\d\s]*\}\})\s*$")
_STARS = re.compile(r"^\s*\*{5,}\s*$")
_SIGN = re.compile(r"^\s*(?:---+|===+|\*\*\*+)\s*$")


def translate_quizzes(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines of a LiaScript document with its quizzes as questions."""
    if page.dialect != "liascript":
        return lines
    marks = code_marks(lines)
    lines = [
        line.with_text("") if _NARRATION.match(line.text) and not mark else line
        for line, mark in zip(lines, marks, strict=True)
    ]
    out: list[SourceLine] = []
    at = 0
    while at < len(lines):
        quiz = None if marks[at] else _quiz(lines, at, page)
        if quiz is None:
            out.append(lines[at])
            at += 1
            continue
        prompt = _take_prompt(out)
        out += quiz.lines(prompt, page)
        at = quiz.end
    return out


@dataclass(slots=True)
class _Quiz:
    kind: str
    place: SourceLine
    end: int
    options: list[tuple[bool, str]] = field(default_factory=list)
    gap: str = ""
    """The gap in the course format, for the type `gaps`."""
    hints: list[str] = field(default_factory=list)
    solution: list[SourceLine] = field(default_factory=list)

    def lines(self, prompt: list[SourceLine], page: "Page") -> list[SourceLine]:
        """Return the question as a block."""
        words = " ".join(line.text for line in prompt).strip()
        name = page.question_id(words or " ".join(text for _, text in self.options))
        page.questions += 1
        make = self.place.with_text
        if self.hints:
            page.once(self.place.number, "hints", "Hints of questions were left out")
        asked = prompt or ([] if self.gap else [make(page.question)])
        head = [make(""), make(f':::quiz{{id="{name}" type="{self.kind}"}}'), *asked, make("")]
        explained = [line for line in self.solution if line.text.strip()]
        if self.gap:
            body = [make(self.gap)]
            for part in ("::right", "::wrong") if explained else ():
                body += [make(part), *explained]
        else:
            body = []
            for right, text in self.options:
                body.append(make(f"- [{'x' if right else ' '}] {text}"))
                body += [make(f"  > {line.text.strip()}") for line in explained]
        return [*head, *body, make(":::"), make("")]


def _quiz(lines: list[SourceLine], at: int, page: "Page") -> _Quiz | None:
    line = lines[at]
    if found := _CHOICE.match(line.text):
        return _choices(lines, at, "single" if found[1] == "[(" else "multiple", page)
    if _GENERIC.match(line.text):
        page.report(line.number, "A question that a script checks was left out; its text stays")
        return None
    if _SURVEY.match(line.text):
        page.once(line.number, "survey", "Surveys of LiaScript are not imported")
        return None
    if (found := _GAP.match(line.text)) and not _HINT.match(line.text):
        words = [part.strip() for part in found[1].split("|")]
        marked = [part[1:-1].strip() for part in words if re.fullmatch(r"\(.*\)", part)]
        wrong = [part for part in words if part[:1] != "("] if marked else []
        gap = gap_mark(BankGap(tuple(marked or words), tuple(wrong)))
        if gap is None:
            page.report(line.number, "A gap whose answer cannot be written was left out")
            return None
        if wrong and len(marked) > 1:
            page.report(line.number, "Of a list with several correct words, the first one counts")
        quiz = _Quiz("gaps", line, at + 1, gap=gap)
        _after(lines, quiz)
        return quiz
    return None


def _choices(lines: list[SourceLine], at: int, kind: str, page: "Page") -> _Quiz | None:
    quiz = _Quiz(kind, lines[at], at)
    while quiz.end < len(lines) and (found := _CHOICE.match(lines[quiz.end].text)):
        quiz.options.append((found[2].lower() == "x", found[4].strip()))
        quiz.end += 1
    _after(lines, quiz)
    right = sum(one for one, _ in quiz.options)
    if not right or len(quiz.options) < 2:
        page.report(lines[at].number, "A quiz without a correct option stays a list")
        return None
    quiz.kind = "multiple" if right > 1 else kind
    if right == len(quiz.options) and kind == "single":
        quiz.kind = "multiple"
    return quiz


def _after(lines: list[SourceLine], quiz: _Quiz) -> None:
    """Take the hints and the solution that follow an answer."""
    while quiz.end < len(lines):
        text = lines[quiz.end].text
        if hint := _HINT.match(text):
            quiz.hints.append(hint[1])
            quiz.end += 1
        elif _STARS.match(text):
            quiz.end += 1
            while quiz.end < len(lines) and not _STARS.match(lines[quiz.end].text):
                quiz.solution.append(lines[quiz.end])
                quiz.end += 1
            quiz.end += 1
        else:
            return


def _take_prompt(out: list[SourceLine]) -> list[SourceLine]:
    """Take the paragraph before an answer out of the lines: it asks the question."""
    while out and not out[-1].text.strip():
        out.pop()
    prompt: list[SourceLine] = []
    while out and out[-1].text.strip():
        text = out[-1].text
        if re.match(r"\s*([#>|]|:::|```|~~~)", text) or _SIGN.match(text):
            break
        prompt.insert(0, out.pop())
    return prompt
