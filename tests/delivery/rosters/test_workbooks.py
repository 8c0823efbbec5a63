"""Lists in workbooks of Excel: dates, numbers, several sheets; hostile files are refused."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coursewright.delivery.rosters.roster import Person, RosterFault, open_roster
from coursewright.errors import UsageError


def workbook(*rows: list[Any], change: Callable[[Any], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> list[Any]:
    return list(open_roster(io.BytesIO(data)))


def test_dates_numbers_and_empty_cells_are_read_as_excel_shows_them() -> None:
    data = workbook(
        ["E-Mail", "Vorname", "Nachname", "Startdatum", "Personalnummer", "unsubscribed"],
        ["a@example.org", "Anna", "Müller", datetime(2027, 1, 11), 4711, False],  # noqa: DTZ001 -- Excel has no zones
        ["b@example.org", "Bert", None, date(2027, 1, 11), 4712.0, None],
        [None, None, None, None, None, None],
        ["c@example.org", "Cid", None, 46398, "007", None],
        ["d@example.org", "Dan", None, "11.01.2027", 1.5, None],
        ["e@example.org", "Eve", None, None, None, True],
    )
    roster = open_roster(io.BytesIO(data))
    assert roster.described == "Excel workbook, sheet 'Sheet'"
    found = [one for one in roster if isinstance(one, Person)]
    assert [one.line for one in found] == [2, 3, 5, 6]
    assert {one.start for one in found} == {date(2027, 1, 11)}
    assert found[0].name == "Anna Müller"
    assert [one.attrs["personalnummer"] for one in found] == ["4711", "4712", "007", "1.5"]


def test_a_workbook_that_counts_from_1904_is_dated_right() -> None:
    def old(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    data = workbook(["email", "start"], ["a@example.org", 46398 - 1462], change=old)
    (found,) = read(data)
    assert found.start == date(2027, 1, 11)


def test_the_sheet_with_addresses_is_read_and_hidden_ones_are_not() -> None:
    def sheets(book: Any) -> None:
        hidden = book.create_sheet("Old", 0)
        hidden.append(["email"])
        hidden.append(["old@example.org"])
        hidden.sheet_state = "hidden"
        people = book.create_sheet("People")
        for row in (["Participants"], [], ["Name", "Email address"], ["Ada", "ada@example.org"]):
            people.append(row)

    roster = open_roster(io.BytesIO(workbook(["How to fill this in"], change=sheets)))
    assert roster.described == "Excel workbook, sheet 'People'"
    assert roster.header_line == 3
    (found,) = roster
    assert isinstance(found, Person)
    assert (found.email, found.line) == ("ada@example.org", 4)


def test_a_fault_in_a_workbook_has_its_row_and_column() -> None:
    (fault,) = read(workbook(["name", "email"], ["Ada", "ada"]))
    assert isinstance(fault, RosterFault)
    assert (fault.line, fault.column) == (2, 2)


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"<?xml version='1.0'?><worksheet>" + b" " * 40 * 2**20 + b"</worksheet>"
ENTITIES = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&b;</t></is></c></row>"
    b"</sheetData></worksheet>"
)
GOOD = workbook(["email"], ["a@example.org"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (with_part(GOOD, SHEET, BOMB), "unpacks to 40 MB"),
        (with_part(GOOD, SHEET, ENTITIES), "document type"),
        (with_part(GOOD, SHEET, b"<worksheet><sheetData><row"), "cannot be read"),
        (with_part(GOOD, "xl/workbook.xml", b"<nothing/>"), "workbook"),
        (GOOD[: len(GOOD) // 2], "cannot be unpacked"),
        (packed(mimetype=b"x", content_xml=b"<x/>"), "LibreOffice"),
        (packed(readme_xml=b"<x/>"), "ZIP archive"),
        (workbook(), "no sheet with cells"),
        (workbook(["name"], ["Ada"]), "must name the columns"),
    ],
    ids=["bomb", "entities", "cut", "no sheets", "half", "ods", "zip", "empty", "no email"],
)
def test_what_is_no_workbook_with_a_list_is_refused(data: bytes, says: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match=says) as caught:
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
    assert caught.value.hint
