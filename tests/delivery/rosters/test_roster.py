import io
import itertools
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.delivery.rosters.roster import (
    Person,
    RosterFault,
    SkippedRow,
    address_key,
    guard_cell,
    read_roster,
)
from coursewright.errors import UsageError


def read(text: str | bytes) -> list[Person | RosterFault | SkippedRow]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_roster(io.BytesIO(data)))


def test_names_in_any_script_and_addresses_in_any_domain_are_read() -> None:
    people = read(
        '\ufeffEmail,Name,Team\r\nada@Exämple.org,أحمد 🌱,red\r\n李@example.org,"O\'Neil, Ann",\r\n'
    )
    first, second = people
    assert isinstance(first, Person)
    assert isinstance(second, Person)
    assert (first.name, first.key, first.attrs) == (
        "أحمد 🌱",
        "ada@xn--exmple-cua.org",
        {"Team".lower(): "red"},
    )
    assert second.name == "Ann O'Neil"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not-an-address,x,", "email"),
        (",x,", "empty"),
        ("a@example.org,x,Mars/Base", "time zone"),
        ("a@example.org,x,UTC,more", "cells"),
        ('"a@example.org\r\nBcc: b@example.org",x,', "email"),
        ('a@example.org,"x\r\nBcc: b@example.org",', "control"),
        ("a@example.org,x\0y,", "control"),
        (f"a@example.org,{'n' * 300},", "name"),
        (f"a@example.org,{'n' * 70000},", "longer"),
        ('a@example.org,"never closed,', "CSV"),
    ],
)
def test_a_fault_has_its_line_and_the_rest_is_read(line: str, says: str) -> None:
    found = read(f"email,name,timezone\nok@example.org,Ok,UTC\n{line}\n")
    assert isinstance(found[0], Person)
    fault = found[1]
    assert isinstance(fault, RosterFault)
    assert says in fault.message
    assert fault.line in (3, 4)


def test_a_line_that_is_not_utf_8_where_others_are_is_a_fault_of_its_own() -> None:
    found = read("email,name\nc@example.org,Zoë\n".encode() + b"a@example.org,Jos\xe9\nb@x.org,B\n")
    assert [type(one) for one in found] == [Person, RosterFault, Person]
    fault = found[1]
    assert isinstance(fault, RosterFault)
    assert (fault.line, fault.column) == (3, 2)
    assert "save the file as UTF-8" in fault.message


def test_a_header_without_email_is_refused() -> None:
    for text in ("", "name\nx\n", "email,email\n", "\0\n"):
        with pytest.raises(UsageError):
            read(text)


def test_a_file_of_20_megabytes_is_read_in_flat_memory() -> None:
    class Endless(io.RawIOBase):
        left = 20 * 2**20

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # a writable buffer
            if self.left <= 0:
                return 0
            self.left -= len(buffer)
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    stream = io.BufferedReader(Endless())  # type: ignore[type-var] # typeshed wants more than it reads
    tracemalloc.start()
    with pytest.raises(UsageError):
        list(read_roster(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 2**20


@settings(max_examples=300, deadline=None)
@given(
    st.from_regex(r"[A-Za-z0-9_+.-]{1,40}", fullmatch=True),
    st.one_of(
        st.sampled_from(
            ["example.org", "Example.ORG", "localhost", "x.test", "a..b", "-a.org", "1.2"]
        ),
        st.from_regex(r"[A-Za-z0-9.-]{1,20}\.[A-Za-z]{1,5}", fullmatch=True),
    ),
)
def test_a_plain_address_is_judged_as_the_library_judges_it(local: str, domain: str) -> None:
    """The short way for what nearly all addresses look like says the same as the long way."""
    try:
        long = validate_email(f"{local}@{domain}", check_deliverability=False)
    except EmailNotValidError:
        with pytest.raises(EmailNotValidError):
            address_key(f"{local}@{domain}")
        return
    ascii_domain = (long.ascii_domain or "").lower()
    key = f"{long.local_part.casefold()}@{ascii_domain}"
    assert address_key(f"{local}@{domain}") == (long.normalized, key, ascii_domain)


def rows(kind: str, size: int) -> Iterator[str]:
    line = {
        "people": "u{}@d{}.example.org,Zoë 李 {},UTC," + "x" * 300 + "\n",
        "faults": "nobody {},{} {},Mars/Base,=1+1\n",
        "a quote never closed": 'a@example.org,"' + "x" * 500 + "\n",
        "empty lines": "\n" * 200,
    }[kind]
    written = 0
    for n in itertools.count():
        piece = line.format(n, n, n)
        written += len(piece)
        yield piece
        if written > size:
            return


@pytest.mark.parametrize("kind", ["people", "faults", "a quote never closed", "empty lines"])
def test_a_big_roster_takes_no_more_memory_than_a_small_one(kind: str, tmp_path: Path) -> None:
    """100 MB of each, imported: `benchmarks/delivery_roster.py`."""

    def peak(size: int) -> int:
        path = tmp_path / f"{size}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("email,name,timezone,note\n")
            file.writelines(rows(kind, size))
        with path.open("rb") as stream:
            tracemalloc.start()
            assert sum(1 for _ in read_roster(stream)) >= (kind != "empty lines")
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    peak(10_000)  # what is made once: zones, domains, expressions
    assert peak(400_000) < 700_000, "a cell may grow to 131,072 characters of 4 bytes, no further"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard_cell(cell) == "'" + cell
    assert guard_cell("plain") == "plain"
