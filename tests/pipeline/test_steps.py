"""The road: what stops it, what it tells on the way, what it writes."""

import json
from pathlib import Path

import pytest

from coursewright import pipeline
from coursewright.errors import SurroundingsError, UsageError
from coursewright.problems import Problem

from .conftest import Fake, retitle


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def started(self, step: str) -> None:
        self.heard.append(f"> {step}")

    def progress(self, step: str, done: int, total: int) -> None:
        self.heard.append(f"{done}/{total}")

    def problem(self, problem: Problem) -> None:
        self.heard.append(problem.code)

    def finished(self, step: str) -> None:
        self.heard.append(f"< {step}")


def test_a_course_becomes_files_and_a_report_in_memory(course: Path) -> None:
    built = pipeline.build(course, [Fake("one").target])
    assert built.problems == ()
    assert [one.path for one in built.artifacts["one"]] == ["water.txt", "time.txt"]
    assert built.report["course"]["id"] == "good-tea"
    assert built.report["targets"]["one"]["report"] == {"made": 1}
    assert [one["words"] for one in built.report["lessons"]] == [
        {"home": 83, "cafe": 83},
        {"home": 102, "cafe": 110},
    ]
    assert not (course.parent / "build").exists()


def test_the_reporter_hears_of_each_step(course: Path) -> None:
    retitle(course, "heavy water")
    listener = Listener()
    pipeline.build(course, [Fake("one").target], reporter=listener)
    assert listener.heard == [
        *("> read", "< read", "1/4"),
        *("> rules", "< rules", "2/4"),
        *("> one", "too-heavy", "< one", "3/4"),
        *("> one", "< one", "4/4"),
    ]


def test_a_warning_stops_a_strict_build_only(course: Path) -> None:
    retitle(course, "heavy water")
    fake = Fake("one")
    assert not pipeline.build(course, [fake.target], strict=True).report
    assert fake.rendered == 0
    assert pipeline.build(course, [fake.target]).report


def test_an_error_in_rendering_leaves_nothing_to_write(course: Path) -> None:
    retitle(course, "broken water")
    built = pipeline.build(course, [Fake("one").target])
    assert [problem.code for problem in built.problems] == ["too-broken"]
    assert built.rendered
    assert not built.artifacts
    assert not built.report


def test_a_folder_that_is_no_course_gives_problems(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    built = pipeline.build(tmp_path / "empty", [Fake("one").target])
    assert built.course is None
    assert [problem.code for problem in built.problems] == ["course-file-missing"]


def test_saving_replaces_only_what_was_built(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    (out / "two").mkdir(parents=True)
    (out / "two" / "kept.txt").write_text("kept")
    (out / "one").mkdir()
    (out / "one" / "old.txt").write_text("old")
    (out / "report.json").write_text('{"targets": {}}')
    pipeline.save(pipeline.build(course, [Fake("one").target]), out)
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert found == ["one/time.txt", "one/water.txt", "report.json", "two/kept.txt"]


def test_a_folder_of_somebody_elses_files_is_not_replaced(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "project"  # `build --out .` in a project that has a folder `one`
    (out / "one").mkdir(parents=True)
    (out / "one" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match=r"thesis\.txt"):
        pipeline.save(pipeline.build(course, [Fake("one").target]), out)
    assert (out / "one" / "thesis.txt").read_text() == "years of work"


def test_the_report_has_the_same_bytes_wherever_the_course_lies(
    course: Path, tmp_path: Path
) -> None:
    retitle(course, "heavy water")
    pipeline.save(pipeline.build(course, [Fake("one").target]), tmp_path / "first")
    course = course.rename(tmp_path / "elsewhere")
    pipeline.save(pipeline.build(course, [Fake("one").target]), tmp_path / "second")
    first, second = (tmp_path / name / "report.json" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert str(tmp_path) not in first.read_text()
    files = json.loads(first.read_text())["targets"]["one"]["files"]
    assert files[0] == {
        "path": "time.txt",
        "size": 13,
        "sha256": "bcc75acb30a46f18d2ca4022f8c48ce4a2715036703435fe881f22fbfefa4bfa",
    }


def test_a_folder_that_must_not_be_replaced_is_refused(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = pipeline.build(course, [Fake("course").target])
    monkeypatch.chdir(course)
    with pytest.raises(UsageError, match="will not replace"):
        pipeline.save(built, course.parent)


def test_a_report_that_cannot_be_written_is_named(course: Path, tmp_path: Path) -> None:
    (tmp_path / "build" / "report.json").mkdir(parents=True)
    with pytest.raises(SurroundingsError, match=r"report\.json"):
        pipeline.save(pipeline.build(course, [Fake("one").target]), tmp_path / "build")
