"""The answer key of a package: what each id, letter and key in an LMS's report stands for."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from coursewright.markup.look import PageOptions
from coursewright.model import (
    Branch,
    Choice,
    Course,
    Gaps,
    Lesson,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Package,
    Quiz,
    for_track,
    plain,
    text_of,
    walk,
)
from coursewright.model.roles import asked
from coursewright.output import Artifact
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates

from .option_words import option_letters
from .questions import Item, asked_text, items

__all__ = ["KeyOption", "KeyQuestion", "answer_key"]

_COLUMNS = ("id", "lesson", "type", "objective", "question", "letter", "key", "option", "right")
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class KeyOption:
    """One line below a question."""

    letter: str
    key: str
    text: str
    right: str
    """A tick, the place in an order, or the partner; "" where it is not right."""


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """A question as a report names it."""

    id: str
    lesson: str
    """Its title; the pool's for a question of an assessment."""
    type: str
    objective: str
    prompt: str
    options: tuple[KeyOption, ...]


def answer_key(course: Course, package: Package, options: PageOptions) -> tuple[Artifact, ...]:
    """Return the key as a table for programs and a page to print; nothing without questions."""
    known = items(course, package, prompts=False)
    questions = tuple(
        question for question in _questions(course, package, known) if question.id in known
    )
    if not questions:
        return ()
    page = Templates("lesson", options.templates).render(
        "questions.html.j2",
        t=strings(course.settings.language, options.templates).__getitem__,
        course=course,
        title=package.title,
        questions=questions,
    )
    name = f"{package.id}-questions"
    return (
        Artifact(f"{name}.csv", _table(questions).encode("utf-8-sig")),  # the mark is for Excel
        Artifact(f"{name}.html", page.encode()),
    )


def _table(questions: tuple[KeyQuestion, ...]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180, 2
    writer.writerow(_COLUMNS)
    for one in questions:
        head = (one.id, one.lesson, one.type, one.objective, one.prompt)
        for option in one.options or (KeyOption("", "", "", ""),):
            row = (*head, option.letter, option.key, option.text, option.right)
            writer.writerow([_cell(text) for text in row])
    return out.getvalue()


def _cell(text: str) -> str:
    """Return a text that no table program takes for a formula."""
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


def _questions(course: Course, package: Package, known: dict[str, Item]) -> Iterator[KeyQuestion]:
    seen: set[str] = set()
    for lesson in course.lessons_of(*package.tracks):
        for question in _in_lesson(lesson, package, known):
            if question.id not in seen:
                seen.add(question.id)
                yield question
    for pool in course.pools.values():
        for quiz in pool.items:
            if quiz.id in known and quiz.id not in seen:
                yield _question(quiz, pool.title, known[quiz.id])


def _in_lesson(lesson: Lesson, package: Package, known: dict[str, Item]) -> Iterator[KeyQuestion]:
    for track in package.tracks:
        if track not in lesson.front.tracks:
            continue
        for block in asked(walk(for_track(lesson.body, track))):
            if isinstance(block, Branch):
                yield from _branch(block, lesson, known)
            elif block.id in known:
                yield _question(block, lesson.title, known[block.id])


def _branch(branch: Branch, lesson: Lesson, known: dict[str, Item]) -> Iterator[KeyQuestion]:
    for node in branch.nodes:
        name = f"{branch.id}.{node.id}"
        if name in known:
            lines = _lines(known[name], [plain(choice.text) for choice in node.choices])
            prompt = " ".join(text_of(node.children).split())
            objective = branch.objective or ""
            yield KeyQuestion(name, lesson.title, "branch", objective, prompt, lines)


def _question(quiz: Quiz, lesson: str, item: Item) -> KeyQuestion:
    type_ = "hotspot" if isinstance(quiz, Choice) and quiz.hotspot else quiz.type
    return KeyQuestion(
        quiz.id, lesson, type_, quiz.objective or "", asked_text(quiz), _options(quiz, item)
    )


def _options(quiz: Quiz, item: Item) -> tuple[KeyOption, ...]:
    match quiz:
        case Choice(type="truefalse"):
            names = (("t", "true"), ("f", "false"))
            words: dict[str, tuple[str, str]] = dict(zip(item["keys"], names, strict=False))
            return tuple(
                KeyOption(*words[one.key], plain(one.text), "✓" if one.correct else "")
                for one in quiz.options
                if one.key in words
            )
        case Choice():
            rights = ["✓" if option.correct else "" for option in quiz.options]
            return _lines(item, [plain(option.text) for option in quiz.options], rights)
        case Order():
            places = [str(number) for number in range(1, len(quiz.steps) + 1)]
            return _lines(item, [plain(step.text) for step in quiz.steps], places)
        case Match():
            return _pairs(quiz, item)
        case Matrix():
            return _grid(quiz, item)
        case Gaps():
            return tuple(
                KeyOption(
                    str(number), "", "____", " | ".join(gap.accepts[: 1 if gap.chosen else None])
                )
                for number, gap in enumerate(quiz.gaps, 1)
            )
        case Number():
            low, high, value = item["correct"]
            right = value if low == high else f"{value} ({low} – {high})"  # noqa: RUF001
            return (KeyOption("", "", quiz.unit, right),)
        case OpenText():
            return ()


def _grid(quiz: Matrix, item: Item) -> tuple[KeyOption, ...]:
    """Return each row with the columns that fit, then the columns with their own keys."""
    names = {one.key: " ".join(plain(one.text).split()) for one in quiz.columns}
    rights = [", ".join(names[key] for key in fits) for fits in quiz.fits]
    if quiz.several:
        pairs = [word.split("/") for word in item["words"]]
        words = list(dict.fromkeys(row for row, _ in pairs))
        targets = list(dict.fromkeys(column for _, column in pairs))
    else:
        words = item.get("words") or item["keys"]
        targets = item.get("targetWords") or item["targets"]
    texts = [plain(row.text) for row in quiz.rows]
    rows = {"keys": [row.key for row in quiz.rows], "words": words}
    columns = {"keys": list(names), "words": targets}
    return (
        *_lines(rows, texts, rights),
        *_lines(columns, [f"→ {name}" for name in names.values()]),
    )


def _pairs(quiz: Match, item: Item) -> tuple[KeyOption, ...]:
    """Return the left side with its partners, then the partners with their own keys."""
    texts = {target.key: plain(target.text) for target in quiz.targets}
    partners = [texts[pair.target] for pair in quiz.pairs]
    left = _lines(item, [plain(pair.source.text) for pair in quiz.pairs], partners)
    names = {"keys": item["targets"], "words": item.get("targetWords", item["targets"])}
    return (*left, *_lines(names, [f"→ {text}" for text in texts.values()]))


def _lines(item: Item, texts: list[str], rights: list[str] | None = None) -> tuple[KeyOption, ...]:
    letters = option_letters(item["keys"])
    keys: list[str] = item["keys"]
    words: list[str] = item.get("words", keys)
    return tuple(
        KeyOption(letters[key], word, " ".join(text.split()), right)
        for key, word, text, right in zip(
            keys, words, texts, rights or [""] * len(texts), strict=True
        )
    )
