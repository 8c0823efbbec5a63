"""A small compiled course."""

from pathlib import Path

import pytest

from compiled_course import write_course


@pytest.fixture
def sequence(tmp_path: Path) -> Path:
    """The `sequence.json` of the small course."""
    return write_course(tmp_path / "email")
