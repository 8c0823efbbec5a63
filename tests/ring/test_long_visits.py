"""The whole course in one sitting, closed by the tab: all answers there, time within a minute."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Target
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from ring.lms_server import LmsServer
from ring.playing import open_under_scorm_again
from ring.real_visits import reported
from ring.test_the_real_course import serve_package
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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_4], ids=lambda target: target.name)
def test_every_answer_in_one_sitting_that_ends_with_the_tab(
    context: BrowserContext, lms: LmsServer, target: Target
) -> None:
    src = serve_package(lms, target, "professional")
    begun = datetime(2027, 1, 11, 9, tzinfo=UTC)  # before the player can begin to count
    context.clock.install(time=begun)
    visit = open_under_scorm_again(context, lms, target.name, src=src)
    choose_track(visit, "expert")
    answered, in_words = answer_lessons(visit)
    answered += take_test(visit)
    visit.page.clock.run_for(MINUTE // 2)
    spent = visit.page.evaluate("Date.now()") / 1000 - begun.timestamp()
    visit.page.close()  # nothing of all that fits twice into what a closing tab may send

    kept = lms.commits[f"/commit/{target.name}/{id(context)}"]
    is12 = target is SCORM12
    told = {value for key, value in kept.items() if re.fullmatch(r".*interactions\.\d+\.id", key)}
    assert answered > 50
    assert len(told) == answered - (in_words if is12 else 0)  # 1.2 has no form for words
    clock = kept["cmi.core.session_time" if is12 else "cmi.session_time"]
    assert 0 <= spent - seconds(clock) <= 60
    assert kept["cmi.core.lesson_status" if is12 else "cmi.success_status"] == "passed"

    again = open_under_scorm_again(context, lms, target.name, src=src)
    expect(again.frame.locator("#cw-progress")).to_have_text("13 of 13 lessons done")
    assert again.faults == []


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_4], ids=lambda target: target.name)
def test_all_questions_of_the_shipped_course_in_three_launches(
    context: BrowserContext, lms: LmsServer, target: Target
) -> None:
    src, is12 = serve_package(lms, target, "professional"), target is SCORM12
    clock = "cmi.core.session_time" if is12 else "cmi.session_time"
    context.clock.install()
    answered = in_words = 0
    kept: dict[str, str] = {}
    for lessons in LAUNCHES:
        visit = open_under_scorm_again(context, lms, target.name, src=src)
        if lessons == LAUNCHES[0]:
            choose_track(visit, "expert")
        begun = visit.page.evaluate("Date.now()")
        more, words = answer_lessons(visit, lessons)
        answered, in_words = answered + more, in_words + words
        if lessons == LAUNCHES[-1]:
            answered += take_test(visit)
        visit.leave()
        spent = (visit.page.evaluate("Date.now()") - begun) / 1000
        assert visit.faults == []
        visit.page.close()
        kept = lms.commits[f"/commit/{target.name}/{id(context)}"]
        assert abs(spent - seconds(kept[clock])) <= 60
    answers = reported(kept)
    _zip, key = package_of(read_course(shipped("course")).course, target, "professional")
    assert len(answers) == answered - (in_words if is12 else 0)
    assert unreadable(answers, key) == {}
