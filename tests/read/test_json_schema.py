"""The schemas for editors say what the decoder says; they and the page of fields are up to date."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it has no stubs
from pytest_regressions.file_regression import FileRegressionFixture

from coursewright.read.fields_page import fields_page
from coursewright.read.json_schema import SCHEMAS, json_schema
from coursewright.shipped import shipped
from read.course_in_memory import COURSE, read

DOCS = Path(__file__).parents[2] / "docs"


def faults(name: str, text: str) -> list[str]:
    loaded: Any = json.loads(json.dumps(yaml.safe_load(text), default=str))  # days are text
    return [one.message for one in Draft202012Validator(json_schema(name)).iter_errors(loaded)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_docs_is_the_codes(
    name: str, file_regression: FileRegressionFixture
) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    path = DOCS / "schemas" / f"{name}.schema.json"
    file_regression.check(text, fullpath=path, encoding="utf-8")


def test_the_page_of_fields_is_the_codes(file_regression: FileRegressionFixture) -> None:
    file_regression.check(fields_page(), fullpath=DOCS / "fields.md", encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["course", "facts", "references", "glossary", "surveys", "readiness"]
)
def test_the_shipped_course_fits_its_schemas(name: str) -> None:
    text = (shipped("course") / f"{name}.yaml").read_text("utf-8")
    assert faults(name, text) == []


def test_lessons_of_the_shipped_course_fit_their_schema() -> None:
    for path in shipped("course").glob("*/[0-9]*.md"):
        assert faults("lesson", path.read_text("utf-8").split("---\n")[1]) == []


@pytest.mark.parametrize(
    "text",
    [
        COURSE.replace("title: Tea\n", ""),
        COURSE + "titel: x\n",
        COURSE + "mastery: 101\n",
        COURSE + "reporting: passed\n",
        COURSE + "authors: me\n",
        COURSE.replace("id: tea", "id: Tea!"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str) -> None:
    assert faults("course", text)
    assert read(files={"course.yaml": text}).problems
