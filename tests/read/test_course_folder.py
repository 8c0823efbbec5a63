"""The walk of a course folder: plain files below it, and nothing else."""

import os
import socket
from pathlib import Path

import pytest

from coursewright.errors import SurroundingsError
from coursewright.read import read_course, read_limits
from coursewright.read.course_folder import walk_folder
from read.course_in_memory import COURSE, FRONT, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    course = tmp_path / "course"
    (course / "m").mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE)
    (course / "m" / "01-water.md").write_text(FRONT + "Text.\n")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n secret")
    return course


def test_a_folder_becomes_a_course(folder: Path) -> None:
    result = read_course(folder)
    assert result.problems == ()
    assert result.course is not None
    assert set(result.sources) == {"course.yaml", "m/01-water.md"}


def test_a_folder_that_is_not_there_stops_the_tool(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError):
        read_course(tmp_path / "none")
    with pytest.raises(SurroundingsError):
        read_course(tmp_path / "secret.png")


def test_hidden_files_are_passed_over(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "01-x.md").write_text("x")
    (folder / ".DS_Store").write_text("x")
    assert set(walk_folder(folder)[0]) == {"course.yaml", "m/01-water.md"}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("a.png", "../secret.png"),
        ("a.png", "/etc/passwd"),
        ("a.png", "nowhere.png"),
        ("a.png", "a.png"),
        ("out", ".."),
        ("loop", "."),
        ("m/up", "../m"),
        ("m2", "m"),
    ],
)
def test_a_link_out_round_or_to_a_folder_is_refused(folder: Path, name: str, target: str) -> None:
    (folder / name).symlink_to(target)
    result = read_course(folder)
    assert told(result.problems) == ["symlink-refused 1:1"]
    assert result.problems[0].span.path == name
    assert set(result.sources) == {"course.yaml", "m/01-water.md"}


def test_nothing_of_a_file_outside_is_read(folder: Path) -> None:
    (folder / "m" / "a.png").symlink_to("../../secret.png")
    (folder / "m" / "01-water.md").write_text(FRONT + "![a](a.png)\n")
    result = read_course(folder)
    assert result.course is not None
    assert result.course.assets == {}
    assert sorted(one.split()[0] for one in told(result.problems)) == [
        "file-missing",
        "symlink-refused",
    ]


def test_a_link_to_a_file_within_the_course_is_followed(folder: Path) -> None:
    (folder / "m" / "02-again.md").symlink_to("01-water.md")
    assert "m/02-again.md" in read_course(folder).sources


def test_a_course_folder_may_itself_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(folder)
    assert read_course(tmp_path / "other").problems == ()


def test_what_is_no_plain_file_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "m" / "02-pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(folder / "s.md"))
        result = read_course(folder)
    assert [one.span.path for one in result.problems] == ["m/02-pipe.md", "s.md"]
    assert {one.code for one in result.problems} == {"file-unreadable"}


def test_a_file_swapped_for_a_pipe_after_the_walk_does_not_hang(folder: Path) -> None:
    files, _ = walk_folder(folder)
    (folder / "course.yaml").unlink()
    os.mkfifo(folder / "course.yaml")
    with pytest.raises(OSError, match="plain"):
        files["course.yaml"]


def test_a_file_that_goes_away_after_the_walk_is_told(folder: Path) -> None:
    files, _ = walk_folder(folder)
    (folder / "course.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        files["course.yaml"]


def test_folders_are_followed_to_a_depth(folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)
    (deep / "x.png").write_text("x")
    result = read_course(folder)
    assert told(result.problems) == ["too-many-files 1:1"]
    assert result.problems[0].span.path.count("/") == read_limits.FOLDER_DEPTH - 1


def test_files_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.read.course_folder.FILES", 3)
    for at in range(9):
        (folder / f"{at}.png").write_text("x")
    assert "too-many-files 1:1" in told(read_course(folder).problems)


def test_a_name_that_is_no_text_is_told(folder: Path) -> None:
    os.close(os.open(os.fsencode(folder) + b"/\xff.png", os.O_CREAT | os.O_WRONLY))
    result = read_course(folder)
    assert told(result.problems) == ["path-not-text 1:1"]
    result.problems[0].span.path.encode()
