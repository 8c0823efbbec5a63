"""How an item of QTI is scored, and which feedback an answer shows."""

from lxml import etree

from .items import (
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
)
from .qti_editions import QtiEdition

__all__ = ["FEEDBACK", "RESPONSE", "processing"]

RESPONSE, FEEDBACK = "RESPONSE", "FEEDBACK"
"""The names of the variables of an item."""


def processing(
    edition: QtiEdition, root: etree._Element, item: BankItem, feedback: dict[str, str]
) -> None:
    """Add how the answer is scored, and which feedback it shows (QTI 2.1 ASI 8)."""
    if isinstance(item, BankText):
        return
    child = edition.child
    held = child(root, "responseProcessing")
    condition = child(held, "responseCondition")
    right = child(condition, "responseIf")
    _correct(edition, right, item)
    _set_value(edition, right, "SCORE", "float", "1")
    if "right" in feedback:
        _set_value(edition, right, FEEDBACK, "identifier", "right")
    if "wrong" in feedback:
        wrong = child(condition, "responseElse")
        _set_value(edition, wrong, FEEDBACK, "identifier", "wrong")
    if isinstance(item, BankChoice) and feedback.keys() - {"general"}:
        chosen = child(held, "setOutcomeValue", identifier=FEEDBACK)
        target = child(chosen, "multiple") if "general" in feedback else chosen
        child(target, "variable", identifier=RESPONSE)
        if target is not chosen:
            child(target, "baseValue", baseType="identifier").text = "general"
    elif "general" in feedback:
        chosen = child(held, "setOutcomeValue", identifier=FEEDBACK)
        target = child(chosen, "multiple")
        child(target, "baseValue", baseType="identifier").text = "general"
        if feedback.keys() & {"right", "wrong"}:
            child(target, "variable", identifier=FEEDBACK)


def _correct(edition: QtiEdition, parent: etree._Element, item: BankItem) -> None:
    """Add the test whether the answer is correct."""
    child = edition.child
    match item:
        case BankNumber():
            _number(edition, parent, item)
        case BankGaps():
            every = child(parent, "and")
            for number, gap in enumerate(item.gaps, 1):
                _gap(edition, every, gap, f"{RESPONSE}{number}")
        case BankChoice() | BankOrder() | BankMatch() | BankMatrix() | BankText():
            test = child(parent, "match")
            child(test, "variable", identifier=RESPONSE)
            child(test, "correct", identifier=RESPONSE)


def _number(edition: QtiEdition, parent: etree._Element, item: BankNumber) -> None:
    """Compare a number; with a tolerance by its limits, as some players ignore `tolerance`."""
    child = edition.child
    if not item.tolerance:
        test = child(parent, "equal", toleranceMode="exact")
        child(test, "variable", identifier=RESPONSE)
        child(test, "correct", identifier=RESPONSE)
        return
    every = child(parent, "and")
    limits = ("gte", item.value - item.tolerance), ("lte", item.value + item.tolerance)
    for name, limit in limits:
        test = child(every, name)
        child(test, "variable", identifier=RESPONSE)
        child(test, "baseValue", baseType="float").text = f"{limit:f}"


def _gap(edition: QtiEdition, parent: etree._Element, gap: BankGap, name: str) -> None:
    child = edition.child
    if gap.wrong:
        test = child(parent, "match")
        child(test, "variable", identifier=name)
        child(test, "correct", identifier=name)
        return
    test = child(parent, "gt")
    child(test, "mapResponse", identifier=name)
    child(test, "baseValue", baseType="float").text = "0"


def _set_value(
    edition: QtiEdition, parent: etree._Element, name: str, base: str, value: str
) -> None:
    outcome = edition.child(parent, "setOutcomeValue", identifier=name)
    edition.child(outcome, "baseValue", baseType=base).text = value
