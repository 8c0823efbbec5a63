"""A small course, its workshop, and a preview of it that runs."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coursewright.preview.live_course import LiveCourse
from coursewright.preview.preview_app import preview_app
from preview.running import Client, Preview, running

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small course without a fault."""
    return Path(shutil.copytree(EXAMPLES / "safe-food-en", tmp_path / "course"))


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    """The small course in a preview that runs."""
    with running(folder) as served:
        yield served


@pytest.fixture
def shop(folder: Path) -> LiveCourse:
    """The small course, read and judged."""
    made = LiveCourse(folder)
    made.refresh()
    made.judge()
    return made


@pytest.fixture
def client(shop: LiveCourse) -> Client:
    """Asks the preview without a network; nothing is watched."""
    app, _ = preview_app(shop, boot="test", port=8000, today=lambda: date(2027, 1, 11))
    return Client(app)
