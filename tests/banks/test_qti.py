"""QTI 2.1 and 3.0: read back by us; what others make of 2.1 is what we write as 3.0."""

from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Page
from qti_convert import upgrade_qti2_to_qti3

from banks.sample_bank import PNG, bank, same
from coursewright.banks.bank_zip import read_zip
from coursewright.banks.items import (
    BankChoice,
    BankGap,
    BankGaps,
    BankNumber,
    BankPicture,
    BankText,
)
from coursewright.banks.qti import write_qti
from coursewright.banks.qti_editions import QTI21, QTI30, QtiEdition
from coursewright.banks.qti_reader import is_qti, read_qti
from coursewright.errors import UsageError
from coursewright.model.quiz import Area
from judges import play_qti

EDITIONS = pytest.mark.parametrize("edition", [QTI21, QTI30], ids=lambda one: one.name)


@EDITIONS
def test_a_bank_comes_back_as_it_was(edition: QtiEdition) -> None:
    data, losses = write_qti(bank(), edition)
    files = read_zip(data, "x")
    assert is_qti(files)
    back = read_qti(files, "x")
    assert losses == back.losses == ()
    assert back.files == {"images/leaf.png": PNG}
    for before, after in zip(bank().items, back.items, strict=True):
        lacks = ("heads",) if edition is QTI30 else ("heads", "head")
        assert same(after, *lacks) == same(before, *lacks)


@EDITIONS
def test_keys_of_options_stay(edition: QtiEdition) -> None:
    data, _ = write_qti(bank(), edition)
    first = read_qti(read_zip(data, "x"), "x").items[0]
    assert isinstance(first, BankChoice)
    assert [option.key for option in first.options] == ["both", "w90", "none"]


def test_a_converter_of_others_makes_our_3_0_from_our_2_1() -> None:
    old = read_zip(write_qti(bank(), QTI21)[0], "x")
    new = read_zip(write_qti(bank(), QTI30)[0], "x")
    upgraded = {
        path: upgrade_qti2_to_qti3(data.decode()).encode()
        for path, data in old.items()
        if path.startswith("items/")
    }
    theirs = read_qti(upgraded | {"images/leaf.png": PNG}, "x").items
    ours = read_qti({p: new[p] for p in new if p != "test.xml"}, "x").items
    assert [same(one, "head") for one in theirs] == [same(one, "head") for one in ours]


ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Q1", {"RESPONSE": "w90"}, {"RESPONSE": "both"}),
    ("Q2", {"RESPONSE": ["o", "a"]}, {"RESPONSE": ["a"]}),
    ("Q3", {"RESPONSE": "true"}, {"RESPONSE": "false"}),
    ("Q4", {"RESPONSE": ["step1", "step2", "step3"]}, {"RESPONSE": ["step2", "step1", "step3"]}),
    (
        "Q5",
        {"RESPONSE": ["source1 target1", "source2 target2", "source3 target1"]},
        {"RESPONSE": ["source1 target2", "source2 target2", "source3 target1"]},
    ),
    ("Q7", {"RESPONSE1": "China"}, {"RESPONSE1": "Peru"}),
    ("Q8", {"RESPONSE": "80"}, {"RESPONSE": "12"}),
    (
        "Q10",
        {"RESPONSE": ["row1 column1", "row2 column2"]},
        {"RESPONSE": ["row1 column3", "row2 column2"]},
    ),
    (
        "Q11",
        {"RESPONSE": ["row1 column1", "row1 column2", "row2 column2"]},
        {"RESPONSE": ["row1 column1", "row2 column2"]},
    ),
    ("Q12", {"RESPONSE1": "2", "RESPONSE2": "word2"}, {"RESPONSE1": "2", "RESPONSE2": "word1"}),
    ("Q12", {"RESPONSE1": "TWO", "RESPONSE2": "word2"}, {"RESPONSE1": "six", "RESPONSE2": "word2"}),
    ("Q13", {"RESPONSE": "80.75"}, {"RESPONSE": "80.8"}),
    ("Q14", {"RESPONSE": "lid"}, {"RESPONSE": "spout"}),
    ("Q15", {"RESPONSE1": "word1", "RESPONSE2": "word3"}, {"RESPONSE1": "word1"}),
    ("Q16", {"RESPONSE1": "der Tee"}, {"RESPONSE1": "der tee"}),
]


@EDITIONS
def test_a_player_of_others_scores_the_right_answer_only(edition: QtiEdition, page: Page) -> None:
    files = read_zip(write_qti(bank(), edition)[0], "x")
    for name, right, wrong in ANSWERS:
        xml = files[f"items/{name}.xml"].decode()
        if edition is QTI21:
            xml = upgrade_qti2_to_qti3(xml)
        assert float(play_qti(page, xml, right)["SCORE"]) == 1, name
        assert float(play_qti(page, xml, wrong)["SCORE"] or 0) == 0, name


def test_a_player_of_others_shows_the_feedback_of_the_answer(page: Page) -> None:
    files = read_zip(write_qti(bank(), QTI30)[0], "x")
    chosen = play_qti(page, files["items/Q1.xml"].decode(), {"RESPONSE": "both"})
    assert chosen["FEEDBACK"] == "both"
    steps = {"RESPONSE": ["step2", "step1", "step3"]}
    assert play_qti(page, files["items/Q4.xml"].decode(), steps)["FEEDBACK"] == "wrong"
    for name, answer in (("Q13", "80.5"), ("Q16", "Tee")):
        variable = "RESPONSE" if name == "Q13" else "RESPONSE1"
        shown = play_qti(page, files[f"items/{name}.xml"].decode(), {variable: answer})
        assert shown["FEEDBACK"] == "right"


@EDITIONS
def test_the_manifest_lists_every_file_and_nothing_else(edition: QtiEdition) -> None:
    files = read_zip(write_qti(bank(), edition)[0], "x")
    root = etree.XML(files["imsmanifest.xml"])
    listed = {one.get("href") for one in root.iter(f"{{{edition.package_namespace}}}file")}
    assert listed == set(files) - {"imsmanifest.xml"}
    types = {one.get("type") for one in root.iter(f"{{{edition.package_namespace}}}resource")}
    assert types == {edition.item_type, edition.test_type}


ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="T">
<responseDeclaration identifier="R" cardinality="single" baseType="{base}">{correct}
</responseDeclaration><itemBody>{body}</itemBody></assessmentItem>"""


def item(body: str, correct: str = "", base: str = "identifier") -> bytes:
    return ITEM.format(body=body, correct=correct, base=base).encode()


def test_the_right_answer_may_come_from_a_mapping_and_feedback_stand_inline() -> None:
    correct = '<mapping><mapEntry mapKey="B" mappedValue="1"/></mapping>'
    body = """<p>Before.</p><choiceInteraction responseIdentifier="R" maxChoices="1">
    <prompt>Which?</prompt><simpleChoice identifier="A">a<feedbackInline outcomeIdentifier="F"
    identifier="A" showHide="show">no</feedbackInline></simpleChoice>
    <simpleChoice identifier="B">b</simpleChoice></choiceInteraction>"""
    (found,) = read_qti({"i.xml": item(body, correct)}, "x").items
    assert isinstance(found, BankChoice)
    assert [(one.text, one.correct, one.feedback) for one in found.options] == [
        ("a", False, "no"),
        ("b", True, ""),
    ]
    assert "Before." in found.prompt
    assert "Which?" in found.prompt


def test_inline_choices_become_gaps_and_essays_stay() -> None:
    correct = "<correctResponse><value>x</value></correctResponse>"
    body = """<p>It is <inlineChoiceInteraction responseIdentifier="R"><inlineChoice
    identifier="x">warm</inlineChoice><inlineChoice identifier="y">cold</inlineChoice>
    </inlineChoiceInteraction> here.</p>"""
    (gap,) = read_qti({"i.xml": item(body, correct)}, "x").items
    assert isinstance(gap, BankGaps)
    assert gap.gaps == (BankGap(("warm",), ("cold",)),)
    essay = item('<p>Write.</p><extendedTextInteraction responseIdentifier="R"/>', base="string")
    assert isinstance(read_qti({"i.xml": essay}, "x").items[0], BankText)


def test_places_in_a_picture_are_read_in_percent() -> None:
    correct = "<correctResponse><value>B</value></correctResponse>"
    body = """<p>Where?</p><hotspotInteraction responseIdentifier="R" maxChoices="1">
    <object data="map.png" type="image/png" width="200" height="100">A map</object>
    <hotspotChoice identifier="A" shape="circle" coords="100,50,20"/>
    <hotspotChoice identifier="B" shape="poly" coords="0,0,200,0,200,100,0,0" hotspotLabel="East"/>
    </hotspotInteraction>"""
    back = read_qti({"i.xml": item(body, correct), "map.png": PNG}, "x")
    (found,) = back.items
    assert isinstance(found, BankChoice)
    assert found.picture == BankPicture("images/map.png", "A map", 200, 100)
    assert [(one.text, one.correct, one.area) for one in found.options] == [
        ("A", False, Area("circle", (50, 50, 10))),
        ("East", True, Area("poly", (0, 0, 100, 0, 100, 100))),
    ]
    assert [loss.message for loss in back.losses] == [
        "'T': place 1 in its picture has no name: write one"
    ]


@pytest.mark.parametrize("coords", ["", "10,10", "a,b,c,d", "50,50,10,10", "-1,0,5,5"])
def test_a_place_that_cannot_be_read_is_named(coords: str) -> None:
    body = f"""<hotspotInteraction responseIdentifier="R"><object data="a.png" width="10"
    height="10"/><hotspotChoice identifier="A" shape="rect" coords="{coords}"/>
    </hotspotInteraction>"""
    back = read_qti({"i.xml": item(body)}, "x")
    assert back.items == ()
    assert "cannot be read" in back.losses[0].message


def test_a_number_with_a_relative_tolerance_and_a_unit() -> None:
    xml = item('<p>How much?</p><p><textEntryInteraction responseIdentifier="R"/> kg</p>',
               "<correctResponse><value>40</value></correctResponse>", "float")  # fmt: skip
    scored = b"""<responseProcessing><responseCondition><responseIf><equal
    toleranceMode="relative" tolerance="5 5"/></responseIf></responseCondition>
    </responseProcessing></assessmentItem>"""
    (found,) = read_qti({"i.xml": xml.replace(b"</assessmentItem>", scored)}, "x").items
    assert isinstance(found, BankNumber)
    assert (found.value, found.tolerance, found.unit) == (Decimal(40), Decimal(2), "kg")
    assert found.prompt == "How much?"


@pytest.mark.parametrize("name", ["drawingInteraction", "sliderInteraction"])
def test_other_interactions_are_named(name: str) -> None:
    back = read_qti({"i.xml": item(f'<{name} responseIdentifier="R"/>')}, "x")
    assert back.items == ()
    assert name in back.losses[0].message


def test_qti_1_2_is_named() -> None:
    back = read_qti({"i.xml": b"<questestinterop/>"}, "x")
    assert "QTI 1.2" in back.losses[0].message


def test_a_bomb_of_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa">]><assessmentItem>&a;</assessmentItem>'
    with pytest.raises(UsageError, match="defines entities"):
        read_qti({"i.xml": bomb}, "x")
