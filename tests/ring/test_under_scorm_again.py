"""The package as a learner plays it, under an LMS that others wrote and that really saves."""

import pytest
from playwright.sync_api import Browser, expect

from ring.lms_server import LmsServer
from ring.playing import open_under_scorm_again


@pytest.mark.parametrize("edition", ["scorm12", "scorm2004-4"])  # the 3rd is played as the 4th
def test_a_course_is_played_left_resumed_finished_and_seen_again(
    browser: Browser, lms: LmsServer, edition: str
) -> None:
    is12 = edition == "scorm12"
    status = "cmi.core.lesson_status" if is12 else "cmi.completion_status"
    done, score = ("passed", "cmi.core.score.raw") if is12 else ("completed", "cmi.score.raw")
    with browser.new_context(reduced_motion="reduce") as context:
        first = open_under_scorm_again(context, lms, edition)
        first.choose_track()
        first.answer_everything()
        results = first.sets(".result")
        assert "correct" in results
        assert first.sets(status) == ["incomplete"]
        assert first.sets(score) == []
        first.go_on()
        first.page.close()  # the tab is closed: nothing is asked, nothing is lost

        second = open_under_scorm_again(context, lms, edition)
        expect(second.frame.locator("h1")).to_have_text("The test")
        second.take_test(right=False)
        second.leave()
        assert second.sets(score) == ["0"]
        assert done not in second.sets(status)

        third = open_under_scorm_again(context, lms, edition)
        third.frame.locator("#cw-previous").click()
        single = third.frame.locator('[data-block][data-id="Q-single"]')
        expect(single.locator('input[value="yes"]')).to_be_checked()
        expect(third.frame.locator('[data-block="checklist"] input').first).to_be_checked()
        third.go_on()
        third.take_test(right=True)
        third.go_on()
        assert third.place_of(score, "100") < third.place_of(status, done)
        third.leave()

        last = open_under_scorm_again(context, lms, edition)
        last.leave()
        assert last.sets(status) in ([], [done])
        for visit in (second, third, last):
            assert visit.faults == []
    assert lms.missing == []
