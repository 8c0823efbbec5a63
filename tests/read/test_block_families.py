"""Each family of blocks, as the format's page writes it, becomes the model. Goldens are read."""

from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from coursewright.read.directives import SPECS
from read.course_in_memory import PNG, lesson_of, read
from read.outline import outline

FOLDER = Path(__file__).parent / "blocks"
FILES: dict[str, str | bytes] = {
    "f/a.png": PNG,
    "f/a.mp4": b"\0\0\0\x18ftypmp42",
    "f/a.vtt": "WEBVTT\n",
    "f/a.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
    "f/a.mp3": b"\xff\xfb\x90\x64",
    "f/a.txt": "Said.\n",
}
SAMPLES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_block_becomes_the_model(path: Path, file_regression: FileRegressionFixture) -> None:
    result = read(path.read_text("utf-8"), FILES)
    assert result.problems == ()
    golden = path.with_suffix(".txt")
    file_regression.check(outline(lesson_of(result).body), fullpath=golden, encoding="utf-8")


def test_every_directive_of_a_lesson_has_a_sample() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SAMPLES)
    lesson = {name for name, spec in SPECS.items() if "lesson" in spec.places}
    assert {name for name in lesson if f"::{name}" not in text} == set()
