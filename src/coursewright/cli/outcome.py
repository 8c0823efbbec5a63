"""Print the result of a build: problems first, then what was written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursewright.pipeline.rebuild import Outcome
from coursewright.problems import Severity

from .printers import printer

__all__ = ["print_outcome"]


def print_outcome(
    outcome: Outcome, course: Path, out: Path, *, style: str, strict: bool, quiet: bool
) -> None:
    """Print problems and result; `quiet` leaves only what stopped the build."""
    stopped = outcome.stopped(strict=strict)
    if style == "json":
        print(json.dumps(_value(outcome, out, stopped=stopped), ensure_ascii=False, indent=1))
        return
    shown = outcome.problems
    if quiet:
        bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        shown = tuple(problem for problem in shown if problem.severity in bad)
    if shown:
        printer("text")(shown, outcome.sources, course, ())
    if stopped:
        print("Nothing was written.")
    elif not quiet:
        print("\n".join(_summary(outcome, out)))


def _summary(outcome: Outcome, out: Path) -> Iterator[str]:
    if outcome.unchanged:
        yield f"Nothing has changed; {out} is up to date."
        return
    lessons = len(outcome.report["lessons"])
    yield f"Built {lessons} lesson{'s' * (lessons != 1)} into {out}:"
    for name, target in outcome.report["targets"].items():
        files = target["files"]
        size = sum(file["size"] for file in files)
        count = f"{len(files)} file{'s' * (len(files) != 1)}"
        yield f"  {name:<12} {count:>10}  {size / 1000:>8,.0f} kB"


def _value(outcome: Outcome, out: Path, *, stopped: bool) -> dict[str, Any]:
    from coursewright.pipeline.report import problem_value

    return {
        "format": 1,
        "out": out.as_posix(),
        "built": not stopped,
        "unchanged": outcome.unchanged,
        "targets": outcome.report.get("targets", {}),
        "problems": [problem_value(problem) for problem in outcome.problems],
    }
