"""The answers of a GIFT question: what stands between its braces."""

import re
from dataclasses import dataclass, field
from typing import Any

from coursewright.source import Span

from .bank_limits import OPTIONS
from .items import (
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOption,
    BankText,
    Loss,
)
from .rich_text import decimal, paragraphs, plain_text

__all__ = ["GiftQuestion", "read_answers", "unescape"]

_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?=#|\Z)", re.IGNORECASE)
_BLANK = "_____"


@dataclass(slots=True)
class GiftQuestion:
    """A question that was taken apart, before its answers are read."""

    id: str
    title: str
    category: tuple[str, ...]
    before: str
    after: str
    inner: str
    format: str
    place: Span
    losses: list[Loss] = field(default_factory=list)

    def lose(self, message: str) -> None:
        """Note that something is not carried over."""
        self.losses.append(Loss(self.place, message))


@dataclass(slots=True)
class _Answer:
    sign: str
    weight: float | None
    text: str
    feedback: str


def unescape(text: str) -> str:
    """Return text without GIFT's escapes."""
    return re.sub(
        r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text, flags=re.DOTALL
    )


def _html(text: str, kind: str) -> str:
    """Return a text as HTML; it may open with its own format."""
    if given := _FORMAT.match(text):
        kind, text = given[1], text[given.end() :]
    plain = unescape(text).strip()
    if kind == "html" or (kind in ("moodle", "markdown") and re.search(r"<[a-zA-Z/][^>]*>", plain)):
        return plain
    return paragraphs(plain) if "\n" in plain else _escaped(plain)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_answers(question: GiftQuestion) -> BankItem | None:
    """Return the question that the answers make, or None with a loss."""
    inner, general = _general(question.inner)
    options: dict[str, Any] = {
        "id": question.id,
        "title": question.title,
        "category": question.category,
        "feedback": _html(general, question.format),
        "place": question.place,
    }
    if question.after:
        options["prompt"] = _html(f"{question.before} {_BLANK} {question.after}", question.format)
    else:
        options["prompt"] = _html(question.before, question.format)
    if not inner:
        return BankText(**options)
    if inner.startswith("#"):
        return _number(question, inner[1:].strip(), options)
    if truth := _TRUTH.match(inner):
        return _truefalse(truth[1].upper()[0] == "T", inner[truth.end() :], question, options)
    answers = _split(question, inner)
    if len(answers) > OPTIONS:
        question.lose(f"It has {len(answers):,} answers; the limit is {OPTIONS}. Left out.")
        return None
    if not answers:
        question.lose(f"Its answers cannot be read; left out: {inner[:60]!r}")
        return None
    if any(re.search(r"(?<!\\)->", answer.text) for answer in answers):
        return _match(question, answers, options)
    if all(answer.sign == "=" for answer in answers):
        return _gap(question, answers, options)
    if question.after and (listed := _list_gap(question, answers, options)):
        return listed
    return _choice(question, answers, options)


def _general(inner: str) -> tuple[str, str]:
    before, _, general = inner.partition("####")
    return before.strip(), general.strip()


def _split(question: GiftQuestion, inner: str) -> list[_Answer]:
    answers = []
    for found in re.finditer(r"([=~])((?:\\.|[^=~\\])*)", inner, re.DOTALL):
        text, weight = found[2], None
        if given := _WEIGHT.match(text):
            weight, text = float(given[1]), text[given.end() :]
        parts = re.split(r"(?<!\\)#", text, maxsplit=1)
        answers.append(
            _Answer(found[1], weight, parts[0].strip(), parts[1].strip() if parts[1:] else "")
        )
    return answers


def _truefalse(
    true: bool,
    rest: str,
    question: GiftQuestion,
    options: dict[str, Any],
) -> BankChoice:
    parts = re.split(r"(?<!\\)#", rest)[1:]
    wrong, right = (*(_html(part, question.format) for part in parts), "", "")[:2]
    pair = tuple(
        BankOption(word, correct, right if correct else wrong, word.lower())
        for word, correct in (("True", true), ("False", not true))
    )
    return BankChoice(options=pair, truefalse=True, **options)


def _choice(question: GiftQuestion, answers: list[_Answer], options: dict[str, Any]) -> BankChoice:
    singles = [answer for answer in answers if answer.sign == "="]
    multiple = not singles
    if any(answer.weight not in (None, 100.0) for answer in answers) and not multiple:
        question.lose("Answers that score part of the points count as wrong")

    def correct(answer: _Answer) -> bool:
        if multiple:
            return (answer.weight or 0) > 0
        return answer.sign == "=" and answer.weight in (None, 100.0)

    made = tuple(
        BankOption(
            _html(answer.text, question.format),
            correct(answer),
            _html(answer.feedback, question.format),
        )
        for answer in answers
    )
    many = sum(option.correct for option in made) != 1
    return BankChoice(options=made, multiple=multiple or many, **options)


def _match(question: GiftQuestion, answers: list[_Answer], options: dict[str, Any]) -> BankMatch:
    pairs, extra = [], []
    for answer in answers:
        source, *rest = re.split(r"(?<!\\)->", answer.text, maxsplit=1)
        target = _html(rest[0], "plain") if rest else ""
        if source.strip() and target:
            pairs.append((_html(source, question.format), target))
        elif target:
            extra.append(target)
        else:
            question.lose(f"A line without `->` was left out: {answer.text[:60]!r}")
    return BankMatch(pairs=tuple(pairs), extra=tuple(extra), **options)


def _gap(question: GiftQuestion, answers: list[_Answer], options: dict[str, Any]) -> BankGaps:
    others = [answer for answer in answers if answer.text == "*" or answer.weight == 0]
    given = [answer for answer in answers if answer not in others] or answers
    if any(answer.weight not in (None, 100.0) for answer in given):
        question.lose("Answers that score part of the points were left out")
    whole = [answer for answer in given if answer.weight in (None, 100.0)] or given
    words = tuple(dict.fromkeys(_word(answer) for answer in whole))
    right, wrong = _feedback(question, whole), _feedback(question, others)
    options["prompt"] = _with_gap(question, options["prompt"])
    return BankGaps(gaps=(BankGap(words),), right=right, wrong=wrong, **options)


def _list_gap(
    question: GiftQuestion, answers: list[_Answer], options: dict[str, Any]
) -> BankGaps | None:
    """Return a missing word that is chosen; None if an option has feedback of its own."""
    right = [answer for answer in answers if answer.sign == "="]
    wrong = [answer for answer in answers if answer.sign == "~"]
    marked = any(answer.weight is not None or "[html]" in answer.text for answer in answers)
    if len(right) != 1 or marked or len({answer.feedback for answer in wrong}) != 1:
        return None
    gap = BankGap((_word(right[0]),), tuple(dict.fromkeys(_word(answer) for answer in wrong)))
    options = {**options, "prompt": _with_gap(question, options["prompt"])}
    said, missed = _feedback(question, right), _feedback(question, wrong)
    return BankGaps(gaps=(gap,), right=said, wrong=missed, **options)


def _with_gap(question: GiftQuestion, prompt: str) -> str:
    return prompt.replace(_BLANK, "[[1]]", 1) if question.after else f"{prompt} [[1]]"


def _word(answer: _Answer) -> str:
    return plain_text(_html(answer.text, "plain"))


def _feedback(question: GiftQuestion, answers: list[_Answer]) -> str:
    return next((_html(one.feedback, question.format) for one in answers if one.feedback), "")


def _number(question: GiftQuestion, inner: str, options: dict[str, Any]) -> BankItem | None:
    answers = _split(question, inner) if inner.startswith(("=", "~")) else []
    parts = re.split(r"(?<!\\)#", inner, maxsplit=1)
    single = _Answer("=", None, parts[0], "".join(parts[1:]))
    right = [answer for answer in answers or [single] if answer.sign == "=" and answer.text != "*"]
    others = [answer for answer in answers if answer not in right]
    if len(right) > 1:
        question.lose("A number with several ranges keeps the first one")
    text = right[0].text if right else ""
    options["right"], options["wrong"] = _feedback(question, right), _feedback(question, others)
    number = r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
    if found := re.fullmatch(rf"\s*{number}(?:\s*:\s*{number})?\s*", text):
        value, tolerance = decimal(found[1]), decimal(found[2] or "0")
        if value is not None and tolerance is not None:
            return BankNumber(value=value, tolerance=tolerance, **options)
    if found := re.fullmatch(rf"\s*{number}\s*\.\.\s*{number}\s*", text):
        ends = decimal(found[1]), decimal(found[2])
        if ends[0] is not None and ends[1] is not None:
            low, high = sorted((ends[0], ends[1]))
            return BankNumber(value=(low + high) / 2, tolerance=(high - low) / 2, **options)
    question.lose(f"Its number cannot be read; left out: {text[:60]!r}")
    return None
