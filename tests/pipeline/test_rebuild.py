"""A rebuild with nothing changed does nothing; any change is built."""

import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.pipeline.rebuild import Outcome, rebuild

from .conftest import Fake, retitle


def built(course: Path, *targets: str, strict: bool = False) -> Outcome:
    return rebuild(course, course.parent / "build", targets or ("one",), strict=strict)


def test_nothing_changed_is_nothing_done(course: Path, fakes: dict[str, Fake]) -> None:
    first, second = built(course), built(course)
    assert [first.unchanged, second.unchanged] == [False, True]
    assert fakes["one"].rendered == 1
    assert second.report == first.report


def test_a_change_in_the_course_is_built(course: Path, fakes: dict[str, Fake]) -> None:
    built(course)
    retitle(course, "Fire first")
    assert not built(course).unchanged
    assert (course.parent / "build" / "one" / "water.txt").read_text() == "Fire first"


def test_a_change_in_the_output_is_mended(course: Path, fakes: dict[str, Fake]) -> None:
    built(course)
    (course.parent / "build" / "one" / "water.txt").write_text("touched")
    assert not built(course).unchanged
    assert (course.parent / "build" / "one" / "water.txt").read_text() == "Water first"


def test_another_target_is_built_beside(course: Path, fakes: dict[str, Fake]) -> None:
    built(course, "one")
    assert not built(course, "two").unchanged
    assert (course.parent / "build" / "one" / "water.txt").exists()
    assert (course.parent / "build" / "two" / "water.txt").exists()


def test_warnings_are_told_again_though_nothing_is_done(
    course: Path, fakes: dict[str, Fake]
) -> None:
    retitle(course, "heavy water")
    first, second = built(course), built(course)
    assert second.unchanged
    assert second.problems == first.problems
    assert second.sources["1-basics/01-water.md"].line(4) == "title: heavy water"


def test_a_strict_build_stops_at_warnings_of_the_last_one(
    course: Path, fakes: dict[str, Fake]
) -> None:
    retitle(course, "heavy water")
    assert not built(course).stopped(strict=False)
    again = built(course, strict=True)
    assert again.unchanged
    assert again.stopped(strict=True)


def test_errors_leave_the_last_good_output(course: Path, fakes: dict[str, Fake]) -> None:
    built(course)
    retitle(course, "broken water")
    assert built(course).stopped(strict=False)
    assert (course.parent / "build" / "one" / "water.txt").read_text() == "Water first"


def test_the_output_may_lie_in_the_course(course: Path, fakes: dict[str, Fake]) -> None:
    out = course / "build"
    assert not rebuild(course, out, ("one",)).unchanged
    assert rebuild(course, out, ("one",)).unchanged


@pytest.mark.parametrize("module", ["coursewright.cli.outcome", "coursewright.pipeline.rebuild"])
def test_what_does_nothing_loads_little(module: str) -> None:
    """Neither the model nor a parser: they take longer to load than all the hashing."""
    heavy = ("coursewright.model", "markdown_it", "jinja2", "lxml", "mjml", "yaml")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"
