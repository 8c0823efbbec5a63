"""Problems as SARIF 2.1.0 (OASIS), which code-scanning sites and editors read."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from coursewright import __version__, read, rules
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Source

if TYPE_CHECKING:  # the model takes longest to load, and text needs none of it
    from coursewright.target import Target

__all__ = ["print_problems", "sarif"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def print_problems(
    problems: tuple[Problem, ...],
    sources: Mapping[str, Source],
    folder: Path,
    targets: "Iterable[Target]",
) -> None:
    """Print one run; paths start where the command was called."""
    groups = (read.CODES, rules.CODES, *(target.codes for target in targets))
    codes = {code.name: code for group in groups for code in group}
    print(json.dumps(sarif(problems, codes, folder), ensure_ascii=True, indent=1))


def sarif(problems: tuple[Problem, ...], codes: Mapping[str, Code], folder: Path) -> dict[str, Any]:
    """Return the log as plain values, with a rule for each code that was found."""
    found = sorted({problem.code for problem in problems})
    numbers = {name: number for number, name in enumerate(found)}
    driver = {
        "name": "coursewright",
        "semanticVersion": __version__,
        "rules": [_rule(name, codes.get(name)) for name in found],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, numbers[one.code], folder) for one in problems],
            }
        ],
    }


def _rule(name: str, code: Code | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": name}
    if code is not None:
        rule["shortDescription"] = {"text": code.summary}
        rule["fullDescription"] = {"text": code.why}
        rule["defaultConfiguration"] = {"level": _LEVELS[code.severity]}
    return rule


def _result(problem: Problem, number: int, folder: Path) -> dict[str, Any]:
    span = problem.span
    words = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    uri = quote((folder / span.path).as_posix())
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    place = {"artifactLocation": {"uri": uri}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": number,
        "level": _LEVELS[problem.severity],
        "message": {"text": words},
        "locations": [{"physicalLocation": place}],
    }
