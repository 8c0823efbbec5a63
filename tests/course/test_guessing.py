"""Nobody passes the course that ships by a rule of thumb: its questions ask for what it teaches."""

from collections import Counter

import pytest

from coursewright.model import Course, plain
from coursewright.model.quiz import Choice
from coursewright.read import read_course
from coursewright.shipped import shipped
from guessers import GUESSERS, excess, lesson_questions, pool_questions

MOST = 10  # percentage points above chance
PARALLEL = 4  # items of a cell, so that a new attempt asks something else


@pytest.fixture(scope="module")
def course() -> Course:
    read = read_course(shipped("course")).course
    assert read is not None
    return read


@pytest.mark.parametrize("name", GUESSERS)
def test_no_rule_of_thumb_beats_chance_in_the_final_assessment(course: Course, name: str) -> None:
    assert excess(GUESSERS[name], pool_questions(course)) <= MOST


@pytest.mark.parametrize("name", GUESSERS)
def test_no_rule_of_thumb_beats_chance_in_the_lessons(course: Course, name: str) -> None:
    assert excess(GUESSERS[name], lesson_questions(course)) <= MOST


def test_every_cell_of_the_final_assessment_has_parallel_items(course: Course) -> None:
    cells = Counter(item.cell for item in course.pools["final"].items)
    assert set(cells.values()) == {PARALLEL}


def test_parallel_items_are_of_one_kind_and_one_objective(course: Course) -> None:
    kinds: dict[str | None, set[object]] = {}
    for item in course.pools["final"].items:
        kinds.setdefault(item.cell, set()).add((type(item), item.objective, item.tracks))
    assert {cell: len(kind) for cell, kind in kinds.items()} == dict.fromkeys(kinds, 1)


def test_half_of_the_true_or_false_statements_are_true(course: Course) -> None:
    statements = [one for one in lesson_questions(course) if one.type == "truefalse"]
    true = [one for one in statements if one.options[0].correct]
    assert len(statements) == 2 * len(true)


def test_options_of_a_question_are_of_like_length(course: Course) -> None:
    uneven = [
        one.id
        for one in pool_questions(course)
        if not _alike([len(plain(option.text)) for option in one.options])
    ]
    assert uneven == []


def test_every_option_has_a_feedback_of_its_own(course: Course) -> None:
    questions: list[Choice] = [*pool_questions(course), *lesson_questions(course)]
    assert [one.id for one in questions if not all(two.feedback for two in one.options)] == []


def _alike(sizes: list[int]) -> bool:
    return max(sizes) <= 1.25 * min(sizes) or max(sizes) - min(sizes) <= 8
