"""Problems for people: colours where they can be seen, and nothing else that a terminal obeys."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.cli.printers.as_text import text
from coursewright.problems import Problem, Severity
from coursewright.source import Source, Span

PROBLEM = Problem(
    "a-code", Severity.ERROR, "It is \x1b[31mred.", Span("a.md", 1, 1, 1, 4), "Mend\x07."
)
SOURCES = {"a.md": Source("a.md", "one two\n")}


def test_each_part_has_its_line() -> None:
    assert text((PROBLEM,), SOURCES, "course/") == (
        "course/a.md:1:1: error[a-code]: It is \\x1b[31mred.\n"
        "  1 | one two\n"
        "    | ^^^\n"
        "    = hint: Mend\\x07.\n"
        "\n"
        "1 error."
    )


def test_a_file_that_could_not_be_read_has_no_line() -> None:
    assert text((PROBLEM,), {}).count("\n") == 3


def test_no_problems_are_said_in_words() -> None:
    assert text((), {}) == "No problems."


def test_problems_are_counted_by_severity() -> None:
    more = (PROBLEM, PROBLEM, Problem("b", Severity.NOTE, "B.", Span("a.md")))
    assert text(more, {}).endswith("2 errors, 1 note.")


def on_a_terminal(folder: Path, **environment: str) -> str:
    """Return what `check` prints when its output is a terminal."""
    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "coursewright", "check", str(folder), "--target", "scorm12"],
        stdout=follower,
        stderr=follower,
        check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment},
    )
    os.close(follower)
    said = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux says so when the other end is closed and all is read
            break
        if not piece:
            break
        said += piece
    os.close(leader)
    return said.decode()


def test_a_terminal_gets_colours(broken: Path) -> None:
    said = on_a_terminal(broken)
    assert "\x1b[1;31merror[unknown-fact]\x1b[0m" in said
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert "\x1b" not in plain
    lines = [line for line in plain.splitlines() if " | " in line]
    assert lines
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(broken: Path, environment: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(broken, **environment)
