"""Problems for programs: one JSON value, the same from run to run."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.pipeline.report import problem_value
from coursewright.problems import Problem
from coursewright.source import Source

if TYPE_CHECKING:  # the model takes longest to load, and text needs none of it
    from coursewright.target import Target

__all__ = ["print_problems"]


def print_problems(
    problems: tuple[Problem, ...],
    sources: Mapping[str, Source],
    folder: Path,
    targets: "Iterable[Target]",
) -> None:
    """Print `{"format": 1, "problems": [...]}`, with paths relative to the course folder."""
    value = {"format": 1, "problems": [problem_value(problem) for problem in problems]}
    print(json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True))
