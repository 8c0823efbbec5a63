"""Sample learners come from a file, ours or the author's."""

from pathlib import Path

import pytest

from coursewright.errors import TemplateFileError
from coursewright.preview.sample_learners import read_learners


def write(tmp_path: Path, text: str) -> tuple[Path]:
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview" / "learners.yaml").write_text(text, "utf-8")
    return (tmp_path,)


def test_ours_have_a_long_name_none_another_script_and_another_direction() -> None:
    by_id = {one.id: one for one in read_learners(())}
    assert {"sample", "long", "none", "rtl", "other"} <= by_id.keys()
    assert by_id["none"].name == ""
    assert len(by_id["long"].name) > 40


def test_an_author_brings_their_own(tmp_path: Path) -> None:
    folders = write(tmp_path, '- {id: a, label: A, name: "Ann\\nBcc: x@example.org"}')
    (learner,) = read_learners(folders)
    assert "\n" not in learner.to_line


@pytest.mark.parametrize("text", ["a: 1", "- just words", "- {id: a}", "[", "''"])
def test_what_is_no_list_of_learners_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateFileError, match=r"preview/learners\.yaml"):
        read_learners(write(tmp_path, text))
