"""Moodle XML, written: categories, questions, feedback, and pictures within the file."""

import base64
import re
from posixpath import basename

from lxml import etree

from .items import (
    Bank,
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOrder,
    BankText,
    Loss,
)
from .rich_text import plain_text, xhtml

__all__ = ["write_moodle_xml"]

_SRC = re.compile(r'src="([^":]+)"')


def write_moodle_xml(bank: Bank) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the questions as Moodle XML, and what the format cannot carry."""
    writer = _Writer(bank)
    category: tuple[str, ...] = ()
    for item in bank.items:
        if item.category != category:
            category = item.category
            writer.category(category)
        writer.question(item)
    etree.indent(writer.root)
    data = etree.tostring(writer.root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n", tuple(writer.losses)


class _Writer:
    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.root = etree.Element("quiz")
        self.losses: list[Loss] = []

    def category(self, names: tuple[str, ...]) -> None:
        question = etree.SubElement(self.root, "question", type="category")
        path = "/".join(("$course$", "top", *(name.replace("/", "//") for name in names)))
        _plain(etree.SubElement(question, "category"), path)
        etree.SubElement(question, "info", format="html").append(_text_element(""))

    def question(self, item: BankItem) -> None:
        question = etree.SubElement(self.root, "question", type=_type(item))
        _plain(etree.SubElement(question, "name"), item.title or item.id)
        prompt = item.prompt
        if isinstance(item, BankGaps):
            prompt = _with_gaps(item)
        self.html(question, "questiontext", prompt)
        self.html(question, "generalfeedback", item.feedback)
        points = "0" if isinstance(item, BankText) else "1"
        _child(question, "defaultgrade", points)
        _child(question, "penalty", "0.3333333")
        _child(question, "hidden", "0")
        _child(question, "idnumber", item.id)
        self.answers(question, item)

    def answers(self, question: etree._Element, item: BankItem) -> None:  # noqa: C901 -- one table
        match item:
            case BankChoice(truefalse=True):
                for option, word in zip(item.options, ("true", "false"), strict=False):
                    self.answer(question, word, 100 * option.correct, option.feedback, "plain")
            case BankChoice():
                self.choice(question, item)
            case BankOrder():
                for name, value in _ORDERING:
                    _child(question, name, value)
                self.verdicts(question, item.right, item.wrong)
                for number, step in enumerate(item.steps, 1):
                    self.answer(question, step, number, "")
            case BankMatch():
                _child(question, "shuffleanswers", "true")
                self.verdicts(question, item.right, item.wrong)
                for source, target in (*item.pairs, *(("", extra) for extra in item.extra)):
                    pair = self.html(question, "subquestion", source)
                    _plain(etree.SubElement(pair, "answer"), plain_text(target))
            case BankText():
                _child(question, "responseformat", "editor")
                _child(question, "responserequired", "1")
                _child(question, "responsefieldlines", "5")
                _child(question, "attachments", "0")
                self.html(question, "graderinfo", item.model)
            case BankGaps():
                pass  # its answers are within the text
            case BankNumber():
                answer = self.answer(question, f"{item.value:g}", 100, "", "moodle_auto_format")
                _child(answer, "tolerance", f"{item.tolerance:g}")

    def choice(self, question: etree._Element, item: BankChoice) -> None:
        _child(question, "single", "false" if item.multiple else "true")
        _child(question, "shuffleanswers", "true")
        _child(question, "answernumbering", "none")
        right = sum(option.correct for option in item.options) or 1
        wrong = len(item.options) - right or 1
        for option in item.options:
            share = 100 / right if option.correct else -100 / wrong * item.multiple
            self.answer(question, option.text, share, option.feedback)

    def verdicts(self, question: etree._Element, right: str, wrong: str) -> None:
        self.html(question, "correctfeedback", right)
        self.html(question, "partiallycorrectfeedback", wrong)
        self.html(question, "incorrectfeedback", wrong)

    def answer(
        self,
        question: etree._Element,
        text: str,
        share: float,
        feedback: str,
        kind: str = "html",
    ) -> etree._Element:
        fraction = f"{share:.5f}".rstrip("0").rstrip(".")
        answer = self.html(question, "answer", text, kind)
        answer.set("fraction", "0" if fraction == "-0" else fraction)
        self.html(answer, "feedback", feedback)
        return answer

    def html(
        self, parent: etree._Element, tag: str, text: str, kind: str = "html"
    ) -> etree._Element:
        """Add an element with a text of HTML, and the pictures that it shows."""
        element = etree.SubElement(parent, tag, format=kind)
        rich = xhtml(text) if kind == "html" else text
        shown = [src for src in _SRC.findall(rich) if src in self.bank.files]
        for src in shown:
            rich = rich.replace(f'src="{src}"', f'src="@@PLUGINFILE@@/{basename(src)}"')
        element.append(_text_element(rich))
        for src in dict.fromkeys(shown):
            file = etree.SubElement(element, "file", name=basename(src), path="/")
            file.set("encoding", "base64")
            file.text = base64.b64encode(self.bank.files[src]).decode()
        return element


_ORDERING = (
    ("layouttype", "VERTICAL"),
    ("selecttype", "ALL"),
    ("selectcount", "0"),
    ("gradingtype", "ABSOLUTE_POSITION"),
    ("showgrading", "SHOW"),
    ("numberingstyle", "none"),
)


def _type(item: BankItem) -> str:
    match item:
        case BankChoice():
            return "truefalse" if item.truefalse else "multichoice"
        case BankOrder():
            return "ordering"
        case BankMatch():
            return "matching"
        case BankText():
            return "essay"
        case BankGaps():
            return "cloze"
        case BankNumber():
            return "numerical"


def _with_gaps(item: BankGaps) -> str:
    """Return the text with each gap in Moodle's own notation (cloze)."""
    text = item.prompt
    for number, gap in enumerate(item.gaps, 1):
        answers = "~".join("=" + re.sub(r"([}~/\"\\#])", r"\\\1", one) for one in gap.answers)
        text = text.replace(f"[[{number}]]", f"{{1:SHORTANSWER:{answers}}}", 1)
    return text


def _child(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _plain(parent: etree._Element, text: str) -> None:
    _child(parent, "text", " ".join(plain_text(text).split()))


def _text_element(text: str) -> etree._Element:
    element = etree.Element("text")
    marked = "<" in text or "&" in text
    element.text = etree.CDATA(text.replace("]]>", "]]&gt;")) if marked else text
    return element
