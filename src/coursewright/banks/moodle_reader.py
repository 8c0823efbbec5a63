"""Moodle XML, read: each type of question that Coursewright has, and a loss for each other."""

import base64
import binascii
import re
from collections.abc import Callable
from posixpath import basename
from typing import Any
from urllib.parse import unquote

from lxml import etree

from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_limits import OPTIONS, QUESTIONS
from .bank_xml import child_text, line_of_element, local, named, parse_xml
from .cloze import read_cloze
from .items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOption,
    BankOrder,
    BankText,
    Loss,
)
from .rich_text import decimal, paragraphs, plain_text

__all__ = ["read_moodle_xml"]

_PLUGIN_FILE = "@@PLUGINFILE@@/"


def read_moodle_xml(data: bytes, path: str) -> Bank:
    """Return the questions of a Moodle XML file.

    Raises:
        UsageError: the file is not well formed, defines entities, or has too many questions.
    """
    root = parse_xml(data, path)
    if local(root) != "quiz":
        msg = f"{path}: the first element is <{local(root)}>, not <quiz>"
        raise UsageError(msg, hint="In Moodle, export the questions as Moodle XML.")
    questions = named(root, "question")
    if len(questions) > QUESTIONS:
        msg = f"{path} has {len(questions):,} questions; the limit is {QUESTIONS:,}"
        raise UsageError(msg, hint="Export one category at a time.")
    reader = _Reader(path)
    for question in questions:
        reader.add(question)
    return Bank(tuple(reader.items), reader.files, tuple(reader.losses))


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.items: list[BankItem] = []
        self.losses: list[Loss] = []
        self.files: dict[str, bytes] = {}
        self.category: tuple[str, ...] = ()
        self.place = Span(path)

    def lose(self, message: str) -> None:
        self.losses.append(Loss(self.place, message))

    def add(self, question: etree._Element) -> None:
        line = line_of_element(question)
        self.place = Span(self.path, line, 1, line, 1)
        kind = question.get("type", "")
        if kind == "category":
            self.category = _category(child_text(question, "category"))
            return
        name = child_text(question, "name")
        read = _TYPES.get(kind)
        if read is None:
            what = " (a text without a question)" if kind == "description" else ""
            self.lose(f"Left out {name!r}: questions of the type {kind!r}{what} are not imported")
            return
        count = len(named(question, "answer", "subquestion"))
        if count > OPTIONS:
            self.lose(f"Left out {name!r}: it has {count:,} answers; the limit is {OPTIONS}")
            return
        options = {
            "id": child_text(question, "idnumber"),
            "title": name,
            "category": self.category,
            "prompt": self.html(question, "questiontext"),
            "feedback": self.html(question, "generalfeedback"),
            "place": self.place,
        }
        if hints := named(question, "hint"):
            self.lose(f"{name!r}: {len(hints)} hints were left out")
        item = read(self, question, options)
        if item is not None:
            self.items.append(item)

    def html(self, parent: etree._Element, tag: str) -> str:
        found = named(parent, tag)
        return self.text(found[0]) if found else ""

    def text(self, element: etree._Element) -> str:
        """Return the HTML of an element, its pictures stored and its links to them set."""
        texts = named(element, "text")
        text = "".join(str(part) for part in texts[0].itertext()) if texts else ""
        kind = element.get("format", "html")
        if kind in ("plain_text", "plain", "markdown") or "<" not in text:
            text = paragraphs(text) if "<" in text or "\n" in text.strip() else text.strip()
        for file in named(element, "file"):
            self.file(file)
        return re.sub(
            re.escape(_PLUGIN_FILE) + r'([^"\'<>\s]+)',
            lambda found: f"images/{_file_name(unquote(found[1]))}",
            text,
        )

    def file(self, file: etree._Element) -> None:
        name = _file_name(file.get("name", ""))
        try:
            data = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            self.lose(f"The file {name!r} is not valid Base64 and was left out")
            return
        self.files[f"images/{name}"] = data


def _file_name(name: str) -> str:
    plain = re.sub(r"[^\w.-]+", "-", basename(name.partition("?")[0]))
    return plain.lstrip(".-") or "file"


def _category(path: str) -> tuple[str, ...]:
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path)]
    return tuple(name for name in names if name and not name.startswith("$") and name != "top")


def _share(answer: etree._Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _multichoice(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    multiple = child_text(question, "single") in ("false", "0")
    found = []
    for answer in named(question, "answer"):
        share = _share(answer)
        right = share > 0 if multiple else share > 99.9
        if not multiple and 0 < share < 99.9:
            reader.lose(f"{options['title']!r}: an answer worth {share:g}% counts as wrong")
        feedback = reader.html(answer, "feedback")
        found.append(BankOption(reader.text(answer), right, feedback))
    many = sum(option.correct for option in found) > 1
    return BankChoice(options=tuple(found), multiple=multiple or many, **options)


def _truefalse(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    by_word = {}
    for answer in named(question, "answer"):
        word = plain_text(reader.text(answer)).lower()
        by_word[word] = (_share(answer) > 0, reader.html(answer, "feedback"))
    pair = tuple(
        BankOption(word.capitalize(), *by_word.get(word, (False, "")), word)
        for word in ("true", "false")
    )
    return BankChoice(options=pair, truefalse=True, **options)


def _matching(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    pairs, extra = [], []
    for pair in named(question, "subquestion"):
        source, target = reader.text(pair), child_text(pair, "answer")
        target = target.replace("&", "&amp;").replace("<", "&lt;")
        if source.strip():
            pairs.append((source, target))
        elif target:
            extra.append(target)
    right, wrong = _verdicts(reader, question)
    return BankMatch(pairs=tuple(pairs), extra=tuple(extra), right=right, wrong=wrong, **options)


def _ordering(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    answers = sorted(named(question, "answer"), key=_share)
    right, wrong = _verdicts(reader, question)
    steps = tuple(reader.text(answer) for answer in answers)
    return BankOrder(steps=steps, right=right, wrong=wrong, **options)


def _verdicts(reader: _Reader, question: etree._Element) -> tuple[str, str]:
    return reader.html(question, "correctfeedback"), reader.html(question, "incorrectfeedback")


def _essay(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    return BankText(model=reader.html(question, "graderinfo"), **options)


def _shortanswer(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem:
    answers = named(question, "answer")
    words = {answer: plain_text(reader.text(answer)) for answer in answers}
    whole = [words[answer] for answer in answers if _share(answer) > 99.9]
    if any(0 < _share(answer) < 99.9 for answer in answers):
        reader.lose(f"{options['title']!r}: answers that score part of the points were left out")
    if any("*" in word for word in whole):
        reader.lose(f"{options['title']!r}: `*` stands for any letters in Moodle; here it does not")
    options["prompt"] = f"{options['prompt']} [[1]]"
    exact = child_text(question, "usecase") == "1"
    right, wrong = _by_share(reader, answers)
    return BankGaps(gaps=(BankGap(tuple(whole)),), exact=exact, right=right, wrong=wrong, **options)


def _by_share(reader: _Reader, answers: list[etree._Element]) -> tuple[str, str]:
    """Return the feedback of the correct answers, and that of any other (`*`)."""
    right = (reader.html(one, "feedback") for one in answers if _share(one) > 99.9)
    wrong = (reader.html(one, "feedback") for one in answers if _share(one) <= 0)
    return next(filter(None, right), ""), next(filter(None, wrong), "")


def _numerical(
    reader: _Reader, question: etree._Element, options: dict[str, Any]
) -> BankItem | None:
    answers = named(question, "answer")
    right, wrong = _by_share(reader, answers)
    units = [child_text(unit, "unit_name") for unit in question.iter("unit")]
    if len(units) > 1:
        shown = ", ".join(units[1:])
        reader.lose(f"{options['title']!r}: only the first unit is kept, not {shown[:60]}")
    for answer in answers:
        if _share(answer) > 99.9:
            value = decimal(plain_text(reader.text(answer)))
            tolerance = decimal(child_text(answer, "tolerance") or "0")
            if value is not None and tolerance is not None:
                options |= {"unit": units[0] if units else "", "right": right, "wrong": wrong}
                return BankNumber(value=value, tolerance=tolerance, **options)
    reader.lose(f"Left out {options['title']!r}: it has no number that is correct")
    return None


def _cloze(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem | None:
    read = read_cloze(options["prompt"])
    if not read.gaps:
        reader.lose(f"Left out {options['title']!r}: its gaps cannot be read")
        return None
    for message in read.lost:
        reader.lose(f"{options['title']!r}: {message}")
    options |= {"prompt": read.text, "right": read.right, "wrong": read.wrong}
    if read.number is not None:
        value, tolerance = decimal(read.number[0]), decimal(read.number[1] or "0")
        if value is not None and tolerance is not None:
            options["prompt"] = read.text.replace("[[1]]", "_____")
            return BankNumber(value=value, tolerance=tolerance, **options)
    return BankGaps(gaps=read.gaps, exact=read.exact, **options)


def _words(reader: _Reader, question: etree._Element, options: dict[str, Any]) -> BankItem | None:
    """Read gaps that are filled from a list (gapselect, ddwtos): `[[2]]` is its second word."""
    boxes = named(question, "dragbox", "selectoption")
    words = [plain_text(child_text(box, "text")) for box in boxes]
    groups = [child_text(box, "group") for box in boxes]
    gaps: list[BankGap] = []

    def gap(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if not 0 <= at < len(words):
            return found[0]
        others = [word for word, group in zip(words, groups, strict=True) if group == groups[at]]
        wrong = dict.fromkeys(word for word in others if word != words[at])
        gaps.append(BankGap((words[at],), tuple(wrong)))
        return f"[[{len(gaps)}]]"

    options["prompt"] = re.sub(r"\[\[(\d{1,3})\]\]", gap, options["prompt"])
    if not gaps:
        reader.lose(f"Left out {options['title']!r}: its gaps cannot be read")
        return None
    right, wrong = _verdicts(reader, question)
    return BankGaps(gaps=tuple(gaps), right=right, wrong=wrong, **options)


_TYPES: dict[str, Callable[[_Reader, etree._Element, dict[str, Any]], BankItem | None]] = {
    "multichoice": _multichoice,
    "multichoiceset": _multichoice,
    "truefalse": _truefalse,
    "matching": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "cloze": _cloze,
    "gapselect": _words,
    "ddwtos": _words,
}
