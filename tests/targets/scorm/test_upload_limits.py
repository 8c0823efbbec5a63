"""A package that is too large for its LMS is reported with that LMS's limit and its source."""

from dataclasses import replace
from pathlib import Path

import pytest

from coursewright import read
from coursewright.model import Asset, Course, Media
from coursewright.packages.presets import PRESETS
from coursewright.problems import Problem
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12

BASE = Path(__file__).parents[2] / "scenes" / "_base"


def course_of(megabytes: int, package_mb: int | None = None) -> Course:
    course = read.read_course(BASE).course
    assert course is not None
    media = Media(package_mb=package_mb)
    big = Asset(path="media/big.mp4", data=bytes(megabytes * 1_000_000), media_type="video/mp4")
    settings = replace(course.settings, media=media)
    return replace(course, settings=settings, assets={**course.assets, big.path: big})


def large(course: Course, lms: str) -> list[Problem]:
    found = SCORM12.check(course, Options(settings={"lms": lms}))
    return [problem for problem in found if problem.code == "package-large"]


@pytest.mark.parametrize(
    ("megabytes", "package_mb", "lms", "reported"),
    [
        (49, None, "generic", False),
        (51, None, "generic", True),
        (51, 100, "generic", False),
        (101, 100, "generic", True),
        (51, None, "cornerstone", False),
        (251, None, "cornerstone", True),
        (251, 600, "cornerstone", True),
        (101, 100, "cornerstone", True),
        (51, None, "moodle", True),
        (51, 600, "moodle", False),
    ],
)
def test_the_limit_is_the_smaller_of_the_lms_and_the_author(
    megabytes: int, package_mb: int | None, lms: str, reported: bool
) -> None:
    assert bool(large(course_of(megabytes, package_mb), lms)) is reported


def test_the_limit_of_the_lms_is_named_with_its_source() -> None:
    (problem,) = large(course_of(251, 600), "cornerstone")
    assert problem.span.path == "media/big.mp4"
    assert "The LMS `cornerstone` takes packages up to 250 MB." in problem.message
    limit = PRESETS["cornerstone"].upload
    assert limit is not None
    assert str(problem.hint).endswith(limit.source)


def test_where_the_administrator_finds_the_limit_is_said() -> None:
    (problem,) = large(course_of(51), "moodle")
    assert "takes packages" not in problem.message
    assert "Site security settings" in str(problem.hint)
    assert "package_mb" in str(problem.hint)


def test_every_limit_has_a_source() -> None:
    limits = [row.upload for row in PRESETS.values() if row.upload]
    assert len(limits) == 5
    assert all(limit.source.startswith("https://") and limit.where for limit in limits)
