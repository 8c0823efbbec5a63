"""Packages in the LMSs that can be installed: Open edX's XBlock, and Wagtail with wagtail-lms.

wagtail-lms plays SCORM 1.2 only: its API for 2004 has the function names of 1.2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from coursewright.model import Course
from coursewright.read import read_course, read_files
from coursewright.shipped import shipped
from coursewright.target import Target
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from judges.real_lms import OPEN_EDX, WAGTAIL, RealLms, real_lms
from ring.real_visits import RealVisit, enter, kept, reported
from ring.whole_course import (
    LAUNCHES,
    MINUTE,
    answer_lessons,
    choose_track,
    package_of,
    seconds,
    take_test,
    unreadable,
)

HERE = Path(__file__).parent
SETTINGS = """\
id: growing
title: A course that grows
version: "1.0"
language: en
tracks:
  - {id: home, label: At home, choose: I learn at home}
modules:
  - {id: M1, folder: m1, title: Basics}
packages:
  - {id: home, title: A course that grows, tracks: [home]}
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

:::quiz{{id="Q-{id}" type="single"}}
Which of these two?
- [ ] Milk first
- [x] Water first
:::
"""


@dataclass(frozen=True, slots=True)
class Place:
    """An LMS, and the edition of the packages in it."""

    lms: RealLms
    target: Target

    def name(self, course: str) -> str:
        return f"{course}-{self.target.name}"


def _growing(*ids: str) -> Course | None:
    files = {"course.yaml": SETTINGS.encode()}
    for number, one in enumerate(ids, 1):
        files[f"m1/{number:02}-{one}.md"] = LESSON.format(id=one).encode()
    return read_files(files).course


def _courses(target: Target) -> dict[str, bytes]:
    """Return a package for each of the tests, so that none sees what another left."""
    exam = package_of(read_course(HERE / "exam").course, target, "home")[0]
    return {
        "exam": exam,
        "shared": exam,
        "quick": package_of(_growing("a", "b", "c", "d", "e"), target, "home")[0],
        "grown": package_of(_growing("a", "b", "c", "d", "e"), target, "home")[0],
        "shipped": package_of(read_course(shipped("course")).course, target, "professional")[0],
    }


@pytest.fixture(scope="session")
def open_edx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealLms]:
    packages = {
        f"{name}-{target.name}": data
        for target in (SCORM12, SCORM2004_4)
        for name, data in _courses(target).items()
    }
    with real_lms(OPEN_EDX, packages, tmp_path_factory.mktemp("open-edx")) as lms:
        yield lms


@pytest.fixture(scope="session")
def wagtail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealLms]:
    packages = {f"{name}-{SCORM12.name}": data for name, data in _courses(SCORM12).items()}
    with real_lms(WAGTAIL, packages, tmp_path_factory.mktemp("wagtail")) as lms:
        yield lms


@pytest.fixture(
    params=[("open_edx", SCORM12), ("open_edx", SCORM2004_4), ("wagtail", SCORM12)],
    ids=lambda param: f"{param[0]}-{param[1].name}",
)
def place(request: pytest.FixtureRequest) -> Place:
    fixture, target = request.param
    return Place(request.getfixturevalue(fixture), target)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(60_000)
        yield fresh


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[BrowserContext]:
    """Another device, which has only what the LMS itself holds."""
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(60_000)
        yield fresh


def _answer(visit: RealVisit, question: str, option: str) -> None:
    form = visit.frame.locator(f'[data-id="{question}"]')
    form.get_by_label(option).check()
    form.locator("button").last.click()


def _next(visit: RealVisit, title: str) -> None:
    visit.go_on()
    expect(visit.frame.locator("h1")).to_have_text(title)


def test_a_first_visit_is_kept_and_its_answers_can_be_read(
    context: BrowserContext, place: Place
) -> None:
    name = place.name("exam")
    visit = enter(context, place.lms, name, "ann")
    for option in ("Wrong one", "Right one"):
        _answer(visit, "Q1.1", option)
    _next(visit, "The second lesson")
    visit.page.wait_for_timeout(6000)  # what the LMS had not sent yet would be called lost by then
    expect(visit.frame.locator("#cw-banner")).to_be_empty()
    visit.settle()
    visit.page.close()
    assert reported(kept(context, place.lms, name, "ann")) == {"Q1.1": "right_one"}

    visit = enter(context, place.lms, name, "ann")
    expect(visit.frame.locator("h1")).to_have_text("The second lesson")
    visit.frame.locator("[data-block=assessment] .start").click()
    visit.frame.locator(".stage input[data-right]").check()
    for field in visit.frame.locator(".stage select").all():
        field.select_option(field.get_attribute("data-right") or "")
    visit.leave()
    visit.settle()
    assert visit.faults == []
    visit.page.close()
    answers = reported(kept(context, place.lms, name, "ann"))
    assert answers["Q1.1"] == "right_one"  # not written over by the second visit
    assert answers["F1"] == "right"
    assert "short" in answers["F3"], answers
    assert "long" in answers["F3"], answers
    assert visit.failed == []


def test_three_lessons_in_nine_seconds_are_there_after_the_tab_was_closed(
    context: BrowserContext, elsewhere: BrowserContext, place: Place
) -> None:
    name = place.name("quick")
    visit = enter(context, place.lms, name, "ann")
    for title in ("Lesson b", "Lesson c", "Lesson d"):
        visit.page.wait_for_timeout(2500)
        _next(visit, title)
    visit.page.wait_for_timeout(1500)
    visit.settle()
    visit.page.close()
    again = enter(elsewhere, place.lms, name, "ann")
    expect(again.frame.locator("h1")).to_have_text("Lesson d")
    # The three, and the open one as soon as its end has been in view.
    expect(again.frame.locator("#cw-progress")).to_have_text(re.compile("^[34] of 5 lessons done$"))


def test_on_a_shared_browser_nobody_sees_the_notes_of_another(
    context: BrowserContext, place: Place
) -> None:
    name = place.name("shared")
    visit = enter(context, place.lms, name, "ann")
    visit.frame.locator(".reflect textarea").fill("Ann's own words")
    visit.page.close()
    visit = enter(context, place.lms, name, "ben")
    expect(visit.frame.locator(".reflect textarea")).to_have_value("")
    visit.page.close()
    visit = enter(context, place.lms, name, "ann")
    expect(visit.frame.locator(".reflect textarea")).to_have_value("Ann's own words")


def test_a_course_that_lost_a_lesson_and_got_another_goes_on_where_the_learner_was(
    context: BrowserContext, elsewhere: BrowserContext, place: Place
) -> None:
    name = place.name("grown")
    visit = enter(context, place.lms, name, "ann")
    for one, title in (("a", "Lesson b"), ("b", "Lesson c")):
        _answer(visit, f"Q-{one}", "Water first")
        _next(visit, title)
    visit.leave()
    visit.settle()
    visit.page.close()

    package, _key = package_of(_growing("a", "new", "b", "d", "e"), place.target, "home")
    place.lms.update(name, package)
    again = enter(elsewhere, place.lms, name, "ann")
    # The lesson of the last visit is gone: the first that is not done opens, and both are said.
    expect(again.frame.locator("h1")).to_have_text("Lesson new")
    expect(again.frame.locator("#cw-banner")).to_have_text(
        "The lesson you were in is no longer part of the course. This is the first one you "
        "haven't done. Not opened yet: Lesson new"
    )
    expect(again.frame.locator("#cw-progress")).to_have_text("2 of 5 lessons done")
    _answer(again, "Q-new", "Milk first")
    _next(again, "Lesson b")
    expect(again.frame.locator('[data-id="Q-b"]').get_by_label("Water first")).to_be_checked()
    again.leave()
    again.settle()
    assert again.faults == []
    answers = reported(kept(elsewhere, place.lms, name, "ann"))
    assert answers["Q-a"] == answers["Q-b"] == "water_first"
    assert answers["Q-new"] == "milk_first"


def test_all_questions_of_the_shipped_course_in_three_launches(
    context: BrowserContext, place: Place
) -> None:
    name, is12 = place.name("shipped"), place.target is SCORM12
    clock = "cmi.core.session_time" if is12 else "cmi.session_time"
    context.clock.install()
    answered = in_words = 0
    visit = enter(context, place.lms, name, "ann")
    choose_track(visit, "expert")
    for lessons in LAUNCHES:
        begun = visit.page.evaluate("Date.now()")
        more, words = answer_lessons(visit, lessons)
        answered, in_words = answered + more, in_words + words
        last = lessons == LAUNCHES[-1]
        if last:  # ended by the tab
            answered += take_test(visit)
            visit.page.clock.run_for(MINUTE // 2)
        else:
            visit.leave()
        visit.settle()
        spent = (visit.page.evaluate("Date.now()") - begun) / 1000
        assert visit.faults == []
        visit.page.close()
        assert visit.failed == []
        assert abs(spent - seconds(kept(context, place.lms, name, "ann")[clock])) <= 60
        if not last:
            visit = enter(context, place.lms, name, "ann")

    data = kept(context, place.lms, name, "ann")
    answers = reported(data)
    _zip, key = package_of(read_course(shipped("course")).course, place.target, "professional")
    assert answered > 50
    assert len(answers) == answered - (in_words if is12 else 0)  # 1.2 has no form for words
    assert unreadable(answers, key) == {}
    assert data["cmi.core.lesson_status" if is12 else "cmi.success_status"] == "passed"
