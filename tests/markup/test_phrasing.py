"""Text within a line, its sources by number, and pictures with their size."""

import struct
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from coursewright.markup.conditions import read_conditions
from coursewright.markup.look import style_sheet
from coursewright.markup.phrasing import address, phrase
from coursewright.markup.pictures import size_of
from coursewright.markup.view import View, ident
from coursewright.model import (
    Asset,
    Citation,
    CodeSpan,
    FactRef,
    Inline,
    Link,
    PlaceholderRef,
    TermRef,
    Text,
)
from coursewright.packages.player_page import PackagePlaces
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.source import Span
from coursewright.target import Options
from sample_course import sample_course

SPAN = Span.whole("x.md")
TEMPLATES = Templates("lesson")


def _view(form: Literal["player", "site"] = "player", *tracks: str) -> View:
    course = sample_course()
    lessons = frozenset(lesson.id for lesson in course.lessons)
    places = PackagePlaces(course, lessons)
    return View(course, strings("en"), TEMPLATES, form, places, tracks or ("blue", "green"))


def _link(href: str) -> Link:
    return Link(href, (Text("w", SPAN),), SPAN)


def test_sources_are_numbered_as_they_are_cited_each_once() -> None:
    view = _view()
    html = phrase([Citation(("old", "seen"), SPAN), Citation(("seen",), SPAN)], view)
    assert [(note.number, key) for key, note in view.notes.notes.items()] == [
        (1, "old"),
        (2, "seen"),
    ]
    assert html.count('aria-label="Source 2"') == 2


@pytest.mark.parametrize("mark", [".", ",", ":", "?”", "…"])
def test_a_mark_behind_a_term_stays_on_its_line(mark: str) -> None:
    html = phrase([TermRef("Rail", "rail", SPAN), Text(f"{mark} And on", SPAN)], _view())
    assert f"rail</button>{mark}</span> And on" in html
    assert html.startswith('<span class="kept"><button')


def test_words_behind_a_term_may_begin_a_line() -> None:
    html = phrase([TermRef("Rail", "rail", SPAN), Text(" is open.", SPAN)], _view())
    assert html.endswith("rail</button> is open.")


def test_a_source_cited_for_one_track_is_listed_for_it_until_all_see_it() -> None:
    view = _view()
    with view.within(("green",)):
        phrase([Citation(("old",), SPAN)], view)
    assert view.notes.notes["old"].tracks == {"green"}
    phrase([Citation(("old",), SPAN)], view)
    assert view.notes.notes["old"].tracks is None


def test_a_fact_brings_its_own_sources_unless_the_author_names_some() -> None:
    alone = phrase([FactRef("F1", SPAN), Text(" So.", SPAN)], _view())
    assert alone.startswith("About 60% fall, as far as we know.<sup")
    named = phrase([FactRef("F1", SPAN), Text(" ", SPAN), Citation(("old",), SPAN)], _view())
    assert named.count("<sup") == 1
    assert "note-old" in named


def test_a_link_to_a_lesson_that_is_not_in_the_package_is_plain_words() -> None:
    view = _view()
    assert 'data-go="second"' in phrase([_link("lesson:second")], view)
    assert phrase([_link("lesson:elsewhere")], view) == "w"


def test_a_link_out_of_an_lms_opens_a_window_and_says_so() -> None:
    assert "(opens in a new window)" in phrase([_link("https://example.org/")], _view())
    assert 'target="_blank"' not in phrase([_link("https://example.org/")], _view("site"))


def test_what_may_not_stand_in_an_address_is_encoded() -> None:
    assert address('https://x/<a> "b"\\') == "https://x/%3Ca%3E%20%22b%22%5C"
    assert address("https://x/a%20b?c=d&e=f#g") == "https://x/a%20b?c=d&e=f#g"


def test_slots_wait_for_the_lms_and_are_filled_on_the_site_where_it_knows() -> None:
    slots: list[Inline] = [
        PlaceholderRef("learner.first_name", "you", SPAN),
        PlaceholderRef("track.label", None, SPAN),
        PlaceholderRef("course.title", None, SPAN),
    ]
    player = phrase(slots, _view())
    assert '<span data-slot="learner.first_name">you</span>' in player
    assert phrase(slots, _view("site", "green")) == "youGreen roadTea &amp; Rails &lt;b&gt;"


def test_a_term_is_a_button_that_opens_its_words() -> None:
    view = _view()
    html = phrase([TermRef("RAIL", "rails", SPAN), TermRef("none", "none", SPAN)], view)
    assert 'popovertarget="term-Rail">rails</button>none' in html
    assert list(view.terms) == ["Rail"]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_shown_as_it_is(words: str) -> None:
    assert phrase([Text(words, SPAN)], _view()) == escape(words)
    assert phrase([CodeSpan(words, SPAN)], _view()) == f"<code>{escape(words)}</code>"


@settings(deadline=None)
@given(st.text(min_size=1), st.text(min_size=1))
def test_an_id_for_html_is_plain_and_hangs_on_the_id_alone(one: str, other: str) -> None:
    assert ident("q", one) == ident("q", one)
    assert ident("q", one).replace("-", "").replace("_", "").isalnum()
    assert (ident("q", one) == ident("q", other)) == (one == other)


def _jpeg(width: int, height: int) -> bytes:
    start = b"\xff\xd8\xff\xe0\x00\x04ab"
    return start + b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x00\x00\x00"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 20), (40, 20)),
        (b"GIF89a" + struct.pack("<HH", 40, 20), (40, 20)),
        (_jpeg(40, 20), (40, 20)),
        (b'<svg viewBox="0 0 40.4 20">', (40, 20)),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff\xe0", None),
        (b'<svg viewBox="0 0 1e9 20">', None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(
    data: bytes, size: tuple[int, int] | None
) -> None:
    assert size_of(Asset(path="p", data=data, media_type="image/x")) == size


@settings(deadline=None)
@given(st.binary(max_size=64))
def test_no_picture_breaks_the_reading_of_its_size(data: bytes) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8"):
        size = size_of(Asset(path="p", data=head + data, media_type="image/x"))
        assert size is None or min(size) > 0


def test_conditions_that_cannot_be_understood_are_none_at_all() -> None:
    assert read_conditions(("P >= 3.75", "C - P < 1 or E > 2")) == [
        [("P", None, ">=", 3.75)],
        [("C", "P", "<", 1.0), ("E", None, ">", 2.0)],
    ]
    assert read_conditions(()) == []
    assert read_conditions(("P is high",)) is None
    assert read_conditions(("P >= 1 or",)) is None


def test_a_sign_that_the_reader_takes_reaches_the_browser() -> None:
    assert read_conditions(("P ≥ 3 or C - P ≤ 1",)) == [
        [("P", None, ">=", 3.0), ("C", "P", "<=", 1.0)]
    ]


def test_a_style_sheet_keeps_the_rules_of_what_is_there() -> None:
    style = style_sheet(Options(), worn_by="how <h1 <p const row = make('tr')")
    assert ".how{" in style
    assert ".quiz" not in style
    assert "h1{" in style
    assert "h3" not in style
    assert "tr{break-inside" in style  # a script makes one
    assert "blockquote" not in style.replace(":is(.situation,blockquote,.words)", "")
    assert "body{" in style
    assert ":root{" in style
    assert style.count("{") == style.count("}")


def test_an_element_is_no_class_of_that_name() -> None:
    assert ".script" in style_sheet(Options())
    assert ".script" not in style_sheet(Options(), worn_by="<script")


def test_the_steps_of_an_animation_are_no_elements(tmp_path: Path) -> None:
    (tmp_path / "lesson").mkdir()
    own = "@keyframes in{\nfrom{opacity:0}\nto{opacity:1}\n}\nh6{margin:0}\n"
    (tmp_path / "lesson" / "style.css.j2").write_text(own)
    style = style_sheet(Options(templates=(tmp_path,)), worn_by="<h1")
    assert style == "@keyframes in{from{opacity:0}to{opacity:1}}\n"
