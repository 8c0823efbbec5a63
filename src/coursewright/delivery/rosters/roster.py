"""A list of learners as CSV: read line by line, each fault with its line, nothing trusted."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from email_validator import EmailNotValidError

from coursewright.errors import UsageError
from coursewright.mime.addresses import AddressFault, parse_address
from coursewright.sequence.wall_clock import zone

__all__ = [
    "Person",
    "RosterFault",
    "address_key",
    "guard_cell",
    "read_one",
    "read_roster",
    "write_rows",
]

_FIELDS = (
    *("email", "name", "track", "schedule", "start", "timezone", "locale", "cohort", "edition"),
    "sponsor",
)
_ALIASES = {"address": "email", "e-mail": "email", "zone": "timezone", "pace": "schedule"}
_MAX_LINE = 64 * 1024
_MAX_NAME = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a roster that holds."""

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


@dataclass(frozen=True, slots=True)
class RosterFault:
    """One line that does not hold, and why."""

    line: int
    message: str


def read_roster(file: IO[bytes], *, need_email: bool = True) -> Iterator[Person | RosterFault]:
    """Yield a person or a fault for each line of a CSV with a header (UTF-8, with or without BOM).

    Memory stays flat whatever the size: lines are bounded, nothing is kept.

    Raises:
        UsageError: there is no header that names `email`.
    """
    lines = _Lines(file)
    reader = csv.reader(lines, strict=True)
    header = _header(reader, need_email=need_email)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeDecodeError, ValueError) as error:
            yield RosterFault(lines.number, f"not readable as CSV in UTF-8: {error}")
            reader = csv.reader(lines, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            if len(cells) == len(header):
                yield read_one(dict(zip(header, cells, strict=True)), lines.number)
            else:
                count = f"{len(cells)} cells, but the header has {len(header)}"
                yield RosterFault(lines.number, count)


class _Lines:
    """Lines of text with their number; none longer than the bound."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(_MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > _MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = self._file.readline(_MAX_LINE)
            msg = f"the line is longer than {_MAX_LINE} bytes"
            raise ValueError(msg)
        return line.decode("utf-8-sig" if self.number == 1 else "utf-8")


def _header(reader: Iterator[list[str]], *, need_email: bool) -> list[str]:
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(reader)]
    except StopIteration:
        names = []
    except (csv.Error, ValueError) as error:
        msg = f"the first line is not a CSV header: {error}"
        raise UsageError(msg) from error
    names = [_ALIASES.get(name, name) for name in names]
    if (need_email and "email" not in names) or len(set(names)) != len(names):
        msg = "the first line must name the columns, `email` among them, each once"
        raise UsageError(msg, hint=f"Known columns: {', '.join(_FIELDS)}.")
    return names


def read_one(cells: Mapping[str, str], line: int = 0) -> Person | RosterFault:
    """Return the person whose cells these are by column, or what is wrong with them."""
    values = {name: cells.get(name, "").strip() for name in _FIELDS}
    for name, value in cells.items():
        if len(value) > 1000 or _controls(value.strip()):
            return RosterFault(
                line, f"{name}: too long, or a control character or line break in it"
            )
    try:
        address, key, domain = address_key(values["email"]) if values["email"] else ("", "", "")
        sponsor = _sponsor(values["sponsor"], key) if values["sponsor"] else None
        start = date.fromisoformat(values["start"]) if values["start"] else None
        if values["timezone"]:
            zone(values["timezone"])
    except EmailNotValidError as error:
        return RosterFault(line, f"email: {error}")
    except (ValueError, UsageError) as error:
        return RosterFault(line, str(error))
    if "email" in cells and not address:
        return RosterFault(line, "email: empty")
    if values["cohort"].startswith(":"):
        return RosterFault(line, "cohort: may not begin with a colon")
    if len(values["name"]) > _MAX_NAME:
        return RosterFault(line, f"name: longer than {_MAX_NAME} characters")
    return Person(
        email=address,
        key=key,
        domain=domain,
        name=values["name"],
        track=values["track"],
        schedule=values["schedule"],
        start=start,
        timezone=values["timezone"],
        locale=values["locale"],
        cohort=values["cohort"],
        edition=values["edition"],
        sponsor=sponsor,
        attrs={name: cell for name, cell in cells.items() if name not in _FIELDS and cell},
        line=line,
    )


def _controls(text: str) -> bool:
    """Tell whether text holds a control character; marks of direction and joiners are none."""
    if text.isprintable():  # nearly always, and far quicker
        return False
    return any(unicodedata.category(char) == "Cc" for char in text)


def _sponsor(text: str, learner: str) -> Person:
    try:
        address, key, domain = address_key(text)
    except EmailNotValidError as error:
        msg = f"sponsor: {error}"
        raise ValueError(msg) from error
    if key == learner:
        msg = "sponsor: nobody is their own"
        raise ValueError(msg)
    return Person(address, key, domain)


def address_key(address: str) -> tuple[str, str, str]:
    """Return an address normalised, the key it is compared by, and its domain in ASCII.

    Raises:
        EmailNotValidError: it is not an address that mail can go to.
    """
    parsed = parse_address(address)
    if isinstance(parsed, AddressFault):
        raise EmailNotValidError(parsed.reason)
    return parsed.text, parsed.key, parsed.domain


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
