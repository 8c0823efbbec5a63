"""Each pane in a browser: it works, axe finds nothing, and no request leaves the machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coursewright.preview.preview_app import Operator
from judges import audit
from preview.running import LESSON, Preview, running, watched

PANES = [
    "/map",
    "/map?track=stall",
    "/lesson/clean-hands",
    "/lesson/clean-hands?width=phone",
    "/inbox",
    "/inbox?as=phone&dark=1",
    "/inbox?as=text",
    "/inbox?as=source",
    "/inbox?as=headers&learner=rtl",
    "/lms",
    "/lms?standard=scorm2004-4",
    "/plan?start=2027-01-11",
    "/reach",
    "/problems",
]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def tab(context: BrowserContext, preview: Preview) -> Iterator[Page]:
    with watched(context, preview) as page:
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_any_pane(
    tab: Page, preview: Preview, scheme: str, width: int
) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two it knows
    tab.set_viewport_size({"width": width, "height": 800})
    preview.save(LESSON, lambda text: text.replace('objective="L1"', 'objective="L77"'))
    preview.settle(1)
    found = {}
    for pane in PANES:
        tab.goto(preview.url + pane)
        tab.wait_for_timeout(150)
        wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
        if findings := audit(tab):
            found[pane] = [f"{one.rule}: {one.targets}" for one in findings]
        assert not wide, f"{pane} scrolls sideways"
    assert found == {}


def ready(tab: Page) -> None:
    """Wait until the scripts of a page that has just been opened listen."""
    expect(tab.locator("html.js")).to_be_attached()


def test_the_map_leads_to_each_lesson_as_each_track(tab: Page, preview: Preview) -> None:
    tab.goto(preview.url)
    expect(tab.locator("h1")).to_have_text("Safe Food at the Stall")
    tab.locator("summary", has_text="objective").first.click()
    expect(tab.locator("dd", has_text="Assessed by").first).to_be_visible()
    tab.get_by_role("link", name="Stall team, day 0").click()
    expect(tab.frame_locator("#lesson").locator("h1")).to_have_text(
        "Clean hands, at the right moments"
    )
    tab.get_by_role("link", name="Next:").click()
    tab.get_by_role("link", name="Its email").click()
    expect(tab.locator('#messages [aria-current="true"]')).to_contain_text("day 1")


def test_the_inbox_shows_a_mail_in_every_form(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/inbox")
    mail = tab.frame_locator("#mail")
    expect(mail.locator("h1")).to_contain_text("Clean hands")
    ground = "document.querySelector('#mail').contentWindow.getComputedStyle"
    ground += "(document.querySelector('#mail').contentDocument.body).backgroundColor"
    light = tab.evaluate(ground)
    ready(tab)
    tab.get_by_label("Dark mode").check()
    expect(tab.locator("iframe.dark")).to_be_visible()
    expect(mail.locator("h1")).to_contain_text("Clean hands")
    assert tab.evaluate(ground) != light
    ready(tab)
    tab.get_by_label("Phone").check()
    expect(tab.locator("iframe.phone")).to_have_css("width", "375px")
    ready(tab)
    tab.get_by_role("radio", name="Plain text").check()
    expect(tab.locator("#plain")).to_contain_text("Four moments")
    ready(tab)
    tab.get_by_role("radio", name="Headers").check()
    expect(tab.locator("#headers")).to_contain_text("List-Unsubscribe")
    ready(tab)
    tab.locator("[name=learner]").select_option("rtl")
    expect(tab.locator(".head")).to_contain_text("layla@example.org")
    expect(tab.locator("meter")).to_have_attribute("max", "102000")


def test_a_link_in_a_mail_leads_nowhere(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/inbox")
    ready(tab)
    link = tab.frame_locator("#mail").locator("a[href^='http'], a[href^='mailto']").first
    link.click()
    expect(tab.locator("#live")).not_to_be_empty()
    expect(tab.frame_locator("#mail").locator("h1")).to_contain_text("Clean hands")


def test_the_plan_follows_the_wishes_and_prints(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/plan")
    expect(tab.locator("caption").first).to_have_text("January 2027")
    assert tab.locator(".sends").count() > 5
    ready(tab)
    tab.get_by_label("First lesson on").fill("2027-12-20")
    expect(tab.locator("caption").first).to_have_text("December 2027")
    ready(tab)
    tab.get_by_label("Learner's time zone").fill("Mars/Base")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("no such time zone")
    tab.emulate_media(media="print")
    expect(tab.locator("#top")).to_be_hidden()
    expect(tab.locator("form.bar")).to_be_hidden()


def test_problems_stand_with_their_line(tab: Page, preview: Preview) -> None:
    preview.save(LESSON, lambda text: text.replace('objective="L1"', 'objective="L77"'))
    preview.settle(1)
    tab.goto(f"{preview.url}/problems")
    problem = tab.locator(".problem", has_text="unknown-objective").first
    expect(problem.locator(".place")).to_contain_text(LESSON)
    expect(problem.locator("mark")).to_contain_text("L77")
    tab.goto(f"{preview.url}/map")
    expect(tab.locator("#trouble")).to_contain_text("unknown-objective")


def test_every_pane_is_reached_by_keyboard_alone(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/map")
    tab.keyboard.press("Tab")
    expect(tab.locator(".skip")).to_be_focused()
    for name in ("Map", "Inbox", "LMS", "Plan", "Reach", "Problems"):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent").startswith(name)
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("When each email is sent")


@pytest.mark.parametrize(
    ("pane", "frame"), [("/lesson/clean-hands", "#lesson"), ("/lms", "#course-frame")]
)
def test_a_pane_is_as_wide_as_a_phone_without_starting_again(
    tab: Page, preview: Preview, pane: str, frame: str
) -> None:
    tab.goto(preview.url + pane)
    ready(tab)
    tab.frame_locator(frame).locator("h1").first.wait_for()
    inside = f"document.querySelector('{frame}').contentWindow"
    tab.evaluate(f"{inside}.stayed = true")
    tab.get_by_label("Phone width").check()
    expect(tab.locator(frame)).to_have_css("width", "391px")
    assert tab.evaluate(f"{inside}.innerWidth") == 375
    assert tab.evaluate(f"{inside}.stayed")
    preview.save(LESSON, lambda text: text.replace("Clean hands, at", "Clean HANDS, at"))
    expect(tab.frame_locator(frame).locator("h1").first).to_contain_text("HANDS")
    expect(tab.locator(frame)).to_have_css("width", "391px")
    tab.reload()
    expect(tab.locator(frame)).to_have_css("width", "391px")
    ready(tab)
    tab.get_by_label("Phone width").uncheck()
    expect(tab.locator(frame)).not_to_have_css("width", "391px")
    assert "width" not in tab.url


def test_a_problem_opens_the_editor_at_its_line(folder: Path, browser: Browser) -> None:
    operator = Operator(editor="zed")
    with running(folder, operator=operator) as preview, browser.new_context() as context:
        preview.save(LESSON, lambda text: text.replace('objective="L1"', 'objective="L77"', 1))
        preview.settle(1)
        tab = context.new_page()
        tab.goto(f"{preview.url}/lesson/clean-hands")
        problem = tab.locator(".problem", has_text="unknown-objective")
        expect(problem).to_have_count(1)  # though the pane and the list below could both name it
        lines = preview.lesson.read_text("utf-8").split("\n")
        line = next(at for at, text in enumerate(lines, 1) if "L77" in text)
        address = problem.locator("a.place").get_attribute("href")
        assert address is not None
        assert address.startswith(f"zed://file{preview.lesson}:{line}:")


def test_minutes_are_estimated_where_the_author_names_none(tab: Page, preview: Preview) -> None:
    preview.save(LESSON, lambda text: re.sub(r"(?m)^minutes:.*\n", "", text))
    preview.settle(1)
    tab.goto(f"{preview.url}/map")
    expect(tab.locator("#l-clean-hands .facts")).to_contain_text(re.compile(r"^about \d+ min"))
    expect(tab.locator(".phase li .facts").nth(1)).not_to_contain_text("about")
