"""The whole course in one sitting, closed by the tab: all answers there, time within a minute."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from coursewright.target import Target
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from ring.lms_server import LmsServer
from ring.playing import Visit, open_under_scorm_again
from ring.test_the_real_course import serve_package

MINUTE = 60_000
ANSWER = """async () => {
  const rest = () => new Promise((done) => setTimeout(done));
  let count = 0;
  for (const form of document.querySelectorAll("#cw-main form[data-block][data-id]")) {
    if (!["choice", "order", "match", "text"].includes(form.dataset.block)) continue;
    for (const box of form.querySelectorAll("input[data-right]")) if (!box.checked) box.click();
    for (const list of form.querySelectorAll("select")) list.value = list.dataset.right;
    for (const box of form.querySelectorAll("textarea")) box.value = "In my own words.";
    form.requestSubmit();
    count += 1;
    await rest();
  }
  for (const node of document.querySelectorAll("#cw-main .branch .node")) {
    node.querySelector(".choice")?.click();
    count += node.querySelector(".choice") ? 1 : 0;
  }
  const words = document.querySelectorAll('#cw-main [data-block="text"]').length;
  return [count, words];
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


def _go_through(visit: Visit, track: str) -> tuple[int, int]:
    """Answer everything, two minutes a lesson; return how many questions, how many in words."""
    frame = visit.frame
    frame.check(f"form.tracks input[value={track}]")
    frame.click("form.tracks button")
    answered = in_words = 0
    for _ in range(40):
        frame.locator("article .sources, [data-block=assessment]").first.wait_for()
        more, words = frame.evaluate(ANSWER)
        answered, in_words = answered + more, in_words + words
        visit.page.clock.run_for(2 * MINUTE)
        if frame.locator("[data-block=assessment]").count():
            return answered + _take_test(visit), in_words
        title = frame.locator("h1").inner_text()
        visit.go_on()
        expect(frame.locator("h1")).not_to_have_text(title)
    raise AssertionError


def _take_test(visit: Visit) -> int:
    frame = visit.frame
    frame.locator("[data-block=assessment] .start").click()
    count = int(
        frame.evaluate(
            """() => {
              const items = document.querySelectorAll(".stage .item > [data-block]");
              for (const item of items) {
                for (const box of item.querySelectorAll("input[data-right]")) box.click();
                for (const list of item.querySelectorAll("select")) {
                  list.value = list.dataset.right;
                  list.dispatchEvent(new Event("change", { bubbles: true }));
                }
              }
              document.querySelector(".stage > .row button").click();
              return items.length;
            }"""
        )
    )
    frame.locator(".stage details").wait_for()
    visit.go_on()
    frame.locator(".certificate .date").wait_for()
    return count


def _seconds(text: str) -> float:
    if text.startswith("PT"):
        hours, _, rest = text[2:].rpartition("H")
        minutes, _, seconds = rest.rpartition("M")
        return float(hours or 0) * 3600 + float(minutes or 0) * 60 + float(seconds[:-1] or 0)
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_4], ids=lambda target: target.name)
def test_every_answer_in_one_sitting_that_ends_with_the_tab(
    context: BrowserContext, lms: LmsServer, target: Target
) -> None:
    src = serve_package(lms, target, "professional")
    context.clock.install()
    visit = open_under_scorm_again(context, lms, target.name, src=src)
    begun = visit.page.evaluate("Date.now()")
    answered, in_words = _go_through(visit, "expert")
    visit.page.clock.run_for(MINUTE // 2)
    spent = (visit.page.evaluate("Date.now()") - begun) / 1000
    visit.page.close()  # nothing of all that fits twice into what a closing tab may send

    kept = lms.commits[f"/commit/{target.name}/{id(context)}"]
    is12 = target is SCORM12
    told = {value for key, value in kept.items() if re.fullmatch(r".*interactions\.\d+\.id", key)}
    assert answered > 50
    assert len(told) == answered - (in_words if is12 else 0)  # 1.2 has no form for words
    clock = kept["cmi.core.session_time" if is12 else "cmi.session_time"]
    # The player's count begins up to a second before the test can read a clock.
    assert abs(spent - _seconds(clock)) <= 60
    assert kept["cmi.core.lesson_status" if is12 else "cmi.success_status"] == "passed"

    again = open_under_scorm_again(context, lms, target.name, src=src)
    expect(again.frame.locator("#cw-progress")).to_have_text("13 of 13 lessons done")
    assert again.faults == []
