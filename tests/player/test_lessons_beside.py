"""Lessons in a file beside the page: wanted, late, lost, or not what they seem."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from coursewright.packages import player_page as package_page
from lesson_pages import open_course, write_page
from sample_course import sample_course

BESIDE = "**/lessons-*.js"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(package_page, "_LITTLE", 0)
    return write_page(sample_course(), tmp_path / "p")


def test_the_page_holds_the_first_lesson_alone(index: Path) -> None:
    html = index.read_text("utf-8")
    assert html.count("<template data-lesson=") == 1
    (beside,) = index.parent.glob("lessons-*.js")
    assert f'data-lessons="{beside.name}"' in html
    assert "The long way" in beside.read_text("utf-8")


def test_every_lesson_can_be_reached_searched_and_gone_on_with(page: Page, index: Path) -> None:
    errors = open_course(page, index, track="blue")
    page.click("#cw-next")
    assert page.locator("h1").inner_text() == "The long way"
    page.fill("#cw-query", "the end")
    page.press("#cw-query", "Enter")
    assert page.locator("#cw-found a").all_inner_texts() == ["The end"]
    page.click("#cw-found a")
    page.wait_for_selector("article[data-id=last]")
    page.reload()
    page.wait_for_selector("article[data-id=last]")
    assert errors == []


def test_a_file_that_is_late_is_waited_for_and_no_unseen_lesson_is_done(
    page: Page, index: Path
) -> None:
    held: list[Route] = []
    page.route(BESIDE, lambda route: held.append(route))
    open_course(page, index, track="blue")
    page.click("#cw-next")
    page.click("#cw-next")
    assert page.locator("article").get_attribute("data-id") == "first"
    assert page.locator("#cw-progress").text_content() == "1 of 3 lessons done"
    for route in held:
        route.continue_()
    page.wait_for_selector("article[data-id=second]")


def test_who_turned_back_meanwhile_is_not_led_on(page: Page, index: Path) -> None:
    held: list[Route] = []
    page.route(BESIDE, lambda route: held.append(route))
    open_course(page, index, track="blue")
    page.click("#cw-next")
    page.click("#cw-menu a[data-go=cw-certificate]")
    page.wait_for_selector(".certificate")
    for route in held:
        route.continue_()
    page.wait_for_function("window.cwLessons")
    assert page.locator(".certificate").is_visible()


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"content_type": "text/html", "body": "<!doctype html><p>Log in"}]
)
def test_a_file_that_is_lost_is_told_and_asked_for_again(
    page: Page, index: Path, answer: dict[str, str]
) -> None:
    page.route(BESIDE, lambda route: route.fulfill(**answer))
    open_course(page, index, track="blue")
    page.click("#cw-next")
    page.wait_for_selector("#cw-main:has-text('could not be loaded')")
    page.unroute(BESIDE)
    page.click("#cw-menu a[data-go=last]")
    page.wait_for_selector("article[data-id=last]")
    assert page.locator("#cw-progress").text_content() == "1 of 3 lessons done"
