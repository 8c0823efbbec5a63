"""Moodle XML: read back by us and by a reader of others; files as Moodle writes them are read."""

import base64

import pytest
from moodle_xml_parser.parser import parse_string

from banks.sample_bank import PNG, bank, same
from coursewright.banks.items import BankChoice, BankGaps, BankNumber, BankOrder, BankText
from coursewright.banks.moodle_reader import read_moodle_xml
from coursewright.banks.moodle_xml import write_moodle_xml
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
    assert losses == back.losses == ()
    assert back.files == {"images/leaf.png": PNG}
    for before, after in zip(bank().items, back.items, strict=True):
        assert same(after, "heads") == same(before, "heads")


def test_a_reader_of_others_finds_the_same_choices_and_gaps() -> None:
    data, _ = write_moodle_xml(bank())
    read = parse_string(data.decode().split("?>", 1)[1])
    choices = [one for one in bank().items if isinstance(one, BankChoice) and not one.truefalse]
    assert [one.name for one in read["multichoice"]] == [one.title for one in choices]
    for theirs, ours in zip(read["multichoice"], choices, strict=True):
        assert theirs.single is not ours.multiple
        shares = [option.score_fraction > 0 for option in theirs.options]
        assert shares == [option.correct for option in ours.options]
        assert [option.feedback for option in theirs.options] == [o.feedback for o in ours.options]
    assert len(read["cloze"]) == 1


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


def test_cloze_gaps_and_lists_of_words_become_gaps() -> None:
    text = (
        '<quiz><question type="cloze"><name><text>C</text></name><questiontext format="html"><text>'
        "<![CDATA[<p>{1:SHORTANSWER:=Rome~%50%Roma#Nearly} has {2:NUMERICAL:=7:1} hills and a "
        "{1:MULTICHOICE:=river~lake}.</p>]]></text></questiontext></question></quiz>"
    )
    back = read_moodle_xml(text.encode(), "x")
    (item,) = back.items
    assert isinstance(item, BankGaps)
    assert [gap.answers for gap in item.gaps] == [("Rome",), ("7",), ("river",)]
    assert item.prompt == "<p>[[1]] has [[2]] hills and a [[3]].</p>"
    assert ["lists to choose from" in loss.message for loss in back.losses] == [True]


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
