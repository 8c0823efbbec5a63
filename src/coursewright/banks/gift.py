"""GIFT, Moodle's text format, written: one question after another, each with its category."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from .items import (
    Bank,
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
    Loss,
)
from .rich_text import has_markup, plain_text, xhtml
from .simpler_types import (
    gap_as_choice,
    gaps_as_match,
    matrix_as_choice,
    matrix_as_match,
    with_picture,
)

__all__ = ["write_gift"]

_SIGNS = re.compile(r"([\\~=#{}:])")


def write_gift(bank: Bank) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the questions as GIFT, and what the format cannot carry."""
    losses: list[Loss] = []
    parts: list[str] = []
    category: tuple[str, ...] = ()
    for item in bank.items:
        if item.category != category:
            category = item.category
            parts.append(f"$CATEGORY: {'/'.join(_name(one) for one in category)}")
        carried = _carried(item, losses)
        if "<img" in carried.prompt:
            losses.append(Loss(item.place, f"{item.id}: GIFT has no pictures; it keeps their text"))
        parts.append(_question(carried, losses))
    return ("\n\n".join(parts) + "\n").encode(), tuple(losses)


def _name(text: str) -> str:
    return " ".join(text.split()).replace("/", "//")


def _carried(item: BankItem, losses: list[Loss]) -> BankItem:  # noqa: C901 -- one table
    """Return a question of a type that GIFT has; name what is lost."""

    def lose(message: str) -> None:
        losses.append(Loss(item.place, f"{item.id}: GIFT has {message}"))

    match item:
        case BankChoice():
            return with_picture(item)
        case BankMatrix():
            if not item.several:
                return matrix_as_match(item)
            lose("no matrix with several columns in a row; each cell becomes an option")
            return matrix_as_choice(item)
        case BankGaps():
            if item.exact:
                lose("no answers whose upper and lower case count")
            if len(item.gaps) == 1:
                return item
            lose("one gap for a question; the words are matched to the numbers of the gaps")
            return gaps_as_match(item)
        case BankNumber():
            if not item.unit:
                return item
            lose(f"no units; the question says {item.unit!r}")
            return replace(item, prompt=_with_unit(item), unit="")
        case BankOrder() | BankMatch() | BankText():
            return item


def _with_unit(item: BankNumber) -> str:
    """Return the prompt with the unit at its end."""
    unit = f" ({escape(item.unit, quote=False)})"
    end = "</p>"
    if item.prompt.endswith(end):
        return item.prompt.removesuffix(end) + unit + end
    return item.prompt + unit


def _question(item: BankItem, losses: list[Loss]) -> str:
    title = _signs(" ".join((item.title or item.id).split()))
    html = has_markup(item.prompt)
    prompt = _text(item.prompt, html=html)
    head = f"// [id:{_bare(item.id)}]\n::{title}::{'[html]' if html else '[plain]'}"
    answers = list(_answers(item, losses))
    if item.feedback:
        answers.append(f"####{_answer(item.feedback)}")
    if isinstance(item, BankGaps) and len(item.gaps) == 1 and prompt.count("[[1]]") == 1:
        before, after = prompt.split("[[1]]")
        if after.strip():
            return f"{head}{before}{{{' '.join(answers)}}}{after}"
        prompt = before
    body = "\n\t".join(("", *answers)) + "\n" if answers else ""
    return f"{head}{prompt} {{{body}}}"


def _bare(text: str) -> str:
    return re.sub(r"[\[\]\s]", "", text)


def _text(text: str, *, html: bool | None = None) -> str:
    """Return a text with GIFT's own signs escaped, on one line."""
    rich = has_markup(text) if html is None else html
    shown = re.sub(r"<img[^>]*?alt=\"([^\"]*)\"[^>]*>", r"\1", xhtml(text)) if rich else ""
    shown = shown if rich else plain_text(text)
    return _signs(shown.strip()).replace("\r", "").replace("\n", "\\n")


def _answer(text: str) -> str:
    """Return the text of an answer, which says its own format."""
    return ("[html]" if has_markup(text) else "") + _text(text)


def _answers(item: BankItem, losses: list[Loss]) -> Iterator[str]:  # noqa: C901 -- one table
    match item:
        case BankChoice(truefalse=True):
            yield from _truefalse(item)
        case BankChoice():
            yield from _options(item)
        case BankOrder():
            losses.append(
                Loss(item.place, f"{item.id}: GIFT has no ordering; steps are matched to numbers")
            )
            for number, step in enumerate(item.steps, 1):
                yield f"={_answer(step)} -> {number}"
        case BankMatch():
            if item.right or item.wrong:
                losses.append(Loss(item.place, f"{item.id}: GIFT has no feedback for matching"))
            for source, target in item.pairs:
                yield f"={_answer(source)} -> {_text(plain_text(target))}"
            for target in item.extra:
                yield f"= -> {_text(plain_text(target))}"
        case BankText():
            if item.model:
                losses.append(
                    Loss(item.place, f"{item.id}: GIFT has no model answer; it becomes feedback")
                )
                yield f"####{_answer(item.model)}"
        case BankMatrix():
            yield from _options(matrix_as_choice(item))
        case BankGaps():
            yield from _gap(item)
        case BankNumber():
            yield from _number(item)


def _gap(item: BankGaps) -> Iterator[str]:
    """Yield the answers of the one gap; `*` is any other answer."""
    if item.gaps[0].wrong:
        yield from _options(gap_as_choice(item))
        return
    right = f" #{_answer(item.right)}" if item.right else ""
    for answer in item.gaps[0].answers:
        yield f"={_signs(answer)}{right}"
    if item.wrong:
        yield f"=%0%* #{_answer(item.wrong)}"


def _number(item: BankNumber) -> Iterator[str]:
    number = f"{item.value:f}" + (f":{item.tolerance:f}" if item.tolerance else "")
    if not item.right and not item.wrong:
        yield f"#{number}"
        return
    yield f"#={number}" + (f" #{_answer(item.right)}" if item.right else "")
    if item.wrong:
        yield f"~#{_answer(item.wrong)}"


def _signs(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _truefalse(item: BankChoice) -> Iterator[str]:
    true = item.options[0].correct
    right = next((one.feedback for one in item.options if one.correct), "")
    wrong = next((one.feedback for one in item.options if not one.correct), "")
    feedback = f"#{_answer(wrong)}" if wrong or right else ""
    yield ("T" if true else "F") + feedback + (f"#{_answer(right)}" if right else "")


def _options(item: BankChoice) -> Iterator[str]:
    right = sum(option.correct for option in item.options) or 1
    wrong = len(item.options) - right or 1
    for option in item.options:
        sign = "=" if option.correct else "~"
        if item.multiple:
            weight = 100 / right if option.correct else -100 / wrong
            sign = f"~%{weight:.5f}%".replace(".00000%", "%")
        feedback = f" #{_answer(option.feedback)}" if option.feedback else ""
        yield f"{sign}{_answer(option.text)}{feedback}"
