"""The road in one function: read the course, apply the rules, then check, render and write.

Everything stays in memory; `save` puts it on disk. Faults of the course are in the result.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from coursewright import read, rules
from coursewright.errors import SurroundingsError
from coursewright.model import Course
from coursewright.output import Artifact, write_folder
from coursewright.problems import Problem, Severity, has_errors, sort_problems
from coursewright.source import Source
from coursewright.target import Options, Rendered, Target

from .report import report_bytes, report_of

__all__ = ["Built", "Reporter", "Silent", "build", "check", "save", "write_file"]


class Reporter(Protocol):
    """Whoever wants to know how far the road has been gone: the terminal, the preview, a test."""

    def started(self, step: str) -> None:
        """Hear that a step begins: `read`, `rules`, then the name of each target."""

    def progress(self, step: str, done: int, total: int) -> None:
        """Hear that `done` of `total` steps are behind us, `step` being the last of them."""

    def problem(self, problem: Problem) -> None:
        """Hear of a problem, in the order in which they are found."""

    def finished(self, step: str) -> None:
        """Hear that a step is done."""


class Silent:
    """A reporter that hears nothing."""

    def started(self, step: str) -> None:
        """Pass over the beginning of a step."""

    def progress(self, step: str, done: int, total: int) -> None:
        """Pass over progress."""

    def problem(self, problem: Problem) -> None:
        """Pass over a problem; it stands in the result as well."""

    def finished(self, step: str) -> None:
        """Pass over the end of a step."""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of the road, in memory."""

    course: Course | None
    """None when the folder could not be read as a course at all."""
    problems: tuple[Problem, ...]
    """All that were found, in the order of their places."""
    sources: Mapping[str, Source]
    """The text files of the course by path: what a printer shows a place from."""
    rendered: Mapping[str, Rendered] = field(default_factory=dict)
    """What each target made, by its name; empty when a problem stopped the build."""
    artifacts: Mapping[str, tuple[Artifact, ...]] = field(default_factory=dict)
    """The files that will lie in the folder of each target, by its name."""
    report: Mapping[str, Any] = field(default_factory=dict)
    """The content of `report.json`; empty when a problem stopped the build."""


class _Walk:
    """One walk along the road: counts the steps and gathers the problems."""

    def __init__(self, reporter: Reporter, total: int) -> None:
        self.reporter = reporter
        self.total = total
        self.done = 0
        self.problems: list[Problem] = []

    def begin(self, step: str) -> None:
        self.reporter.started(step)

    def end(self, step: str, problems: Iterable[Problem] = ()) -> None:
        for problem in problems:
            self.problems.append(problem)
            self.reporter.problem(problem)
        self.done += 1
        self.reporter.finished(step)
        self.reporter.progress(step, self.done, self.total)


def check(
    folder: Path,
    targets: Iterable[Target] = (),
    options: Options | None = None,
    reporter: Reporter | None = None,
) -> Built:
    """Return the course and every problem that shows without rendering anything."""
    targets = tuple(targets)
    walk = _Walk(reporter or Silent(), 2 + len(targets))
    return _checked(folder, targets, options or Options(), walk)


def build(
    folder: Path,
    targets: Iterable[Target],
    options: Options | None = None,
    *,
    strict: bool = False,
    reporter: Reporter | None = None,
) -> Built:
    """Return the course compiled for each target: read, rules, then check, render, write.

    An error (under `strict` also a warning) stops it after the checks, with all problems in the
    result and nothing rendered; one that shows in rendering leaves `artifacts` empty.
    """
    targets, options = tuple(targets), options or Options()
    walk = _Walk(reporter or Silent(), 2 + 2 * len(targets))
    checked = _checked(folder, targets, options, walk)
    if checked.course is None or has_errors(checked.problems, strict=strict):
        return checked
    rendered: dict[str, Rendered] = {}
    artifacts: dict[str, tuple[Artifact, ...]] = {}
    for target in targets:
        walk.begin(target.name)
        own = target.options_from(options)
        made = rendered[target.name] = target.render(checked.course, own)
        artifacts[target.name] = target.write(made)
        walk.end(target.name, made.problems)
    problems = sort_problems(walk.problems)
    if has_errors(problems, strict=strict):
        return Built(checked.course, problems, checked.sources, rendered)
    report = report_of(checked.course, problems, artifacts, rendered)
    return Built(checked.course, problems, checked.sources, rendered, artifacts, report)


def save(built: Built, out: Path) -> None:
    """Write what was built to `out/<target>/`, each folder in one swap, then `out/report.json`.

    Folders of targets that were not built stay as they are.

    Raises:
        UsageError: the folder is one that must not be replaced.
        SurroundingsError: the disk refused.
    """
    ours = _built_before(out)
    for name, artifacts in built.artifacts.items():
        write_folder(out / name, artifacts, ours=ours)
    write_file(out / "report.json", report_bytes(built.report))


def _built_before(out: Path) -> bool:
    """Tell whether a folder is one that we build into: the report of the last build lies in it."""
    try:
        report = json.loads((out / "report.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and isinstance(report.get("targets"), dict)


def write_file(path: Path, data: bytes) -> None:
    """Write one file beside the targets' folders, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror or error}"
        raise SurroundingsError(
            msg, hint="Is there room on the disk, and may you write?"
        ) from error


def _damaged(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the files in which something could not be read."""
    return frozenset(one.span.path for one in problems if one.severity is Severity.ERROR)


def _checked(folder: Path, targets: tuple[Target, ...], options: Options, walk: _Walk) -> Built:
    walk.begin("read")
    result = read.read_course(folder)
    walk.end("read", result.problems)
    if result.course is not None:
        walk.begin("rules")
        walk.end("rules", rules.apply(result.course, _damaged(result.problems)))
        for target in targets:
            walk.begin(target.name)
            walk.end(target.name, target.check(result.course, target.options_from(options)))
    return Built(result.course, sort_problems(walk.problems), result.sources)
