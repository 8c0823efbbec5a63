"""Packages in Open edX's own XBlock: each call is a request, and nothing optional is listed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from coursewright.read import read_course
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from judges.real_lms import open_edx

HERE = Path(__file__).parent
BOTH = pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The XBlock with two courses in two editions, each with settings that suit any LMS."""
    packages: dict[str, bytes] = {}
    for name in ("exam", "course"):
        course = read_course(HERE / name).course
        assert course is not None
        for target in (SCORM12, SCORM2004_4):
            made, *_key = target.write(target.render(course, Options()))
            packages[f"{name}-{target.name}"] = made.data
    with open_edx(packages, tmp_path_factory.mktemp("open-edx")) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(60_000)
        yield fresh


def _visit(context: BrowserContext, address: str, name: str, learner: str) -> tuple[Page, Frame]:
    context.add_cookies([{"name": "student", "value": learner, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/scenario/{name}/")
    element = page.wait_for_selector("iframe")
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    frame.wait_for_selector("#cw-main h1")
    return page, frame


def _kept(context: BrowserContext, address: str, name: str, learner: str) -> dict[str, Any]:
    """Return what the XBlock holds of a learner, as its page hands it to the next visit."""
    context.add_cookies([{"name": "student", "value": learner, "url": address}])
    text = context.request.get(f"{address}/scenario/{name}/").text()
    found = re.search(r'"scorm_data": (\{[^{}]*\})', text)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def _reported(kept: dict[str, Any]) -> dict[str, str]:
    """Return the answers of a report by the id of the question."""
    ids = {key: value for key, value in kept.items() if re.search(r"interactions\.\d+\.id$", key)}
    responses = ("student_response", "learner_response")
    return {
        question: next(kept[k] for n in responses if (k := key[:-2] + n) in kept)
        for key, question in ids.items()
    }


@BOTH
def test_a_visit_is_kept_and_its_answers_can_be_read(
    context: BrowserContext, address: str, edition: str
) -> None:
    name, learner = f"exam-{edition}", f"reader-{edition}"
    page, frame = _visit(context, address, name, learner)
    for key in ("Wrong one", "Right one"):
        frame.locator('[data-id="Q1.1"]').get_by_label(key).check()
        frame.locator('[data-id="Q1.1"] button').last.click()
    with page.expect_response(lambda answer: "scorm_set_values" in answer.url):
        frame.locator("#cw-next").click()
    expect(frame.locator("h1")).to_have_text("The second lesson")
    page.wait_for_timeout(6000)  # what the XBlock had not sent yet would be called lost by then
    expect(frame.locator("#cw-banner")).to_be_empty()
    page.close()
    assert _reported(_kept(context, address, name, learner)) == {"Q1.1": "right_one"}

    page, frame = _visit(context, address, name, learner)
    expect(frame.locator("h1")).to_have_text("The second lesson")
    frame.locator("[data-block=assessment] .start").click()
    frame.locator(".stage input[data-right]").check()
    for field in frame.locator(".stage select").all():
        field.select_option(field.get_attribute("data-right") or "")
    page.wait_for_timeout(4000)
    frame.locator("#cw-exit").click()
    frame.locator("body.left").wait_for()
    page.wait_for_load_state("networkidle")
    page.close()
    answers = _reported(_kept(context, address, name, learner))
    assert answers["Q1.1"] == "right_one"  # not written over by the second visit
    assert answers["F1"] == "right"
    small_short = "short" in answers["F3"] and "long" in answers["F3"]
    assert small_short, answers


@BOTH
def test_lessons_done_in_a_few_seconds_are_there_after_the_tab_was_closed(
    context: BrowserContext, address: str, edition: str
) -> None:
    name, learner = f"course-{edition}", f"quick-{edition}"
    page, frame = _visit(context, address, name, learner)
    frame.locator('input[value="cafe"]').check()
    frame.locator("form.tracks button").click()
    frame.locator("article.lesson").wait_for()
    frame.locator("#cw-next").click()
    expect(frame.locator("h1")).to_have_text("The test")
    page.wait_for_timeout(1500)
    page.close()
    # On another device: only what the LMS itself holds.
    assert context.browser is not None
    with context.browser.new_context(reduced_motion="reduce") as elsewhere:
        _, frame = _visit(elsewhere, address, name, learner)
        expect(frame.locator("h1")).to_have_text("The test")
        expect(frame.locator("#cw-progress")).to_have_text("1 of 2 lessons done")


@BOTH
def test_on_a_shared_browser_nobody_sees_the_notes_of_another(
    context: BrowserContext, address: str, edition: str
) -> None:
    name = f"exam-{edition}"
    page, frame = _visit(context, address, name, f"ann-{edition}")
    frame.locator(".reflect textarea").fill("Ann's own words")
    page.close()
    page, frame = _visit(context, address, name, f"ben-{edition}")
    expect(frame.locator(".reflect textarea")).to_have_value("")
    page.close()
    _, frame = _visit(context, address, name, f"ann-{edition}")
    expect(frame.locator(".reflect textarea")).to_have_value("Ann's own words")
