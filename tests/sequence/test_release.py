import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.errors import CoursewrightError, SurroundingsError, UsageError
from coursewright.sequence.reader import load_message
from coursewright.sequence.release import load_release


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(path.read_text("utf-8"))
    edit(data)
    path.write_text(json.dumps(data), "utf-8")


def test_the_steps_are_welcome_lessons_completion_and_recall(sequence: Path) -> None:
    steps = load_release(sequence).steps["expert"]
    assert [step.key for step in steps] == [
        *("welcome:welcome", "start", "stumble", "reach"),
        *("completion:completion", "recall:recall-7", "recall:recall-30"),
    ]


def test_a_lesson_has_one_key_on_all_tracks(sequence: Path) -> None:
    release = load_release(sequence)
    one, other = release.message("aspire", "start"), release.message("expert", "start")
    assert one
    assert other
    assert one.key == other.key
    assert one.id != other.id


def test_a_missing_edition_falls_back_to_one_that_is_there(sequence: Path) -> None:
    found = load_release(sequence).message("aspire", "start", "full")
    assert found
    assert found.edition == "digest"


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.update(format=1),
        lambda d: d.update(messages=[]),
        lambda d: d.update(schedules=[]),
        lambda d: d.update(tracks="none"),
        lambda d: d.pop("sender"),
        lambda d: d["messages"][0].update(kind="bomb"),
        lambda d: d["messages"].extend(d["messages"] * 2000),
    ],
)
def test_a_sequence_that_is_not_ours_is_refused(
    sequence: Path, edit: Callable[[dict[str, Any]], object]
) -> None:
    change(sequence, edit)
    with pytest.raises(UsageError):
        load_release(sequence)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"x"'])
def test_what_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sequence.json"
    path.write_text(text)
    with pytest.raises(CoursewrightError):
        load_release(path)


@pytest.mark.parametrize("path", ["../../secret", "/etc/passwd", "messages/../../x", ""])
def test_a_path_out_of_the_folder_is_refused(sequence: Path, path: str) -> None:
    change(sequence, lambda d: d["messages"][0].update(file=path))
    release = load_release(sequence)
    with pytest.raises(CoursewrightError):
        load_message(sequence.parent, release.messages[0])


def test_a_link_out_of_the_folder_is_refused(sequence: Path, tmp_path: Path) -> None:
    message = load_release(sequence).messages[0]
    outside = tmp_path / "outside.json"
    outside.write_bytes((sequence.parent / message.file).read_bytes())
    (sequence.parent / message.file).unlink()
    (sequence.parent / message.file).symlink_to(outside)
    with pytest.raises(UsageError, match="outside"):
        load_message(sequence.parent, message)


def test_a_message_that_was_changed_is_refused(sequence: Path) -> None:
    message = load_release(sequence).messages[0]
    path = sequence.parent / message.file
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UsageError, match="not the file"):
        load_message(sequence.parent, message)


def test_no_sequence_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError) as caught:
        load_release(tmp_path / "sequence.json")
    assert "build" in str(caught.value.hint)
