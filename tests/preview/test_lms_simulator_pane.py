"""The package under the LMS simulator: every way to leave, and everything that may go wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from preview.running import LESSON, Preview, watched

BOTH = pytest.mark.parametrize("standard", ["scorm12", "scorm2004-3", "scorm2004-4"])


@pytest.fixture
def tab(browser: Browser, preview: Preview) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(30_000)
        with watched(context, preview) as page:
            yield page


def course(tab: Page) -> FrameLocator:
    return tab.frame_locator("#course-frame")


def opened(tab: Page, preview: Preview, standard: str) -> None:
    tab.goto(f"{preview.url}/lms?standard={standard}")
    expect(course(tab).locator("h1").first).to_contain_text("Clean hands")


def answer(tab: Page) -> None:
    form = course(tab).locator('[data-block="choice"]').first
    form.locator("input").first.check()
    form.locator("button").last.click()


@BOTH
def test_calls_and_data_are_shown_and_nothing_is_refused(
    tab: Page, preview: Preview, standard: str
) -> None:
    opened(tab, preview, standard)
    expect(tab.locator("#calls")).to_contain_text("Initialize")
    expect(tab.locator("#model")).to_contain_text("Rivera, Alex")
    answer(tab)
    expect(tab.locator("#calls")).to_contain_text("interactions.0.")
    # SCORM 1.2 lets an LMS refuse a word as an answer: asked once, then letters are sent.
    refused = 1 if standard == "scorm12" else 0
    expect(tab.locator("#calls-count")).to_contain_text(f", {refused} refused")
    limit = "4096" if standard == "scorm12" else "64000"
    expect(tab.locator("#suspend-words")).to_contain_text(f"of {limit} characters")


@BOTH
def test_after_closing_the_tab_the_next_day_goes_on(
    tab: Page, preview: Preview, standard: str
) -> None:
    opened(tab, preview, standard)
    course(tab).locator("#cw-next").click()
    title = course(tab).locator("h1").first.text_content() or ""
    tab.get_by_role("button", name="Close the tab").click()
    expect(tab.locator("#visit-line")).to_contain_text("closed")
    tab.get_by_role("button", name="Resume tomorrow").click()
    expect(tab.locator("#visit-line")).to_contain_text("day 2: resume")
    expect(course(tab).locator("h1").first).to_have_text(title)


def test_a_frozen_tab_keeps_what_was_saved_when_it_was_hidden(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    course(tab).locator("#cw-next").click()
    title = course(tab).locator("h1").first.text_content() or ""
    tab.get_by_role("button", name="Freeze").click()
    expect(tab.locator("#visit-line")).to_contain_text("frozen")
    tab.get_by_role("button", name="Reopen").click()
    expect(course(tab).locator("h1").first).to_have_text(title)


def test_when_saving_fails_the_error_is_in_the_log_and_the_learner_is_told(
    tab: Page, preview: Preview
) -> None:
    opened(tab, preview, "scorm12")
    tab.get_by_label("Saving").select_option("refused")
    course(tab).locator("#cw-next").click()
    answer(tab)
    tab.get_by_role("button", name="Close the tab").click()
    expect(tab.locator(".refused").first).to_contain_text("101 General exception")
    tab.get_by_label("Refused calls only").check()
    expect(tab.locator("#calls tbody tr").first).to_be_hidden()


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_in_review_and_browse_nothing_is_set(tab: Page, preview: Preview, mode: str) -> None:
    opened(tab, preview, "scorm2004-4")
    tab.locator("[name=mode]").select_option(mode)
    expect(course(tab).locator("#cw-banner")).not_to_be_empty()
    expect(tab.locator("#model")).to_contain_text(mode)
    expect(tab.locator("#model")).to_contain_text("no-credit")
    assert "SetValue" not in (tab.locator("#calls tbody").text_content() or "")


def test_no_credit_and_another_name_begin_a_new_visit(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    tab.get_by_label("No credit").check()
    expect(tab.locator("#model")).to_contain_text("no-credit")
    tab.get_by_label("Learner").fill("حداد, ليلى")
    tab.keyboard.press("Tab")
    expect(tab.locator("#model")).to_contain_text("حداد, ليلى")
    expect(tab.locator("#visit-line")).to_contain_text("Session 3")


def test_reset_forgets_the_learner(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    course(tab).locator("#cw-next").click()
    expect(course(tab).locator("h1").first).not_to_contain_text("Clean hands")
    tab.get_by_role("button", name="Reset").click()
    expect(tab.locator("#visit-line")).to_contain_text("Session 1, day 1: ab-initio")
    expect(course(tab).locator("h1").first).to_contain_text("Clean hands")


def test_a_preset_is_the_package_made_for_that_lms(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    tab.get_by_label("LMS preset").select_option("moodle")
    tab.wait_for_url("**lms=moodle**")
    data = course(tab).locator("#course-data").text_content() or ""
    assert '"name":"moodle"' in data


def test_a_save_opens_the_new_package_where_the_old_one_stood(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    course(tab).locator("#cw-next").click()
    title = course(tab).locator("h1").first.text_content() or ""
    preview.save(LESSON, lambda text: text.replace("Hands look", "HANDS look"))
    expect(tab.locator("#visit-line")).to_contain_text("has changed")
    expect(course(tab).locator("h1").first).to_have_text(title)
    course(tab).locator("#cw-previous").click()
    expect(course(tab).locator("h1").first).to_contain_text("Clean hands")


def test_the_visit_outlives_the_page(tab: Page, preview: Preview) -> None:
    opened(tab, preview, "scorm12")
    course(tab).locator("#cw-next").click()
    title = course(tab).locator("h1").first.text_content() or ""
    tab.goto(f"{preview.url}/map")
    tab.goto(f"{preview.url}/lms?standard=scorm12")
    expect(course(tab).locator("h1").first).to_have_text(title)
