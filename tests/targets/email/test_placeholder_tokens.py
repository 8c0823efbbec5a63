"""Tokens: nobody forges one, none is left, and each value is escaped for where it stands."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.mime.headers import one_line
from coursewright.sequence.filling import fill, settle
from coursewright.sequence.placeholders import (
    Group,
    Placeholder,
    Segment,
    Series,
    placeholders_of,
)
from coursewright.targets.email.placeholder_tokens import (
    PlaceholderTokens,
    UnpairedMarkerError,
    token_mark,
)
from targets.email.sample_emails import real_course, small_course

MARK = "cw0123456789abcdef01234567"
plain = st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(lambda t: MARK not in t)


def filled(segments: tuple[Segment, ...], values: dict[str, str]) -> str:
    return fill(settle(segments, values), values)


@given(st.lists(plain, min_size=2, max_size=6), plain, plain)
def test_a_text_comes_back_with_the_value_in_each_place(
    parts: list[str], value: str, fallback: str
) -> None:
    tokens = PlaceholderTokens(MARK)
    token = tokens.token("learner.name", "text", fallback)
    pieces = tokens.split(token.join(parts), html=False)
    assert filled(pieces, {"learner.name": value}) == one_line(value or fallback).join(parts)
    assert not any(MARK in one for one in pieces if isinstance(one, str))


@given(plain)
def test_a_value_in_html_is_escaped_in_text_and_in_tags(value: str) -> None:
    tokens = PlaceholderTokens(MARK)
    token = tokens.token("learner.name", "html")
    pieces = tokens.split(f'<p title="{token}">{token}</p>', html=True)
    assert [one.context for one in placeholders_of(pieces)] == ["attr", "html"]
    safe = html.escape(value)
    assert filled(pieces, {"learner.name": value}) == f'<p title="{safe}">{safe}</p>'


def test_words_of_a_subject_are_escaped_where_they_stand_in_the_html() -> None:
    tokens = PlaceholderTokens(MARK)
    subject = f"For {tokens.token('learner.first_name', 'text', 'you')}"
    pieces = tokens.split(f"<title>{subject}</title>", html=True)
    assert filled(pieces, {"learner.first_name": "</title><b>"}) == (
        "<title>For &lt;/title&gt;&lt;b&gt;</title>"
    )


def test_an_address_cannot_leave_its_attribute() -> None:
    tokens = PlaceholderTokens(MARK)
    pieces = tokens.split(f'<a href="{tokens.token("link.next", "url")}">x</a>', html=True)
    page = filled(pieces, {"link.next": 'https://a.example/?b=1&c="><script>'})
    assert page == '<a href="https://a.example/?b=1&amp;c=%22%3E%3Cscript%3E">x</a>'


def test_the_mark_hangs_on_the_text_so_that_no_text_can_hold_it() -> None:
    def forged(files: dict[str, str]) -> None:
        lesson = "1-basics/01-water.md"
        files[lesson] = files[lesson].replace("Good [[water]]", f"{first}x0z Good [[water]]")

    first = token_mark(small_course())
    assert token_mark(small_course(forged)) != first
    assert token_mark(small_course()) == first
    assert token_mark(real_course()) != first


def test_optional_parts_come_back_as_groups_and_series() -> None:
    tokens = PlaceholderTokens(MARK)
    opens, closes = tokens.group(("link.next",))
    part = f"{opens}<a href='{tokens.token('link.next', 'url')}'>x</a>{closes}"
    always = "{}plain{}".format(*tokens.group(()))
    text = f"a{part}b{tokens.series(' | ', (part, always))}c"
    link = Group(("<a href='", Placeholder("link.next", "url"), "'>x</a>"), ("link.next",))
    assert tokens.split(text, html=True) == (
        "a",
        link,
        "b",
        Series((link, Group(("plain",))), (" | ",)),
        "c",
    )


def test_what_is_always_there_is_no_group() -> None:
    tokens = PlaceholderTokens(MARK)
    row = tokens.series(" | ", ["{}x{}".format(*tokens.group(())) for _ in range(2)])
    assert "".join(map(str, tokens.split(row, html=True))) == "x | x"


@pytest.mark.parametrize("broken", ["{0}x", "x{1}", "{0}{1}{1}", "{0}{0}x{1}"])
def test_a_part_that_is_not_closed_is_refused(broken: str) -> None:
    tokens = PlaceholderTokens(MARK)
    with pytest.raises(UnpairedMarkerError):
        tokens.split(broken.format(*tokens.group(("link.next",))), html=True)


def test_text_between_the_items_of_a_series_is_refused() -> None:
    tokens = PlaceholderTokens(MARK)
    with pytest.raises(UnpairedMarkerError):
        tokens.split(tokens.series(" | ", ["loose"]), html=True)
