"""The longest state that Python counts is never shorter than what the player packs."""

import json
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coursewright.model import Course
from coursewright.packages.course_data import course_data
from coursewright.packages.presets import PRESETS
from coursewright.packages.state_budget import hash32, longest_state, state_settings
from coursewright.targets.scorm.editions import EDITIONS
from judges.node import program
from random_courses import courses

PLAYER = Path(__file__).parents[1] / "player"


def packed(data: list[dict[str, Any]]) -> list[dict[str, int]]:
    done = subprocess.run(
        [program("node"), str(PLAYER / "state-judge.mjs")],
        input=json.dumps(data),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    )
    judged: list[dict[str, int]] = json.loads(done.stdout)
    return judged


def data_of(course: Course) -> dict[str, Any]:
    package = course.settings.packages[-1]
    data: dict[str, Any] = course_data(
        course, package, PRESETS["generic"], prompts=EDITIONS[0].prompts
    )
    return data


@given(st.lists(courses().map(data_of), min_size=4, max_size=4))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
def test_no_learner_of_any_course_needs_more_than_was_counted(data: list[dict[str, Any]]) -> None:
    for counted, real in zip(map(longest_state, data), packed(data), strict=True):
        assert real["lost"] == 0
        assert real["longest"] <= counted


def large(lessons: int) -> dict[str, Any]:
    ids = [f"lesson-{number}" for number in range(lessons)]
    items = {
        f"Q{number}": {
            "type": "single",
            "lesson": f"lesson-{number % lessons}",
            "objective": None,
            "keys": ["a", "b", "c"],
            "correct": ["a"],
        }
        for number in range(3 * lessons)
    }
    data: dict[str, Any] = {
        "tracks": [{"id": "all", "lessons": ids}],
        "lessons": [{"id": id_} for id_ in ids],
        "items": items,
        "marks": {"check": [f"c/{number}" for number in range(lessons)]},
        "assessments": [],
    }
    return data | {"state": state_settings(data)}


def test_the_count_is_close_to_the_truth_for_a_large_course() -> None:
    data = large(150)
    (real,) = packed([data])
    assert real["lost"] == 0
    assert real["longest"] <= longest_state(data) < real["longest"] * 1.05 + 20


def test_a_hundred_and_fifty_lessons_with_three_questions_each_fit_into_scorm_12() -> None:
    assert longest_state(large(150)) <= EDITIONS[0].suspend_limit
    assert longest_state(large(400)) > EDITIONS[0].suspend_limit


def test_both_sides_mix_bits_alike() -> None:
    words = ["", "a", "lesson-1", "i:Q1:single:a,b:", "ünï", "字😀"]
    bits = "../../src/coursewright/player/dom.js"
    code = f"import {{hash32}} from '{bits}'; console.log(JSON.stringify({words}.map(hash32)))"
    done = subprocess.run(
        [program("node"), "--input-type=module", "-e", code],
        capture_output=True,
        check=True,
        cwd=PLAYER,
        encoding="utf-8",
        timeout=60,
    )
    assert json.loads(done.stdout) == [hash32(word) for word in words]
