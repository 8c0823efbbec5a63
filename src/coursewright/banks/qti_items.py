"""One question as an item of QTI: declarations, body, response processing, feedback."""

import re
from posixpath import basename

from lxml import etree

from .items import (
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOrder,
    BankText,
)
from .qti_editions import QtiEdition
from .rich_text import plain_text, xhtml

__all__ = ["identifier", "qti_item"]

_RESPONSE, _FEEDBACK = "RESPONSE", "FEEDBACK"


def identifier(text: str, otherwise: str = "x") -> str:
    """Return a text as an identifier of QTI: letters, digits, `_.-`, a letter first."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-") or otherwise
    return plain if plain[0].isalpha() or plain[0] == "_" else f"_{plain}"


def qti_item(item: BankItem, edition: QtiEdition, pictures: str = "../images/") -> bytes:
    """Return an item as a file.

    Args:
        item: the question.
        edition: the edition of QTI.
        pictures: what leads from the file to the pictures of the package.
    """
    writer = _ItemWriter(edition, pictures)
    root = edition.root("assessmentItem")
    for name, value in (
        ("identifier", identifier(item.id)),
        ("title", item.title or item.id),
        ("adaptive", "false"),
        ("timeDependent", "false"),
    ):
        root.set(edition.attribute(name), value)
    writer.write(root, item)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


class _ItemWriter:
    def __init__(self, edition: QtiEdition, pictures: str) -> None:
        self.edition = edition
        self.pictures = pictures

    def write(self, root: etree._Element, item: BankItem) -> None:
        body = etree.Element("body")  # its children move into the item, after the declarations
        feedback = self.answers(root, body, item)
        child = self.edition.child
        score = child(root, "outcomeDeclaration", identifier="SCORE", cardinality="single")
        score.set(self.edition.attribute("baseType"), "float")
        several = isinstance(item, BankChoice) and item.multiple
        if item.feedback:
            feedback["general"] = item.feedback
        if feedback:
            shown = child(root, "outcomeDeclaration", identifier=_FEEDBACK, baseType="identifier")
            shown.set("cardinality", "multiple" if several or item.feedback else "single")
        held = child(root, "itemBody")
        held.extend(list(body))
        self.processing(root, item, feedback)
        for name, text in feedback.items():
            modal = child(root, "modalFeedback", outcomeIdentifier=_FEEDBACK, identifier=name)
            modal.set(self.edition.attribute("showHide"), "show")
            inside = child(modal, "contentBody") if self.edition.content_body else modal
            self.html(inside, text)

    def answers(self, root: etree._Element, body: etree._Element, item: BankItem) -> dict[str, str]:
        """Add the declaration and the interaction of a question; return feedback by identifier."""
        match item:
            case BankChoice():
                return self.choice(root, body, item)
            case BankOrder():
                return self.order(root, body, item)
            case BankMatch():
                return self.match(root, body, item)
            case BankText():
                return self.text(root, body, item)
            case BankGaps():
                return self.gaps(root, body, item)
            case BankNumber():
                return self.number(root, body, item)

    # The answers of each type: declaration, interaction, feedback by identifier.

    def choice(
        self, root: etree._Element, body: etree._Element, item: BankChoice
    ) -> dict[str, str]:
        keys = _keys([option.key for option in item.options])
        right = [key for key, one in zip(keys, item.options, strict=True) if one.correct]
        self.declare(root, _RESPONSE, "multiple" if item.multiple else "single", right)
        self.html(body, item.prompt)
        most = "0" if item.multiple else "1"
        asked = self.edition.child(
            body,
            "choiceInteraction",
            responseIdentifier=_RESPONSE,
            shuffle="false" if item.truefalse else "true",
            maxChoices=most,
        )
        for key, option in zip(keys, item.options, strict=True):
            self.html(self.edition.child(asked, "simpleChoice", identifier=key), option.text)
        pairs = zip(keys, item.options, strict=True)
        return {key: option.feedback for key, option in pairs if option.feedback}

    def order(self, root: etree._Element, body: etree._Element, item: BankOrder) -> dict[str, str]:
        keys = [f"step{number}" for number in range(1, len(item.steps) + 1)]
        self.declare(root, _RESPONSE, "ordered", keys)
        self.html(body, item.prompt)
        asked = self.edition.child(
            body, "orderInteraction", responseIdentifier=_RESPONSE, shuffle="true"
        )
        for key, step in zip(keys, item.steps, strict=True):
            self.html(self.edition.child(asked, "simpleChoice", identifier=key), step)
        return _verdicts(item)

    def match(self, root: etree._Element, body: etree._Element, item: BankMatch) -> dict[str, str]:
        targets = list(dict.fromkeys([*(target for _, target in item.pairs), *item.extra]))
        right = [
            f"source{number} target{targets.index(target) + 1}"
            for number, (_, target) in enumerate(item.pairs, 1)
        ]
        self.declare(root, _RESPONSE, "multiple", right, "directedPair")
        self.html(body, item.prompt)
        asked = self.edition.child(
            body,
            "matchInteraction",
            responseIdentifier=_RESPONSE,
            shuffle="true",
            maxAssociations=str(len(item.pairs)),
        )
        sources = [source for source, _ in item.pairs]
        for name, texts, most in (("source", sources, 1), ("target", targets, len(sources))):
            held = self.edition.child(asked, "simpleMatchSet")
            for number, text in enumerate(texts, 1):
                one = self.edition.child(
                    held, "simpleAssociableChoice", identifier=f"{name}{number}", matchMax=str(most)
                )
                self.html(one, text)
        return _verdicts(item)

    def text(self, root: etree._Element, body: etree._Element, item: BankText) -> dict[str, str]:
        self.declare(root, _RESPONSE, "single", [], "string")
        if item.model:
            rubric = self.edition.child(body, "rubricBlock", view="scorer")
            held = rubric
            if self.edition.content_body:
                rubric.set("use", "scoring")
                held = self.edition.child(rubric, "contentBody")
            self.html(held, item.model)
        self.html(body, item.prompt)
        self.edition.child(
            body, "extendedTextInteraction", responseIdentifier=_RESPONSE, expectedLines="5"
        )
        return {}

    def gaps(self, root: etree._Element, body: etree._Element, item: BankGaps) -> dict[str, str]:
        for number, gap in enumerate(item.gaps, 1):
            made = self.declare(root, f"{_RESPONSE}{number}", "single", gap.answers[:1], "string")
            mapping = self.edition.child(made, "mapping", defaultValue="0")
            for answer in gap.answers:
                self.edition.child(
                    mapping, "mapEntry", mapKey=answer, mappedValue="1", caseSensitive="false"
                )
        self.html(body, item.prompt)
        for number in range(1, len(item.gaps) + 1):
            self.place_gap(body, f"[[{number}]]", f"{_RESPONSE}{number}")
        return {}

    def number(
        self, root: etree._Element, body: etree._Element, item: BankNumber
    ) -> dict[str, str]:
        self.declare(root, _RESPONSE, "single", [f"{item.value:g}"], "float")
        self.html(body, item.prompt)
        line = self.html_child(body, "p")
        self.edition.child(line, "textEntryInteraction", responseIdentifier=_RESPONSE)
        return {}

    # Pieces.

    def declare(
        self,
        root: etree._Element,
        name: str,
        cardinality: str,
        right: "list[str] | tuple[str, ...]",
        base: str = "identifier",
    ) -> etree._Element:
        made = self.edition.child(
            root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base
        )
        if right:
            correct = self.edition.child(made, "correctResponse")
            for value in right:
                self.edition.child(correct, "value").text = value
        return made

    def processing(self, root: etree._Element, item: BankItem, feedback: dict[str, str]) -> None:
        """Add how the answer is scored, and which feedback it shows (QTI 2.1 ASI 8)."""
        if isinstance(item, BankText):
            return
        child = self.edition.child
        held = child(root, "responseProcessing")
        condition = child(held, "responseCondition")
        right = child(condition, "responseIf")
        self.correct(right, item)
        self.set_value(right, "SCORE", "float", "1")
        if "right" in feedback:
            self.set_value(right, _FEEDBACK, "identifier", "right")
        if "wrong" in feedback:
            wrong = child(condition, "responseElse")
            self.set_value(wrong, _FEEDBACK, "identifier", "wrong")
        if isinstance(item, BankChoice) and feedback.keys() - {"general"}:
            chosen = child(held, "setOutcomeValue", identifier=_FEEDBACK)
            target = child(chosen, "multiple") if "general" in feedback else chosen
            child(target, "variable", identifier=_RESPONSE)
            if target is not chosen:
                child(target, "baseValue", baseType="identifier").text = "general"
        elif "general" in feedback:
            chosen = child(held, "setOutcomeValue", identifier=_FEEDBACK)
            target = child(chosen, "multiple")
            child(target, "baseValue", baseType="identifier").text = "general"
            if feedback.keys() & {"right", "wrong"}:
                child(target, "variable", identifier=_FEEDBACK)

    def correct(self, parent: etree._Element, item: BankItem) -> None:
        """Add the test whether the answer is correct."""
        child = self.edition.child
        if isinstance(item, BankNumber):
            mode = "absolute" if item.tolerance else "exact"
            test = child(parent, "equal", toleranceMode=mode)
            if item.tolerance:
                test.set("tolerance", f"{item.tolerance:g} {item.tolerance:g}")
            child(test, "variable", identifier=_RESPONSE)
            child(test, "correct", identifier=_RESPONSE)
        elif isinstance(item, BankGaps):
            every = child(parent, "and")
            for number in range(1, len(item.gaps) + 1):
                test = child(every, "gt")
                child(test, "mapResponse", identifier=f"{_RESPONSE}{number}")
                child(test, "baseValue", baseType="float").text = "0"
        else:
            test = child(parent, "match")
            child(test, "variable", identifier=_RESPONSE)
            child(test, "correct", identifier=_RESPONSE)

    def set_value(self, parent: etree._Element, name: str, base: str, value: str) -> None:
        outcome = self.edition.child(parent, "setOutcomeValue", identifier=name)
        target = outcome
        self.edition.child(target, "baseValue", baseType=base).text = value

    def html(self, parent: etree._Element, text: str) -> None:
        """Append a fragment; loose words get a paragraph, which every parent here allows."""
        rich = xhtml(text)
        if not rich.lstrip().startswith(("<p", "<ul", "<ol", "<div", "<table", "<pre", "<h", "<b")):
            rich = f"<p>{rich}</p>"
        tree = etree.fromstring(f"<div>{rich}</div>")  # noqa: TID251 -- made by us a line above
        for element in tree.iter():
            if element.tag == "img" and "://" not in element.get("src", ""):
                element.set("src", self.pictures + basename(element.get("src", "")))
            element.tag = f"{{{self.edition.namespace}}}{element.tag}"
        if tree.text and tree.text.strip():
            self.html_child(parent, "p").text = tree.text
        for child in list(tree):
            parent.append(child)

    def html_child(self, parent: etree._Element, tag: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self.edition.namespace}}}{tag}")

    def place_gap(self, body: etree._Element, mark: str, response: str) -> None:
        """Replace the first place of a mark by an interaction."""
        for element in body.iter():
            if element.text and mark in element.text:
                before, _, after = element.text.partition(mark)
                element.text = before
                made = self.gap(response)
                element.insert(0, made)
                made.tail = after
                return
            if element.tail and mark in element.tail:
                before, _, after = element.tail.partition(mark)
                element.tail = before
                made = self.gap(response)
                element.addnext(made)
                made.tail = after
                return
        self.html_child(body, "p").append(self.gap(response))

    def gap(self, response: str) -> etree._Element:
        made = etree.Element(self.edition.tag("textEntryInteraction"))
        made.set(self.edition.attribute("responseIdentifier"), response)
        return made


def _keys(keys: list[str]) -> list[str]:
    """Return identifiers for the options of a question, each once."""
    found: list[str] = []
    for number, key in enumerate(keys, 1):
        made = identifier(key, f"option{number}")
        if made in found or made == "general":
            made = f"option{number}"
        found.append(made)
    return found


def _verdicts(item: BankOrder | BankMatch) -> dict[str, str]:
    verdicts = {"right": item.right, "wrong": item.wrong}
    return {name: plain for name, plain in verdicts.items() if plain_text(plain)}
