"""The stamp: the same inputs give the same mark, and anything that changes gives another."""

import json
from pathlib import Path

import pytest

from coursewright.pipeline import stamp


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    (folder / "1-one").mkdir(parents=True)
    (folder / "course.yaml").write_text("id: a\n")
    (folder / "1-one" / "01-a.md").write_text("text\n")
    return folder


def mark(course: Path, **more: object) -> str | None:
    return stamp.fingerprint(course, (), ("email",), more)


def test_the_same_content_gives_the_same_mark_wherever_it_lies(
    course: Path, tmp_path: Path
) -> None:
    first = mark(course)
    course = course.rename(tmp_path / "elsewhere")
    assert mark(course) == first


def test_any_change_gives_another_mark(course: Path) -> None:
    marks = [mark(course), mark(course, lms="moodle")]
    (course / "1-one" / "01-a.md").write_text("Text\n")
    marks.append(mark(course))
    (course / "1-one" / "02-b.md").write_text("")
    marks.append(mark(course))
    (course / "1-one" / "02-b.md").rename(course / "1-one" / "03-b.md")
    marks.append(mark(course))
    marks.append(stamp.fingerprint(course, (), ("site",), {}))
    assert len(set(marks)) == len(marks)


def test_hidden_files_and_the_output_change_nothing(course: Path) -> None:
    out = course / "build"
    first = stamp.fingerprint(course, (), (), {}, leave_out=out)
    (course / ".git").mkdir()
    (course / ".git" / "index").write_text("x")
    out.mkdir()
    (out / "a").write_text("x")
    assert stamp.fingerprint(course, (), (), {}, leave_out=out) == first


def test_a_folder_linked_into_itself_ends(course: Path) -> None:
    (course / "loop").symlink_to(course)
    assert mark(course)


def test_a_file_that_cannot_be_read_gives_no_mark(course: Path) -> None:
    (course / "lost.md").symlink_to(course / "nowhere")
    assert mark(course) is None


def test_too_many_files_give_no_mark(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "_MOST_FILES", 2)
    assert mark(course) is None


def written(out: Path) -> bytes:
    (out / "site").mkdir(parents=True)
    (out / "site" / "a.html").write_bytes(b"abc")
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    files = [{"path": "a.html", "sha256": sha256}]
    report = json.dumps({"targets": {"site": {"files": files}}}).encode()
    (out / "report.json").write_bytes(report)
    (out / stamp.NAME).write_bytes(stamp.stamp_bytes("m", report))
    return report


def test_what_lies_as_it_was_written_is_known(tmp_path: Path) -> None:
    report = written(tmp_path)
    assert stamp.known_report(tmp_path, "m") == json.loads(report)


def test_what_was_touched_is_not(tmp_path: Path) -> None:
    written(tmp_path)
    assert stamp.known_report(tmp_path, "other") is None
    (tmp_path / "site" / "b.html").write_text("")
    assert stamp.known_report(tmp_path, "m") is None
    (tmp_path / "site" / "b.html").unlink()
    assert stamp.known_report(tmp_path, "m") is not None
    (tmp_path / "site" / "a.html").write_text("abd")
    assert stamp.known_report(tmp_path, "m") is None


@pytest.mark.parametrize("junk", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b'{"targets": 3}'])
def test_a_broken_stamp_or_report_means_build_again(tmp_path: Path, junk: bytes) -> None:
    written(tmp_path)
    (tmp_path / stamp.NAME).write_bytes(junk)
    assert stamp.known_report(tmp_path, "m") is None
    (tmp_path / "report.json").write_bytes(junk)
    (tmp_path / stamp.NAME).write_bytes(stamp.stamp_bytes("m", junk))
    assert stamp.known_report(tmp_path, "m") is None
