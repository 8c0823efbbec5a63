"""Moodle XML, written: categories, questions, feedback, and pictures within the file."""

import base64
import re
from html import escape
from posixpath import basename

from lxml import etree

from .items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
    Loss,
)
from .rich_text import plain_text, xhtml
from .simpler_types import matrix_as_choice, matrix_as_match, with_picture

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
        item = self.carried(item)
        question = etree.SubElement(self.root, "question", type=_type(item))
        _plain(etree.SubElement(question, "name"), item.title or item.id)
        prompt = item.prompt
        if isinstance(item, BankGaps):
            prompt = _with_words(item) if _is_list(item) else _with_gaps(item)
        self.html(question, "questiontext", prompt)
        self.html(question, "generalfeedback", item.feedback)
        points = "0" if isinstance(item, BankText) else "1"
        _child(question, "defaultgrade", points)
        _child(question, "penalty", "0.3333333")
        _child(question, "hidden", "0")
        _child(question, "idnumber", item.id)
        self.answers(question, item)

    def carried(self, item: BankItem) -> BankItem:
        """Return a question of a type that Moodle has; name what is lost."""
        if isinstance(item, BankChoice) and item.picture is not None:
            # Moodle's markers on a picture have no feedback for a place, so options are words.
            self.lose(item, "places in a picture become options below the picture")
            return with_picture(item)
        if isinstance(item, BankMatrix) and not item.several:
            return matrix_as_match(item)
        if isinstance(item, BankMatrix):
            self.lose(item, "a matrix with several columns in a row becomes one list of options")
        if isinstance(item, BankGaps) and _lacks_verdicts(item):
            self.lose(item, "a text with gaps has no feedback for all of its gaps")
        return item

    def lose(self, item: BankItem, message: str) -> None:
        self.losses.append(Loss(item.place, f"{item.id}: in Moodle, {message}"))

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
            case BankMatrix():
                self.choice(question, matrix_as_choice(item), shuffle=False)
                self.verdicts(question, item.right, item.wrong)
            case BankGaps():
                if _is_list(item):
                    self.words(question, item)
            case BankNumber():
                self.number(question, item)

    def words(self, question: etree._Element, item: BankGaps) -> None:
        """Add the lists of words, a group for each gap; answers of other gaps are in the text."""
        _child(question, "shuffleanswers", "1")
        self.verdicts(question, item.right, item.wrong)
        for group, gap in enumerate(item.gaps, 1):
            for word in (gap.answers[0], *gap.wrong):
                option = etree.SubElement(question, "selectoption")
                _child(option, "text", word)
                _child(option, "group", str(group))

    def number(self, question: etree._Element, item: BankNumber) -> None:
        answer = self.answer(question, f"{item.value:f}", 100, item.right, "moodle_auto_format")
        _child(answer, "tolerance", f"{item.tolerance:f}")
        if item.wrong:  # `*` is any other answer
            other = self.answer(question, "*", 0, item.wrong, "moodle_auto_format")
            _child(other, "tolerance", "0")
        if item.unit:
            unit = etree.SubElement(etree.SubElement(question, "units"), "unit")
            _child(unit, "multiplier", "1")
            _child(unit, "unit_name", item.unit)
        _child(question, "unitgradingtype", "0")  # the unit may be left out
        _child(question, "unitpenalty", "0.1")
        _child(question, "showunits", "0" if item.unit else "3")
        _child(question, "unitsleft", "0")

    def choice(self, question: etree._Element, item: BankChoice, *, shuffle: bool = True) -> None:
        _child(question, "single", "false" if item.multiple else "true")
        _child(question, "shuffleanswers", "true" if shuffle else "false")
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


_GROUPS = 8
"""How many lists of words a question of Moodle has (qtype_gapselect)."""
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
        case BankMatrix():
            return "multichoice"
        case BankText():
            return "essay"
        case BankGaps():
            return "gapselect" if _is_list(item) else "cloze"
        case BankNumber():
            return "numerical"


def _is_list(item: BankGaps) -> bool:
    """Tell whether every gap is a list of words, which has a type of its own."""
    return all(gap.wrong for gap in item.gaps) and len(item.gaps) <= _GROUPS


def _lacks_verdicts(item: BankGaps) -> bool:
    return len(item.gaps) > 1 and not _is_list(item) and bool(item.right or item.wrong)


def _with_words(item: BankGaps) -> str:
    """Return the text with the number of its right word for each gap: `[[4]]`."""
    starts = [1]
    for gap in item.gaps:
        starts.append(starts[-1] + 1 + len(gap.wrong))
    return re.sub(
        r"\[\[(\d+)\]\]",
        lambda found: f"[[{starts[int(found[1]) - 1]}]]" if int(found[1]) < len(starts) else "",
        item.prompt,
    )


def _with_gaps(item: BankGaps) -> str:
    """Return the text with each gap in Moodle's own notation (cloze)."""
    text = item.prompt
    right, wrong = (item.right, item.wrong) if len(item.gaps) == 1 else ("", "")
    for number, gap in enumerate(item.gaps, 1):
        text = text.replace(f"[[{number}]]", _gap(gap, item.exact, right, wrong), 1)
    return text


def _gap(gap: BankGap, exact: bool, right: str, wrong: str) -> str:
    said, missed = (f"#{_cloze(text)}" if text else "" for text in (right, wrong))
    if gap.wrong:
        words = sorted((gap.answers[0], *gap.wrong), key=str.casefold)
        shown = [
            f"={_word(word)}{said}" if word == gap.answers[0] else f"{_word(word)}{missed}"
            for word in words
        ]
        return f"{{1:MULTICHOICE:{'~'.join(shown)}}}"
    shown = [f"={_word(word)}{said}" for word in gap.answers]
    shown += [f"*{missed}"] if missed else []
    return f"{{1:SHORTANSWER{'_C' * exact}:{'~'.join(shown)}}}"


def _word(word: str) -> str:
    return _cloze(escape(word, quote=False))


def _cloze(text: str) -> str:
    return re.sub(r"([}~/\"\\#])", r"\\\1", text)


def _child(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _plain(parent: etree._Element, text: str) -> None:
    _child(parent, "text", " ".join(plain_text(text).split()))


def _text_element(text: str) -> etree._Element:
    element = etree.Element("text")
    marked = "<" in text or "&" in text
    element.text = etree.CDATA(text.replace("]]>", "]]&gt;")) if marked else text
    return element
