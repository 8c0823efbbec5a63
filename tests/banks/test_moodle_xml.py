"""Moodle XML: read back by us and by a reader of others; files as Moodle writes them are read."""

import base64
from decimal import Decimal

import pytest
from moodle_xml_parser.parser import parse_string

from banks.sample_bank import PNG, bank, same
from coursewright.banks.items import (
    BankChoice,
    BankGap,
    BankGaps,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
)
from coursewright.banks.moodle_reader import read_moodle_xml
from coursewright.banks.moodle_xml import write_moodle_xml
from coursewright.banks.simpler_types import matrix_as_match
from coursewright.errors import UsageError


def question(kind: str, inner: str) -> bytes:
    return (
        f'<?xml version="1.0"?>\n<quiz>\n<question type="{kind}"><name><text>N</text></name>'
        f'<questiontext format="html"><text><![CDATA[<p>Which <b>one</b>?</p>]]></text>'
        f"</questiontext>{inner}</question></quiz>"
    ).encode()


def test_a_bank_comes_back_as_it_was() -> None:
    data, losses = write_moodle_xml(bank())
    back = read_moodle_xml(data, "x")
    lacks = {"Q11": "one list of options", "Q14": "options below the picture"}
    assert {loss.message[:3] for loss in losses} == set(lacks)
    assert all(lacks[loss.message[:3]] in loss.message for loss in losses)
    assert back.losses == ()
    assert back.files == {"images/leaf.png": PNG}
    for before, after in zip(bank().items, back.items, strict=True):
        if before.id == "Q10":
            assert isinstance(before, BankMatrix)
            before = matrix_as_match(before)
        if before.id not in lacks:
            assert same(after, "heads") == same(before, "heads")


def test_a_matrix_and_a_picture_become_choices_with_the_same_answers() -> None:
    back = read_moodle_xml(write_moodle_xml(bank())[0], "x")
    read = {item.id: item for item in back.items}
    cells, places = read["Q11"], read["Q14"]
    assert isinstance(cells, BankChoice)
    assert [option.text for option in cells.options if option.correct] == [
        "Black: Milk",
        "Black: Lemon",
        "Green: Lemon",
    ]
    assert isinstance(places, BankChoice)
    assert [(option.text, option.correct) for option in places.options] == [
        ("The lid", True),
        ("The spout", False),
        ("The foot", False),
    ]
    assert '<img src="images/leaf.png" alt="A kettle"/>' in places.prompt


def test_a_reader_of_others_finds_the_same_choices_and_gaps() -> None:
    data, _ = write_moodle_xml(bank())
    read = parse_string(data.decode().split("?>", 1)[1])
    choices = [one for one in bank().items if isinstance(one, BankChoice) and not one.truefalse]
    read["multichoice"] = [one for one in read["multichoice"] if one.name != "Serving"]
    assert [one.name for one in read["multichoice"]] == [one.title for one in choices]
    for theirs, ours in zip(read["multichoice"], choices, strict=True):
        assert theirs.single is not ours.multiple
        shares = [option.score_fraction > 0 for option in theirs.options]
        assert shares == [option.correct for option in ours.options]
        assert [option.feedback for option in theirs.options] == [o.feedback for o in ours.options]
    assert len(read["cloze"]) == 3


def test_pictures_in_base64_come_along_and_broken_ones_are_named() -> None:
    good = base64.b64encode(PNG).decode()
    inner = (
        '<answer fraction="100" format="html"><text><![CDATA[<p><img src="@@PLUGINFILE@@/a%20b.png"'
        ' alt="A"></p>]]></text>'
        f'<file name="a b.png" path="/" encoding="base64">{good}</file></answer>'
        '<answer fraction="0"><text>No</text>'
        '<file name="c.png" path="/" encoding="base64">%%%</file></answer>'
    )
    back = read_moodle_xml(question("multichoice", inner), "quiz.xml")
    (item,) = back.items
    assert isinstance(item, BankChoice)
    assert back.files == {"images/a-b.png": PNG}
    assert 'src="images/a-b.png"' in item.options[0].text
    assert [loss.message for loss in back.losses] == [
        "The file 'c.png' is not valid Base64 and was left out"
    ]


def test_cloze_gaps_and_lists_of_words_stay_gaps_and_lists() -> None:
    text = (
        '<quiz><question type="cloze"><name><text>C</text></name><questiontext format="html"><text>'
        "<![CDATA[<p>{1:SHORTANSWER:=Rome~%50%Roma#Nearly} has {2:NUMERICAL:=7:1} hills and a "
        "{1:MULTICHOICE:=river~lake}.</p>]]></text></questiontext></question></quiz>"
    )
    back = read_moodle_xml(text.encode(), "x")
    (item,) = back.items
    assert isinstance(item, BankGaps)
    assert item.gaps == (BankGap(("Rome",)), BankGap(("7",)), BankGap(("river",), ("lake",)))
    assert item.prompt == "<p>[[1]] has [[2]] hills and a [[3]].</p>"
    assert [loss.message for loss in back.losses] == [
        "'C': answers that score part of the points were left out",
        "'C': the tolerance of a number in a text was left out",
        "'C': feedback for single gaps was left out",
    ]


def test_the_one_number_of_a_text_is_a_number() -> None:
    text = (
        '<quiz><question type="cloze"><name><text>C</text></name><questiontext format="html"><text>'
        "Rome has {1:NUMERICAL:=7:0.5#Yes~*#No} hills.</text></questiontext></question></quiz>"
    )
    (item,) = read_moodle_xml(text.encode(), "x").items
    assert isinstance(item, BankNumber)
    assert (item.value, item.tolerance) == (Decimal(7), Decimal("0.5"))
    assert (item.prompt, item.right, item.wrong) == ("Rome has _____ hills.", "Yes", "No")


def test_short_answers_keep_case_feedback_and_the_answer_for_the_rest() -> None:
    inner = (
        "<usecase>1</usecase>"
        '<answer fraction="100"><text>Tea</text><feedback><text>Yes</text></feedback></answer>'
        '<answer fraction="100"><text>Cha</text></answer>'
        '<answer fraction="0"><text>*</text><feedback><text>No</text></feedback></answer>'
    )
    (item,) = read_moodle_xml(question("shortanswer", inner), "x").items
    assert isinstance(item, BankGaps)
    assert item.gaps == (BankGap(("Tea", "Cha")),)
    assert (item.exact, item.right, item.wrong) == (True, "Yes", "No")


def test_words_to_drag_stay_in_their_groups() -> None:
    boxes = (("cat", 1), ("mat", 2), ("dog", 1), ("hat", 2))
    inner = "".join(
        f"<dragbox><text>{word}</text><group>{group}</group></dragbox>" for word, group in boxes
    )
    data = question("ddwtos", inner).replace(b"Which <b>one</b>?", b"The [[1]] on the [[4]].")
    (item,) = read_moodle_xml(data, "x").items
    assert isinstance(item, BankGaps)
    assert item.prompt == "<p>The [[1]] on the [[2]].</p>"
    assert item.gaps == (BankGap(("cat",), ("dog",)), BankGap(("hat",), ("mat",)))


STEPS = '<answer fraction="2"><text>b</text></answer><answer fraction="1"><text>a</text></answer>'


@pytest.mark.parametrize(
    ("kind", "inner", "made"),
    [
        ("essay", "<graderinfo><text>Model</text></graderinfo>", BankText),
        ("numerical", '<answer fraction="100"><text>3,5</text></answer>', BankNumber),
        (
            "ordering",
            STEPS,
            BankOrder,
        ),
    ],
)
def test_other_types(kind: str, inner: str, made: type) -> None:
    (item,) = read_moodle_xml(question(kind, inner), "x").items
    assert isinstance(item, made)
    if isinstance(item, BankOrder):
        assert item.steps == ("a", "b")


@pytest.mark.parametrize("kind", ["calculated", "description", "ddimageortext", "random"])
def test_what_is_not_imported_is_named_with_its_line(kind: str) -> None:
    back = read_moodle_xml(question(kind, ""), "quiz.xml")
    (loss,) = back.losses
    assert back.items == ()
    assert str(loss.place) == "quiz.xml:3:1"
    assert kind in loss.message


BOMB = b"""<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = b"""<!DOCTYPE quiz [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<quiz><question type="essay"><name><text>&f;</text></name></question></quiz>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB, "defines entities"),
        (OUTSIDE, "defines entities"),
        (b"<quiz><question>", "not well-formed"),
        (b"<html></html>", "not <quiz>"),
        (b"<quiz>" + b"<question/>" * 100_000 + b"</quiz>", "100,000 questions"),
    ],
)
def test_hostile_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_moodle_xml(data, "quiz.xml")
