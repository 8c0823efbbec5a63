"""A self-assessment that the LMS keeps: rated here, compared elsewhere, never reported."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from coursewright.read import read_files
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from ring.lms_server import LmsServer
from ring.playing import Visit, open_under_scorm_again

BOTH = pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])
SETTINGS = """\
id: rated
title: A course with a self-assessment
version: "1.0"
language: en
self_assessments: %s
tracks:
  - {id: home, label: At home, choose: I learn at home}
modules:
  - {id: M1, folder: m1, title: Basics}
packages:
  - {id: home, title: A course with a self-assessment, tracks: [home]}
limits: {words_min: 0, words_max: 0, reading_grade: 0}
"""
LESSON = """\
---
id: {id}
module: M1
title: Lesson {id}
tracks: [home]
---

Water, then tea.

::likert{{id="SA-{id}" survey="self"}}
"""
SURVEY = """\
- id: self
  title: How do you brew?
  stem: This week, I
  scale: ["1", "2", "3", "4", "5"]
  none: no chance came up
  items:
    - {id: I1, text: warmed the pot}
    - {id: I2, text: timed the tea}
"""


@pytest.fixture(scope="module")
def rated(lms: LmsServer) -> LmsServer:
    """The server with a course for each place where ratings are kept."""
    for where in ("lms", "browser"):
        files = {
            "course.yaml": SETTINGS % where,
            "surveys.yaml": SURVEY,
            "m1/01-before.md": LESSON.format(id="before"),
            "m1/02-after.md": LESSON.format(id="after"),
        }
        course = read_files({path: text.encode() for path, text in files.items()}).course
        assert course is not None
        for target in (SCORM12, SCORM2004_4):
            made, *_key = target.write(target.render(course, Options()))
            with zipfile.ZipFile(BytesIO(made.data)) as archive:
                for name in archive.namelist():
                    lms.files[f"/rated-{where}/{target.name}/{name}"] = archive.read(name)
    return lms


@pytest.fixture
def devices(browser: Browser) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    with browser.new_context() as first, browser.new_context() as second:
        for context in (first, second):
            context.set_default_timeout(30_000)
        yield first, second


def _open(context: BrowserContext, lms: LmsServer, where: str, edition: str) -> Visit:
    src = lms.at(f"/rated-{where}/{edition}/index.html")
    return open_under_scorm_again(context, lms, edition, src=src)


def _rate(visit: Visit, **ratings: str) -> None:
    for name, value in ratings.items():
        when, item = name.split("_")
        row = visit.frame.locator(f'fieldset[data-item="{item}"][data-when="{when}"]')
        row.locator(f'input[value="{value}"]').check()
    visit.frame.locator("form.likert button").click()


def _start_on(
    devices: tuple[BrowserContext, BrowserContext], lms: LmsServer, where: str, edition: str
) -> Visit:
    """Rate on the first device; open the course on the second, which has what the LMS holds."""
    first, second = devices
    visit = _open(first, lms, where, edition)
    _rate(visit, now_I1="2", now_I2="0")
    visit.go_on()
    expect(visit.frame.locator("h1")).to_have_text("Lesson after")
    visit.leave()
    assert visit.faults == []
    assert not [call for call in visit.calls if "interactions" in str(call["args"])]
    path = f"/commit/{edition}/"
    lms.commits[f"{path}{id(second)}"] = lms.commits[f"{path}{id(first)}"]
    return _open(second, lms, where, edition)


@BOTH
def test_an_lms_keeps_it_and_another_device_compares_before_and_after(
    devices: tuple[BrowserContext, BrowserContext], rated: LmsServer, edition: str
) -> None:
    visit = _start_on(devices, rated, "lms", edition)
    expect(visit.frame.locator("form.likert .how")).to_contain_text("learning system stores")
    _rate(visit, now_I1="4", now_I2="3", then_I1="1", then_I2="2")
    table = visit.frame.locator(".likert .result table")
    expect(table.locator("th[scope=col]")).to_have_text(
        ["Statement", "At the start", "Looking back at the start", "Now"]
    )
    expect(table.locator("tbody tr").nth(0).locator("td")).to_have_text(["2", "1", "4"])
    expect(table.locator("tbody tr").nth(1).locator("td")).to_have_text(["\u2013", "2", "3"])
    visit.page.emulate_media(media="print")
    expect(table).to_be_visible()
    visit.page.emulate_media(media="screen")
    visit.frame.locator("#cw-previous").click()
    before = visit.frame.locator('fieldset[data-item="I2"] input[value="0"]')
    expect(before).to_be_checked()
    visit.leave()
    assert visit.faults == []


@BOTH
def test_without_the_setting_it_stays_in_the_browser(
    devices: tuple[BrowserContext, BrowserContext], rated: LmsServer, edition: str
) -> None:
    visit = _start_on(devices, rated, "browser", edition)
    expect(visit.frame.locator("form.likert .how")).to_contain_text("stay in this browser")
    _rate(visit, now_I1="4", now_I2="3", then_I1="1", then_I2="2")
    heads = visit.frame.locator(".likert .result th[scope=col]")
    expect(heads).to_have_text(["Statement", "Looking back at the start", "Now"])
