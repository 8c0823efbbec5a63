"""Slots: nobody forges one, none is left, and each value is escaped for where it stands."""

import html

from hypothesis import given
from hypothesis import strategies as st

from coursewright.sequence.placeholders import Slots, fill, mark_of
from targets.email.sample_emails import real_course, small_course

MARK = "cw0123456789abcdef01234567"
plain = st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(lambda t: MARK not in t)


@given(st.lists(plain, min_size=2, max_size=6), plain, plain)
def test_a_text_comes_back_with_the_value_in_each_gap(
    parts: list[str], value: str, fallback: str
) -> None:
    slots = Slots(MARK)
    token = slots.token("learner.name", "text", fallback)
    pieces = slots.split(token.join(parts), html=False)
    assert fill(pieces, {"learner.name": value}) == (value or fallback).join(parts)
    assert not any(MARK in one for one in pieces if isinstance(one, str))


@given(plain)
def test_a_value_in_html_is_escaped_in_text_and_in_tags(value: str) -> None:
    slots = Slots(MARK)
    token = slots.token("learner.name", "html")
    pieces = slots.split(f'<p title="{token}">{token}</p>', html=True)
    assert [one.context for one in pieces if not isinstance(one, str)] == ["attr", "html"]
    safe = html.escape(value)
    assert fill(pieces, {"learner.name": value}) == f'<p title="{safe}">{safe}</p>'


def test_words_of_a_subject_are_escaped_where_they_stand_in_the_html() -> None:
    slots = Slots(MARK)
    subject = f"For {slots.token('learner.first_name', 'text', 'you')}"
    pieces = slots.split(f"<title>{subject}</title>", html=True)
    assert fill(pieces, {"learner.first_name": "</title><b>"}) == (
        "<title>For &lt;/title&gt;&lt;b&gt;</title>"
    )


def test_an_address_cannot_leave_its_attribute() -> None:
    slots = Slots(MARK)
    pieces = slots.split(f'<a href="{slots.token("link.next", "url")}">x</a>', html=True)
    filled = fill(pieces, {"link.next": 'https://a.example/?b=1&c="><script>'})
    assert filled == '<a href="https://a.example/?b=1&amp;c=%22%3E%3Cscript%3E">x</a>'


def test_the_mark_hangs_on_the_text_so_that_no_text_can_hold_it() -> None:
    def forged(files: dict[str, str]) -> None:
        lesson = "1-basics/01-water.md"
        files[lesson] = files[lesson].replace("Good [[water]]", f"{first}x0z Good [[water]]")

    first = mark_of(small_course())
    assert mark_of(small_course(forged)) != first
    assert mark_of(small_course()) == first
    assert mark_of(real_course()) != first
