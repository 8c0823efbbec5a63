"""One slip, one problem, which names it: what authors really type, in a course without a fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from coursewright import read, registry, rules
from coursewright.model import RuleLevels
from coursewright.problems import Problem
from coursewright.rules import Severities

SLIPS_FILE = Path(__file__).parent / "slips.jsonl"
COURSE = Path(__file__).parent / "tea_course"
W, L, T = (f"1-basics/{name}.md" for name in ("01-water", "02-leaves", "03-time"))
C = "course.yaml"
SLIPS = [json.loads(line) for line in SLIPS_FILE.read_text("utf-8").splitlines()]
"""The file, what is replaced by what, line and code of the one problem, and its message."""


def problems(files: dict[str, bytes]) -> list[Problem]:
    result = read.read_files(files)
    assert result.course is not None
    found = [*result.problems, *rules.apply(result.course, result.damage)]
    given = Severities(RuleLevels(), result.sources, registry.all_codes())
    return list(given.applied(found))


@pytest.fixture(scope="module")
def course() -> dict[str, bytes]:
    paths = (path for path in COURSE.rglob("*") if path.is_file())
    return {path.relative_to(COURSE).as_posix(): path.read_bytes() for path in paths}


def test_the_course_has_no_fault(course: dict[str, bytes]) -> None:
    assert problems(course) == []


@pytest.mark.parametrize("slip", SLIPS, ids=range(len(SLIPS)))
def test_one_slip_is_one_problem_that_names_it(
    slip: dict[str, Any], course: dict[str, bytes]
) -> None:
    path = slip["file"]
    text = course[path].decode()
    for old, new in slip["changes"]:
        assert old in text
        text = text.replace(old, new, 1)
    found = problems(course | {path: text.encode()})
    assert [(f"{one.span.line} {one.code}", one.message) for one in found] == [
        (slip["place"], slip["message"])
    ]
    assert found[0].span.path == path
    assert found[0].hint


def test_faults_of_all_stages_are_reported_in_one_run(course: dict[str, bytes]) -> None:
    changed = dict(course)
    changed[C] = course[C].replace(b"language: en", b"langauge: en")
    changed[W] = course[W].replace(b"tracks: [home]", b"tracks:\n\t- home")
    changed[L] = course[L].replace(b"../images/pot.png", b"images/pot.png")
    changed[T] = course[T].replace(b"black tea.", b"black tea. [x](lesson:watr)")
    assert sorted((one.span.path, one.code) for one in problems(changed)) == [
        (W, "yaml-invalid"),
        (L, "file-missing"),
        (T, "unknown-lesson"),
        (C, "field-unknown"),
    ]
