"""Question banks as courses: a lesson for each category, ids that stay, everything named."""

from pathlib import Path

import pytest

from banks.sample_bank import bank
from coursewright.banks import FORMATS
from coursewright.importers import import_course
from importers.conftest import Take

NAMES = {
    "gift": "a.gift",
    "moodle-xml": "a.xml",
    "qti21": "a.zip",
    "qti30": "b.zip",
    "csv": "a.csv",
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_that_is_exported_is_imported(name: str, tmp_path: Path, take: Take) -> None:
    data, _ = FORMATS[name].write(bank())
    path = tmp_path / NAMES[name]
    path.write_bytes(data)
    made = take(path)
    assert made.draft.questions == len(bank().items)
    lessons = [lesson.title for lesson in made.draft.lessons]
    assert lessons == ["Water: hot & cold", "Leaves"]
    text = "".join(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    for item in bank().items:
        assert f'id="{item.id}"' in text
    assert "- [x] Water ~ 90\n  > Yes {right}." in text
    assert "- [ ] Water & milk: *both*\n  > No = wrong." in text


def test_pictures_come_along_and_the_rest_is_a_question_of_its_type(
    tmp_path: Path, take: Take
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(FORMATS["moodle-xml"].write(bank())[0])
    made = take(path)
    assert list(made.draft.files) == ["images/leaf.png"]
    text = "".join(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert "![A long leaf](../images/leaf.png)" in text
    assert made.draft.losses == []
    assert "Tea comes from [= China | the Middle Kingdom] at first." in text
    assert "Take [= two | 2] grams of [? loose | bagged | powdered] tea & water." in text
    assert 'type="number" answer="80.5" tolerance="0.25" unit="°C"}\nHow hot?' in text
    assert 'id="Q16" type="gaps" exact}' in text
    assert "|  | 2 minutes | 4 minutes | 8 minutes |" in text


@pytest.mark.parametrize("name", ["qti21", "qti30"])
def test_places_in_a_picture_and_matrices_come_along(name: str, tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(FORMATS[name].write(bank())[0])
    made = take(path)
    text = "".join(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert '![A kettle](../images/leaf.png)\n\n- [x] The lid {rect="10 5 30 20"}' in text
    assert '- [ ] The spout {circle="50 40 10"}' in text
    assert "| Green | x |  |  |" in text
    assert "- [x] Black: Milk" in text  # a matrix of ours has no row without a column
    assert [loss.message for loss in made.draft.losses] == [
        "'Serving': a row has no correct column: each cell becomes an option"
    ]


GAPS = """How? {=[a|b] =c}

List. {=one|two}

Much {#123456789} of it.

Write an essay. {}
"""


def test_what_the_format_cannot_write_is_open_and_named(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    path.write_text(GAPS, encoding="utf-8")
    made = take(path)
    text = next(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert "How? [= c]" in text
    assert "one|two" in text
    assert ":::reflect" in text
    assert [loss.message.partition(": ")[2].partition(":")[0] for loss in made.draft.losses] == [
        "its gaps become an open question",
        "its number has more than 7 digits on a side",
        "it has no model answer",
    ]


def test_gaps_in_several_blocks_become_one_paragraph(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.xml"
    text = (
        "<quiz><question type='cloze'><name><text>C</text></name><questiontext format='html'><text>"
        "<![CDATA[<p>Fill in.</p><ul><li>Tea is {1:SA:=warm}.</li><li>Ice is {1:MC:=cold~hot}."
        "</li></ul>]]></text></questiontext></question></quiz>"
    )
    path.write_text(text, encoding="utf-8")
    made = take(path)
    text = next(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert "Fill in.\n\nTea is [= warm].\\\nIce is [? cold | hot]." in text


def test_answers_without_an_entry_make_a_matrix(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    path.write_text("Match. {=Canada -> Ottawa =Italy -> Rome = -> Bern}", encoding="utf-8")
    text = next(a.data.decode() for a in take(path).artifacts if a.path.endswith(".md"))
    assert "| Canada | x |  |  |\n| Italy |  | x |  |" in text


def test_nothing_is_written_that_the_author_did_not_write(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    path.write_text("Which? {=a ~b}", encoding="utf-8")
    made = take(path)
    text = next(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert text.endswith(':::quiz{id="q-which" type="single"}\nWhich?\n\n- [x] a\n- [ ] b\n:::\n')
    assert {problem.code for problem in made.problems} == {
        "option-without-feedback",
        "action-missing",
    }


def test_long_categories_are_divided(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    questions = [f"Number {number}? {{=a ~b}}" for number in range(45)]
    path.write_text("\n\n".join(questions), encoding="utf-8")
    made = take(path)
    assert [lesson.questions for lesson in made.draft.lessons] == [20, 20, 5]
    assert made.draft.lessons[2].title == "A (3 of 3)"


def test_the_same_source_gives_the_same_files(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(FORMATS["moodle-xml"].write(bank())[0])
    assert import_course(path).artifacts == import_course(path).artifacts


HOSTILE = """::a:: {} [[x]] {{y}} <b>bold</b> :::quiz
{=\\{#key\\} ~- [x] no ~> quote ~\\:\\:\\: ~# x}

Question with | pipe and `code` {=a|b -> 1|2 =c -> d}

 {=only ~one}

Twice? {=a ~a ~b}

1. Start {=1. a ~2) b}
"""


def test_signs_of_the_course_format_stay_words(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    path.write_text(HOSTILE, encoding="utf-8")
    take(path)
