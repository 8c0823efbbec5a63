"""The calendar of the preview is the one that the sender keeps to."""

import json
from datetime import date
from itertools import chain

import pytest

from coursewright.delivery.planning.course_plan import plan_one
from coursewright.errors import UsageError
from coursewright.preview.inbox_mails import Inbox
from coursewright.preview.live_course import LiveCourse
from coursewright.preview.sending_plan import Wishes, months_of
from coursewright.registry import load
from coursewright.sequence.release import judge_release

START = date(2027, 1, 11)


def test_it_shows_what_the_sender_would_do(shop: LiveCourse) -> None:
    course = shop.state.course
    assert course is not None
    lines, months = months_of(course, Inbox(shop).entries("stall").value, Wishes("stall", START))
    built = {one.path: one.data for one in load("email").render(course, shop.options).artifacts}
    release = judge_release(json.loads(built["sequence.json"]))
    assert lines == tuple(plan_one(release, track="stall", start=START))
    shown = [line for month in months for day in chain(*month.weeks) if day for line in day.lines]
    assert shown == list(lines)


def test_days_without_mail_are_shut(shop: LiveCourse) -> None:
    course = shop.state.course
    assert course is not None
    entries = Inbox(shop).entries("stall").value
    wishes = Wishes("stall", date(2027, 12, 20), holidays="DE")
    lines, months = months_of(course, entries, wishes)
    days = {day.on: day for month in months for day in chain(*month.weeks) if day}
    assert not days[date(2027, 12, 25)].open
    assert not days[date(2027, 12, 24)].open  # a Friday: the course sends nothing on Fridays
    assert all(days[line.wall.date()].open for line in lines)


@pytest.mark.parametrize(
    "wrong", [{"zone": "Mars/Base"}, {"holidays": "XX"}, {"window": "9-5"}, {"window": "x"}]
)
def test_wishes_that_make_no_sense_are_refused(shop: LiveCourse, wrong: dict[str, str]) -> None:
    course = shop.state.course
    assert course is not None
    with pytest.raises(UsageError):
        months_of(course, Inbox(shop).entries("stall").value, Wishes("stall", START, **wrong))
