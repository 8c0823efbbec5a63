"""`coursewright new`: each starter builds without a problem; the course is found from inside it."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it brings no types
import pytest
import yaml

from coursewright import pipeline, registry
from coursewright.read.directives import SPECS

from .conftest import CommandResult

Run = Callable[..., CommandResult]


@pytest.mark.parametrize(
    ("options", "targets"),
    [
        ((), {"email", "scorm12", "scorm2004-4", "site"}),
        (("--lms-only",), {"scorm12", "scorm2004-4", "site"}),
        (("--mail-only",), {"email", "site"}),
        (("--template", "small"), {"email", "scorm12", "scorm2004-4", "site"}),
        (
            ("--template", "small", "--lms-only", "--language", "de"),
            {"scorm12", "scorm2004-4", "site"},
        ),
    ],
)
def test_a_new_course_builds_without_a_problem(
    run: Run, tmp_path: Path, options: tuple[str, ...], targets: set[str]
) -> None:
    folder = tmp_path / "good-tea"
    assert run("new", folder, *options).code == 0
    built = pipeline.build(folder, None)
    assert built.problems == ()
    assert set(built.artifacts) == targets
    assert built.course is not None
    assert len(built.course.lessons) == 3


def test_the_full_starter_shows_each_block(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "tea")
    text = "\n".join(path.read_text() for path in (tmp_path / "tea").rglob("*.md"))
    assert [name for name in SPECS if f"::{name}" not in text] == []


def test_a_course_in_two_languages_is_two_courses(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "tea", "--template", "two-languages")
    for language in ("en", "de"):
        checked = pipeline.check(tmp_path / "tea" / language, None)
        assert checked.problems == ()
        assert checked.course is not None
        assert checked.course.settings.language == language


def test_the_files_for_editors_and_workflows_can_be_read(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    run("new", folder)
    for path in (*folder.glob(".vscode/*"), *folder.glob(".schemas/*")):
        assert json.loads(path.read_text())
    for path in (folder / ".github/workflows/course.yml", folder / ".pre-commit-config.yaml"):
        assert yaml.safe_load(path.read_text())
    schema = json.loads((folder / ".schemas/course.schema.json").read_text())
    settings = yaml.safe_load((folder / "course.yaml").read_text())
    jsonschema.Draft202012Validator(schema).validate(settings)
    schema = json.loads((folder / ".schemas/lesson.schema.json").read_text())
    for lesson in folder.glob("1-basics/*.md"):
        front = yaml.safe_load(lesson.read_text().split("---")[1])
        jsonschema.Draft202012Validator(schema).validate(front)
    assert "@@" not in "".join(path.read_text() for path in folder.rglob("*.md"))


def test_an_existing_folder_is_refused_and_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tea").mkdir()
    refused = run("new", tmp_path / "tea")
    assert refused.code == 2
    assert "exists already" in refused.err
    assert list((tmp_path / "tea").iterdir()) == []


@pytest.mark.parametrize("arguments", [("--lms-only", "--mail-only"), ("--language", "english!")])
def test_wrong_options_create_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("new", tmp_path / "tea", *arguments).code == 2
    assert not (tmp_path / "tea").exists()


def test_a_command_finds_the_course_from_a_folder_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", tmp_path / "tea", "--lms-only", "--template", "small")
    monkeypatch.chdir(tmp_path / "tea" / "1-start")
    assert run("check").out == "No problems.\n"
    assert run("build").code == 0
    assert (tmp_path / "tea" / "build" / "site").is_dir()
    assert run("check").out == "No problems.\n", "the build is no part of the course"
    assert "Nothing has changed" in run("build").out


def test_without_a_course_the_command_says_how_to_create_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("check")
    assert refused.code == 2
    assert "coursewright new" in refused.err


def test_check_fix_asks_before_it_writes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    run("new", folder, "--lms-only", "--template", "small")
    lesson = folder / "1-start" / "01-fresh-water.md"
    good = lesson.read_text()
    bad = good.replace("title: Fresh water", "title: Water: fresh")
    lesson.write_text(bad)
    shown = run("check", folder, "--fix")
    assert "+title: 'Water: fresh'" in shown.out
    assert "Nothing was written" in shown.out
    assert lesson.read_text() == bad
    assert run("check", folder, "--fix", "--yes").code == 0
    assert lesson.read_text() == good.replace("title: Fresh water", "title: 'Water: fresh'")


def test_every_default_target_is_installed() -> None:
    assert registry.default_names() == registry.DEFAULT
