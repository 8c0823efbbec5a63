"""Tests, tabs, reloads, browsers that are shared: what a learner did is there the next time."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from coursewright.read import read_course
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from ring.lms_server import LmsServer
from ring.playing import Visit, open_strict

HERE = Path(__file__).parent
BOTH = pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture(scope="session")
def exam(lms: LmsServer) -> LmsServer:
    """The server, with a course whose test asks by choice, order and match, as packages."""
    course = read_course(HERE / "exam").course
    assert course is not None
    for target in (SCORM12, SCORM2004_4):
        made, *_key = target.write(target.render(course, Options()))
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for name in archive.namelist():
                lms.files[f"/exam/{target.name}/{name}"] = archive.read(name)
    return lms


def _open(context: BrowserContext, exam: LmsServer, edition: str, **given: object) -> Visit:
    return open_strict(context, exam, edition, src=exam.at(f"/exam/{edition}/index.html"), **given)


def _begin_test(visit: Visit) -> None:
    visit.frame.locator('[data-go="b"]').first.evaluate("link => link.click()")
    visit.frame.locator("[data-block=assessment] .start").click()


@BOTH
def test_every_answer_of_a_test_is_kept_however_it_was_given(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    visit = _open(context, exam, edition)
    _begin_test(visit)
    # Without focus, as in Safari: only what the page hears of a change.
    visit.frame.locator(".stage input[type=radio]").first.evaluate(
        "box => { box.checked = true; box.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    first = visit.frame.locator(".stage .steps li").first.get_attribute("data-key")
    visit.frame.locator('.stage .steps li [data-move="1"]').first.evaluate("b => b.click()")
    visit.frame.locator(".stage select").first.select_option(index=1)
    visit.frame.locator(".stage select").nth(1).select_option(index=1)
    visit.page.close()  # nothing was left, nothing lost the focus

    again = _open(context, exam, edition)
    again.frame.locator('[data-go="b"]').first.evaluate("link => link.click()")
    start = again.frame.locator("[data-block=assessment] .start")
    expect(start).to_have_text("Continue your attempt (3 of 3 answered)")
    start.click()
    expect(again.frame.locator(".stage input:checked")).to_have_count(1)
    moved = again.frame.locator(".stage .steps li").nth(1)
    assert moved.get_attribute("data-key") == first
    assert again.frame.locator(".stage select").first.input_value()
    assert again.faults == []


@BOTH
def test_a_failed_test_says_what_to_read_again_and_keeps_the_key(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    visit = _open(context, exam, edition)
    _begin_test(visit)
    stage = visit.frame.locator(".stage")
    stage.locator("input[type=radio]:not([data-right])").first.check()
    for field in stage.locator("select").all():
        field.select_option(index=1)
    stage.locator("> .row button").first.click()
    stage.locator("details summary").click()
    expect(stage.locator("details .option[data-state]:not([data-state=''])")).to_have_count(0)
    expect(stage.locator("details .feedback:visible")).to_have_count(0)
    expect(stage.locator("details h4").first).to_contain_text("Not yet")
    expect(stage.get_by_text("Attempts:")).to_have_count(0)
    link = stage.locator('a[data-go="a"]')
    expect(link).to_have_text("The first lesson")
    link.click()
    expect(visit.frame.locator("h1")).to_have_text("The first lesson")
    visit.page.evaluate("history.back()")
    expect(visit.frame.locator("h1")).to_have_text("The second lesson")
    # One try was used; the author allows two.
    visit.frame.locator("[data-block=assessment] .start").click()
    visit.frame.locator(".stage input[data-right]").first.check()
    for field in visit.frame.locator(".stage select").all():
        field.select_option(field.get_attribute("data-right") or "")
    visit.frame.locator(".stage > .row button").first.click()
    expect(
        visit.frame.locator(".stage").get_by_text("You have used all your attempts.")
    ).to_be_visible()


@BOTH
def test_a_link_to_a_file_opens_beside_the_course_and_one_to_a_heading_goes_to_it(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    visit = _open(context, exam, edition)
    with context.expect_page() as opened:
        visit.frame.get_by_role("link", name="The leaflet").click()
    assert opened.value.url.endswith(".txt")
    opened.value.close()
    visit.frame.get_by_role("link", name="a part of the second").click()
    heading = visit.frame.locator("h2", has_text="Far part")
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    visit.page.evaluate("history.back()")
    expect(visit.frame.get_by_role("link", name="a part of the second")).to_be_in_viewport()
    assert visit.page.evaluate("lms.running()")


@BOTH
def test_two_tabs_lose_nothing_and_the_older_one_says_so(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    older = _open(context, exam, edition)
    older.frame.locator('[data-id="Q1.1"] input').last.check()
    older.frame.locator('[data-id="Q1.1"] button').last.click()
    newer = _open(context, exam, edition)
    expect(older.frame.locator("#cw-banner")).to_contain_text("another window")
    assert not older.page.evaluate("lms.running()")
    expect(newer.frame.locator('[data-id="Q1.1"] input').last).to_be_checked()
    newer.frame.locator("#cw-next").click()
    newer.leave()
    older.page.close()
    last = _open(context, exam, edition)
    expect(last.frame.locator("h1")).to_have_text("The second lesson")
    last.frame.locator("#cw-previous").click()
    expect(last.frame.locator('[data-id="Q1.1"] input').last).to_be_checked()


@BOTH
def test_notes_belong_to_one_learner_and_outlive_an_lms_that_empties_the_storage(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    ann = _open(context, exam, edition, learner={"id": "ann", "name": "Doe, Ann"})
    ann.frame.locator(".reflect textarea").fill("Ann's own words")
    ann.frame.locator("#cw-menu-button").evaluate("b => b.click()")
    ann.frame.locator("#cw-larger").evaluate("b => b.click()")
    ann.leave()
    ann.page.close()
    ben = _open(context, exam, edition, learner={"id": "ben", "name": "Doe, Ben"}, again=False)
    expect(ben.frame.locator(".reflect textarea")).to_have_value("")
    assert ben.frame.evaluate("document.documentElement.style.getPropertyValue('--size')") == "1"
    ben.frame.evaluate("localStorage.clear()")  # as Moodle does at each login
    ben.page.close()
    back = _open(context, exam, edition, learner={"id": "ann", "name": "Doe, Ann"})
    expect(back.frame.locator(".reflect textarea")).to_have_value("Ann's own words")
    assert back.frame.evaluate("Object.keys(localStorage).every(key => !/[/]{2}/.test(key))")


@BOTH
def test_a_page_loaded_again_in_a_closed_visit_says_so_and_the_next_visit_has_all(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    visit = _open(context, exam, edition)
    visit.leave()
    expect(visit.frame.locator("h1")).to_contain_text("You can now leave this page")
    visit.frame.get_by_role("button", name="Continue the course").click()
    visit.frame.locator("#cw-banner:not(:empty)").wait_for()
    expect(visit.frame.locator("#cw-banner")).to_contain_text("sent the next time")
    visit.frame.locator('[data-id="Q1.1"] input').last.check()
    visit.frame.locator('[data-id="Q1.1"] button').last.click()
    visit.page.close()
    again = _open(context, exam, edition)
    expect(again.frame.locator('[data-id="Q1.1"] input').last).to_be_checked()
    again.leave()
    assert "cmi.interactions.0.id" in again.kept
