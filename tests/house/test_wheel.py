"""What is shipped is tested: the wheel's list of files, and each job outside the checkout."""

import json
import os
import re
import signal
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from house.checkout import ROOT, tracked

SHIPPED = {"src/coursewright": "coursewright"} | {
    folder: f"coursewright/{folder}" for folder in ("templates", "course", "docs")
}
LEFT_OUT = ("docs/decisions", "docs/images", "docs/mail-pictures")


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


def run(command: list[str], folder: Path, code: int = 0) -> str:
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
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + (done.stderr if code else "")


def test_the_wheel_holds_the_package_the_templates_and_the_course_and_nothing_else(
    wheel: Path,
) -> None:
    wanted = {
        f"{there}/{path.relative_to(here).as_posix()}"
        for here, there in SHIPPED.items()
        for path in tracked(here)
        if not any(path.is_relative_to(folder) for folder in LEFT_OUT)
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
    assert {"coursewright/py.typed", "coursewright/docs/problems.md"} <= set(names)
    assert "coursewright/docs/schemas/course.schema.json" in names
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


@pytest.fixture(scope="module")
def working(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The command, and a folder with a small course that was copied from nothing but the wheel."""
    folder = tmp_path_factory.mktemp("working")
    command = str(elsewhere / "bin" / "coursewright")
    run([command, "copy", "docs", "--out", "docs"], folder)
    (folder / "docs" / "examples" / "safe-food-en").rename(folder / "course")
    return command, folder


def test_each_job_is_done_with_the_wheel_and_nothing_else(working: tuple[str, Path]) -> None:
    command, folder = working
    run([command, "check"], folder)
    run([command, "build", "--quiet"], folder)
    assert re.search(r"\d{4}-\d\d-\d\d", run([command, "plan", "--start", "2027-01-11"], folder))
    (folder / "people.csv").write_text("email,name\nada@example.org,Ada\n", encoding="utf-8")
    added = [command, "learners", "import", "people.csv", "--track", "stall"]
    run([command, "publish"], folder)
    run(added, folder)
    dry = run([command, "send", "--dry-run"], folder)
    assert "ada@example.org" in dry or "0" in dry
    assert "1" in run([command, "status"], folder)
    assert "no correct option" in run([command, "explain", "quiz-without-answer"], folder)


def test_the_preview_starts_answers_and_ends(working: tuple[str, Path]) -> None:
    command, folder = working
    with subprocess.Popen(
        [command, "preview", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            address = re.search(r"http://[\d.:]+/", line)
            assert address, line
            with urlopen(f"{address[0]}map", timeout=60) as answer:  # noqa: S310 -- our own
                assert b"<html" in answer.read()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) in (0, 130)


def test_copies_are_whole_and_schemas_have_ids(working: tuple[str, Path], tmp_path: Path) -> None:
    command, _ = working
    for what, name in (("course", "course.yaml"), ("templates", "brand.yaml")):
        run([command, "copy", what, "--out", what], tmp_path)
        assert (tmp_path / what / name).is_file()
    run([command, "copy", "schemas", "--out", "schemas"], tmp_path)
    found = {p: json.loads(p.read_bytes()) for p in (tmp_path / "schemas").glob("*.json")}
    assert len({schema["$id"] for schema in found.values()}) == len(found) > 5
    assert "is not empty" in run([command, "copy", "course", "--out", "course"], tmp_path, 2)


@pytest.mark.parametrize(
    ("package", "arguments", "hint"),
    [
        ("psycopg", ["status", "--database", "postgresql://x@localhost/x"], "[postgresql]"),
        ("starlette", ["preview", "course"], "pip install 'coursewright'"),
        ("sqlalchemy", ["status"], "pip install 'coursewright'"),
        ("uvicorn", ["serve"], "pip install 'coursewright'"),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    working: tuple[str, Path], package: str, arguments: list[str], hint: str
) -> None:
    command, folder = working
    python = str(Path(command).with_name("python"))
    without = f"import sys; sys.modules[{package!r}] = None; "
    program = without + "from coursewright.cli import main; main()"
    said = run([python, "-c", program, *arguments], folder, 2)
    assert package in said
    assert hint in said
