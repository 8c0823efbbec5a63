"""The reckoning of blocks and frame, tested in node."""

import subprocess
from pathlib import Path

import pytest

from judges.node import program


@pytest.mark.parametrize("name", ["blocks-logic", "questions"])
def test_blocks_and_frame_reckon_right(name: str) -> None:
    done = subprocess.run(
        [
            program("node"),
            "--test",
            "--test-reporter=tap",
            str(Path(__file__).with_name(f"{name}.test.mjs")),
        ],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout
    assert "# tests 0" not in done.stdout
