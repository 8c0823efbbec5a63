"""Start dates in every form that lists have; a date that could be two is asked about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.delivery.rosters.dates import DateReader, date_order
from coursewright.delivery.rosters.roster import Person, RosterFault
from delivery.rosters.test_text_tables import faults, opened

DAY = date(2027, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-31",
        "2027-1-31",
        "2027/01/31",
        "2027.01.31",
        "20270131",
        "2027-01-31 00:00:00",
        "2027-01-31T09:00",
        "2027-01-31T09:00:00.000Z",
        "2027-01-31T09:00:00+01:00",
        "31.01.2027",
        "31.1.27",
        "31.01.2027 09:00",
        "31. 1. 2027".replace(". 2", ".2"),
        "31 January 2027",
        "31 Jan 2027",
        "31-Jan-2027",
        "January 31, 2027",
        "Jan 31 2027",
        "31. Januar 2027",
        "31 janvier 2027",
        "31 de enero de 2027",
        "31 gennaio 2027",
        "Sunday, 31 January 2027",
        "So, 31.01.2027",
    ],
)
def test_a_date_is_read_whatever_its_form(text: str) -> None:
    assert DateReader().read(text) == DAY


@pytest.mark.parametrize(("order", "text"), [("dmy", "31/01/2027"), ("mdy", "1/31/2027 9:00 AM")])
def test_a_date_with_slashes_follows_the_order_of_the_list(order: str, text: str) -> None:
    assert DateReader(order).read(text) == DAY  # type: ignore[arg-type] # one of two
    assert DateReader(order).read(text.replace("/", "-")) == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04/2026", "--dates dmy or --dates mdy"),
        ("3-4-2026", "--dates"),
        ("31.02.2027", "no day of the calendar"),
        ("2027-13-01", "no day of the calendar"),
        ("soon", "not a date"),
        ("2027-01-31 at nine", "not a date"),
        ("31.01.2570", "year 2570"),
        ("1999-12-31", "year 1999"),
        ("31 Brumaire 2027", "month"),
        ("46398", "Excel (probably 2027-01-11)"),
        ("0", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_form_to_write(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"2027-01-31|--dates") as caught:
        DateReader().read(text)
    assert says in str(caught.value)


def test_the_same_day_and_month_need_no_order() -> None:
    assert DateReader().read("5/5/2027") == date(2027, 5, 5)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back_from_each_form(day: date) -> None:
    assert DateReader().read(day.isoformat()) == day
    assert DateReader().read(f"{day:%d.%m.%Y}") == day
    assert DateReader("dmy").read(f"{day:%d/%m/%Y}") == day
    assert DateReader("mdy").read(f"{day:%m/%d/%Y}") == day


def test_one_date_that_can_be_only_one_decides_for_the_list() -> None:
    assert date_order([(2, "03/04/2027"), (3, "13/04/2027")]) == ("dmy", "line 3: 13/04/2027")
    assert date_order([(2, "03/04/2027"), (3, "04-13-2027")])[0] == "mdy"
    assert date_order([(2, "03/04/2027"), (3, "2027-12-31"), (4, "31.12.2027")])[0] == ""


ROWS = "email;start\na@x.org;03/04/2027\nb@x.org;{}\n"


@pytest.mark.parametrize(
    ("evident", "day"), [("13/04/2027", date(2027, 4, 3)), ("4/13/2027", date(2027, 3, 4))]
)
def test_the_evident_form_of_a_file_holds_for_all_its_rows(evident: str, day: date) -> None:
    first = next(iter(opened(ROWS.format(evident))))
    assert isinstance(first, Person)
    assert first.start == day


def test_a_file_that_leaves_it_open_is_asked_about_with_the_place() -> None:
    text = ROWS.format("31.12.2027")
    (fault,) = faults(text)
    assert (fault.line, fault.column) == (2, 2)
    assert "--dates dmy" in fault.message
    for order, day in (("dmy", date(2027, 4, 3)), ("mdy", date(2027, 3, 4))):
        first, second = opened(text, dates=order)
        assert isinstance(first, Person)
        assert isinstance(second, Person)
        assert (first.start, second.start) == (day, date(2027, 12, 31))


def test_a_file_with_both_orders_is_a_fault_where_they_part() -> None:
    (fault,) = [
        one
        for one in opened("email,start\na@x.org,13/04/2027\nb@x.org,4/14/2027\n")
        if isinstance(one, RosterFault)
    ]
    assert (fault.line, fault.column) == (3, 2)
    assert "day first (line 2: 13/04/2027)" in fault.message
