"""Rating scales: no line of answers is shorter than another, on a phone or a desktop."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lesson_pages import write_page
from sample_course import sample_course

TOPS = """(count) => {
  const scale = document.createElement("div");
  scale.className = "scale";
  const label = "<label><input type=radio name=x><span>about half the time</span></label>";
  scale.innerHTML = label.repeat(count);
  document.querySelector("#cw-main").innerHTML = "<form class=likert><fieldset></fieldset></form>";
  document.querySelector("#cw-main fieldset").append(scale);
  return [...scale.children].map((one) => Math.round(one.getBoundingClientRect().top));
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7])
def test_every_line_of_a_scale_has_as_many_answers(
    page: Page, tmp_path: Path, width: int, count: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(write_page(sample_course(), tmp_path / "p").as_uri())
    page.wait_for_selector("h1")
    tops = page.evaluate(TOPS, count)
    assert len(set(Counter(tops).values())) == 1, tops
    assert page.evaluate("document.documentElement.scrollWidth") <= width
