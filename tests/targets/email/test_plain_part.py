"""The text part: wrapped, addresses whole and on lines of their own, tables as pairs."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from pytest_regressions.file_regression import FileRegressionFixture

from coursewright.targets.email.text_wrap import WIDTH, columns, wrap
from targets.email.sample_emails import real_mails, small_mails, text_of

LESSON = "1-basics/01-water.md"


def test_a_lesson_as_plain_text(file_regression: FileRegressionFixture) -> None:
    file_regression.check(text_of(small_mails(), "home/01-water.txt"), encoding="utf-8")


def test_a_welcome_as_plain_text(file_regression: FileRegressionFixture) -> None:
    file_regression.check(text_of(small_mails(), "home/welcome.txt"), encoding="utf-8")


def shown(body: str) -> str:
    def change(files: dict[str, str]) -> None:
        files[LESSON] = files[LESSON].replace("## Fresh and hot\n", f"{body}\n\n## Fresh and hot\n")

    return text_of(small_mails(change), "home/01-water.txt")


def test_a_link_has_its_address_on_a_line_of_its_own() -> None:
    text = shown("Read [the guide](https://example.org/a?b=1&c=2) first.")
    assert "Read the guide first.\nthe guide:\n  https://example.org/a?b=1&c=2\n" in text


def test_a_table_is_read_as_pairs() -> None:
    text = shown(
        "| | Leaf | Water |\n| --- | --- | --- |\n| Green | small | 80 |\n| Black | big | 95 |"
    )
    assert "Green\n  Leaf: small\n  Water: 80\n\nBlack\n  Leaf: big\n  Water: 95\n" in text


def test_lists_keep_their_numbers_and_code_its_spaces() -> None:
    text = shown("3. three\n4. four\n   - deep\n\n```\nif x:\n    y\n```")
    assert "3. three\n4. four\n\n   - deep" in text or "3. three\n4. four\n   - deep" in text
    assert "    if x:\n        y\n" in text


def test_a_term_is_explained_once_at_the_end() -> None:
    text = shown("First [[water]], then [[water]].")
    assert "First water, then water." in text
    assert text.count("- Water: What tea is mostly made of.") == 1


def test_no_line_of_a_mail_is_longer_than_the_width_but_for_addresses() -> None:
    for one in real_mails().artifacts:
        if one.path.endswith(".txt"):
            for line in one.data.decode().split("\n"):
                assert columns(line) <= WIDTH or "http" in line or "mailto:" in line, line


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(12, 80))
def test_wrapping_loses_nothing_but_space(text: str, width: int) -> None:
    assert "".join(wrap(text, width=width).split()) == "".join(text.split())


@given(st.lists(st.text("abcdef全部質問äö", min_size=1, max_size=8)), st.integers(16, 80))
def test_no_wrapped_line_is_too_wide(words: list[str], width: int) -> None:
    for line in wrap(" ".join(words), "- ", width=width).split("\n"):
        assert columns(line) <= width


def test_wide_letters_and_marks_are_counted() -> None:
    assert columns("全a") == 3
    assert columns(unicodedata.normalize("NFD", "ü")) == 1
