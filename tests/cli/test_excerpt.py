"""The line and the mark below it, as a terminal shows them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.cli.printers.excerpt import excerpt
from coursewright.cli.printers.visible import visible, width
from coursewright.source import Source, Span


def marked(line: str, column: int, end: int, columns: int = 80) -> tuple[str, str]:
    found = excerpt(Source("a.md", line + "\n"), Span("a.md", 1, column, 1, end), columns)
    assert found is not None
    return found


def test_the_mark_stands_under_the_words() -> None:
    assert marked("one two three", 5, 8) == ("one two three", "    ^^^")


def test_wide_characters_take_two_columns() -> None:
    assert marked("日本 two", 4, 7) == ("日本 two", "     ^^^")
    assert marked("日本 two", 2, 3)[1] == "  ^^"


def test_combining_marks_take_none() -> None:
    line = "cafe\u0301 two"
    assert marked(line, 7, 10) == (line, "     ^^^")


def test_a_tab_is_shown_as_spaces() -> None:
    assert marked("\ttwo", 2, 5) == ("    two", "    ^^^")


def test_a_control_character_is_shown_by_its_number() -> None:
    shown, mark = marked("a\x1b[31mb", 2, 3)
    assert shown == "a\\x1b[31mb"
    assert mark == " ^^^^"


def test_a_span_over_lines_is_marked_to_the_end_of_the_first() -> None:
    source = Source("a.md", "one two\nthree\n")
    assert excerpt(source, Span("a.md", 1, 5, 2, 3), 80) == ("one two", "    ^^^")


def test_an_empty_place_still_has_a_mark() -> None:
    assert marked("one", 4, 4) == ("one", "   ^")


def test_a_line_without_words_is_not_shown() -> None:
    assert excerpt(Source("a.md", "  \n"), Span("a.md", 1, 1, 1, 2), 80) is None
    assert excerpt(Source("a.md", "one\n"), Span("a.md", 9, 1, 9, 2), 80) is None


def test_a_long_line_is_cut_around_the_mark() -> None:
    line = "x" * 5_000_000 + "HERE" + "y" * 5_000_000
    shown, mark = marked(line, 5_000_001, 5_000_005, 60)
    assert len(shown) <= 60
    assert shown[0] == shown[-1] == "…"
    start = mark.index("^")
    assert shown[start : start + 4] == "HERE"
    assert mark.count("^") == 4


def test_a_place_behind_a_line_that_just_fits_is_marked_within_the_width() -> None:
    _, mark = marked("x" * 20, 21, 21, 20)
    assert len(mark) == 20


@settings(deadline=None)  # the machine may be busy
@given(
    line=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"),
        min_size=1,
        max_size=300,
    ),
    at=st.integers(1, 300),
    long=st.integers(0, 50),
    columns=st.integers(20, 120),
)
def test_whatever_the_line_it_fits_and_is_safe(line: str, at: int, long: int, columns: int) -> None:
    found = excerpt(Source("a.md", line), Span("a.md", 1, at, 1, at + long), columns)
    if found is None:
        assert not line.strip()
        return
    shown, mark = found
    assert sum(width(char) for char in shown) <= columns
    assert len(mark) <= columns
    assert mark.strip(" ").strip("^") == ""
    assert "^" in mark
    assert all(unicodedata.category(char) not in {"Cc", "Zl", "Zp"} for char in shown)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x9b", "\u202e", "\u2066", "\u2028"])
def test_no_control_reaches_the_terminal(char: str) -> None:
    assert char not in visible(f"a{char}b")
