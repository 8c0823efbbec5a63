"""The command as a user calls it, without a process of its own."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coursewright.cli import main
from scenes.scene import BASE


@dataclass(frozen=True)
class CommandResult:
    """What a call said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The folder of a course without a fault."""
    return Path(shutil.copytree(BASE, tmp_path / "course"))


@pytest.fixture
def broken(course: Path) -> Path:
    """The same with one error and one warning."""
    lesson = course / "1-basics" / "01-water.md"
    text = lesson.read_text().replace("{{fact F1}}", "{{fact F11}}")
    lesson.write_text(text)
    return course


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., CommandResult]:
    """Return a function that runs `coursewright` with arguments."""

    def call(*arguments: str | Path) -> CommandResult:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return CommandResult(left.value.code, said.out, said.err)

    return call
