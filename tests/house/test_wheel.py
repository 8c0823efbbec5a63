"""What is shipped is tested: the wheel's list of files, and a build outside the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from house.checkout import ROOT, tracked

SHIPPED = {"src/coursewright": "coursewright"} | {
    folder: f"coursewright/{folder}" for folder in ("templates", "course")
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what the wheel needs comes from ours, offline."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python*/site-packages")
    # A folder named in a .pth file comes last, and its own .pth files (the editable install of
    # this checkout) are not read.
    needs = Path(pytest.__file__).parents[1]
    (site / "needs.pth").write_text(f"{needs}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)], folder)
    return folder


def run(command: list[str], folder: Path) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_package_the_templates_and_the_course_and_nothing_else(
    wheel: Path,
) -> None:
    wanted = {
        f"{there}/{path.relative_to(here).as_posix()}"
        for here, there in SHIPPED.items()
        for path in tracked(here)
    }
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        about = {name.split("/", 1)[1] for name in archive.namelist() if ".dist-info/" in name}
    assert sorted(names) == sorted(wanted)
    assert about == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/course/LICENSE",
    }
    assert any(name.startswith("coursewright/player/") and name.endswith(".js") for name in names)


def test_the_wheel_builds_the_shipped_course_outside_the_checkout(
    elsewhere: Path, tmp_path: Path
) -> None:
    python = str(elsewhere / "bin" / "python")
    ask = "from coursewright.shipped import shipped; print(shipped('course'))"
    course = Path(run([python, "-c", ask], tmp_path).strip())
    assert course.is_relative_to(elsewhere)
    command = str(elsewhere / "bin" / "coursewright")
    run([command, "build", str(course), "--out", "out", "--quiet"], tmp_path)
    made = {path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("*.*")}
    assert {"report.json", "email/sequence.json", "scorm12/professional.zip"} <= made
    mail = "email/aspire/01-welcome-and-baseline"
    assert {f"{mail}.html", f"{mail}.txt", f"{mail}.eml"} <= made
    assert [path for path in course.rglob("*") if "build" in path.parts] == []
