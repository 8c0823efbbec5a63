"""The pages on mailers say what the code does."""

from pathlib import Path

import pytest

from .mailer_pages import mailer_pages

FOLDER = Path(__file__).parents[2] / "docs" / "mailers"


def test_the_pages_on_mailers_are_true(request: pytest.FixtureRequest) -> None:
    made = dict(mailer_pages())
    if request.config.getoption("regen_all"):
        for name, text in made.items():
            (FOLDER / name).write_text(text, "utf-8")
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == made
