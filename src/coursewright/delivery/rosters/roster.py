"""A list of learners, read row by row: each fault with its place, nothing trusted.

Text with separators or a workbook; what was recognized can be shown before anything is written.
"""

import csv
import io
import shutil
import tempfile
import unicodedata
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO

from coursewright.errors import UsageError

from .addresses import CellAddress, address_key, needs_smtputf8, read_address
from .columns import FIELDS, ColumnMap, map_columns
from .consent import opted_out
from .dates import DateOrder, DateReader, date_order
from .person_names import joined_name
from .seen_rows import SeenRows
from .text_tables import Row, TextTable, damaged
from .time_zones import read_time_zone
from .workbooks import Workbook, foreign_format

__all__ = [
    "Person",
    "Roster",
    "RosterFault",
    "SkippedRow",
    "address_key",
    "guard_cell",
    "open_roster",
    "read_one",
    "read_roster",
    "write_rows",
]

_MAX_NAME = 200
_MAX_CELL = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ZIP = b"PK\x03\x04"
_CONSENT = ("status", "opted_out", "opted_out_at", "opted_in")


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a roster that holds."""

    email: str
    key: str
    """The address as it is compared: case folded, the domain in IDNA."""
    domain: str
    name: str = ""
    track: str = ""
    schedule: str = ""
    start: date | None = None
    timezone: str = ""
    locale: str = ""
    cohort: str = ""
    edition: str = ""
    sponsor: "Person | None" = None
    """Who is told every two weeks what this person works on."""
    attrs: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    @property
    def needs_smtputf8(self) -> bool:
        """Whether only a mail server with SMTPUTF8 takes email for them."""
        return needs_smtputf8(self.email)


@dataclass(frozen=True, slots=True)
class RosterFault:
    """One row that does not hold, why, and what to do."""

    line: int
    message: str
    column: int = 0
    """From 1; 0: the row as a whole, or see `field`."""
    field: str = ""
    """What cannot be as the row says, where the ledger finds it: `track`."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """One row that the list itself says not to enroll, or that repeats an earlier one."""

    line: int
    why: str
    """`unsubscribed`, `bounced`, `complained`, `not confirmed`, `deleted`, `repeated` ..."""


class Roster:
    """A list, opened: what was recognized, and its rows."""

    def __init__(self, table: TextTable | Workbook, columns: ColumnMap, dates: DateReader) -> None:
        self._table, self.columns, self.dates = table, columns, dates

    @property
    def described(self) -> str:
        """How the file is written, for people."""
        return self._table.described

    @property
    def header_line(self) -> int:
        """The line of the header, from 1."""
        return self._table.header_line

    def place_of(self, fault: RosterFault) -> str:
        """Return where a fault is, for people: its line and, where there is one, its column."""
        column = fault.column or self.columns.number(fault.field)
        return f"line {fault.line}, column {column}" if column else f"line {fault.line}"

    def __iter__(self) -> Iterator[Person | RosterFault | SkippedRow]:
        for number, alike in self.columns.misspelled:
            name = self.columns.names[number - 1]
            msg = f"the column {name!r} looks like `{alike}`. Rename it to `{alike}`, or, if it is "
            msg += "something else, give it another name"
            yield RosterFault(self.header_line, msg, number)
        with SeenRows() as seen:
            for row in self._table.rows():
                found = self._read(row)
                yield self._once(seen, found) if isinstance(found, Person) else found

    def _once(self, seen: SeenRows, person: Person) -> Person | RosterFault | SkippedRow:
        """Return a person, unless an earlier row has the same address and cohort."""
        if not person.key:
            return person
        says = f"{person.track}\n{person.schedule}\n{person.start}"
        earlier = seen.earlier(f"{person.key}\n{person.cohort}", says, person.line)
        if earlier is None:
            return person
        line, alike = earlier
        if alike:
            return SkippedRow(person.line, "repeated")
        msg = f"email: line {line} has the same address with another track, schedule or start. "
        return RosterFault(person.line, msg + "Keep one of the lines", self.columns.number("email"))

    def _read(self, row: Row) -> Person | RosterFault | SkippedRow:
        names = self.columns.fields
        if row.fault:
            return RosterFault(row.line, row.fault)
        cells = list(row.cells[: len(names)])
        cells += [""] * (len(names) - len(cells))  # Excel leaves out empty cells at the end
        if any(cell.strip() for cell in row.cells[len(names) :]):
            msg = f"{len(row.cells)} cells, but the header has {len(names)}. "
            msg += "Put quotation marks around a cell that holds the separator"
            return RosterFault(row.line, msg, len(names) + 1)
        for number, cell in enumerate(cells if not "".join(cells).isascii() else (), 1):
            if damaged(cell):
                msg = f"{cell[:40]!r} is not readable as {self.described.partition(',')[0]}, and "
                msg += "the rest of the file is. Correct the cell, or save the file as UTF-8"
                return RosterFault(row.line, msg, number)
        return self._judge(row.line, cells)

    def _judge(self, line: int, cells: Sequence[str]) -> Person | RosterFault | SkippedRow:
        values: dict[str, str] = {}
        for number, (name, cell) in enumerate(zip(self.columns.fields, cells, strict=True), 1):
            if not name:
                if cell.strip():
                    values[f"column_{number}"] = cell
            elif name in _CONSENT:
                try:
                    why = opted_out(name, cell)
                except ValueError as error:
                    header = self.columns.names[number - 1]
                    return RosterFault(line, f"{header}: {error}", number)
                if why:
                    return SkippedRow(line, why)
                values[self.columns.names[number - 1].lower().replace(" ", "_")] = cell
            else:
                values[name] = cell
        return read_one(values, line, columns=self.columns, dates=self.dates)


def open_roster(
    file: IO[bytes],
    *,
    need_email: bool = True,
    language: str = "",
    encoding: str = "",
    dates: DateOrder = "",
) -> Roster:
    """Recognize how a list is written and what its columns hold.

    Args:
        file: text with separators, or a workbook (.xlsx).
        need_email: whether a list without addresses is refused.
        language: of the course; old encodings go by it.
        encoding: the name of the encoding, where it is known.
        dates: the order of local dates, where it is known.

    Raises:
        UsageError: it is no list, or has no column for addresses.
    """
    kept = _seekable(file)
    try:
        roster = _recognized(kept, language, encoding, dates, need_email=need_email)
    except BaseException:
        if kept is not file:
            kept.close()
        raise
    if kept is not file:
        weakref.finalize(roster, kept.close)
    return roster


def _recognized(
    file: IO[bytes], language: str, encoding: str, dates: DateOrder, *, need_email: bool
) -> Roster:
    head = file.read(4096)
    if foreign := foreign_format(head):
        msg = f"the file is {foreign[0]}, not a list"
        raise UsageError(msg, hint=foreign[1])
    table = Workbook(file) if head.startswith(_ZIP) else TextTable(file, language, encoding)
    columns = map_columns(table.header, table.header_line)
    if need_email and "email" not in columns.fields:
        _no_addresses(table, columns)
    reader = DateReader(dates, "", table.epoch)
    if not dates and (number := columns.number("start")):
        order, why = date_order(
            (row.line, row.cells[number - 1])
            for row in table.rows()
            if not row.fault and len(row.cells) >= number
        )
        reader = replace(reader, order=order, why=why)
    return Roster(table, columns, reader)


def read_roster(
    file: IO[bytes], *, need_email: bool = True
) -> Iterator[Person | RosterFault | SkippedRow]:
    """Yield a person, a fault or a row to skip for each row of a list, as `open_roster` reads it.

    Raises:
        UsageError: it is no list, or has no column for addresses.
    """
    yield from open_roster(file, need_email=need_email)


def read_one(
    cells: Mapping[str, str],
    line: int = 0,
    *,
    columns: ColumnMap | None = None,
    dates: DateReader | None = None,
) -> Person | RosterFault:
    """Return the person whose cells these are by field, or what is wrong with them."""
    at = columns.number if columns else _nowhere
    values = {name: cells.get(name, "").strip() for name in FIELDS}
    for name, value in cells.items():
        known = name in FIELDS or name in ("first_name", "last_name")
        if len(value) > _MAX_CELL or _controls(value.strip() if known else " ".join(value.split())):
            msg = f"{name}: too long, or a control character or line break in it. Remove it"
            return RosterFault(line, msg, at(name))
    failed = "email"
    try:
        email = read_address(values["email"]) if values["email"] else None
        failed = "sponsor"
        sponsor = read_address(values["sponsor"]) if values["sponsor"] else None
        failed = "timezone"
        zone = read_time_zone(values["timezone"])
        failed = "start"
        start = (dates or DateReader()).read(values["start"]) if values["start"] else None
    except ValueError as error:
        return RosterFault(line, f"{failed}: {error}", at(failed))
    name, first = joined_name(
        values["name"] or (email.name if email else ""),
        cells.get("first_name", ""),
        cells.get("last_name", ""),
    )
    if wrong := _wrong(values, cells, email, sponsor, name):
        return RosterFault(line, f"{wrong[0]}: {wrong[1]}", at(wrong[0]))
    return Person(
        email=email.email if email else "",
        key=email.key if email else "",
        domain=email.domain if email else "",
        name=name,
        track=values["track"],
        schedule=values["schedule"],
        start=start,
        timezone=zone,
        locale=values["locale"],
        cohort=values["cohort"],
        edition=values["edition"],
        sponsor=Person(sponsor.email, sponsor.key, sponsor.domain) if sponsor else None,
        attrs=_attributes(cells, first),
        line=line,
    )


def _wrong(
    values: Mapping[str, str],
    cells: Mapping[str, str],
    email: CellAddress | None,
    sponsor: CellAddress | None,
    name: str,
) -> tuple[str, str] | None:
    """Return the field that is wrong though it can be read, and why."""
    if "email" in cells and email is None:
        return "email", "empty. Write the address, or remove the line"
    if sponsor and email and sponsor.key == email.key:
        return "sponsor", "nobody is their own. Write another address, or leave it empty"
    if values["cohort"].startswith(":"):
        return "cohort", "may not begin with a colon"
    if len(name) > _MAX_NAME:
        return "name", f"longer than {_MAX_NAME} characters. Shorten it"
    return None


def _attributes(cells: Mapping[str, str], first: str) -> dict[str, str]:
    """Return what is kept of a row beside the fields; line breaks in it become spaces."""
    kept = {
        name: cell if cell.isprintable() else " ".join(cell.split())
        for name, cell in cells.items()
        if name not in FIELDS and name != "first_name" and cell.strip()
    }
    return kept | {"first_name": first} if first else kept


def _nowhere(name: str) -> int:
    return 0


def _controls(text: str) -> bool:
    """Tell whether text holds a control character; marks of direction and joiners are none."""
    if text.isprintable():  # nearly always, and far quicker
        return False
    return any(unicodedata.category(char) == "Cc" for char in text)


def _no_addresses(table: TextTable | Workbook, columns: ColumnMap) -> None:
    """Say that no column holds addresses, and which might.

    Raises:
        UsageError: always.
    """
    for number, alike in columns.misspelled:
        if alike == "email":
            msg = f"line {table.header_line}, column {number}: "
            msg += f"the column {columns.names[number - 1]!r} looks like `email`"
            raise UsageError(msg, hint="Rename it to `email`.")
    for number, name in enumerate(columns.names, 1):
        if "@" in name:
            msg = f"line {table.header_line}, column {number}: {name[:60]!r} is no name of a column"
            raise UsageError(msg, hint="Put a first line before it: `email`, or `email,name`.")
    shown = ", ".join(repr(name[:30]) for name in columns.names[:10]) or "nothing"
    msg = f"line {table.header_line or 1} must name the columns, `email` among them; it has {shown}"
    raise UsageError(msg, hint=f"Known columns: {', '.join(FIELDS)}.")


def _seekable(file: IO[bytes]) -> IO[bytes]:
    """Return a file that can be read twice: a pipe is copied to disk first."""
    if file.seekable():
        file.seek(0)
        return file
    copy = tempfile.TemporaryFile()  # noqa: SIM115 -- its reader lives as long as the roster
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def guard_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def write_rows(header: list[str], rows: Iterator[list[str]]) -> str:
    """Return a CSV with guarded cells, lines ended as RFC 4180 has them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([guard_cell(cell) for cell in row])
    return text.getvalue()
