"""Packages of any course pass the official schemas and every rule of ours."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from coursewright.model import Course
from coursewright.problems import has_errors
from coursewright.target import Options, Target
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4
from coursewright.targets.scorm.audit import audit
from coursewright.targets.scorm.editions import EDITIONS, Edition
from coursewright.targets.scorm.manifest import manifest
from judges import schema12, schema2004
from random_courses import courses

TARGETS = [SCORM12, SCORM2004_3, SCORM2004_4]


def schema_of(target: Target) -> etree.XMLSchema:
    if target is SCORM12:
        return schema12()
    return schema2004("3rd" if target is SCORM2004_3 else "4th")


def assert_good(target: Target, data: bytes) -> None:
    assert audit(data) == ()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.parse(BytesIO(archive.read("imsmanifest.xml")))
    schema = schema_of(target)
    assert schema.validate(root), schema.error_log


ANY = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # a whole course is not worth minutes of shrinking
)


@given(courses(), st.sampled_from(TARGETS))
@ANY
def test_any_course_makes_packages_that_schemas_and_rules_pass(
    course: Course, target: Target
) -> None:
    assert not has_errors(target.check(course, Options()))
    made = target.write(target.render(course, Options()))
    made = tuple(file for file in made if file.path.endswith(".zip"))
    assert len(made) == len(course.settings.packages)
    for artifact in made:
        assert_good(target, artifact.data)


@given(courses())
@ANY
def test_any_course_has_a_valid_manifest_in_every_edition(course: Course) -> None:
    for target in TARGETS:
        for package in course.settings.packages:
            data = manifest(course, package, edition_of(target), ["index.html", "style.css"])
            schema = schema_of(target)
            assert schema.validate(etree.parse(BytesIO(data))), schema.error_log


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(course=courses())
@settings(ANY, max_examples=3)
def test_the_same_course_is_the_same_bytes(target: Target, course: Course) -> None:
    first, again = (target.write(target.render(course, Options())) for _ in range(2))
    assert [one.sha256 for one in first] == [one.sha256 for one in again]


def edition_of(target: Target) -> Edition:
    return next(row for row in EDITIONS if row.name == target.name)
