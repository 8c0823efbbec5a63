"""The questions of a course as a bank: every type of the full starter keeps what it asks."""

from decimal import Decimal

import pytest

from coursewright.banks.course_items import course_bank
from coursewright.banks.items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankMatrix,
    BankNumber,
    BankPicture,
)
from coursewright.model.quiz import Area
from coursewright.model.roles import questions
from coursewright.model.walk import walk
from coursewright.pipeline.starter import Starter, starter_files
from coursewright.read import read_files


@pytest.fixture(scope="module")
def bank() -> Bank:
    course = read_files({file.path: file.data for file in starter_files(Starter("tea"))}).course
    assert course is not None
    found = course_bank(course)
    asked = [quiz.id for lesson in course.lessons for quiz in questions(walk(lesson.body))]
    asked += [quiz.id for pool in course.pools.values() for quiz in pool.items]
    assert [item.id for item in found.items] == asked
    return found


def test_a_number_keeps_tolerance_unit_and_feedback(bank: Bank) -> None:
    (item,) = [one for one in bank.items if isinstance(one, BankNumber)]
    assert (item.value, item.tolerance, item.unit) == (Decimal(18), Decimal(1), "g")
    assert item.right.startswith("Right")
    assert "18 grams" in item.wrong


def test_gaps_keep_their_place_and_their_words(bank: Bank) -> None:
    (item,) = [one for one in bank.items if isinstance(one, BankGaps)]
    assert item.prompt == (
        "<p>Complete the rule.</p> <p>Fill the kettle with [[1]] water, and boil it [[2]].</p>"
    )
    assert item.gaps == (BankGap(("fresh", "new")), BankGap(("once",), ("twice", "three times")))


def test_a_matrix_keeps_the_columns_of_each_row(bank: Bank) -> None:
    (item,) = [one for one in bank.items if isinstance(one, BankMatrix)]
    assert (item.head, item.rows) == ("Tea", ("Black", "Green", "Herbal"))
    assert item.columns == ("2 minutes", "3 minutes", "8 minutes")
    assert item.fits == ((1,), (0,), (2,))


def test_places_keep_the_picture_and_its_size(bank: Bank) -> None:
    (item,) = [one for one in bank.items if isinstance(one, BankChoice) and one.picture]
    assert isinstance(item.picture, BankPicture)
    assert (item.picture.src, item.picture.width, item.picture.height) == (
        "figures/pot.svg",
        320,
        200,
    )
    assert item.picture.src in bank.files
    assert "<img" not in item.prompt
    assert item.options[0].area == Area("rect", (67, 50, 20, 28))
