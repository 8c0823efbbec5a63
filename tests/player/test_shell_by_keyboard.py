"""The frame of a package by keyboard: routes, menu, pages, search, size, leaving, the end."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from lesson_pages import focused, live, open_course, press, write_page
from sample_course import sample_course


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(sample_course(), tmp_path_factory.mktemp("shell"))


def test_a_learner_chooses_a_route_and_lands_on_its_first_lesson(page: Page, index: Path) -> None:
    errors = open_course(page, index)
    page.locator("form.tracks input").first.focus()
    press(page, "ArrowDown", "Enter")
    page.wait_for_selector("article[data-id=first]")
    assert focused(page) == "First steps"
    assert live(page) == "Lesson 1 of 2: First steps"
    assert page.title() == "First steps · Tea & Rails <b>"
    assert page.locator("#cw-menu a[data-go=last]").is_hidden()
    assert page.get_by_text("Only the green road sees this.").is_visible()
    assert errors == []


def test_the_first_tab_leads_past_the_frame(page: Page, index: Path) -> None:
    open_course(page, index, track="blue")
    page.reload()
    page.wait_for_selector("article")
    press(page, "Tab")
    assert focused(page) == "Skip to content"
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "cw-main"


def test_next_and_previous_lead_to_the_certificate_and_back(page: Page, index: Path) -> None:
    open_course(page, index, track="blue")
    for heading in ("The long way", "The end", "Not finished yet"):
        page.locator("#cw-next").focus()
        press(page, "Enter")
        assert focused(page) == heading
    assert page.locator("#cw-next").is_hidden()
    assert page.locator("article li").all_inner_texts() == ["the assessment"]
    page.locator("#cw-previous").focus()
    press(page, "Enter")
    assert focused(page) == "The end"
    assert page.locator("#cw-progress").inner_text() == "3 of 3 lessons done"


def test_a_finished_course_ends_in_a_certificate_with_a_date(page: Page, index: Path) -> None:
    open_course(page, index, track="green")
    for _ in range(2):
        page.locator("#cw-next").click()
    assert page.get_by_text("has completed the course").is_visible()
    year = page.evaluate("String(new Date().getFullYear())")
    assert year in page.locator(".certificate .date").inner_text()
    assert "No learning system recorded" in page.locator(".certificate .unrecorded").inner_text()


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(page: Page, index: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_course(page, index, track="blue")
    button = page.locator("#cw-menu-button")
    button.focus()
    press(page, "Enter")
    assert button.get_attribute("aria-expanded") == "true"
    link = page.locator("#cw-menu a[data-go=first]")
    assert link.get_attribute("aria-current") == "page"
    press(page, "Escape")
    assert page.locator("#cw-menu").is_hidden()
    assert focused(page) == "Lessons"


def test_search_finds_words_of_the_route_only(page: Page, index: Path) -> None:
    open_course(page, index, track="blue")
    page.get_by_label("Search this course").fill("LIGHTS of")
    press(page, "Enter")
    assert page.locator("#cw-found a").all_inner_texts() == ["The end"]
    page.get_by_label("Search this course").fill("only the green")
    press(page, "Enter")
    assert page.locator("#cw-found").inner_text() == "No results for “only the green”"
    assert page.locator("#cw-found [role=status]").count() == 1


def test_the_text_grows_and_stays_so(page: Page, index: Path) -> None:
    open_course(page, index, track="blue")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    page.get_by_role("button", name="Larger text").click()
    page.reload()
    page.wait_for_selector("article")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    assert after > before * 1.1


def test_leaving_says_that_all_is_saved_and_coming_back_goes_on(page: Page, index: Path) -> None:
    open_course(page, index, track="blue")
    page.locator("#cw-next").click()
    page.locator("#cw-exit").focus()
    press(page, "Enter")
    assert focused(page) == "Your progress is saved. You can close this window."
    assert page.locator("#cw-top").count() == 0
    page.reload()
    page.wait_for_selector("article")
    assert page.locator("article h1").inner_text() == "The long way"
    assert live(page) == "Welcome back. You're where you left off."


def test_without_an_lms_a_notice_says_where_progress_stays(page: Page, index: Path) -> None:
    open_course(page, index)
    assert "progress stays on this device" in page.locator("#cw-banner").inner_text()
    assert page.locator("#cw-banner").get_attribute("role") == "alert"


def test_nothing_outside_the_package_is_asked_for(page: Page, index: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_course(page, index, track="blue")
    root = index.parent.as_uri()
    assert [url for url in asked if not url.startswith((root, "data:"))] == []


def _tab_to(page: Page, words: str) -> None:
    """Go on by Tab alone until the focus is on what is called `words`."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if focused(page) == words:
            return
    pytest.fail(f"no Tab leads to {words!r}")


def test_a_course_is_done_from_start_to_certificate_by_keyboard_alone(
    page: Page, index: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    errors = open_course(page, index)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    press(page, "Enter", "Tab", "ArrowDown")
    assert focused(page).startswith("I take the green road")
    press(page, "Enter")
    page.wait_for_selector("article[data-id=first]")
    _tab_to(page, "Left")
    press(page, "ArrowDown", "Enter")
    assert live(page) == "Correct It goes on."
    _tab_to(page, "Next")
    press(page, "Enter")
    assert focused(page) == "The long way"
    _tab_to(page, "Done")
    press(page, "Enter")
    _tab_to(page, "Finish")
    press(page, "Enter")
    assert focused(page) == "Tea & Rails <b>"
    assert page.get_by_text("has completed the course").is_visible()
    press(page, "Shift+Tab")
    _tab_to(page, "Print certificate")
    assert errors == []
