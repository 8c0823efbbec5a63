"""What a learner takes along: the course on paper, notes that nothing keeps, the certificate."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from ring.lms_server import LmsServer
from ring.playing import open_strict
from ring.test_nothing_is_lost import exam as exam

BOTH = pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])
_NO_STORE = """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  if (window !== top) Object.defineProperty(window, name, { get() { throw new Error("barred"); } });
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


def test_the_whole_course_is_laid_out_for_paper_and_the_learner_is_where_they_were(
    context: BrowserContext, exam: LmsServer
) -> None:
    visit = open_strict(context, exam, "scorm12", src=exam.at("/exam/scorm12/index.html"))
    visit.frame.evaluate(
        "window.print = () => { window.printed = [...document.querySelectorAll('#cw-main h1')]"
        ".map(heading => heading.textContent.trim()); }"
    )
    visit.frame.locator("#cw-print-all").evaluate("button => button.click()")
    visit.frame.wait_for_function("window.printed")
    assert visit.frame.evaluate("window.printed") == ["The first lesson", "The second lesson"]
    expect(visit.frame.locator("#cw-main h1")).to_have_text("The first lesson")
    assert visit.faults == []


@BOTH
def test_notes_that_no_browser_keeps_are_offered_as_a_file_on_leaving(
    context: BrowserContext, exam: LmsServer, edition: str, tmp_path: Path
) -> None:
    context.add_init_script(_NO_STORE)
    visit = open_strict(context, exam, edition, src=exam.at(f"/exam/{edition}/index.html"))
    expect(visit.frame.locator(".reflect .note")).not_to_contain_text("stay")
    visit.frame.locator(".reflect textarea").fill("My own words")
    visit.leave()
    with visit.page.expect_download() as download:
        visit.frame.locator(".row button").first.click()
    download.value.save_as(tmp_path / "notes.txt")
    text = (tmp_path / "notes.txt").read_text("utf-8")
    assert "What would you do?" in text
    assert "My own words" in text


@BOTH
def test_in_review_no_certificate_contradicts_an_lms_that_holds_a_failure(
    context: BrowserContext, exam: LmsServer, edition: str
) -> None:
    src = exam.at(f"/exam/{edition}/index.html")
    visit = open_strict(context, exam, edition, src=src)
    visit.go_on()
    visit.frame.locator("[data-block=assessment] .start").click()
    visit.frame.locator(".stage input[data-right]").check()
    for field in visit.frame.locator(".stage select").all():
        field.select_option(field.get_attribute("data-right") or "")
    order = visit.frame.locator(".stage [data-block=order]")
    for at, key in enumerate((order.get_attribute("data-right") or "").split()):
        step = order.locator(f'li[data-key="{key}"]')
        while step.evaluate("el => [...el.parentNode.children].indexOf(el)") > at:
            step.locator('[data-move="-1"]').click()
    visit.frame.locator(".stage > .row button").first.click()
    visit.go_on()
    expect(visit.frame.locator(".certificate .date")).to_be_visible()
    visit.leave()
    # A teacher marks the attempt as failed.
    status = "cmi.core.lesson_status" if edition == "scorm12" else "cmi.success_status"
    visit.page.evaluate(
        """([key, status]) => {
          const kept = JSON.parse(localStorage.getItem(key));
          kept.values[status] = "failed";
          localStorage.setItem(key, JSON.stringify(kept));
        }""",
        [f"strict-lms/{edition}/", status],
    )
    visit.page.close()
    again = open_strict(context, exam, edition, src=src, mode="review")
    again.frame.locator('[data-go="cw-certificate"]').evaluate("link => link.click()")
    expect(again.frame.locator(".certificate h1")).to_have_text("Not finished yet")
    expect(again.frame.locator(".certificate .date")).to_have_count(0)
