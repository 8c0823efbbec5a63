"""A self-assessment asked again comes in steps, one for each module, and misses no rating."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from coursewright.read import read_files
from lesson_pages import live, open_course, write_page
from sample_course import FILES

SURVEY = """
- id: self
  title: Where you start
  stem: Last week I…
  scale: [never, sometimes, always]
  items:
    - {id: "1", text: walked, lesson: first}
    - {id: "2", text: rested, lesson: second}
    - {id: "3", text: sang}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = FILES | {"surveys.yaml": SURVEY}
    course = read_files({path: text.encode() for path, text in files.items()}).course
    assert course is not None
    return write_page(course, tmp_path_factory.mktemp("again"))


def _form(page: Page, index: Path, lesson: str) -> Locator:
    open_course(page, index, track="blue")
    page.evaluate("(id) => document.querySelector(`[data-go=${id}]`).click()", lesson)
    page.wait_for_selector(f"article[data-id={lesson}]")
    return page.locator("form.likert")


def _rate(step: Locator) -> None:
    for scale in step.locator(".scale").all():
        scale.locator("input").last.check()


def test_the_first_time_all_statements_are_on_one_page(page: Page, index: Path) -> None:
    form = _form(page, index, "first")
    assert form.locator("details").count() == 0
    assert form.locator("fieldset:visible").count() == 3


def test_asked_again_each_module_is_a_step_and_the_first_is_open(page: Page, index: Path) -> None:
    form = _form(page, index, "last")
    steps = [" ".join(one.split()) for one in form.locator("summary").all_inner_texts()]
    assert steps == ["Setting out Part 1 of 2", "On the way Part 2 of 2"]
    assert form.locator("fieldset:visible").count() == 2  # now, and looking back
    assert form.locator("fieldset").count() == 6


def test_a_rating_left_out_opens_its_step(page: Page, index: Path) -> None:
    form = _form(page, index, "last")
    _rate(form.locator("details").first)
    form.locator("button").focus()
    page.keyboard.press("Enter")
    assert live(page) == "Please rate every statement first."
    assert form.locator("fieldset:visible").count() == 6
    assert page.evaluate("document.activeElement.name").endswith("-now-2")


def test_all_steps_rated_give_one_result(page: Page, index: Path) -> None:
    form = _form(page, index, "last")
    form.locator("summary").last.click()
    _rate(form)
    form.locator("button").click()
    assert form.locator(".result tbody tr").count() == 4  # three statements and the average


def test_every_step_is_printed(page: Page, index: Path) -> None:
    form = _form(page, index, "last")
    page.emulate_media(media="print")
    heights = [one.bounding_box() for one in form.locator("fieldset").all()]
    assert all(box is not None and box["height"] > 0 for box in heights)
