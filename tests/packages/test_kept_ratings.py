"""What a package keeps of self-assessments, where the course says that the LMS keeps them."""

from dataclasses import replace
from typing import Any

from coursewright.model import Course
from coursewright.packages.course_data import course_data
from coursewright.packages.presets import PRESETS
from coursewright.packages.state_budget import longest_state
from packages.test_state_budget import packed
from sample_course import sample_course


def _data(course: Course) -> dict[str, Any]:
    package = course.settings.packages[0]
    data: dict[str, Any] = course_data(course, package, PRESETS["generic"], prompts=True)
    return data


def _kept() -> Course:
    course = sample_course()
    return replace(course, settings=replace(course.settings, self_assessments="lms"))


def test_a_self_assessment_is_a_private_question_rated_twice_the_second_time() -> None:
    items = _data(_kept())["items"]
    assert items["SA1"]["private"] is True
    assert items["SA2"]["keys"] == [*items["SA1"]["keys"], *_then(items["SA1"]["keys"])]
    assert not {"SA1", "SA2"} & _data(sample_course())["items"].keys()


def _then(keys: list[str]) -> list[str]:
    return [f"then {key}" for key in keys]


def test_the_state_has_room_for_every_rating() -> None:
    data = _data(_kept())
    (real,) = packed([data])
    assert real["lost"] == 0
    assert longest_state(_data(sample_course())) < real["longest"] <= longest_state(data)
