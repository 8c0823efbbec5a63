"""The page of commands in the docs says what `--help` says."""

from pathlib import Path

import pytest

from .command_page import command_page

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_page_of_commands_is_true(request: pytest.FixtureRequest) -> None:
    made = command_page()
    if request.config.getoption("regen_all"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made
