"""Quizzes of a cartridge: QTI 1.2.1 in the profile of Common Cartridge 1.3."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from coursewright.banks.items import (
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
)
from coursewright.banks.rich_text import xhtml
from coursewright.banks.simpler_types import gap_as_choice, with_picture

__all__ = ["Carried", "as_carried", "quiz_xml"]

Carried = BankChoice | BankText | BankGaps
"""What the profile has a type for; gaps are one gap that learners type into."""

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = (
    "http://www.imsglobal.org/xsd/ims_qtiasiv1p2 "
    "http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd"
)


def as_carried(item: BankItem) -> Carried | None:
    """Return a question as the profile has it; None if it has no type for it.

    The profile has no tolerance for a number.
    """
    match item:
        case BankChoice():
            return with_picture(item)
        case BankText():
            return item
        case BankGaps():
            if len(item.gaps) != 1:
                return None
            return gap_as_choice(item) if item.gaps[0].wrong else item
        case BankOrder() | BankMatch() | BankMatrix() | BankNumber():
            return None


def quiz_xml(name: str, title: str, items: Iterable[Carried], attempts: int | None = None) -> bytes:
    """Return a quiz.

    Args:
        name: its identifier.
        title: what learners see.
        items: the questions, see `as_carried`.
        attempts: how many tries there are; None: no limit.
    """
    nsmap = {None: _QTI, "xsi": _XSI}
    root = etree.Element(f"{{{_QTI}}}questestinterop", nsmap=nsmap)  # type: ignore[arg-type] # the stubs know no default namespace
    root.set(f"{{{_XSI}}}schemaLocation", _LOCATION)
    quiz = _child(root, "assessment", ident=name, title=title)
    limit = "unlimited" if attempts is None else str(attempts)
    fields = (
        ("cc_profile", "cc.exam.v0p1"),
        ("qmd_assessmenttype", "Examination"),
        ("qmd_scoretype", "Percentage"),
        ("cc_maxattempts", limit),
    )
    _fields(quiz, fields)
    section = _child(quiz, "section", ident="root_section")
    for number, item in enumerate(items, 1):
        match item:
            case BankChoice():
                _choice(section, item, f"question{number}")
            case BankText():
                _essay(section, item, f"question{number}")
            case BankGaps():
                _blank(section, item, f"question{number}")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _child(parent: etree._Element, tag: str, text: str = "", **names: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_QTI}}}{tag}")
    for name, value in names.items():
        made.set(name, value)
    made.text = text or None
    return made


def _fields(parent: etree._Element, fields: Iterable[tuple[str, str]]) -> None:
    held = _child(parent, "qtimetadata")
    for label, entry in fields:
        field = _child(held, "qtimetadatafield")
        _child(field, "fieldlabel", label)
        _child(field, "fieldentry", entry)


def _material(parent: etree._Element, text: str) -> None:
    """Add a text as HTML, escaped as the profile asks for."""
    _child(_child(parent, "material"), "mattext", xhtml(text), texttype="text/html")


def _item(
    section: etree._Element, item: BankItem, name: str, profile: str
) -> tuple[etree._Element, etree._Element]:
    made = _child(section, "item", ident=name, title=item.title or item.id)
    _fields(_child(made, "itemmetadata"), (("cc_profile", profile),))
    presentation = _child(made, "presentation")
    _material(presentation, item.prompt)
    return made, presentation


def _choice(section: etree._Element, item: BankChoice, name: str) -> None:
    profile = "cc.multiple_choice.v0p1"
    if item.multiple:
        profile = "cc.multiple_response.v0p1"
    elif item.truefalse:
        profile = "cc.true_false.v0p1"
    made, presentation = _item(section, item, name, profile)
    many = "Multiple" if item.multiple else "Single"
    asked = _child(presentation, "response_lid", ident="response", rcardinality=many)
    shown = _child(asked, "render_choice")
    keys = [f"option{number}" for number in range(1, len(item.options) + 1)]
    for key, option in zip(keys, item.options, strict=True):
        _material(_child(shown, "response_label", ident=key), option.text)
    processing = _processing(made)
    for key, option in zip(keys, item.options, strict=True):
        if option.feedback:
            shows = _child(processing, "respcondition")
            shows.set("continue", "Yes")
            test = _child(shows, "conditionvar")
            _child(test, "varequal", key, respident="response")
            _child(shows, "displayfeedback", feedbacktype="Response", linkrefid=f"{key}_feedback")
    _score(processing, item, keys)
    for key, option in zip(keys, item.options, strict=True):
        if option.feedback:
            _feedback(made, f"{key}_feedback", option.feedback)


def _score(processing: etree._Element, item: BankChoice, keys: list[str]) -> None:
    """Add what scores: the correct option, or all correct ones and no other."""
    right = _child(processing, "respcondition")
    right.set("continue", "No")
    test = _child(right, "conditionvar")
    held = _child(test, "and") if item.multiple else test
    for key, option in zip(keys, item.options, strict=True):
        if option.correct:
            _child(held, "varequal", key, respident="response")
        elif item.multiple:
            _child(_child(held, "not"), "varequal", key, respident="response")
    _child(right, "setvar", "100", action="Set", varname="SCORE")


def _processing(made: etree._Element) -> etree._Element:
    processing = _child(made, "resprocessing")
    score = _child(_child(processing, "outcomes"), "decvar", varname="SCORE", vartype="Decimal")
    score.set("minvalue", "0")
    score.set("maxvalue", "100")
    return processing


def _essay(section: etree._Element, item: BankText, name: str) -> None:
    made, presentation = _item(section, item, name, "cc.essay.v0p1")
    asked = _child(presentation, "response_str", ident="response", rcardinality="Single")
    _child(asked, "render_fib")
    processing = _processing(made)
    if item.model:
        shows = _child(processing, "respcondition")
        shows.set("continue", "No")
        _child(_child(shows, "conditionvar"), "other")
        _child(shows, "displayfeedback", feedbacktype="Solution", linkrefid="solution")
        solution = _child(made, "itemfeedback", ident="solution")
        held = _child(_child(solution, "solution"), "solutionmaterial")
        _material(_child(held, "flow_mat"), item.model)


def _blank(section: etree._Element, item: BankGaps, name: str) -> None:
    """Add a gap to type into; the profile has it below the text."""
    shown = replace(item, prompt=item.prompt.replace("[[1]]", "_____"))
    made, presentation = _item(section, shown, name, "cc.fib.v0p1")
    asked = _child(presentation, "response_str", ident="response", rcardinality="Single")
    _child(asked, "render_fib", prompt="Dashline")
    processing = _processing(made)
    right = _child(processing, "respcondition")
    right.set("continue", "No")
    test = _child(right, "conditionvar")
    case = "Yes" if item.exact else "No"
    for answer in item.gaps[0].answers:
        _child(test, "varequal", answer, respident="response", case=case)
    _child(right, "setvar", "100", action="Set", varname="SCORE")
    for verdict, condition in ((item.right, right), (item.wrong, None)):
        if verdict:
            key = "correct_fb" if condition is not None else "general_incorrect_fb"
            if condition is None:
                condition = _child(processing, "respcondition")
                condition.set("continue", "Yes")
                _child(_child(condition, "conditionvar"), "other")
            _child(condition, "displayfeedback", feedbacktype="Response", linkrefid=key)
            _feedback(made, key, verdict)


def _feedback(made: etree._Element, name: str, text: str) -> None:
    _material(_child(_child(made, "itemfeedback", ident=name), "flow_mat"), text)
