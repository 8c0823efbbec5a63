"""The pages on import and export: their commands run as they stand there."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.banks import FORMATS
from house.checkout import ROOT

from .conftest import CommandResult

Run = Callable[..., CommandResult]
BLOCK = re.compile(r"(?ms)^```(\S+)(?: file=(\S+))?\n(.*?)^```$")


def commands(page: str) -> list[list[str]]:
    text = (ROOT / "docs" / page).read_text("utf-8")
    lines = [line for kind, _, body in BLOCK.findall(text) if kind == "sh"
             for line in body.splitlines()]  # fmt: skip
    return [shlex.split(line)[1:] for line in lines if line.startswith("coursewright ")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages speak of."""
    page = (ROOT / "docs" / "import.md").read_text("utf-8")
    files = {name: body for _, name, body in BLOCK.findall(page) if name}
    assert files
    for name, body in files.items():
        (tmp_path / name).write_text(body, encoding="utf-8")
    book = tmp_path / "my-book"
    book.mkdir()
    (book / "01-water.md").write_text("# Water\n\nBoil it once.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_the_page_on_import_says_works(here: Path, run: Run) -> None:
    seen = 0
    for command in commands("import.md"):
        if command[0] == "preview":
            continue
        done = run(*command)
        assert done.code == 0, (command, done.out, done.err)
        seen += 1
    assert seen >= 4
    assert (here / "course" / "course.yaml").is_file()
    assert (here / "build-tea" / "report.json").is_file()


def test_what_the_page_on_export_says_works(here: Path, run: Run) -> None:
    assert run("import", "tea.gift", "--into", "tea").code == 0
    names = set()
    for command in commands("export.md"):
        done = run(*command)
        assert done.code == 0, (command, done.out, done.err)
        names.add(command[1])
        assert any((here / "export" / command[1]).iterdir())
    assert set(FORMATS) <= names
