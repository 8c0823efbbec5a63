"""YAML is plain data with places; what it must be is said by the field that it fills."""

from datetime import date

import pytest

from coursewright.model import Settings
from read.course_in_memory import COURSE, FRONT, LESSON, course_of, lesson_of, read, told


def settings(more: str) -> Settings:
    result = read(files={"course.yaml": COURSE + more})
    assert result.problems == ()
    return course_of(result).settings


def front(more: str) -> list[str]:
    return told(read(front=FRONT.removesuffix("---\n") + more + "---\n").problems)


def test_a_field_says_what_its_value_is() -> None:
    assert settings("mastery: '75'\n").mastery == 75
    assert settings("license: no\n").license == "no"
    assert settings("license: 1.0\n").license == "1.0"
    assert settings("license: 010\n").license == "010"
    assert settings("description:\n").description == ""
    assert settings("authors: [on, 'null', 2026-01-01]\n").authors == ("on", "null", "2026-01-01")
    assert settings("outcomes: {CO1: yes}\n").outcomes == {"CO1": "yes"}


def test_a_day_is_a_day() -> None:
    text = FRONT.removesuffix("---\n") + "review: {facts_checked_on: 2026-02-28}\n---\n"
    assert lesson_of(read(front=text)).front.review.facts_checked_on == date(2026, 2, 28)


def test_norway_is_a_country() -> None:
    schedule = settings("schedules: [{id: a, holidays: NO, timezone: Europe/Oslo}]\n").schedules[0]
    assert schedule.holidays == "NO"


FRONT_FAULTS = {
    "titel: x\n": "field-unknown 6:1",
    "title: x\n": "yaml-duplicate-key 6:1",
    "day: [1]\n": "field-type 6:6",
    "day: {home: one}\n": "field-type 6:13",
    "supplies: R1\n": "field-type 6:11",
    "minutes: 3\n": "field-type 6:10",
    "minutes: {read: 601}\n": "field-value 6:17",
    "minutes: {read: -1}\n": "field-value 6:17",
    "minutes: {read: 1.5}\n": "field-type 6:17",
    "minutes: {red: 1}\n": "field-unknown 6:11",
    "review: {facts_checked_on: 2026-02-30}\n": "field-type 6:28",
    "review: {facts_checked_on: today}\n": "field-type 6:28",
    "objectives: [{id: L1, bloom: aply, text: x}]\n": "field-value 6:30",
    "objectives: [{id: L1, bloom: apply}]\n": "field-missing 6:14",
    "objectives: [{id: '1', bloom: apply, text: x}]\n": "field-value 6:19",
    "objectives: [{id: L1, bloom: apply, text: x, supporting: yes}]\n": "field-type 6:58",
    'subject: "a\\0b"\n': "field-value 6:10",
    'subject: "a\\x85b"\n': "field-value 6:10",
    'subject: "a\\nBcc: x"\n': "field-value 6:10",
    "subject: [a]\n": "field-type 6:10",
    "subject: a: b\n": "yaml-invalid 6:11",
    "subject: 'a\n": "yaml-invalid 6:10",
    "subject: &a x\n": "yaml-alias 6:10",
    "subject: *a\n": "yaml-alias 6:10",
    "<<: {a: b}\n": "field-unknown 6:1",
    "subject: !!python/object:os.system x\n": "yaml-tag 6:10",
    "subject: !!str x\n": "yaml-tag 6:10",
    "? [a]\n: b\n": "yaml-invalid 6:3",
    "day: " + "[" * 20 + "]" * 20 + "\n": "yaml-too-deep 6:17",
}


@pytest.mark.parametrize(("more", "expected"), FRONT_FAULTS.items(), ids=lambda one: one[:30])
def test_a_fault_in_front_matter_is_told_where_it_stands(more: str, expected: str) -> None:
    assert front(more) == [expected]


COURSE_FAULTS = {
    COURSE.replace("id: tea", "id: Tea!"): "field-value 1:5",
    COURSE.replace("title: Tea", "title: " + "x" * 121): "field-too-long 2:8",
    COURSE.replace("title: Tea", "title:"): "field-missing 2:1",
    COURSE.replace("title: Tea\n", ""): "field-missing 1:1",
    COURSE + "reporting: passed\n": "field-value 9:12",
    COURSE + "---\na: b\n": "yaml-many-documents 9:1",
    "- a\n": "field-type 1:1",
    "Just words\n": "field-type 1:1",
    "": "file-empty 1:1",
    "# Only a remark\n": "file-empty 1:1",
    COURSE.replace(
        "  - {id: M1, folder: m, title: Basics}\n", "  []\n"
    ): "course-without-parts 8:3",
}


@pytest.mark.parametrize(("text", "expected"), COURSE_FAULTS.items(), ids=lambda one: one[-30:])
def test_a_fault_in_course_yaml_is_told_where_it_stands(text: str, expected: str) -> None:
    found = told(read(files={"course.yaml": text}).problems)
    assert expected in found


def test_a_broken_course_file_hides_no_fault_of_a_lesson() -> None:
    result = read("# x\n", {"course.yaml": "a: [\n"})
    assert result.course is None
    assert [one.split()[0] for one in told(result.problems)] == ["yaml-invalid", "heading-level-1"]


def test_a_fault_in_an_entry_leaves_the_others() -> None:
    facts = "- {id: F1, say: x}\n- {id: F2}\n- {id: F3, say: y, figure: 60%}\n"
    result = read(files={"facts.yaml": facts})
    assert told(result.problems) == ["field-missing 2:3"]
    assert list(course_of(result).facts) == ["F1", "F3"]


def test_an_entry_that_stands_twice_is_told() -> None:
    result = read(files={"facts.yaml": "- {id: F1, say: x}\n- {id: F1, say: y}\n"})
    assert told(result.problems) == ["entry-twice 2:3"]
    assert course_of(result).facts["F1"].say == "x"


def test_a_file_of_entries_is_a_list() -> None:
    assert told(read(files={"glossary.yaml": "term: x\n"}).problems) == ["field-type 1:1"]


@pytest.mark.parametrize("text", ["Words\n", "", "\n---\nid: x\n---\n"])
def test_a_lesson_without_front_matter_is_told(text: str) -> None:
    assert told(read(files={LESSON: text}).problems) == ["front-matter-missing 1:1"]


def test_front_matter_that_is_not_closed_is_told() -> None:
    assert told(read(files={LESSON: "---\nid: x\n"}).problems) == ["front-matter-unclosed 1:1"]


def test_each_field_knows_its_place() -> None:
    more = "recall:\n  home: [R1, R2]\nday: {home: 3}\n"
    lesson = lesson_of(read(front=FRONT.removesuffix("---\n") + more + "---\n"))
    assert str(lesson.at("title")) == f"{LESSON}:4:8"
    assert str(lesson.at("recall.home.1")) == f"{LESSON}:7:14"
    assert str(lesson.at("recall.home.9")) == f"{LESSON}:7:9"
    assert str(lesson.at("day.home")) == f"{LESSON}:8:13"
    assert str(lesson.at("subject")) == f"{LESSON}:1:1"
    course = course_of(read())
    assert str(course.fields["tracks.0.label"]) == "course.yaml:6:23"


def test_a_long_text_marks_its_lines_and_no_more() -> None:
    course = course_of(read(files={"course.yaml": COURSE + "description: |\n  One\n  two\n\n\n"}))
    span = course.fields["description"]
    assert (span.line, span.column, span.end_line, span.end_column) == (9, 14, 11, 6)


def test_a_tab_is_told_as_a_tab() -> None:
    (problem,) = read(files={"course.yaml": COURSE.replace("title:", "\ttitle:", 1)}).problems
    assert problem.code == "yaml-invalid"
    assert "spaces" in (problem.hint or "")


def test_a_slip_in_a_fields_name_is_one_fault() -> None:
    found = read(files={"course.yaml": COURSE.replace("title: Tea", "titel: Tea", 1)}).problems
    assert told(found) == ["field-unknown 2:1"]
    assert (found[0].hint or "").startswith("Did you mean `title`")
