"""What the frame says of the LMS: who learns, in which mode, and when nothing is saved."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from lesson_pages import live, open_course, write_page
from sample_course import sample_course

FOUND: dict[str, Any] = {
    "mode": "normal",
    "credit": "credit",
    "entry": "",
    "completion": "unknown",
    "success": "unknown",
    "score": None,
    "suspend": "",
    "learner": {"id": "7", "name": "Lovelace, Ada"},
}


def _lms(*, saves: str = "true", **found: Any) -> str:
    """Return an adapter that found an LMS; `saves` is what it answers to a save."""
    return f"""let kept = "";
export const createLms = () => ({{
  limits: {{ suspend: 4096 }},
  open: async () => ({json.dumps(FOUND | found)}),
  begin: () => true,
  objective() {{}},
  interaction() {{}},
  save: ({{ suspend }}) => {{ kept = suspend; return {saves}; }},
  kept: () => kept,
  weight: () => 0,
  again: () => false,
  finish: () => true,
}});
"""


def _open(page: Page, folder: Path, lms: str) -> list[str]:
    return open_course(page, write_page(sample_course(), folder / "p", lms=lms), track="green")


def test_a_learner_is_called_by_name_and_named_on_the_certificate(
    page: Page, tmp_path: Path
) -> None:
    errors = _open(page, tmp_path, _lms())
    assert "Two roads, Ada, and one evening." in page.locator("article").inner_text()
    assert page.locator("#cw-banner").inner_text() == ""
    for _ in range(2):
        page.locator("#cw-next").click()
    assert page.locator(".certificate .name").inner_text() == "Ada Lovelace"
    assert page.locator(".certificate").get_by_text("Green road").is_visible()
    assert page.locator(".certificate .deed").inner_text() == "has completed the course"
    assert page.locator(".certificate .unrecorded").count() == 0
    assert errors == []


def test_when_the_lms_does_not_save_a_line_says_so_until_it_does(
    page: Page, tmp_path: Path
) -> None:
    _open(page, tmp_path, _lms(saves="window.works ?? false"))
    page.evaluate("document.dispatchEvent(new Event('freeze'))")
    banner = page.locator("#cw-banner")
    assert banner.inner_text().startswith("Your learning system did not save your progress.")
    page.evaluate("() => { window.works = true }")
    page.locator("#cw-next").click()
    page.evaluate("document.dispatchEvent(new Event('freeze'))")
    assert banner.inner_text() == ""


def test_who_leaves_an_lms_that_does_not_save_is_told(page: Page, tmp_path: Path) -> None:
    _open(page, tmp_path, _lms(saves="false"))
    page.locator("#cw-exit").click()
    assert page.locator("h1").inner_text().startswith("Your learning system did not accept")


@pytest.mark.parametrize(
    ("mode", "words"),
    [("review", "You're reviewing the course."), ("browse", "You're browsing the course.")],
)
def test_in_review_and_browse_a_line_says_that_nothing_is_recorded(
    page: Page, tmp_path: Path, mode: str, words: str
) -> None:
    errors = _open(page, tmp_path, _lms(mode=mode))
    assert page.locator("#cw-banner").inner_text() == f"{words} Nothing is recorded."
    page.locator("[data-id=Q1]").get_by_label("Right").check()
    page.locator("[data-id=Q1] button").click()
    assert live(page).startswith("Correct")
    assert errors == []
