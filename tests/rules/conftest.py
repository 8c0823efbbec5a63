"""A course in memory, changed by replacing words in its files."""

from collections.abc import Callable

import pytest

from coursewright import rules
from coursewright.model import Course
from coursewright.read import read_files
from scenes.scene import BASE

WATER, TIME = "1-basics/01-water.md", "1-basics/02-time.md"
Codes = Callable[..., list[str]]


def made(*changes: tuple[str, str, str], more: dict[str, str] | None = None) -> Course:
    """Return the base course with words replaced (path, old, new), and with more files."""
    files = {
        path.relative_to(BASE).as_posix(): path.read_text("utf-8")
        for path in BASE.rglob("*")
        if path.is_file()
    }
    for name, old, new in changes:
        assert old in files[name], f"{old!r} does not stand in {name}"
        files[name] = files[name].replace(old, new)
    files.update(more or {})
    result = read_files({name: text.encode() for name, text in files.items()})
    assert result.course is not None
    assert result.problems == ()
    return result.course


@pytest.fixture
def codes() -> Codes:
    """Return a function: the codes that the rules find in a changed base course."""

    def found(*changes: tuple[str, str, str], more: dict[str, str] | None = None) -> list[str]:
        return [problem.code for problem in rules.apply(made(*changes, more=more))]

    return found
