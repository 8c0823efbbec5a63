"""What LMSs are known to do to a course, each done to ours by a strict LMS."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from ring.lms_server import LmsServer
from ring.playing import Visit, open_strict

BOTH = pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


def status_of(visit: Visit) -> str:
    kept = visit.kept
    return kept.get("cmi.core.lesson_status") or kept["cmi.completion_status"]


def finish(visit: Visit) -> None:
    visit.choose_track()
    visit.go_on()
    visit.take_test(right=True)
    visit.go_on()


@BOTH
def test_a_look_at_the_course_is_incomplete_and_without_score(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    visit = open_strict(context, lms, edition)
    assert status_of(visit) == "incomplete"
    visit.leave()
    assert visit.sets("score.raw") == []
    assert visit.faults == []


@BOTH
@pytest.mark.parametrize("way", ["exit", "close", "navigate", "frame", "hidden", "freeze"])
def test_however_it_is_left_the_next_visit_goes_on(
    context: BrowserContext, lms: LmsServer, edition: str, way: str
) -> None:
    visit = open_strict(context, lms, edition)
    visit.choose_track()
    visit.answer("Q-single", "yes")
    visit.go_on()
    match way:
        case "exit":
            visit.leave()
        case "close":
            visit.page.close()
        case "navigate":
            visit.page.goto("about:blank")
        case "frame":
            visit.page.evaluate("document.getElementById('content').remove()")
            assert not visit.page.evaluate("lms.running()")
        case "hidden":
            visit.frame.evaluate(
                "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
                "document.dispatchEvent(new Event('visibilitychange'))"
            )
        case _:  # a headless Chromium freezes nothing, so the page hears it from us
            visit.frame.evaluate("document.dispatchEvent(new Event('freeze'))")
    again = open_strict(context, lms, edition)
    expect(again.frame.locator("h1")).to_have_text("The test")
    again.frame.locator("#cw-previous").click()
    expect(again.frame.locator('[data-id="Q-single"] input[value="yes"]')).to_be_checked()
    assert again.faults == []


@BOTH
@pytest.mark.parametrize("mode", ["review", "browse"])
def test_a_finished_course_is_only_looked_at(
    context: BrowserContext, lms: LmsServer, edition: str, mode: str
) -> None:
    first = open_strict(context, lms, edition)
    finish(first)
    first.leave()
    kept = first.kept
    visit = open_strict(context, lms, edition, mode=mode)
    visit.frame.locator("#cw-banner:not(:empty)").wait_for()
    visit.leave()
    assert [call for call in visit.calls if "Set" in call["name"]] == []
    assert visit.kept["cmi.suspend_data"] == kept["cmi.suspend_data"]
    assert visit.faults == []


@BOTH
def test_a_late_api_is_waited_for(context: BrowserContext, lms: LmsServer, edition: str) -> None:
    visit = open_strict(context, lms, edition, late=700)
    assert visit.calls[0]["name"].endswith("Initialize")
    expect(visit.frame.locator("#cw-banner")).to_be_empty()


@BOTH
def test_an_api_behind_a_parent_of_another_origin_is_found(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    course = lms.at(f"/{edition}/index.html")
    between = lms.at(f"/lms/between.html?src={course}", host="127.0.0.1")
    visit = open_strict(context, lms, edition, src=between)
    assert status_of(visit) == "incomplete"


@BOTH
def test_an_api_in_the_opener_is_found_and_the_window_closes_itself(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    page = context.new_page()
    page.goto(lms.at("/lms/strict.html"))
    src = lms.at(f"/{edition}/index.html")
    with page.expect_popup() as opened:
        page.evaluate("g => window.start(g)", {"standard": edition, "src": src, "where": "opener"})
    popup = opened.value
    popup.wait_for_selector("#cw-main h1")
    with popup.expect_event("close"):
        popup.evaluate("setTimeout(() => document.getElementById('cw-exit').click())")
    assert not page.evaluate("lms.running()")
    assert page.evaluate("lms.refusals().filter(({error}) => error !== 403)") == []


@BOTH
def test_without_an_lms_the_course_runs_and_says_so(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    for _ in range(2):
        page = context.new_page()
        page.goto(lms.at(f"/{edition}/index.html"))
        page.locator("#cw-banner:not(:empty)").wait_for()
    assert lms.missing == []


@BOTH
def test_an_api_that_throws_while_the_page_goes_loses_nothing_on_this_device(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    visit = open_strict(context, lms, edition)
    visit.choose_track()
    visit.go_on()
    errors: list[str] = []
    visit.page.on("pageerror", lambda error: errors.append(str(error)))
    visit.page.evaluate("window.broken = true; document.getElementById('content').remove()")
    assert errors == []
    again = open_strict(context, lms, edition)
    expect(again.frame.locator("h1")).to_have_text("The test")


@BOTH
def test_an_lms_without_a_function_to_end_gets_everything(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    visit = open_strict(context, lms, edition, faults={"finish": False})
    finish(visit)
    visit.leave()
    assert status_of(visit) == ("passed" if edition == "scorm12" else "completed")
    assert visit.faults == []


@BOTH
@pytest.mark.parametrize("save", ["refused", "silent"])
def test_an_lms_that_saves_nothing_is_made_up_for(
    context: BrowserContext, lms: LmsServer, edition: str, save: str
) -> None:
    visit = open_strict(context, lms, edition)
    visit.page.evaluate("save => lms.faults.save = save", save)
    visit.choose_track()
    visit.go_on()
    if save == "refused":
        visit.frame.locator("#cw-banner:not(:empty)").wait_for()
    visit.leave()
    again = open_strict(context, lms, edition)
    expect(again.frame.locator("h1")).to_have_text("The test")
    if save == "silent":  # it had said yes; of a refusal the learner was told at once
        expect(again.frame.locator("#cw-banner")).not_to_be_empty()


@BOTH
def test_every_optional_call_refused_leaves_a_passed_course(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    visit = open_strict(context, lms, edition, faults={"optional": False})
    visit.choose_track()
    visit.answer_everything()
    visit.go_on()
    visit.take_test(right=True)
    visit.go_on()
    visit.leave()
    assert status_of(visit) == ("passed" if edition == "scorm12" else "completed")
    assert [call for call in visit.faults if "Set" in call["name"]] == []


@BOTH
def test_an_idle_hour_commits_at_most_five_times(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    context.clock.install()
    visit = open_strict(context, lms, edition)
    visit.page.clock.run_for(3_600_000)
    visit.page.evaluate("document.getElementById('content').remove()")
    assert 2 <= visit.commits <= 5
    assert visit.faults == []


@BOTH
def test_nothing_is_asked_for_outside_the_package(
    context: BrowserContext, lms: LmsServer, edition: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    visit = open_strict(context, lms, edition)
    finish(visit)
    visit.leave()
    own = (lms.at(f"/{edition}/"), lms.at("/lms/"), lms.at("/lms-simulator/"))
    assert [url for url in asked if not url.startswith((*own, "data:", "blob:"))] == []
    assert lms.missing == []
