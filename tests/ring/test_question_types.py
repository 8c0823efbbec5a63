"""Answers of every type reach a strict LMS and scorm-again in the form that the standard asks."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext

from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from questions.question_course import question_course
from ring.lms_server import LmsServer
from ring.playing import Visit, open_strict, open_under_scorm_again

_NAMES: tuple[str, ...] = ("tea-times", "tea-serving", "tea-leaves", "tea-heat", "tea-kettle")
_TYPES: tuple[str, ...] = ("matching", "matching", "fill-in", "numeric", "choice")
_RIGHT_2004: tuple[str, ...] = (
    "green[.]2_minutes[,]black[.]4_minutes[,]herbal[.]8_minutes",
    "black[.]milk[,]black[.]lemon[,]black[.]sugar[,]green[.]lemon",
    "two[,]loose[,]four",
    "75[:]85",
    "element",
)
_RIGHT_12: tuple[str, ...] = (
    "green.2_minutes,black.4_minutes,herbal.8_minutes",
    "black.milk,black.lemon,black.sugar,green.lemon",
    "two; loose; four",
    "80",
    "element",
)
_GIVEN_2004: tuple[str, ...] = (
    "green[.]2_minutes[,]black[.]8_minutes[,]herbal[.]8_minutes",
    "black[.]milk[,]green[.]lemon",
    "zwei 字[,]loose[,]4",
    "82.5",
    "spout",
)
_GIVEN_12: tuple[str, ...] = (
    "green.2_minutes,black.8_minutes,herbal.8_minutes",
    "black.milk,green.lemon",
    "zwei 字; loose; 4",
    "82.5",
    "spout",
)


@pytest.fixture(scope="session")
def questions(lms: LmsServer) -> LmsServer:
    """The server, with the course of the page of questions as packages."""
    for target in (SCORM12, SCORM2004_4):
        course = question_course()
        assert not list(target.check(course, Options()))
        made, *key = target.write(target.render(course, Options()))
        assert len(key) == 2
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for name in archive.namelist():
                lms.files[f"/questions/{target.name}/{name}"] = archive.read(name)
    return lms


def _answer(visit: Visit) -> None:
    find = visit.frame.locator

    def row(form: str, name: str, *labels: str) -> None:
        group = find(f"[data-id={form}]").get_by_role("group", name=name)
        for label in labels:
            group.get_by_label(label).check()

    row("tea-times", "Green", "2 minutes")
    row("tea-times", "Black", "8 minutes")
    row("tea-times", "Herbal", "8 minutes")
    row("tea-serving", "Black", "Milk")
    row("tea-serving", "Green", "Lemon")
    for number, text in ((1, "zwei 字"), (3, "4")):
        find("[data-id=tea-leaves]").get_by_role("textbox", name=f"Gap {number}").fill(text)
    find("[data-id=tea-leaves] select").select_option("loose")
    find("[data-id=tea-heat] input").fill("82,5 °C")
    find("[data-id=tea-kettle] polygon").click()
    for name in _NAMES:
        find(f"form[data-id={name}] button").last.click()


def _take_test(visit: Visit) -> None:
    visit.go_on()
    visit.frame.locator("button.start").click()
    visit.frame.locator("[data-id=final-heat] input").fill("80")
    visit.frame.locator("[data-id=final-spoil]").get_by_label("Light").check()
    visit.frame.get_by_role("button", name="Submit").click()
    visit.frame.locator(".stage details").wait_for()


def _reports(visit: Visit, edition: str) -> dict[str, dict[str, str]]:
    """Return what was set last of each interaction, by its id."""
    found: dict[str, dict[str, str]] = {}
    for call in visit.calls:
        element, *value = map(str, call["args"]) if call["args"] else ("",)
        if call["name"].endswith("SetValue") and element.startswith("cmi.interactions."):
            number, _, field = element.removeprefix("cmi.interactions.").partition(".")
            found.setdefault(number, {})[field] = value[0]
    return {one["id"]: one for one in found.values()}


@pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])
@pytest.mark.parametrize("open_lms", [open_strict, open_under_scorm_again])
def test_every_type_is_reported_in_words_and_comes_back(
    browser: Browser, questions: LmsServer, edition: str, open_lms: Callable[..., Visit]
) -> None:
    is12 = edition == "scorm12"
    given, right = (_GIVEN_12, _RIGHT_12) if is12 else (_GIVEN_2004, _RIGHT_2004)
    src = questions.at(f"/questions/{edition}/index.html")
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(30_000)
        visit = open_lms(context, questions, edition, src=src)
        _answer(visit)
        _take_test(visit)
        visit.leave()
        told = _reports(visit, edition)
        response = "student_response" if is12 else "learner_response"
        assert tuple(told[name]["type"] for name in _NAMES) == _TYPES
        asked = {name: told[name]["correct_responses.0.pattern"] for name in _NAMES}
        answered = {name: told[name][response] for name in _NAMES}
        if is12 and open_lms is open_strict:  # it takes one letter for an option
            assert re.fullmatch(r"\w\.\w,\w\.\w,\w\.\w", answered["tea-times"])
            assert re.fullmatch(r"\w\.\w,\w\.\w", answered["tea-serving"])
            given, right = (
                (*answered.values(),)[:2] + given[2:4],
                (*asked.values(),)[:2] + right[2:4],
            )
        assert (*answered.values(),)[: len(given)] == given
        assert (*asked.values(),)[: len(right)] == right
        wrong = "wrong" if is12 else "incorrect"
        results = [told[name]["result"] for name in _NAMES]
        assert results == [wrong, wrong, wrong, "correct", wrong]
        assert told["final-spoil"]["weighting"] == "2"
        assert visit.sets("cmi.core.score.raw" if is12 else "cmi.score.raw")[-1] == "66"
        assert visit.faults == []
        _comes_back(context, open_lms(context, questions, edition, src=src))


def _comes_back(context: BrowserContext, visit: Visit) -> None:
    visit.frame.locator("#cw-previous").click()
    find = visit.frame.locator
    gaps = [one.input_value() for one in find("[data-id=tea-leaves] .gap").all()]
    assert gaps == ["zwei 字", "loose", "4"]
    assert find("[data-id=tea-heat] input").input_value() == "82.5"
    assert find("[data-id=tea-times] :checked").count() == 3
    assert find("[data-id=tea-serving] :checked").count() == 2
    assert visit.faults == []


@pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])
def test_the_end_of_an_attempt_is_kept_by_the_lms(
    browser: Browser, questions: LmsServer, edition: str
) -> None:
    src = questions.at(f"/questions/{edition}/index.html")
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(30_000)
        visit = open_strict(context, questions, edition, src=src)
        visit.go_on()
        visit.frame.locator("button.start").click()
        visit.frame.locator("[data-id=final-heat] input").fill("80")
        visit.leave()
        again = open_strict(context, questions, edition, src=src)
        again.frame.evaluate("() => { const now = Date.now; Date.now = () => now() + 120_000; }")
        again.frame.locator("button.start").click()
        left = again.frame.locator(".left")
        left.filter(has_text=":").wait_for()
        minutes = int(left.inner_text().split(":")[1])
        assert 10 <= minutes <= 18  # counted from the first beginning
        again.frame.evaluate("() => { const now = Date.now; Date.now = () => now() + 1_260_000; }")
        again.frame.locator(".stage").get_by_text("Time is up.").wait_for()
        assert "33" in again.sets("cmi.core.score.raw" if edition == "scorm12" else "cmi.score.raw")
