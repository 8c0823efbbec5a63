"""The questions of a course, apart from any format: those of its lessons, then of its pools."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from coursewright.markup.blockhtml import blocks_html
from coursewright.markup.phrasing import phrase
from coursewright.markup.pictures import size_of
from coursewright.markup.view import View
from coursewright.model import (
    Block,
    Choice,
    Course,
    Figure,
    Gaps,
    Inline,
    Match,
    Matrix,
    Number,
    OpenText,
    Option,
    Order,
    Quiz,
    plain,
    walk,
)
from coursewright.model.roles import questions
from coursewright.packages.questions import asked_text
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates

from .items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOption,
    BankOrder,
    BankPicture,
    BankText,
)
from .rich_text import xhtml

__all__ = ["bank_item", "course_bank", "question_view"]

_TITLE = 80
_NOTES = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)


def course_bank(course: Course) -> Bank:
    """Return every question of a course, with the pictures that the questions show."""
    view, shown = question_view(course)
    items: dict[str, BankItem] = {}
    for category, quiz in _quizzes(course):
        items.setdefault(quiz.id, bank_item(quiz, view, category))
    files = {path: course.assets[path].data for path in sorted(shown)}
    return Bank(tuple(items.values()), files, title=course.settings.title)


def _quizzes(course: Course) -> Iterator[tuple[tuple[str, ...], Quiz]]:
    for lesson in course.lessons:
        category = (course.module_of(lesson).title, lesson.title)
        for quiz in questions(walk(lesson.body)):
            yield category, quiz
    for pool in course.pools.values():
        for item in pool.items:
            yield (pool.title,), item


@dataclass(slots=True)
class _BankPlaces:
    """Where a question finds things: only its pictures come with it."""

    course: Course
    shown: set[str] = field(default_factory=set)

    def lesson(self, id: str) -> str | None:  # noqa: A002 -- the field's name
        return None

    def asset(self, path: str) -> str | None:
        if path not in self.course.assets:
            return None
        self.shown.add(path)
        return path

    def aid(self, id: str) -> str | None:  # noqa: A002
        return None

    def answer(self, item: str, option: str) -> str | None:
        return None


def question_view(course: Course) -> tuple[View, set[str]]:
    """Return what questions are rendered with, and the set that their pictures are added to."""
    places = _BankPlaces(course)
    tracks = tuple(track.id for track in course.settings.tracks)
    words = strings(course.settings.language, ())
    return View(course, words, Templates("lesson", ()), "site", places, tracks), places.shown


def bank_item(quiz: Quiz, view: View, category: tuple[str, ...]) -> BankItem:
    """Return one question of the course. A new type of question is one more case here."""
    match quiz:
        case Choice():
            return _choice(quiz, view, category)
        case Order():
            return BankOrder(
                **_common(quiz, view, category),
                steps=tuple(_line(step.text, view) for step in quiz.steps),
                right=_blocks(quiz.right, view),
                wrong=_blocks(quiz.wrong, view),
            )
        case Match():
            targets = {target.key: _line(target.text, view) for target in quiz.targets}
            return BankMatch(
                **_common(quiz, view, category),
                pairs=tuple(
                    (_line(pair.source.text, view), targets[pair.target]) for pair in quiz.pairs
                ),
                heads=(_line(quiz.heads[0], view), _line(quiz.heads[1], view)),
                right=_blocks(quiz.right, view),
                wrong=_blocks(quiz.wrong, view),
            )
        case OpenText():
            model = _blocks(quiz.model, view)
            if quiz.look_for:
                lines = "".join(f"<li>{_line(line, view)}</li>" for line in quiz.look_for)
                model += f"<ul>{lines}</ul>"
            return BankText(**_common(quiz, view, category), model=model)
        case Matrix():
            places = {column.key: at for at, column in enumerate(quiz.columns)}
            return BankMatrix(
                **_common(quiz, view, category),
                head=_line(quiz.head, view),
                rows=tuple(_line(row.text, view) for row in quiz.rows),
                columns=tuple(_line(column.text, view) for column in quiz.columns),
                fits=tuple(tuple(sorted(places[key] for key in keys)) for keys in quiz.fits),
                right=_blocks(quiz.right, view),
                wrong=_blocks(quiz.wrong, view),
            )
        case Gaps():
            return BankGaps(
                **_common(quiz, view, category) | {"prompt": _gap_text(quiz, view)},
                gaps=tuple(
                    BankGap(gap.accepts[:1], gap.accepts[1:])
                    if gap.chosen
                    else BankGap(gap.accepts)
                    for gap in quiz.gaps
                ),
                exact=quiz.exact,
                right=_blocks(quiz.right, view),
                wrong=_blocks(quiz.wrong, view),
            )
        case Number():
            return BankNumber(
                **_common(quiz, view, category),
                value=quiz.answer,
                tolerance=quiz.tolerance,
                unit=quiz.unit,
                right=_blocks(quiz.right, view),
                wrong=_blocks(quiz.wrong, view),
            )


def _choice(quiz: Choice, view: View, category: tuple[str, ...]) -> BankChoice:
    picture = _picture(quiz, view)
    common = _common(quiz, view, category)
    if picture is not None:
        common["prompt"] = _blocks(quiz.prompt[:-1], view)
    return BankChoice(
        **common,
        options=tuple(
            BankOption(
                _line(option.text, view),
                option.correct,
                _blocks(option.feedback, view),
                option.key,
                option.area if picture else None,
            )
            for option in _ordered(quiz)
        ),
        multiple=quiz.type == "multiple",
        truefalse=quiz.type == "truefalse" and _are_true_and_false(quiz),
        picture=picture,
    )


def _picture(quiz: Choice, view: View) -> BankPicture | None:
    """Return the picture whose places are the options; None too if its size is unknown."""
    figure = quiz.prompt[-1] if quiz.hotspot and quiz.prompt else None
    asset = view.course.assets.get(figure.image.src) if isinstance(figure, Figure) else None
    size = size_of(asset) if asset else None
    if not isinstance(figure, Figure) or size is None:
        return None
    src = view.places.asset(figure.image.src)
    return BankPicture(src, figure.image.alt, *size) if src else None


def _gap_text(quiz: Gaps, view: View) -> str:
    """Return the prompt, then the text with `[[1]]` for its first gap."""
    line = "".join(
        f"{phrase(piece, view)}[[{number}]]" for number, piece in enumerate(quiz.pieces[:-1], 1)
    )
    text = f"{line}{phrase(quiz.pieces[-1], view)}"
    return _tidy(blocks_html(quiz.prompt, view) + Markup("<p>{}</p>").format(Markup(text)))  # noqa: S704 -- both are our HTML


def _common(quiz: Quiz, view: View, category: tuple[str, ...]) -> dict[str, Any]:
    title = asked_text(quiz)
    return {
        "id": quiz.id,
        "title": title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…",
        "category": category,
        "prompt": _blocks(quiz.prompt, view),
        "place": quiz.span,
    }


def _ordered(quiz: Choice) -> tuple[Option, ...]:
    """Return the options; of a question with true and false, true first, as formats expect."""
    if quiz.type == "truefalse":
        return tuple(sorted(quiz.options, key=lambda option: not _is_true(plain(option.text))))
    return quiz.options


def _is_true(word: str) -> bool:
    return word.strip().lower() == "true"


def _are_true_and_false(quiz: Choice) -> bool:
    """Tell whether the options are the two words; formats know no other for this type."""
    return {plain(option.text).strip().lower() for option in quiz.options} == {"true", "false"}


def _blocks(blocks: Iterable[Block], view: View) -> str:
    return _tidy(blocks_html(blocks, view))


def _line(line: Iterable[Inline], view: View) -> str:
    return _tidy(phrase(line, view))


def _tidy(html: Markup) -> str:
    """Return HTML without the numbers of sources, which are listed elsewhere, on one line."""
    text = xhtml(_NOTES.sub("", str(html)).strip())
    if "<pre" not in text:
        text = " ".join(text.split())
    one = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", text, re.DOTALL)
    return (one[1] if one else text).strip()
