"""Lists as programs write them: separator, encoding, line ends, header, all found."""

import io

import pytest

from coursewright.delivery.rosters.roster import (
    Person,
    Roster,
    RosterFault,
    SkippedRow,
    open_roster,
)
from coursewright.errors import UsageError

TEXT = "email;name;track\r\nanna@example.org;Anna Müller;aspire\r\nbert@example.org;Bert;aspire\r\n"


def opened(data: str | bytes, **how: str) -> Roster:
    raw = data.encode() if isinstance(data, str) else data
    return open_roster(io.BytesIO(raw), **how)  # type: ignore[arg-type] # `dates` is one of two


def people(data: str | bytes, **how: str) -> list[Person]:
    found = list(opened(data, **how))
    assert all(isinstance(one, Person) for one in found), found
    return [one for one in found if isinstance(one, Person)]


def faults(data: str | bytes, **how: str) -> list[RosterFault]:
    return [one for one in opened(data, **how) if isinstance(one, RosterFault)]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("cp1252", b""),
    ],
)
def test_separator_encoding_and_line_ends_are_found(
    separator: str, ends: str, encoding: str, mark: bytes
) -> None:
    text = TEXT.replace(";", separator).replace("\r\n", ends)
    found = people(mark + text.encode(encoding))
    assert [(one.email, one.name, one.track, one.line) for one in found] == [
        ("anna@example.org", "Anna Müller", "aspire", 2),
        ("bert@example.org", "Bert", "aspire", 3),
    ]


@pytest.mark.parametrize("line", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"])
def test_a_line_that_names_the_separator_is_believed(line: str) -> None:
    found = opened(line + "email;name\nanna@example.org;A, B\n")
    assert found.header_line == 2
    first = next(iter(found))
    assert isinstance(first, Person)
    assert (first.email, first.line) == ("anna@example.org", 3)


@pytest.mark.parametrize(
    ("language", "name", "encoding"),
    [
        ("pl", "Łukasz Żak", "cp1250"),
        ("ru", "Пётр Ильин", "cp1251"),
        ("el", "Ελένη", "cp1253"),
        ("tr", "Ayşe Şahin", "cp1254"),
        ("ar", "ليلى", "cp1256"),
        ("ja", "山田 太郎", "cp932"),
        ("de-CH", "Zoë Müller", "cp1252"),
    ],
)
def test_an_old_encoding_goes_by_the_language_of_the_course(
    language: str, name: str, encoding: str
) -> None:
    data = f"email,name\na@example.org,{name}\n".encode(encoding)
    assert people(data, language=language)[0].name == name
    assert people(data, encoding=encoding)[0].name == name


@pytest.mark.parametrize(("name", "encoding"), [("Пётр Ильин", "cp1251"), ("Błażej", "cp1250")])
def test_an_encoding_that_makes_no_words_is_asked_for(name: str, encoding: str) -> None:
    with pytest.raises(UsageError, match=r"line 3, column 1\d") as caught:
        opened(f"email,name\nb@example.org,B\na@example.org,{name}\n".encode(encoding))
    assert "--encoding" in str(caught.value.hint)


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UsageError, match="utf-99"):
        opened("email\n", encoding="utf-99")


def test_a_cell_that_is_no_utf_16_has_its_place() -> None:
    data = "\ufeffemail,name\na@example.org,x\n".encode("utf-16-le")[:-4] + b"\x00\xd8\n\x00"
    assert [(one.line, one.column) for one in faults(data)] == [(2, 2)]


def test_rows_above_the_header_are_passed_over() -> None:
    found = opened("Participants 2027,,\r\n,,\r\nE-Mail,Name,Start\r\na@example.org,A,\r\n")
    assert found.header_line == 3
    assert [one.email for one in found if isinstance(one, Person)] == ["a@example.org"]


def test_what_spreadsheets_leave_behind_does_no_harm() -> None:
    data = (
        "email,name,note,,\r\n"
        'anna@example.org,Anna,"line one\r\nline two",,\r\n'
        "\r\n,,,,\r\n \u00a0,\t,,,\r\n"
        "bert@example.org,Bert\r\n"
        "anna@example.org,Anna,again,,\r\n"
        "cid@example.org,Cid,,,kept\r\n"
    )
    found = list(opened(data))
    first, second, third, fourth = found
    assert isinstance(first, Person)
    assert (first.line, first.attrs) == (2, {"note": "line one line two"})
    assert isinstance(second, Person)
    assert second.line == 7
    assert third == SkippedRow(8, "repeated")
    assert isinstance(fourth, Person)
    assert fourth.attrs == {"column_5": "kept"}


def test_the_same_address_with_another_wish_is_a_fault_that_names_both_lines() -> None:
    data = "email,track,cohort\na@x.org,aspire,\na@x.org,aspire,b\nA@X.org,expert,\n"
    (fault,) = faults(data)
    assert (fault.line, fault.column) == (4, 1)
    assert "line 2 has the same address" in fault.message


@pytest.mark.parametrize(
    ("data", "says", "hint"),
    [
        ("", "line 1 must name", "email"),
        ("\n\n", "line 1 must name", "email"),
        ("name,team\nAnna,red\n", "'name', 'team'", "email"),
        ("anna@example.org,Anna\n", "line 1, column 1: 'anna@example.org'", "email"),
        ("name;e-mail adrress\n", "line 1, column 2", "Rename it to `email`"),
        ("email,name,name\na@x.org,A,B\n", "columns 2 and 3", "Rename one"),
        ("email,Name,name \na@x.org,A,B\n", "columns 2 and 3", "Rename one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old workbook", ".xlsx"),
        ("<html><table><tr><td>email</td></tr></table></html>", "HTML", ".xlsx"),
        ("%PDF-1.7\n", "PDF", "CSV"),
        ('[{"email": "a@example.org"}]', "JSON", "CSV"),
        ("BEGIN:VCARD\r\nVERSION:3.0\r\n", "vCard", "CSV"),
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(data: str | bytes, says: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        opened(data)
    assert says in str(caught.value)
    assert hint in str(caught.value.hint)


def test_a_quotation_mark_that_stays_open_is_named_where_it_opens() -> None:
    (fault,) = faults('email,name\na@x.org,A\nb@x.org,"B\nc@x.org,C\n')
    assert fault.line == 3
    assert "not closed" in fault.message


def test_a_pipe_is_read_like_a_file() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    found = list(open_roster(Pipe(b"email\na@example.org\n")))
    assert [one.line for one in found] == [2]


def test_every_fault_of_a_cell_has_line_and_column() -> None:
    data = (
        "name;email;start;timezone;sponsor\n"
        "A;nobody;;;\n"
        "A;a@x.org;31.02.2027;;\n"
        "A;b@x.org;;Mars/Base;\n"
        "A;c@x.org;;;c@x.org\n"
        "A;d@x.org;;;;;more\n"
        "A;;;;\n"
    )
    found = faults(data)
    assert [(one.line, one.column) for one in found] == [
        *((2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 2)),
    ]
    for fault in found:
        assert any(word in fault.message for word in ("Write", "Correct", "Put", "Europe")), fault


def test_a_row_that_comes_again_is_found_in_a_list_too_long_for_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coursewright.delivery.rosters.seen_rows._MOST", 10)
    rows = [f"u{n}@x.org" for n in range(95)]
    found = list(opened("email\n" + "\n".join([*rows, *rows[::7]]) + "\n"))
    assert len([one for one in found if isinstance(one, Person)]) == 95
    assert [one.why for one in found if isinstance(one, SkippedRow)] == ["repeated"] * 14


def test_a_header_with_a_line_break_in_it_is_one_header() -> None:
    found = opened('"E-Mail\nAddress";Name;"Start\r\nDate"\r\na@x.org;A;2027-01-11\r\n')
    assert found.columns.fields == ("email", "name", "start")
    (first,) = found
    assert isinstance(first, Person)
    assert (first.email, first.line) == ("a@x.org", 4)
