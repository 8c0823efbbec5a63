"""What a package weighs: small enough for a phone on a train."""

import gzip
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.read import read_course, read_files
from coursewright.shipped import shipped
from coursewright.target import Options, Target
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4

TARGETS = [SCORM12, SCORM2004_3, SCORM2004_4]
EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "safe-food-en"
KB = 1024
_OTHER_BLOCKS = re.compile(
    rb"^:::(?:reflect|quiz\{[^}]*order).*?^:::\n|^::recall\n", re.MULTILINE | re.DOTALL
)


def _packages(course: Course | None, target: Target) -> tuple[Artifact, ...]:
    assert course is not None
    made = target.write(target.render(course, Options()))
    return tuple(file for file in made if file.path.endswith(".zip"))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_player_of_the_shipped_course_weighs_at_most_20_kilobytes(target: Target) -> None:
    for made in _packages(read_course(shipped("course")).course, target):
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            weights = {
                name: len(gzip.compress(archive.read(name), 9))
                for name in archive.namelist()
                if name.endswith(".js") and not name.startswith("lessons-")  # only words
            }
        assert weights["player.js"] <= 20 * KB, (made.path, weights)
        assert sum(weights.values()) <= 22 * KB, (made.path, weights)


def _three_lessons() -> dict[str, bytes]:
    """Return the three lessons of the example's first module, with one kind of question."""
    files: dict[str, bytes] = {}
    for path in EXAMPLE.rglob("*"):
        if path.is_file() and "2-every-day" not in path.parts:
            data = path.read_bytes()
            if path.parent.name == "1-stall":
                data = _OTHER_BLOCKS.sub(b"", data)
            files[path.relative_to(EXAMPLE).as_posix()] = data
    return files


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_three_lessons_each_with_a_quiz_weigh_at_most_30_kilobytes(target: Target) -> None:
    files = _three_lessons()
    (made,) = _packages(read_files(files).course, target)
    with zipfile.ZipFile(BytesIO(made.data)) as archive:
        page = archive.read("index.html")
    assert page.count(b"<template data-lesson=") == 3
    assert page.count(b'data-block="choice"') >= 3
    assert len(made.data) <= 30 * KB, len(made.data)
