"""What lies in a package, to be read in review: manifest of each edition, and the data block."""

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from coursewright import read
from coursewright.model import Course
from coursewright.packages.course_data import course_data
from coursewright.packages.presets import PRESETS
from coursewright.target import Options, Target
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4
from coursewright.targets.scorm.editions import EDITIONS, Edition

BASE = Path(__file__).parents[2] / "scenes" / "_base"


@pytest.fixture(scope="module")
def course() -> Course:
    found = read.read_course(BASE).course
    assert found is not None
    return found


@pytest.mark.parametrize(
    "target", [SCORM12, SCORM2004_3, SCORM2004_4], ids=lambda target: target.name
)
def test_manifest(course: Course, target: Target, file_regression: FileRegressionFixture) -> None:
    rendered = target.render(course, Options())
    (made,) = (one for one in rendered.artifacts if one.path == "tea/imsmanifest.xml")
    file_regression.check(made.data, extension=".xml", binary=True)


@pytest.mark.parametrize("target", [SCORM12, SCORM2004_4], ids=lambda target: target.name)
def test_data_block(course: Course, target: Target, file_regression: FileRegressionFixture) -> None:
    (package,) = course.settings.packages
    data = course_data(course, package, PRESETS["generic"], prompts=edition_of(target).prompts)
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True)
    file_regression.check(text + "\n", extension=".json", encoding="utf-8")


def edition_of(target: Target) -> Edition:
    return next(row for row in EDITIONS if row.name == target.name)
