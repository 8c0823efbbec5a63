"""Text in English on a page of another language says so, also where a script made the element."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lesson_pages import open_course, write_page
from sample_course import sample_course

_MADE = """() => [...document.querySelectorAll("p[role=status]")]
  .filter((one) => one.textContent.includes("\u2066"))
  .map((one) => [one.lang, one.dir, one.textContent])"""


@pytest.mark.parametrize(("language", "english"), [("fa", True), ("he", False)])
def test_elements_of_a_script_carry_the_language_of_their_text(
    page: Page, tmp_path: Path, language: str, english: bool
) -> None:
    course = sample_course()
    settings = replace(course.settings, language=language)
    errors = open_course(page, write_page(replace(course, settings=settings), tmp_path))
    shown = page.locator("span[lang=en][dir=ltr]")
    assert (shown.count() > 0) == english
    page.fill("#cw-search input[type=search]", "zzzz")
    page.press("#cw-search input[type=search]", "Enter")
    page.wait_for_selector("p[role=status]", state="attached", timeout=10_000)
    made = page.evaluate(_MADE)
    assert made == ([["en", "ltr", "\u2066No results for “zzzz”\u2069"]] if english else [])
    assert errors == []
