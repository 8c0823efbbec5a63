"""What the page of questions shows can be copied from it, and does what the page says."""

import re

from coursewright import rules
from coursewright.model import Choice
from coursewright.packages.answer_key import answer_key
from coursewright.packages.package_ids import packages_of
from coursewright.packages.questions import items
from coursewright.problems import Severity
from coursewright.read.directives import SPECS
from coursewright.target import Options
from house.checkout import ROOT
from questions.question_course import EXAMPLES, question_course, read_questions

# What the page leaves to the reader: subjects and days of emails, prose around the questions.
_LEFT_OUT = {
    *("action-missing", "day-missing", "lesson-too-short", "preheader-missing", "subject-missing"),
    "objective-without-item",
}
PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")


def test_every_example_reads_without_a_problem() -> None:
    assert len(EXAMPLES) >= 6
    assert read_questions().problems == ()
    found = list(rules.apply(question_course()))
    assert {one.code for one in found if one.severity is Severity.ERROR} <= _LEFT_OUT


def test_the_page_names_every_type_and_every_attribute_of_a_question() -> None:
    quiz = SPECS["quiz"]
    for kind in quiz.attributes["type"].choices:
        assert f"`{kind}`" in PAGE
    shown = set(re.findall(r'type="([a-z]+)"', PAGE))
    assert {"matrix", "gaps", "number", "hotspot"} <= shown
    for name in ("weight", "shuffle", "exact", "answer", "tolerance", "unit"):
        assert name in quiz.attributes
        assert re.search(rf"\b{name}\b", PAGE)


def test_what_a_report_needs_of_each_type_is_in_the_data_of_a_package() -> None:
    course = question_course()
    known = items(course, packages_of(course)[0], prompts=True)
    assert known["tea-times"]["type"] == "match"
    assert known["tea-serving"]["pairs"]
    assert known["tea-serving"]["words"][0] == "black/milk"
    assert known["tea-leaves"]["correct"] == ["two", "loose", "four"]
    assert "take ____ grams of ____ tea" in known["tea-leaves"]["prompt"]
    assert known["tea-heat"]["correct"] == ["75", "85", "80"]
    assert known["final-spoil"]["weight"] == 2
    spots = [one for one in question_course().lessons[0].body if isinstance(one, Choice)]
    assert any(one.hotspot for one in spots)
    assert known["tea-kettle"]["type"] == "single"


def test_the_answer_key_lists_what_is_right_in_each_type() -> None:
    course = question_course()
    table, page = answer_key(course, packages_of(course)[0], Options())
    rows = table.data.decode("utf-8-sig")
    for line in (
        ",green,Green,2 minutes",
        ',black,Black,"Milk, Lemon, Sugar"',
        ",1,,____,two | 2",
        ",2,,____,loose",
        "tea-heat,Tea,number,L1.1,How hot is the water for green tea?,,,°C,80 (75 – 85)",  # noqa: RUF001
        "tea-kettle,Tea,hotspot,L1.1,",
    ):
        assert line in rows, line
    assert b"two | 2" in page.data
