"""axe finds nothing in any page of a package, as it is opened and after everything was used."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from judges import audit, html_validate, nu
from lesson_pages import open_course, write_page
from sample_course import sample_course

_USE_ALL = """() => {
  for (const part of document.querySelectorAll("main details")) part.open = true;
  const press = (what) => document.querySelectorAll(`main ${what}`).forEach((one) => one.click());
  press("button[type=submit]"); // with nothing answered: each says what is missing
  press(".choice");
  press("input[type=radio]");
  press("input[type=checkbox]");
  press("button[type=submit]");
  press("button.start");
}"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(sample_course(), tmp_path_factory.mktemp("axe"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_or_state_of_a_package_shuts_anyone_out(
    page: Page, index: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_course(page, index)
    assert audit(page) == []
    open_course(page, index, track="blue")
    for name in ("first", "second", "last", "cw-certificate"):
        page.evaluate("(id) => document.querySelector(`[data-go=${id}]`).click()", name)
        assert audit(page) == [], name
        page.evaluate(_USE_ALL)
        assert audit(page) == [], f"{name}, used"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if width < 1000:
        page.click("#cw-menu-button")
        assert audit(page) == []


def test_every_control_is_at_least_44_pixels_high_or_within_a_line(page: Page, index: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    open_course(page, index, track="blue")
    page.click("#cw-menu-button")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, nav a, .option label, summary")]
        .filter((one) => one.offsetParent && !one.matches(".term, p summary"))
        .filter((one) => one.getBoundingClientRect().height < 43.9)
        .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_the_page_is_valid_html(index: Path) -> None:
    pages = sorted(index.parent.rglob("*.html"))
    assert nu(pages) == []
    assert html_validate(pages, "page") == []
