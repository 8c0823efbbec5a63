"""The example of docs/plugins.md is installed as it stands there, and does what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from house.checkout import ROOT
from scenes.scene import BASE

PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILE = re.compile(r"(?ms)^`([\w.]+)`:\n\n```\w+\n(.*?)^```$")


def run(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the package of the page was installed."""
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    files = dict(FILE.findall(PAGE))
    assert sorted(files) == ["coursewright_outline.py", "pyproject.toml"]
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps"]
    done = run([*pip, "--no-build-isolation", "--target", str(site), str(source)], source)
    assert done.returncode == 0, done.stderr
    return site


def coursewright(installed: Path, folder: Path, *arguments: str) -> tuple[int, str]:
    program = "from coursewright.cli import main; main()"
    command = [sys.executable, "-c", program, *arguments]
    done = run(command, folder, PYTHONPATH=str(installed), COLUMNS="100")
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("depth", "lines"),
    [
        ("1", ["# Good tea", "## The basics"]),
        ("2", ["- Water first", "- Then the time"]),
        ("3", ["  - "]),
    ],
)
def test_the_target_builds_with_its_option(
    installed: Path, tmp_path: Path, depth: str, lines: list[str]
) -> None:
    option = f"outline.depth={depth}"
    arguments = ("build", str(BASE), "--target", "outline", "--set", option, "--quiet")
    code, said = coursewright(installed, tmp_path, *arguments)
    assert code == 0, said
    outline = (tmp_path / "build" / "outline" / "outline.md").read_text(encoding="utf-8")
    for line in lines:
        assert line in outline
    assert ("- Water first" in outline) == (int(depth) > 1)


def test_help_lists_the_target_and_its_options(installed: Path, tmp_path: Path) -> None:
    code, said = coursewright(installed, tmp_path, "build", "--help")
    assert code == 0
    assert "--set outline.depth=3" in said
    assert "How deep: 1 modules, 2 lessons, 3 headings." in said


@pytest.mark.parametrize(
    ("setting", "said", "hint"),
    [
        ("outline.dept=2", "the target 'outline' has no option 'dept'", "Did you mean `depth`?"),
        ("outlin.depth=2", "there is no target 'outlin'", "Did you mean `outline`?"),
        ("outline.depth=two", "outline.depth is a whole number, not 'two'", "outline.depth=3"),
        ("depth=2", "--set takes TARGET.KEY=VALUE, not 'depth=2'", "--set scorm12.lms=moodle"),
    ],
)
def test_a_wrong_setting_is_refused_with_a_hint(
    installed: Path, tmp_path: Path, setting: str, said: str, hint: str
) -> None:
    arguments = ("build", str(BASE), "--target", "outline", "--set", setting)
    code, output = coursewright(installed, tmp_path, *arguments)
    assert code == 2
    assert said in output
    assert hint in output
    assert not (tmp_path / "build").exists()


def test_explain_knows_the_codes_of_a_plugin(installed: Path, tmp_path: Path) -> None:
    code, said = coursewright(installed, tmp_path, "explain", "outline-without-headings")
    assert code == 0
    assert "The outline shows its title only." in said


def test_mypy_takes_the_example(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    done = run([*command, str(installed / "coursewright_outline.py")], tmp_path)
    assert done.returncode == 0, done.stdout
