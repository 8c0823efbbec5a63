"""`coursewright check`: formats and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it brings no types
import pytest

from .conftest import CommandResult

Run = Callable[..., CommandResult]
TARGETS = ("--target", "scorm12")


def test_a_good_course_ends_well(run: Run, course: Path) -> None:
    assert run("check", course, *TARGETS) == CommandResult(0, "No problems.\n", "")


def test_errors_end_in_one_with_a_path_that_can_be_opened(run: Run, broken: Path) -> None:
    told = run("check", broken, *TARGETS)
    assert told.code == 1
    assert f"{broken.as_posix()}/1-basics/01-water.md:22:42: error[unknown-fact]" in told.out
    assert told.out.endswith("\n\n1 error.\n")


def test_warnings_end_in_one_only_when_strict(run: Run, course: Path) -> None:
    (course / "glosary.yaml").write_text("[]\n")
    assert run("check", course, *TARGETS).code == 0
    assert run("check", course, *TARGETS, "--strict").code == 1


def test_json_is_the_same_wherever_the_course_lies(run: Run, broken: Path, tmp_path: Path) -> None:
    first = run("check", broken, *TARGETS, "--format", "json")
    second = run("check", broken.rename(tmp_path / "moved"), *TARGETS, "--format", "json")
    assert first.code == 1
    assert first.out == second.out
    value = json.loads(first.out)
    assert value["format"] == 1
    assert value["problems"][0] == {
        "code": "unknown-fact",
        "severity": "error",
        "message": "There is no fact `F11`.",
        "hint": "Did you mean `F1`?",
        "path": "1-basics/01-water.md",
        "line": 22,
        "column": 42,
        "end_line": 22,
        "end_column": 54,
    }


def test_github_gets_one_escaped_command_for_each_problem(
    run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken / "figures" / "a,b:100%.svg").write_text("<svg/>")
    monkeypatch.chdir(broken.parent)
    told = run("check", "course", *TARGETS, "--format", "github")
    lines = told.out.splitlines()
    assert len(lines) == 2
    assert lines[0] == (
        "::error file=course/1-basics/01-water.md,line=22,endLine=22,col=42,endColumn=54,"
        "title=unknown-fact::There is no fact `F11`.%0ADid you mean `F1`?"
    )
    assert "file=course/figures/a%2Cb%3A100%25.svg," in lines[1]


# The shape that SARIF 2.1.0 asks of what we write (OASIS, sections 3.13 to 3.30).
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "text": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "rule": {
            "type": "object",
            "required": ["id", "shortDescription", "fullDescription"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                "shortDescription": {"$ref": "#/$defs/text"},
                "fullDescription": {"$ref": "#/$defs/text"},
                "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
            },
        },
        "region": {
            "type": "object",
            "required": ["startLine", "startColumn", "endLine", "endColumn"],
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
        "result": {
            "type": "object",
            "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/text"},
                "locations": {
                    "type": "array",
                    "items": {
                        "properties": {
                            "physicalLocation": {
                                "required": ["artifactLocation", "region"],
                                "properties": {
                                    "artifactLocation": {"required": ["uri"]},
                                    "region": {"$ref": "#/$defs/region"},
                                },
                            }
                        }
                    },
                },
            },
        },
        "run": {
            "type": "object",
            "required": ["tool", "results", "columnKind"],
            "properties": {
                "columnKind": {"const": "unicodeCodePoints"},
                "tool": {
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "required": ["name", "rules"],
                            "properties": {
                                "rules": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": {"$ref": "#/$defs/rule"},
                                }
                            },
                        }
                    },
                },
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
    },
}


def test_sarif_has_the_shape_of_its_standard(run: Run, broken: Path) -> None:
    (broken / "figures" / "two words.svg").write_text("<svg/>")
    (broken / "glosary.yaml").write_text("[]\n")
    told = run("check", broken, *TARGETS, "--format", "sarif")
    log = json.loads(told.out)
    jsonschema.Draft202012Validator(SARIF).validate(log)
    found = log["runs"][0]
    names = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert [names[one["ruleIndex"]] for one in found["results"]] == [
        one["ruleId"] for one in found["results"]
    ]
    assert {"file-unknown", "unknown-fact"} == set(names)


def test_sarif_of_a_good_course_is_an_empty_run(run: Run, course: Path) -> None:
    log = json.loads(run("check", course, *TARGETS, "--format", "sarif").out)
    jsonschema.Draft202012Validator(SARIF).validate(log)
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("style", ["text", "json", "github", "sarif"])
def test_no_format_lets_a_control_character_through(run: Run, course: Path, style: str) -> None:
    lesson = course / "1-basics" / "01-water.md"
    evil = "\u202e\x1b]0;owned\x07\x9b31m"
    lesson.write_text(lesson.read_text().replace("[[water]]", f"[[wa{evil}ter]]"))
    front = course / "1-basics" / "02-time.md"
    front.write_text(front.read_text().replace("module: M1", 'module: "M\\e[31m\\u202E"'))
    told = run("check", course, *TARGETS, "--format", style)
    assert told.code == 1
    assert not set(told.out) & set("\x1b\x07\x9b\u202e")


def test_words_of_another_text_are_found(run: Run, course: Path, tmp_path: Path) -> None:
    other = tmp_path / "article.txt"
    other.write_text("He said: water that has boiled TWICE tastes flat. Nobody heard.")
    told = run("check", course, *TARGETS, "--overlap", other)
    assert told.code == 0
    assert "1-basics/01-water.md:22:1: warning[words-of-another-text]" in told.out
    assert "7 words in a row" in told.out
    other.write_text("Water that has boiled once. It tastes flat, or not.")
    assert run("check", course, *TARGETS, "--overlap", other).out == "No problems.\n"
