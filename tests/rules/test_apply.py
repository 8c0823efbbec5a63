"""The rules as a whole: order, names, and what is kept back when a file could not be read."""

from dataclasses import replace

import pytest

from coursewright import rules
from coursewright.model import Limits
from coursewright.problems import Severity
from coursewright.rules.course_texts import texts

from .conftest import TIME, WATER, Codes, made


def test_a_sound_course_breaks_no_rule(codes: Codes) -> None:
    assert codes() == []


def test_codes_are_words_and_stand_once() -> None:
    names = [code.name for code in rules.CODES]
    assert len(names) == len(set(names))
    for code in rules.CODES:
        assert code.name == code.name.lower()
        assert " " not in code.name
        assert code.summary.endswith(".")
        assert code.why.endswith(".")


def test_problems_come_in_the_order_of_their_places() -> None:
    course = made(
        (TIME, "prerequisites: [water]", "prerequisites: [fire]"),
        (WATER, "subject: Start with the water", "subject: ''"),
    )
    found = rules.apply(course)
    assert [(one.span.path, one.code) for one in found] == [
        (WATER, "subject-missing"),
        (TIME, "unknown-prerequisite"),
    ]
    assert all(one.hint for one in found)


@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        ((), {"unknown-fact", "unknown-lesson"}),
        (("facts.yaml",), {"unknown-lesson"}),
        (("1-basics/03-lost.md",), {"unknown-fact"}),
        (("figures/kettle.svg",), {"unknown-fact", "unknown-lesson"}),
    ],
)
def test_what_a_damaged_file_may_hold_is_not_called_missing(
    damaged: tuple[str, ...], told: set[str]
) -> None:
    course = made(
        (TIME, "(lesson:water#fresh-and-hot)", "(lesson:fire) {{fact F9}}"),
    )
    assert {one.code for one in rules.apply(course, damaged)} == told


def test_an_action_is_not_called_missing_in_a_lesson_that_could_not_be_read_whole() -> None:
    course = made((WATER, ":::action", ':::action{tracks="home"}'))
    assert [one.code for one in rules.apply(course)] == ["action-missing"]
    assert rules.apply(course, [WATER]) == ()
    assert [one.code for one in rules.apply(course, [TIME])] == ["action-missing"]


def test_errors_are_what_would_harm_a_learner() -> None:
    """What `check` must fail for, by the course format's own list of build checks."""
    strict = Severity.ERROR
    severe = {code.name for code in rules.CODES if (code.strict or code.severity) is strict}
    assert severe >= {
        "action-form",
        "action-missing",
        "day-not-rising",
        "id-twice",
        "image-without-alt",
        "objective-without-item",
        "option-without-feedback",
        "preheader-too-long",
        "quiz-with-two-answers",
        "quiz-without-answer",
        "recall-too-early",
        "seen-by-nobody",
        "subject-too-long",
        "too-few-assessment-items",
        "two-actions",
        "unknown-fact",
        "unknown-reference",
        "unknown-track",
    }


def test_a_changed_lesson_is_looked_at_again_and_the_others_are_not() -> None:
    course = made()
    assert rules.apply(course) == ()
    heads = made((WATER, "## Fresh and hot", "#### Fresh and hot")).lessons[0]
    changed = replace(course, lessons=(heads, *course.lessons[1:]))
    before = texts(course)
    assert [one.code for one in rules.apply(changed)] == ["heading-skips-level"]
    after = texts(changed)
    assert [one is other for one, other in zip(before, after, strict=True)] == [
        text.owner is not heads for text in after
    ]
    assert rules.apply(course) == ()


def test_other_limits_are_asked_of_the_same_lessons() -> None:
    course = made()
    assert rules.apply(course) == ()
    settings = replace(course.settings, limits=Limits(words_min=100, assessment_items=1))
    stricter = replace(course, settings=settings)
    assert [one.code for one in rules.apply(stricter)] == ["lesson-too-short"]
