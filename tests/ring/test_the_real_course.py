"""The course that ships, page by page to its certificate: a package of each edition, each track."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Options, Target
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4
from ring.lms_server import LmsServer
from ring.playing import Visit, open_strict

STATUS = {
    "scorm12": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100"},
    "scorm2004-3": {"cmi.completion_status": "completed", "cmi.success_status": "passed"},
    "scorm2004-4": {"cmi.completion_status": "completed", "cmi.success_status": "passed"},
}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


def serve_package(lms: LmsServer, target: Target, package: str) -> str:
    """Put a package of the course on the server; return the address of its page."""
    course = read_course(shipped("course")).course
    assert course is not None
    made = target.write(target.render(course, Options()))
    (one,) = (file for file in made if file.path.endswith(f"{package}.zip"))
    with zipfile.ZipFile(BytesIO(one.data)) as archive:
        for name in archive.namelist():
            lms.files[f"/real/{target.name}/{package}/{name}"] = archive.read(name)
    return lms.at(f"/real/{target.name}/{package}/index.html")


def _answer_rightly(question: Locator) -> None:
    for box in question.locator("input[data-right]").all():
        box.check()
    for field in question.locator("select[data-right]").all():
        field.select_option(field.get_attribute("data-right") or "")
    for at, key in enumerate((question.get_attribute("data-right") or "").split()):
        step = question.locator(f'li[data-key="{key}"]')
        while step.evaluate("el => [...el.parentNode.children].indexOf(el)") > at:
            step.locator('[data-move="-1"]').click()


def _to_the_assessment(visit: Visit) -> int:
    """Turn pages until one has the assessment; return how many lessons were seen."""
    frame = visit.frame
    for seen in range(1, 40):
        title = frame.locator("h1").inner_text()
        frame.locator("article .sources, [data-block=assessment]").first.wait_for()
        if frame.locator("[data-block=assessment]").count():
            return seen
        visit.go_on()
        expect(frame.locator("h1")).not_to_have_text(title)
    raise AssertionError


@pytest.mark.parametrize(
    ("target", "package", "track", "lessons"),
    [
        (SCORM12, "professional", "aspire", 17),
        (SCORM2004_3, "sponsor", None, 12),
        (SCORM2004_4, "professional", "expert", 13),
    ],
    ids=["aspire", "sponsor", "expert"],
)
def test_who_goes_through_it_passes(
    context: BrowserContext,
    lms: LmsServer,
    target: Target,
    package: str,
    track: str | None,
    lessons: int,
) -> None:
    src = serve_package(lms, target, package)
    visit = open_strict(context, lms, target.name, src=src)
    if track:
        visit.frame.check(f"form.tracks input[value={track}]")
        visit.frame.click("form.tracks button")
        visit.frame.locator("article.lesson").wait_for()
    for _ in range(2):
        visit.go_on()
    visit.leave()
    visit.page.close()

    again = open_strict(context, lms, target.name, src=src)
    expect(again.frame.locator("#cw-progress")).to_have_text(f"2 of {lessons} lessons done")
    assert _to_the_assessment(again) == lessons - 2
    stage = again.frame.locator("[data-block=assessment] .stage")
    again.frame.locator("[data-block=assessment] .start").click()
    for question in stage.locator(".item > [data-block]").all():
        _answer_rightly(question)
    stage.locator("> .row button").first.click()
    stage.locator("details").wait_for()
    again.go_on()
    expect(again.frame.locator(".certificate h1")).to_have_text("From Expert to Leader")
    again.leave()
    assert {key: again.kept.get(key) for key in STATUS[target.name]} == STATUS[target.name]
    assert again.faults == []
    assert [path for path in lms.missing if path.startswith("/real/")] == []
