import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.errors import UsageError
from coursewright.output import Artifact, pack, safe_path, write_folder


def test_a_package_is_the_same_bytes_in_any_order_of_its_files() -> None:
    files = [Artifact("b.txt", b"b"), Artifact("a/a.txt", b"a"), Artifact("imsmanifest.xml", b"m")]

    one = pack(files, first="imsmanifest.xml")
    other = pack(reversed(files), first="imsmanifest.xml")

    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as archive:
        assert archive.namelist() == ["imsmanifest.xml", "a/a.txt", "b.txt"]
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert not info.flag_bits & 0x8, "no data descriptor"
            assert info.compress_type == zipfile.ZIP_DEFLATED


def test_two_files_for_one_path_are_refused() -> None:
    with pytest.raises(UsageError, match="two files"):
        pack([Artifact("a", b"1"), Artifact("a", b"2")])


@pytest.mark.parametrize(
    "path", ["", "/a", "../a", "a/../../b", "a\\b", "C:/a", "a\0b", "./a", "a//b"]
)
def test_a_path_that_could_leave_its_folder_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        safe_path(path)


@given(st.text(max_size=40))
def test_a_path_that_is_let_in_stays_below(path: str) -> None:
    try:
        pure = safe_path(path)
    except UsageError:
        return
    assert not pure.is_absolute()
    assert ".." not in pure.parts


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, [Artifact("old/x.txt", b"old")])
    write_folder(out, [Artifact("new.txt", b"new")], ours=True)

    assert [path.name for path in out.iterdir()] == ["new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is left beside it"


def test_a_write_that_fails_leaves_the_old_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, [Artifact("old.txt", b"old")])

    with pytest.raises(UsageError):
        write_folder(out, [Artifact("new.txt", b"new"), Artifact("../escape.txt", b"no")])

    assert (out / "old.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_files_of_others_is_refused_unless_it_is_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, [Artifact("a.txt", b"old"), Artifact("b/c.txt", b"old")])
    write_folder(out, [Artifact("a.txt", b"new")])  # half of it is written anew
    (out / ".git").mkdir()
    for name in ("config", "HEAD"):
        (out / ".git" / name).write_text("theirs")

    with pytest.raises(UsageError, match="will not replace"):
        write_folder(out, [Artifact("a.txt", b"newer")])
    assert (out / "a.txt").read_bytes() == b"new"
    assert (out / ".git" / "HEAD").read_text() == "theirs"


def test_dangerous_folders_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    link = tmp_path / "link"
    link.symlink_to(inside)

    for folder in (Path("/"), inside, tmp_path, Path.home(), link):
        with pytest.raises(UsageError):
            write_folder(folder, [])
    assert inside.is_dir()
