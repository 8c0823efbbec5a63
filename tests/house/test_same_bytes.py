"""The same source gives the same bytes: in any folder, zone and week; and once is enough."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house.checkout import ROOT
from judges.node import program

Tree = dict[str, bytes]


def build(course: Path, out: Path, zone: str, later: str, seed: str) -> Tree:
    """Build under a false clock in another zone; return every file by its path."""
    code = "from coursewright.cli import main; main()"
    command = [program("faketime"), "-f", later, sys.executable, "-c", code]
    done = subprocess.run(
        [*command, "build", str(course), "--out", str(out), "--quiet"],
        cwd=course.parent,
        env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return files(out)


def files(folder: Path) -> Tree:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree]:
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(ROOT / "course", folder / "course")
    return folder, build(folder / "course", folder / "out", "Pacific/Kiritimati", "+0d", "1")


def test_two_folders_two_zones_and_two_days_apart_give_the_same_bytes(
    first: tuple[Path, Tree], tmp_path: Path
) -> None:
    far = tmp_path / "a folder with spaces" / "Kurs"
    # Copied in another order and without times, as another machine would have it.
    for source in sorted((ROOT / "course").rglob("*"), reverse=True):
        if source.is_file():
            target = far / source.relative_to(ROOT / "course")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    second = build(far, tmp_path / "elsewhere", "America/New_York", "+2d", "2")
    assert second.keys() == first[1].keys()
    assert [path for path, data in second.items() if data != first[1][path]] == []
    assert len(second) > 100


def test_a_build_with_nothing_changed_touches_nothing(first: tuple[Path, Tree]) -> None:
    folder, before = first
    out = folder / "out"

    def state() -> dict[str, tuple[int, int]]:
        found = ((path, path.stat()) for path in out.rglob("*"))
        return {str(path): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}

    untouched = state()
    assert build(folder / "course", out, "UTC", "+30d", "3") == before
    assert state() == untouched


def test_one_more_word_changes_what_it_stands_in_and_nothing_else(
    first: tuple[Path, Tree], tmp_path: Path
) -> None:
    shutil.copytree(first[0] / "course", tmp_path / "course")
    shutil.copytree(first[0] / "out", tmp_path / "out")
    lesson = tmp_path / "course" / "0-setting-the-stage" / "01-welcome-and-baseline.md"
    with lesson.open("a", encoding="utf-8") as text:
        text.write("\nOneMoreWordHere\n")
    after = build(tmp_path / "course", tmp_path / "out", "UTC", "+0d", "1")
    changed = {path for path, data in after.items() if data != first[1].get(path)}
    assert b"OneMoreWordHere" in after["email/aspire/full/01-welcome-and-baseline.txt"]
    elsewhere = {path for path in changed if "welcome-and-baseline" not in path}
    packages = {path for path in after if path.endswith(".zip")}
    assert elsewhere == {".stamp.json", "report.json", "email/sequence.json"} | packages
