"""Groups stay or go whole, a separator never dangles, and each value fits where it stands."""

import html
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.sequence.filling import fill, filled, settle
from coursewright.sequence.placeholders import (
    NO_TRACKING,
    Context,
    Group,
    Placeholder,
    Segment,
    Series,
    escape_value,
    fallback_text,
    placeholders_of,
    resolve,
    with_contexts,
)

NEXT = Placeholder("link.next", "url")
LEAVE = Placeholder("link.leave", "url", "mailto:a@example.org?subject=leave")
NAME = Placeholder("learner.name", "html", "you")


def link(placeholder: Placeholder, words: str) -> Group:
    return Group((f"{words}=", placeholder), (placeholder.name,))


ROW = Group(("<p>", Series((link(NEXT, "next"), link(LEAVE, "leave")), (" | ",)), "</p>"))


def shown(*segments: Segment, **links: str) -> str:
    values = {f"link.{name}": address for name, address in links.items()}
    return fill(settle(segments, values), values)


def test_a_separator_stands_between_what_is_left() -> None:
    assert shown(ROW, next="/n", leave="/l") == "<p>next=/n | leave=/l</p>"
    assert shown(ROW) == "<p>leave=mailto:a@example.org?subject=leave</p>"
    assert shown(ROW, next="/n") == ("<p>next=/n | leave=mailto:a@example.org?subject=leave</p>")


def test_a_group_goes_when_its_series_is_empty() -> None:
    row = Group(("<p>", Series((link(NEXT, "next"),), (" | ",)), "</p>"))
    assert shown("a", row, "b") == "ab"
    assert shown(Group(("<p>always</p>",))) == "<p>always</p>"


def test_a_group_goes_with_all_it_holds() -> None:
    outer = Group(("<ul>", Group(("<li>", LEAVE, "</li>"), ("link.leave",)), NEXT), ("link.next",))
    assert shown("a", outer, "b") == "ab"


def test_our_own_sender_promises_that_it_tracks_nobody() -> None:
    promise = Group(("Nobody tracks.",), (NO_TRACKING,))
    assert shown(promise) == "Nobody tracks."
    assert resolve([promise], lambda *_: False) == ()


def test_texts_on_both_sides_of_a_group_become_one() -> None:
    assert settle(("a", Group(("b",)), "c", NAME, "d"), ()) == ("abc", NAME, "d")
    assert settle(("a", LEAVE, "c"), ()) == ("amailto:a@example.org?subject=leavec",)
    assert settle(("a", LEAVE, "c"), ("link.leave",)) == ("a", LEAVE, "c")


names = st.sampled_from(["next", "pause", "leave", "help"])


@given(st.lists(names, max_size=6), st.sets(names))
def test_no_separator_dangles_whatever_is_answered(row: list[str], answered: set[str]) -> None:
    items = tuple(link(Placeholder(f"link.{name}", "url"), name) for name in row)
    text = shown(Group(("[", Series(items, (" | ",)), "]")), **dict.fromkeys(answered, "/x"))
    left = [f"{name}=/x" for name in row if name in answered]
    assert text == (f"[{' | '.join(left)}]" if left else "")


def test_all_placeholders_are_found() -> None:
    assert list(placeholders_of(("a", NAME, ROW))) == [NAME, NEXT, LEAVE]


def test_a_list_shows_fallbacks() -> None:
    assert fallback_text(("Hi ", NAME, Group((" now: ", NEXT), ("link.next",)))) == "Hi you"


def test_contexts_change_within_groups_too() -> None:
    changed = with_contexts((ROW, NAME), {"url": "text", "html": "text"})
    assert {one.context for one in placeholders_of(changed)} == {"text"}


@given(st.text())
def test_a_value_comes_back_from_html_as_it_was(value: str) -> None:
    assert html.unescape(escape_value(value.replace("\r", ""), "html")) == value.replace("\r", "")
    assert not set(escape_value(value, "attr")) & set("<>\"'")


@given(st.text())
def test_an_address_holds_nothing_that_could_end_it(value: str) -> None:
    written = escape_value(value, "url")
    assert written.isascii()
    assert not set(written) & set("<>\"' \n\t")
    if (
        value.isprintable()
        and "%" not in value
        and value.encode("utf-8", "ignore").decode() == value
    ):
        assert unquote(html.unescape(written)) == value


@given(st.text())
def test_a_value_in_plain_text_is_one_line(value: str) -> None:
    assert len(escape_value(value, "text").splitlines()) <= 1


@pytest.mark.parametrize("context", ["html", "attr", "url", "text"])
def test_a_fallback_is_escaped_as_a_value_is(context: Context) -> None:
    one = Placeholder("learner.name", context, "<a> & b")
    assert filled([one], {}) == filled([one], {"learner.name": "<a> & b"})
