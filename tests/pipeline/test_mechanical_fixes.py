"""`check --fix`: what it repairs, what it leaves alone, and that a second run does nothing."""

import shutil
from pathlib import Path

import pytest

from coursewright import pipeline
from coursewright.pipeline.mechanical_fixes import mechanical_fixes
from coursewright.read.course_folder import walk_folder
from scenes.scene import BASE

WATER = "1-basics/01-water.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "course"))


def fixed(course: Path) -> int:
    files, _ = walk_folder(course)
    edits = mechanical_fixes(files)
    edits.write(course)
    return len({*edits.texts, *edits.moves})


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("title: Water first", "title: Water: first"),
        ("title: Water first", "title: @water"),
        ("facts: [F1]", "facts:\n\t- F1"),
        ("## Fresh and hot", "# Fresh and hot"),
        ("## Fresh and hot", "#### Fresh and hot"),
        ("  > It burns the leaf.", "> It burns the leaf."),
        ("- [x] Water just", "* [x] Water just"),
        ("- [x] Water just", "-[x] Water just"),
        ("../figures/kettle.svg", "../Figures/Kettle.SVG"),
        ("  > It has stood for hours.\n:::", "  > It has stood for hours.\n:::end"),
    ],
)
def test_a_mechanical_fault_is_repaired(course: Path, good: str, bad: str) -> None:
    lesson = course / WATER
    text = lesson.read_text()
    assert good in text
    lesson.write_text(text.replace(good, bad, 1))
    assert pipeline.check(course).problems
    assert fixed(course) <= 1
    assert pipeline.check(course).problems == ()
    assert fixed(course) == 0


def test_only_the_named_lines_change_and_line_ends_stay(course: Path) -> None:
    lesson = course / WATER
    text = lesson.read_text().replace("title: Water first", "title: Water: first")
    lesson.write_bytes(text.replace("\n", "\r\n").encode())
    fixed(course)
    wanted = text.replace("title: Water: first", "title: 'Water: first'")
    assert lesson.read_bytes() == wanted.replace("\n", "\r\n").encode()


def test_what_needs_a_decision_is_left_alone(course: Path) -> None:
    lesson = course / WATER
    text = lesson.read_text().replace("{{fact F1}}", "{{fact F11}}")
    lesson.write_text(text)
    assert fixed(course) == 0
    assert lesson.read_text() == text


def test_equal_numbers_and_days_are_put_in_order(course: Path) -> None:
    time = course / "1-basics" / "02-time.md"
    time.write_text(time.read_text().replace("day: {home: 3, cafe: 3}", "day: {home: 0, cafe: 3}"))
    time.rename(course / "1-basics" / "01-zz-time.md")
    fixed(course)
    assert sorted(path.name for path in (course / "1-basics").iterdir()) == [
        "01-water.md",
        "02-zz-time.md",
    ]
    assert "day: {home: 2, cafe: 3}" in (course / "1-basics" / "02-zz-time.md").read_text()
    assert pipeline.check(course).problems == ()


def test_planning_writes_nothing(course: Path) -> None:
    lesson = course / WATER
    lesson.write_text(lesson.read_text().replace("title: Water first", "title: Water: first"))
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    files, _ = walk_folder(course)
    edits = mechanical_fixes(files)
    assert "+title: 'Water: first'" in list(edits.diff(files))
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before
