"""What comes first fills the screen and answers; the rest of a page comes when that was painted."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from coursewright.read import read_course
from coursewright.shipped import shipped
from lesson_pages import live, open_course, write_page
from sample_course import sample_course

# The page may ask for a frame, but gets it when the test says so.
HELD = """const { requestAnimationFrame: soon } = window;
const asked = [];
window.held = false;
window.requestAnimationFrame = (then) => (window.held ? asked.push(then) : soon(then));
window.paint = () => asked.splice(0).forEach((then) => then(0));"""
FOOT = """() => [document.querySelector("#cw-main").lastElementChild.lastElementChild
  .getBoundingClientRect().bottom, innerHeight]"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    real = read_course(shipped("course")).course
    assert real is not None
    return write_page(real, tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("size", ["0", "1"])
@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (390, 844), (820, 1180), (1280, 900), (1920, 1080)]
)
def test_what_comes_first_fills_a_screen(
    page: Page, course: Path, width: int, height: int, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(HELD)
    page.add_init_script(
        f"localStorage.setItem('coursewright/expert-to-leader/look/size', '{size}')"
    )
    open_course(page, course, track="aspire")
    lessons: list[str] = page.evaluate(
        "[...document.querySelectorAll('#cw-menu ol li:not([hidden]) a')].map((a) => a.dataset.go)"
    )
    assert len(lessons) > 10
    page.wait_for_function("window.cwLessons")
    page.evaluate("window.held = true")
    short = []
    for lesson in lessons:
        page.evaluate("id => document.querySelector(`[data-go='${id}']`).click()", lesson)
        page.wait_for_selector(f"article[data-id='{lesson}']")
        bottom, screen = page.evaluate(FOOT)
        if bottom < screen:
            short.append((lesson, bottom))
    assert short == []


def test_the_rest_comes_when_the_first_was_painted_and_answers_too(
    page: Page, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 200})
    page.add_init_script(HELD)
    errors = open_course(page, write_page(sample_course(), tmp_path / "p"), track="green")
    page.evaluate("window.held = true; document.querySelector('[data-go=first]').click()")
    assert page.locator("h1").inner_text() == "First steps"
    assert page.locator("article [data-id=Q1]").count() == 0
    page.evaluate("window.held = false; paint()")
    question = page.locator("article [data-id=Q1]")
    question.get_by_label("Right").check()
    question.locator("button").click()
    assert live(page).startswith("Correct")
    assert errors == []
