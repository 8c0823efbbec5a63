"""Solutions that stand at the end of a mail, under one heading, where no page can show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from coursewright.model import (
    Block,
    Branch,
    Choice,
    Gap,
    Gaps,
    Inline,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Quiz,
    RecallItem,
    Text,
    plain,
    stable_key,
)
from coursewright.presentation.numbers import number_text
from coursewright.source import Span

__all__ = ["Answer", "AnswerLine", "mixed", "quiz_answer", "recall_answer"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of an answer."""

    mark: str
    """What it belongs to: a letter, a number; may be empty."""
    verdict: str
    """The key of a word such as "Right"; may be empty."""
    text: tuple[Inline, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one question."""

    title: str
    """What the question is called in this mail: "Question 2"."""
    lines: tuple[AnswerLine, ...]
    blocks: tuple[Block, ...]
    """What is said about it as a whole."""


def mixed(steps: Iterable[T], id: str, keys: Iterable[str]) -> tuple[T, ...]:  # noqa: A002
    """Return the steps in an order that gives nothing away, and is the same in every build."""
    steps = tuple(steps)
    by_key = sorted(zip(keys, range(len(steps)), strict=True), key=lambda k: stable_key(id, k[0]))
    order = [index for _, index in by_key]
    if order == [*range(len(steps))]:
        order = order[1:] + order[:1]
    return tuple(steps[index] for index in order)


def quiz_answer(
    quiz: Quiz | Branch, title: str, letter: Callable[[int], str], language: str = "en"
) -> Answer:
    """Return the answer of a question of a lesson; `letter` names its options."""
    match quiz:
        case Choice():
            lines = tuple(
                AnswerLine(
                    letter(index),
                    "lesson.right" if option.correct else "lesson.wrong",
                    (),
                    option.feedback,
                )
                for index, option in enumerate(quiz.options)
            )
            return Answer(title, lines, ())
        case Order():
            steps = tuple(
                AnswerLine(f"{n}.", "", step.text) for n, step in enumerate(quiz.steps, 1)
            )
            return Answer(title, steps, quiz.right)
        case Match():
            names = {target.key: target.text for target in quiz.targets}
            pairs = tuple(
                AnswerLine(
                    "", "", (*pair.source.text, _arrow(pair.source.span), *names[pair.target])
                )
                for pair in quiz.pairs
                if pair.target in names
            )
            return Answer(title, pairs, quiz.right)
        case Matrix():
            return Answer(title, _grid(quiz), quiz.right)
        case Gaps():
            lines = tuple(
                AnswerLine(f"{n}.", "", (Text(_fits(gap), gap.span),))
                for n, gap in enumerate(quiz.gaps, 1)
            )
            return Answer(title, lines, quiz.right)
        case Number():
            value = AnswerLine("", "", (Text(number_text(quiz, language), quiz.span),))
            return Answer(title, (value,), quiz.right)
        case OpenText():
            return Answer(
                title, tuple(AnswerLine("•", "", line) for line in quiz.look_for), quiz.model
            )
        case Branch():
            choices = quiz.nodes[0].choices if quiz.nodes else ()
            lines = tuple(
                AnswerLine(letter(index), "", (), choice.feedback)
                for index, choice in enumerate(choices)
            )
            return Answer(title, lines, ())


def recall_answer(item: RecallItem, title: str) -> Answer:
    """Return the answer of a question from earlier lessons."""
    return Answer(title, (), item.answer)


def _grid(quiz: Matrix) -> tuple[AnswerLine, ...]:
    """Return each row with the columns that fit."""
    names = {column.key: plain(column.text) for column in quiz.columns}
    return tuple(
        AnswerLine(
            "",
            "",
            (*row.text, _arrow(row.span), Text(" · ".join(names[k] for k in fits), row.span)),
        )
        for row, fits in zip(quiz.rows, quiz.fits, strict=True)
    )


def _fits(gap: Gap) -> str:
    return gap.accepts[0] if gap.chosen else " / ".join(gap.accepts)


def _arrow(span: Span) -> Text:
    return Text(": ", span)
