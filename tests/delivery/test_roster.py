import io
import tracemalloc

import pytest

from coursewright.delivery.roster import Fault, Person, guard_cell, read_roster
from coursewright.errors import UsageError


def read(text: str | bytes) -> list[Person | Fault]:
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
    assert second.name == "O'Neil, Ann"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not-an-address,x,", "email"),
        (",x,", "empty"),
        ("a@example.org,x,Mars/Base", "time zone"),
        ("a@example.org,x", "cells"),
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
    assert isinstance(fault, Fault)
    assert says in fault.message
    assert fault.line in (3, 4)


def test_latin_1_is_a_fault_of_its_line() -> None:
    found = read(b"email,name\na@example.org,Jos\xe9\nb@example.org,B\n")
    assert [type(one) for one in found] == [Fault, Person]


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


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard_cell(cell) == "'" + cell
    assert guard_cell("plain") == "plain"
