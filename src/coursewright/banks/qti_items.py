"""One question as an item of QTI: declarations, body, response processing, feedback."""

import re
from mimetypes import guess_type
from posixpath import basename

from lxml import etree

from .items import (
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
from .qti_editions import QtiEdition
from .qti_places import coords
from .qti_scoring import FEEDBACK, RESPONSE, processing
from .rich_text import plain_text, xhtml

__all__ = ["TABULAR", "identifier", "qti_item"]

TABULAR = "qti-match-tabular"
"""The class of a matching that is shown as a table (QTI 3.0, shared vocabulary)."""


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
            shown = child(root, "outcomeDeclaration", identifier=FEEDBACK, baseType="identifier")
            shown.set("cardinality", "multiple" if several or item.feedback else "single")
        held = child(root, "itemBody")
        held.extend(list(body))
        processing(self.edition, root, item, feedback)
        for name, text in feedback.items():
            modal = child(root, "modalFeedback", outcomeIdentifier=FEEDBACK, identifier=name)
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
            case BankMatrix():
                return self.matrix(root, body, item)
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
        self.declare(root, RESPONSE, "multiple" if item.multiple else "single", right)
        self.html(body, item.prompt)
        if item.picture is not None:
            self.places(body, item, item.picture, keys)
        else:
            self.options(body, item, keys)
        pairs = zip(keys, item.options, strict=True)
        return {key: option.feedback for key, option in pairs if option.feedback}

    def options(self, body: etree._Element, item: BankChoice, keys: list[str]) -> None:
        asked = self.edition.child(
            body,
            "choiceInteraction",
            responseIdentifier=RESPONSE,
            shuffle="false" if item.truefalse else "true",
            maxChoices="0" if item.multiple else "1",
        )
        for key, option in zip(keys, item.options, strict=True):
            self.html(self.edition.child(asked, "simpleChoice", identifier=key), option.text)

    def places(
        self, body: etree._Element, item: BankChoice, picture: BankPicture, keys: list[str]
    ) -> None:
        """Add a picture with places to choose from; their names are for screen readers."""
        asked = self.edition.child(
            body,
            "hotspotInteraction",
            responseIdentifier=RESPONSE,
            maxChoices="0" if item.multiple else "1",
        )
        src = self.pictures + basename(picture.src)
        size = {"width": str(picture.width), "height": str(picture.height)}
        if self.edition.content_body:  # QTI 3.0 takes an image
            shown = self.html_child(asked, "img")
            shown.set("src", src)
            shown.set("alt", picture.alt)
        else:
            shown = self.html_child(asked, "object")
            shown.set("data", src)
            shown.set("type", guess_type(picture.src)[0] or "image/png")
            shown.text = picture.alt
        for name, value in size.items():
            shown.set(name, value)
        for key, option in zip(keys, item.options, strict=True):
            self.place(asked, key, option, picture)

    def place(
        self, asked: etree._Element, key: str, option: BankOption, picture: BankPicture
    ) -> None:
        if option.area is None:
            return
        made = self.edition.child(asked, "hotspotChoice", identifier=key)
        made.set("shape", option.area.shape)
        made.set("coords", coords(option.area, picture.width, picture.height))
        made.set(self.edition.attribute("hotspotLabel"), plain_text(option.text))

    def order(self, root: etree._Element, body: etree._Element, item: BankOrder) -> dict[str, str]:
        keys = [f"step{number}" for number in range(1, len(item.steps) + 1)]
        self.declare(root, RESPONSE, "ordered", keys)
        self.html(body, item.prompt)
        asked = self.edition.child(
            body, "orderInteraction", responseIdentifier=RESPONSE, shuffle="true"
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
        self.declare(root, RESPONSE, "multiple", right, "directedPair")
        self.html(body, item.prompt)
        asked = self.edition.child(
            body,
            "matchInteraction",
            responseIdentifier=RESPONSE,
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

    def matrix(
        self, root: etree._Element, body: etree._Element, item: BankMatrix
    ) -> dict[str, str]:
        right = [
            f"row{row} column{at + 1}" for row, places in enumerate(item.fits, 1) for at in places
        ]
        self.declare(root, RESPONSE, "multiple", right, "directedPair")
        self.html(body, item.prompt)
        wide, high = len(item.columns), len(item.rows)
        asked = self.edition.child(
            body,
            "matchInteraction",
            responseIdentifier=RESPONSE,
            shuffle="false",
            maxAssociations=str(wide * high if item.several else high),
        )
        asked.set("class", TABULAR)
        if item.head and self.edition.content_body:
            asked.set("data-first-column-header", plain_text(item.head))
        sets = ("row", item.rows, wide if item.several else 1), ("column", item.columns, high)
        for name, texts, most in sets:
            held = self.edition.child(asked, "simpleMatchSet")
            for number, text in enumerate(texts, 1):
                one = self.edition.child(
                    held, "simpleAssociableChoice", identifier=f"{name}{number}", matchMax=str(most)
                )
                self.html(one, text)
        return _verdicts(item)

    def text(self, root: etree._Element, body: etree._Element, item: BankText) -> dict[str, str]:
        self.declare(root, RESPONSE, "single", [], "string")
        if item.model:
            rubric = self.edition.child(body, "rubricBlock", view="scorer")
            held = rubric
            if self.edition.content_body:
                rubric.set("use", "scoring")
                held = self.edition.child(rubric, "contentBody")
            self.html(held, item.model)
        self.html(body, item.prompt)
        self.edition.child(
            body, "extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines="5"
        )
        return {}

    def gaps(self, root: etree._Element, body: etree._Element, item: BankGaps) -> dict[str, str]:
        self.html(body, item.prompt)
        for number, gap in enumerate(item.gaps, 1):
            name = f"{RESPONSE}{number}"
            if gap.wrong:
                made = self.word_list(root, name, gap)
            else:
                made = self.written_gap(root, name, gap, exact=item.exact)
            self.place_gap(body, f"[[{number}]]", made)
        return _verdicts(item)

    def written_gap(
        self, root: etree._Element, name: str, gap: BankGap, *, exact: bool
    ) -> etree._Element:
        made = self.declare(root, name, "single", gap.answers[:1], "string")
        mapping = self.edition.child(made, "mapping", defaultValue="0")
        case = "true" if exact else "false"
        for answer in gap.answers:
            self.edition.child(
                mapping, "mapEntry", mapKey=answer, mappedValue="1", caseSensitive=case
            )
        return self.entry(name, gap)

    def word_list(self, root: etree._Element, name: str, gap: BankGap) -> etree._Element:
        words = sorted((gap.answers[0], *gap.wrong), key=str.casefold)
        keys = [f"word{number}" for number in range(1, len(words) + 1)]
        self.declare(root, name, "single", [keys[words.index(gap.answers[0])]])
        asked = etree.Element(self.edition.tag("inlineChoiceInteraction"))
        asked.set(self.edition.attribute("responseIdentifier"), name)
        asked.set("shuffle", "false")
        for key, word in zip(keys, words, strict=True):
            self.edition.child(asked, "inlineChoice", identifier=key).text = word
        return asked

    def number(
        self, root: etree._Element, body: etree._Element, item: BankNumber
    ) -> dict[str, str]:
        self.declare(root, RESPONSE, "single", [f"{item.value:f}"], "float")
        self.html(body, item.prompt)
        line = self.html_child(body, "p")
        entry = self.edition.child(line, "textEntryInteraction", responseIdentifier=RESPONSE)
        entry.tail = f" {item.unit}" if item.unit else None
        return _verdicts(item)

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

    def place_gap(self, body: etree._Element, mark: str, made: etree._Element) -> None:
        """Replace the first place of a mark by an interaction."""
        for element in body.iter():
            if element.text and mark in element.text:
                before, _, after = element.text.partition(mark)
                element.text = before
                element.insert(0, made)
                made.tail = after
                return
            if element.tail and mark in element.tail:
                before, _, after = element.tail.partition(mark)
                element.tail = before
                element.addnext(made)
                made.tail = after
                return
        self.html_child(body, "p").append(made)

    def entry(self, response: str, gap: BankGap) -> etree._Element:
        made = etree.Element(self.edition.tag("textEntryInteraction"))
        made.set(self.edition.attribute("responseIdentifier"), response)
        made.set(self.edition.attribute("expectedLength"), str(max(map(len, gap.answers))))
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


def _verdicts(item: BankOrder | BankMatch | BankMatrix | BankGaps | BankNumber) -> dict[str, str]:
    verdicts = {"right": item.right, "wrong": item.wrong}
    return {name: plain for name, plain in verdicts.items() if plain_text(plain)}
