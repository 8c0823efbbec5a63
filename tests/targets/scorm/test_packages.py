"""Packages of any course pass the official schemas and every rule of ours."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from coursewright.model import Course
from coursewright.problems import has_errors
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4, ScormTarget
from coursewright.targets.scorm.audit import audit
from judges import schema12, schema2004
from random_courses import courses

TARGETS = [SCORM12, SCORM2004_3, SCORM2004_4]


def schema_of(target: ScormTarget) -> etree.XMLSchema:
    if target is SCORM12:
        return schema12()
    return schema2004("3rd" if target is SCORM2004_3 else "4th")


def assert_good(target: ScormTarget, data: bytes) -> None:
    assert audit(data) == ()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.parse(BytesIO(archive.read("imsmanifest.xml")))
    schema = schema_of(target)
    assert schema.validate(root), schema.error_log


@given(courses())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # a whole course is not worth minutes of shrinking
)
def test_any_course_makes_packages_that_schemas_and_rules_pass(course: Course) -> None:
    for target in TARGETS:
        assert not has_errors(target.check(course, Options()))
        made = target.write(target.render(course, Options()))
        assert len(made) == len(course.settings.packages)
        for artifact in made:
            assert_good(target, artifact.data)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(course=courses())
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
def test_the_same_course_is_the_same_bytes(target: ScormTarget, course: Course) -> None:
    first, again = (target.write(target.render(course, Options())) for _ in range(2))
    assert [one.sha256 for one in first] == [one.sha256 for one in again]
