"""The schemas fit what the email target writes, and refuse what the reader refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it has no stubs
from pytest_regressions.file_regression import FileRegressionFixture

from compiled_course import body
from coursewright.errors import UsageError
from coursewright.read import read_course
from coursewright.sequence.json_schema import SEQUENCE_SCHEMAS, sequence_schema
from coursewright.sequence.reader import read_message, read_sequence
from coursewright.target import Options
from coursewright.targets.email import TARGET

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "docs" / "examples").glob("*/course.yaml"))


def faults(name: str, value: Any) -> list[str]:
    found = Draft202012Validator(sequence_schema(name)).iter_errors(value)
    return [f"{one.json_path}: {one.message[:200]}" for one in found]


@pytest.mark.parametrize("name", SEQUENCE_SCHEMAS)
def test_the_schema_in_the_docs_is_the_codes(
    name: str, file_regression: FileRegressionFixture
) -> None:
    schema = sequence_schema(name)
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    path = ROOT / "docs" / "schemas" / f"{name}.schema.json"
    file_regression.check(text, fullpath=path, encoding="utf-8")


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_a_built_course_fits_the_schemas_and_has_no_field_beside_them(folder: Path) -> None:
    course = read_course(folder).course
    assert course is not None
    files = {one.path: one.data for one in TARGET.render(course, Options()).artifacts}
    sequence = json.loads(files["sequence.json"])
    assert faults("sequence", sequence) == []
    properties = sequence_schema("sequence")["properties"]
    assert set(sequence) == set(properties)
    for message in sequence["messages"]:
        assert set(message) == set(properties["messages"]["items"]["properties"])
        assert faults("message", json.loads(files[message["file"]])) == []


def changed(value: Any, edit: Callable[[Any], object]) -> Any:
    value = json.loads(json.dumps(value))
    edit(value)
    return value


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.update(format=1),
        lambda d: d.update(messages={}),
        lambda d: d.update(tracks="none"),
        lambda d: d.pop("sender"),
        lambda d: d["sender"].pop("address"),
        lambda d: d["course"].update(id="two words"),
        lambda d: d["course"].update(dir="up"),
        lambda d: d["course"].update(look={"light": {"one": 7}}),
        lambda d: d["messages"][0].update(kind="bomb"),
        lambda d: d["messages"][0].update(id="x" * 201),
        lambda d: d["messages"][0].update(day=-1),
        lambda d: d["messages"][0].update(day=1.5),
        lambda d: d["messages"][0].update(day=True),
        lambda d: d["messages"][0].update(subject="text"),
        lambda d: d["messages"][0].update(subject=[{"placeholder": "a"}]),
        lambda d: d["schedules"][0].update(weekdays=["lundi"]),
        lambda d: d["schedules"][0].update(window="always"),
        lambda d: d["tracks"][0].update(lessons=[7]),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(
    sequence: Path, edit: Callable[[Any], object]
) -> None:
    value = json.loads(sequence.read_text("utf-8"))
    assert faults("sequence", value) == []
    read_sequence(value)
    bad = changed(value, edit)
    assert faults("sequence", bad)
    with pytest.raises(UsageError):
        read_sequence(bad)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.pop("format"),
        lambda d: d.update(format="2"),
        lambda d: d.pop("html"),
        lambda d: d.update(text="text"),
        lambda d: d.update(text=[7]),
        lambda d: d.update(text=[{}]),
        lambda d: d.update(text=[{"placeholder": "a", "context": "script"}]),
        lambda d: d.update(text=[{"placeholder": "a", "context": "url", "fallback": 1}]),
        lambda d: d.update(text=[{"group": "x"}]),
        lambda d: d.update(text=[{"group": [], "needs": ["learner.name"]}]),
        lambda d: d.update(text=[{"group": [], "needs": "link.next"}]),
        lambda d: d.update(text=[{"series": ["x"]}]),
        lambda d: d.update(text=[{"series": [{"group": [3]}]}]),
        lambda d: d.update(text=[{"series": [], "separator": 3}]),
    ],
)
def test_a_message_that_the_reader_refuses_the_schema_refuses(
    edit: Callable[[Any], object],
) -> None:
    value = {"format": 2} | body("A")
    assert faults("message", value) == []
    read_message(json.dumps(value).encode())
    bad = changed(value, edit)
    assert faults("message", bad)
    with pytest.raises(UsageError):
        read_message(json.dumps(bad).encode())
