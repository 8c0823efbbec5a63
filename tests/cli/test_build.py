"""`coursewright build`: what is written, what is said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import CommandResult

Run = Callable[..., CommandResult]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "build"


def test_each_target_has_a_folder_and_there_is_a_report(run: Run, course: Path, out: Path) -> None:
    told = run("build", course, "--target", "scorm12", "--out", out)
    assert told.code == 0, told
    assert told.out.startswith(f"Built 2 lessons into {out}:\n  scorm12 ")
    report = json.loads((out / "report.json").read_text())
    for one in report["targets"]["scorm12"]["files"]:
        assert (out / "scorm12" / one["path"]).stat().st_size == one["size"]


def test_a_second_build_says_that_there_was_nothing_to_do(
    run: Run, course: Path, out: Path
) -> None:
    run("build", course, "--target", "scorm12", "--out", out)
    told = run("build", course, "--target", "scorm12", "--out", out)
    assert told == CommandResult(0, f"Nothing has changed; {out} is up to date.\n", "")


def test_errors_stop_it_and_nothing_is_written(run: Run, broken: Path, out: Path) -> None:
    told = run("build", broken, "--target", "scorm12", "--out", out)
    assert told.code == 1
    assert "error[unknown-fact]" in told.out
    assert told.out.endswith("Nothing was written.\n")
    assert not out.exists()


def test_quiet_says_nothing_when_all_is_well(run: Run, course: Path, out: Path) -> None:
    (course / "glosary.yaml").write_text("[]\n")
    assert run("build", course, "--target", "scorm12", "--out", out, "--quiet") == CommandResult(
        0, "", ""
    )
    told = run("build", course, "--target", "scorm12", "--out", out, "--quiet", "--strict")
    assert told.code == 1
    assert "warning[file-unknown]" in told.out


def test_json_tells_what_was_built(run: Run, course: Path, out: Path) -> None:
    told = run("build", course, "--target", "scorm12", "--out", out, "--format", "json")
    value = json.loads(told.out)
    assert value["built"] is True
    assert value["unchanged"] is False
    assert value["targets"]["scorm12"]["files"]
    again = run("build", course, "--target", "scorm12", "--out", out, "--format", "json")
    assert json.loads(again.out)["unchanged"] is True


def test_a_folder_that_must_not_be_replaced_is_refused(
    run: Run, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course.parent / "scorm12").mkdir()
    monkeypatch.chdir(course.parent / "scorm12")
    told = run("build", course, "--target", "scorm12", "--out", course.parent)
    assert told.code == 2
    assert "will not replace" in told.err


def test_a_template_folder_that_is_not_there_is_wrong_use(run: Run, course: Path) -> None:
    told = run("build", course, "--templates", "nowhere")
    assert told.code == 2
    assert "the template folder nowhere does not exist" in told.err


def test_an_lms_is_fitted_and_another_one_is_another_build(
    run: Run, course: Path, out: Path
) -> None:
    call = ("build", course, "--target", "scorm12", "--out", out)
    run(*call)
    assert "Built" in run(*call, "--lms", "moodle").out
    report = json.loads((out / "report.json").read_text())
    assert report["targets"]["scorm12"]["report"]["lms"] == "moodle"
    assert "Nothing has changed" in run(*call, "--lms", "moodle").out


def test_an_unknown_lms_is_wrong_use_with_a_near_name(run: Run, course: Path, out: Path) -> None:
    told = run("build", course, "--target", "scorm12", "--out", out, "--lms", "moodel")
    assert told.code == 2
    assert "Did you mean `moodle`?" in told.err
