"""`coursewright export` of questions and of the course: files, losses, refusals."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import CommandResult

Run = Callable[..., CommandResult]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("gift", ".gift.txt"),
        ("moodle-xml", ".xml"),
        ("qti21", ".zip"),
        ("qti30", ".zip"),
        ("csv", ".csv"),
    ],
)
def test_questions_in_each_format(
    name: str, ending: str, run: Run, course: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run("export", name, course, "--out", out)
    assert done.code == 0, done.err
    (path,) = out.iterdir()
    assert path.name.endswith(ending)
    assert path.stat().st_size > 100
    assert f"to {path}." in done.out


@pytest.mark.parametrize(
    ("name", "ending"), [("cartridge", ".imscc"), ("epub", ".epub"), ("workbook", ".pdf")]
)
def test_the_course_as_documents_of_one_track(
    name: str, ending: str, run: Run, course: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run("export", name, course, "--out", out, "--track", "home")
    assert done.code == 0, done.err
    (path,) = out.iterdir()
    assert path.suffix == ending
    if ending != ".pdf":
        assert zipfile.is_zipfile(path)


def test_a_course_with_errors_and_an_unknown_track_are_refused(
    run: Run, broken: Path, tmp_path: Path
) -> None:
    done = run("export", "gift", broken, "--out", tmp_path / "out")
    assert done.code == 2
    assert "has errors" in done.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_track_is_named(run: Run, course: Path, tmp_path: Path) -> None:
    done = run("export", "gift", course, "--out", tmp_path / "out", "--track", "hom")
    assert done.code == 2
    assert "Did you mean `home`?" in done.err


def test_emails_come_from_a_build_and_not_from_a_course(run: Run, course: Path) -> None:
    done = run("export", "kit", course)
    assert done.code == 2
    assert "come from a build" in done.err
