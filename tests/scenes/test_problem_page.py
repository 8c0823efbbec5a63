"""The page of problems in the docs says what the code says."""

from pathlib import Path

import pytest

from scenes.problem_page import problem_page

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


def test_the_page_of_problems_is_true(request: pytest.FixtureRequest) -> None:
    made = problem_page()
    if request.config.getoption("regen_all"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made


def test_every_code_stands_on_it_once() -> None:
    from coursewright import registry

    lines = problem_page().splitlines()
    codes = {code.name for code in registry.all_codes()}
    heads = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert sorted(heads) == sorted(codes)
