"""Blocks as HTML: one golden file for each, and nothing of an author's gets through unescaped."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_regressions.file_regression import FileRegressionFixture

from coursewright.markup.blockhtml import block_html, blocks_html
from coursewright.markup.view import View
from coursewright.model import Block, Choice, Course, Option, Paragraph, Text, walk
from coursewright.packages.player_page import PackagePlaces
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.shipped import shipped
from coursewright.source import Span
from sample_course import sample_course

TEMPLATES = Templates("lesson")


def _view(course: Course, form: str = "player", *tracks: str) -> View:
    lessons = frozenset(lesson.id for lesson in course.lessons)
    return View(
        course,
        strings("en"),
        TEMPLATES,
        "site" if form == "site" else "player",
        PackagePlaces(course, lessons),
        tracks or ("blue", "green"),
    )


def _blocks(kinds: set[str]) -> list[tuple[Block, View]]:
    course = sample_course()
    found = []
    for lesson in course.lessons:
        for block in lesson.body:
            view = _view(course)
            view.lesson = lesson
            found += [(one, view) for one in walk([block]) if one.kind in kinds]
    for aid in course.job_aids.values():
        found += [(one, _view(course)) for one in aid.body if one.kind in kinds]
    return found


KINDS = sorted(
    {block.kind for lesson in sample_course().lessons for block in walk(lesson.body)}
    | {block.kind for aid in sample_course().job_aids.values() for block in aid.body}
)


def test_the_sample_holds_every_kind_of_block_that_has_a_template() -> None:
    templates = (shipped("templates") / "lesson" / "blocks").glob("*.html.j2")
    assert sorted({path.name.removesuffix(".html.j2") for path in templates}) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_has_one_shape(kind: str, file_regression: FileRegressionFixture) -> None:
    html = [block_html(block, view) for block, view in _blocks({kind})]
    text = "\n".join(line for line in "\n\n".join(html).splitlines() if line.strip())
    file_regression.check(text + "\n", extension=".html", encoding="utf-8")


HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        ['"><script>alert(1)</script>', "'onload='x", "</script>", "{{ 7 * 7 }}", "{% raw %}"]
    ),
)


class _Shape(HTMLParser):
    """The elements of a page and the names of their attributes, without any text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))


def _quiz(words: str, id_: str, key: str) -> Choice:
    span = Span.whole("x.md")
    text = (Text(words, span),)
    option = Option(key, text, True, (Paragraph(text, span),), span)
    prompt = (Paragraph(text, span),)
    return Choice(
        id=id_, type="single", prompt=prompt, options=(option,), objective=None, span=span
    )


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_or_id_of_an_author_becomes_markup(words: str, id_: str, key: str) -> None:
    for form in ("player", "site"):
        html = block_html(_quiz(words, id_, key), _view(sample_course(), form))
        plain = block_html(_quiz("w", "i", "k"), _view(sample_course(), form))
        assert _Shape(html).found == _Shape(plain).found


def test_what_is_for_one_track_says_so_in_a_package_and_is_left_out_of_other_pages() -> None:
    course = sample_course()
    body = course.lessons[0].body
    assert '<div data-tracks="green">' in blocks_html(body, _view(course))
    assert "Only the green road" not in blocks_html(body, _view(course, "site", "blue"))
    assert "Only the green road" in blocks_html(body, _view(course, "site", "green"))


def test_an_author_replaces_one_template(tmp_path: Path) -> None:
    folder = tmp_path / "lesson" / "blocks"
    folder.mkdir(parents=True)
    (folder / "rule.html.j2").write_text("<p>* * *</p>\n", "utf-8")
    course = sample_course()
    view = _view(course)
    view.templates = Templates("lesson", [tmp_path])
    rule = next(block for block in walk(course.lessons[0].body) if block.kind == "rule")
    assert block_html(rule, view) == "<p>* * *</p>\n"
