"""`coursewright import`: what is written, what is only shown, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

from banks.sample_bank import bank
from cli.conftest import CommandResult
from coursewright.banks import FORMATS

Run = Callable[..., CommandResult]


def source(folder: Path) -> Path:
    path = folder / "tea.xml"
    data = FORMATS["moodle-xml"].write(bank())[0]
    lost = b'<question type="calculated"><name><text>Lost</text></name></question></quiz>'
    path.write_bytes(data.replace(b"</quiz>", lost))
    return path


def test_two_commands_from_a_bank_to_a_built_course(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "course"
    done = run("import", source(tmp_path), "--into", into)
    assert done.code == 0, done.out
    assert "Took 2 lessons, 16 questions, 1 picture or file from the Moodle XML." in done.out
    assert f"Next: coursewright preview {into}" in done.out
    targets = ("--target", "email", "--target", "scorm12")
    built = run("build", into, "--out", tmp_path / "build", *targets)
    assert built.code == 0, built.out


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "course"
    done = run("import", source(tmp_path), "--into", into, "--dry-run")
    assert done.code == 0
    assert "Would take 2 lessons" in done.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tea.xml"]


def test_the_report_as_json(run: Run, tmp_path: Path) -> None:
    done = run("import", source(tmp_path), "--into", tmp_path / "c", "--json", "--title", "Mine")
    value = json.loads(done.out)
    assert (value["kind"], value["title"], value["written"]) == ("Moodle XML", "Mine", True)
    assert [lesson["questions"] for lesson in value["lessons"]] == [2, 14]
    assert {loss["file"] for loss in value["losses"]} == {"tea.xml"}
    assert all(loss["line"] > 1 for loss in value["losses"])


def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "course"
    into.mkdir()
    (into / "mine.md").write_text("x", encoding="utf-8")
    done = run("import", source(tmp_path), "--into", into)
    assert done.code == 2
    assert "exists and is not empty" in done.err
    assert [path.name for path in into.iterdir()] == ["mine.md"]


def test_what_cannot_be_imported_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.exe"
    path.write_bytes(b"MZ")
    for one in (path, tmp_path / "missing.xml"):
        assert run("import", one, "--into", tmp_path / "c").code != 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.exe"]
