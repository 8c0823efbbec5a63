"""Recall in the course that ships: each question comes back soon, later, and later still."""

import pytest

from coursewright.model import Course, Lesson
from coursewright.read import read_course
from coursewright.shipped import shipped

WINDOWS = [(1, 2), (3, 4), (5, 8)]  # lessons after the one that teaches it
MOST = 6  # questions at the start of a lesson
TRACKS = ["aspire", "expert", "sponsor"]


@pytest.fixture(scope="module")
def course() -> Course:
    read = read_course(shipped("course")).course
    assert read is not None
    return read


def in_order(course: Course, track: str) -> list[Lesson]:
    return sorted(course.lessons_of(track), key=lambda lesson: lesson.front.day[track])


def distances(course: Course, track: str) -> dict[str, tuple[int, list[int]]]:
    """For each recall item, how many lessons are left after its own, and when it returns."""
    lessons = in_order(course, track)
    taught = {name: at for at, one in enumerate(lessons) for name in one.front.supplies}
    returns: dict[str, list[int]] = {name: [] for name in taught}
    for at, lesson in enumerate(lessons):
        for name in lesson.front.recall.get(track, ()):
            returns[name].append(at - taught[name])
    return {name: (len(lessons) - 1 - at, returns[name]) for name, at in taught.items()}


@pytest.mark.parametrize("track", TRACKS)
def test_a_question_returns_in_about_one_three_and_six_lessons(course: Course, track: str) -> None:
    missed = [
        (name, first)
        for name, (left, returns) in distances(course, track).items()
        for first, last in WINDOWS
        if last <= left and not any(first <= one <= last for one in returns)
    ]
    assert missed == []


@pytest.mark.parametrize("track", TRACKS)
def test_every_question_returns_at_least_twice(course: Course, track: str) -> None:
    emails = [name for email in course.settings.recall_mails for name in email.items.get(track, ())]
    rare = {
        name: len(returns) + emails.count(name)
        for name, (_, returns) in distances(course, track).items()
    }
    assert {name: count for name, count in rare.items() if count < 2} == {}


@pytest.mark.parametrize("track", TRACKS)
def test_a_lesson_asks_no_more_than_six_questions_of_different_lessons(
    course: Course, track: str
) -> None:
    supplier = {name: one.id for one in course.lessons for name in one.front.supplies}
    for lesson in in_order(course, track):
        asked = [supplier[name] for name in lesson.front.recall.get(track, ())]
        assert len(asked) <= MOST
        assert len(set(asked)) == len(asked), lesson.id
