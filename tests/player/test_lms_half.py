"""The session and its standards, tested in node where they run without a browser."""

import subprocess
from pathlib import Path

import pytest

from judges.node import program

HERE = Path(__file__).parent
FILES = [
    "lms-api",
    "lms-simulator",
    "lms-format",
    "session",
    "session-beginning",
    "session-losses",
    "session-standards",
    "session-walk",
    "state",
]


@pytest.mark.parametrize("name", FILES)
def test_the_player_holds_in_node(name: str) -> None:
    done = subprocess.run(
        [program("node"), "--test", "--test-reporter=tap", str(HERE / f"{name}.test.mjs")],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout
    assert "# tests 0" not in done.stdout
