"""Names: how they are kept, and by what a person is greeted, or by nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.delivery.rosters.person_names import clean_name, first_name_of, joined_name


@pytest.mark.parametrize(
    ("name", "kept", "first"),
    [
        ("Anna Müller", "Anna Müller", "Anna"),
        ("Müller, Anna", "Anna Müller", "Anna"),
        ("MÜLLER, ANNA", "ANNA MÜLLER", "ANNA"),
        ("van der Berg, Jan", "Jan van der Berg", "Jan"),
        ("Müller, Dr. Anna", "Dr. Anna Müller", "Anna"),
        ("Dr. Anna Müller", "Dr. Anna Müller", "Anna"),
        ("Prof. Dr. med. Anna Müller", "Prof. Dr. med. Anna Müller", "Anna"),
        ('Prof. Dr. "Max" O\'Neil, Jr.', 'Prof. Dr. "Max" O\'Neil, Jr.', "Max"),
        ("King, Martin Luther, Jr.", "Martin Luther King, Jr.", "Martin"),
        ("Anna Müller, PhD", "Anna Müller, PhD", "Anna"),
        ("Dr. Müller", "Dr. Müller", ""),
        ("Herr Müller", "Herr Müller", ""),
        ("Mme Dupont", "Mme Dupont", ""),
        ("ANNA MUELLER", "ANNA MUELLER", "ANNA"),
        ("Sukarno", "Sukarno", "Sukarno"),
        ("Jean-Luc Picard", "Jean-Luc Picard", "Jean-Luc"),
        ("José Ortega y Gasset", "José Ortega y Gasset", "José"),
        ("Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai", ""),
        ("山田 太郎", "山田 太郎", ""),
        ("김철수", "김철수", "김철수"),
        ("李明", "李明", "李明"),
        ("Пётр Ильич", "Пётр Ильич", "Пётр"),
        ("שלום עולם", "שלום עולם", "שלום"),
        ("ليلى الخوري", "ليلى الخوري", "ليلى"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien", ""),
        ("A Müller", "A Müller", ""),
        ("Anna & Bob Müller", "Anna & Bob Müller", ""),
        ("Anna und Peter Müller", "Anna und Peter Müller", ""),
        ("👩‍👩‍👧‍👦 Family", "👩‍👩‍👧‍👦 Family", ""),
        ("user123", "user123", ""),
        ("anna.mueller", "anna.mueller", ""),
        ("https://example.org/win a prize", "https://example.org/win a prize", ""),
        ("<b>Ada</b>", "<b>Ada</b>", ""),
        ("  Anna\u00a0 Müller\u200b ", "Anna Müller", "Anna"),
        ("N/A", "", ""),
        ("n.a.", "", ""),
        ("-", "", ""),
        ("--", "", ""),
        ("?", "", ""),
        ("None", "", ""),
        ("#N/A", "", ""),
        ("k. A.", "", ""),
        ("anna.mueller@example.org", "", ""),
    ],
)
def test_a_name_is_kept_and_greeted_as_its_owner_would(name: str, kept: str, first: str) -> None:
    assert clean_name(name) == kept
    assert first_name_of(kept) == first
    assert clean_name(kept) == kept, "a second import changes nothing"


@pytest.mark.parametrize("language", ["hu", "ja", "zh-Hant", "ko", "vi"])
def test_where_the_family_name_comes_first_the_first_word_is_not_the_first_name(
    language: str,
) -> None:
    assert first_name_of("Nagy Anna", "", language) == ""
    assert first_name_of("Nagy Anna", "Anna", language) == "Anna"
    assert first_name_of("Anna", "", language) == "Anna"


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        (("", "Anna", "Müller"), ("Anna Müller", "Anna")),
        (("Müller", "Anna", ""), ("Anna Müller", "Anna")),
        (("Anna Müller", "Anna", ""), ("Anna Müller", "Anna")),
        (("Müller, Anna", "Anna", "Müller"), ("Anna Müller", "Anna")),
        (("Ana", "", "García López"), ("Ana García López", "Ana")),
        (("Anna Müller", "", "Müller"), ("Anna Müller", "")),
        (("", "太郎", "山田"), ("山田 太郎", "太郎")),
        (("", "Anna Maria", ""), ("Anna Maria", "Anna Maria")),
        (("", "N/A", "Müller"), ("", "")),
        (("-", "-", "-"), ("", "")),
    ],
)
def test_a_name_in_several_columns_is_put_together(
    columns: tuple[str, str, str], kept: tuple[str, str]
) -> None:
    assert joined_name(*columns) == kept


@pytest.mark.parametrize(
    ("given_name", "first"),
    [("Anna Maria", "Anna Maria"), ("N/A", "Max"), ("Dr. Anna", "Anna"), ("a@x.org", "Max")],
)
def test_the_column_is_believed_where_it_holds_a_name(given_name: str, first: str) -> None:
    assert first_name_of("Max Muster", given_name) == first


@given(st.text(max_size=60), st.text(max_size=30))
def test_whatever_a_cell_holds_a_greeting_is_a_short_word_or_none(name: str, given: str) -> None:
    first = first_name_of(name, given)
    assert first == "" or (any(c.isalpha() for c in first) and len(first) <= 40)
    assert "@" not in first
    assert "://" not in first
