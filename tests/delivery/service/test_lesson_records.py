"""The record of lessons received: what it claims, and what somebody who is shown one can check."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.record_numbers import record_number, recorded_enrollment

KEYS = Keyring(["a secret that is long enough to be one"])


@given(st.integers(1, 10**17))
def test_a_number_is_read_back_as_people_type_it(enrolment: int) -> None:
    number = record_number(KEYS, enrolment)
    assert re.fullmatch(r"\d+(-[0-9A-HJKMNP-TV-Z]{4}){4}", number)
    typed = (
        number,
        number.lower(),
        number.replace("-", " "),
        f" {number}\n",
        number.replace("-", ""),
    )
    assert {recorded_enrollment(KEYS, one) for one in typed} == {enrolment}


def test_letters_that_look_alike_are_read_as_the_one_that_is_meant() -> None:
    numbers = (record_number(KEYS, n) for n in range(1, 500))
    number = next(one for one in numbers if "0" in one[4:] and "1" in one[4:])
    head, _, rest = number.partition("-")
    assert recorded_enrollment(KEYS, f"{head}-{rest.replace('0', 'o').replace('1', 'l')}")


@given(st.text(max_size=90))
def test_no_text_that_somebody_makes_up_is_a_number(text: str) -> None:
    assert recorded_enrollment(KEYS, text) is None


def test_a_number_with_one_letter_changed_or_of_another_enrollment_is_refused() -> None:
    number = record_number(KEYS, 27)
    for at, letter in enumerate(number):
        if letter != "-":
            other = "2" if letter != "2" else "3"
            assert recorded_enrollment(KEYS, number[:at] + other + number[at + 1 :]) is None, at
    assert recorded_enrollment(KEYS, number.replace("27-", "28-", 1)) is None


def test_numbers_of_an_older_secret_hold_and_those_of_a_foreign_one_do_not() -> None:
    number = record_number(KEYS, 27)
    newer = Keyring(["a newer secret, also long enough", "a secret that is long enough to be one"])
    assert record_number(newer, 27) != number
    assert recorded_enrollment(newer, number) == 27
    assert recorded_enrollment(Keyring(["another installation's secret"]), number) is None


@pytest.mark.parametrize("number", ["", "27", "27-", "0-0000-0000-0000-0000", "٢٧-" + "0" * 16])
def test_what_is_no_number_is_refused(number: str) -> None:
    assert recorded_enrollment(KEYS, number) is None
