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


def test_pictures_come_along_and_gaps_and_numbers_are_named(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(FORMATS["moodle-xml"].write(bank())[0])
    made = take(path)
    assert list(made.draft.files) == ["images/leaf.png"]
    text = "".join(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert "![A long leaf](../images/leaf.png)" in text
    assert ":::quiz" in text
    lost = [loss.message for loss in made.draft.losses]
    assert any("gaps to fill in" in message for message in lost)
    assert any("a question for a number" in message for message in lost)


def test_options_without_feedback_say_whether_they_are_right(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.gift"
    path.write_text("Which? {=a ~b}", encoding="utf-8")
    made = take(path)
    text = next(one.data.decode() for one in made.artifacts if one.path.endswith(".md"))
    assert "- [x] a\n  > Correct\n- [ ] b\n  > Not yet" in text


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
