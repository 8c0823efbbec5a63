"""The steps of a build: read the course, apply the rules, then check, render and write.

Everything stays in memory until `save` writes it. Problems of the course are in the result.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from coursewright import read, registry, rules
from coursewright.errors import SurroundingsError, TemplateFileError
from coursewright.model import Course
from coursewright.output import Artifact, replace_file, write_folder
from coursewright.problems import Code, Problem, has_errors, sort_problems
from coursewright.rules import Severities
from coursewright.source import Source
from coursewright.target import Options, Rendered, Target

from .choices import chosen_targets, severities_of
from .report import report_bytes, report_of
from .template_paths import located, template_problems, template_sources

__all__ = ["Built", "Reporter", "Silent", "build", "check", "save", "write_file"]


class Reporter(Protocol):
    """Receives the progress of a build: the terminal, the preview or a test."""

    def started(self, step: str) -> None:
        """A step starts: `read`, `rules`, then the name of each target."""

    def progress(self, step: str, done: int, total: int) -> None:
        """`done` of `total` steps are finished; `step` was the last."""

    def problem(self, problem: Problem) -> None:
        """A problem was found."""

    def finished(self, step: str) -> None:
        """A step is finished."""


class Silent:
    """A reporter that ignores everything."""

    def started(self, step: str) -> None:
        """Ignore the start of a step."""

    def progress(self, step: str, done: int, total: int) -> None:
        """Ignore progress."""

    def problem(self, problem: Problem) -> None:
        """Ignore a problem; it is also in the result."""

    def finished(self, step: str) -> None:
        """Ignore the end of a step."""


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build, in memory."""

    course: Course | None
    """None if the folder could not be read as a course."""
    problems: tuple[Problem, ...]
    """All problems, ordered by place."""
    sources: Mapping[str, Source]
    """The text files of the course by path, for printing excerpts."""
    rendered: Mapping[str, Rendered] = field(default_factory=dict)
    """What each target rendered, by name; empty if a problem stopped the build."""
    artifacts: Mapping[str, tuple[Artifact, ...]] = field(default_factory=dict)
    """The files for the folder of each target, by name."""
    report: Mapping[str, Any] = field(default_factory=dict)
    """The content of `report.json`; empty if a problem stopped the build."""


class _Progress:
    """The progress of one build: counts steps and collects problems."""

    def __init__(self, reporter: Reporter, total: int, *, rounds: int = 1) -> None:
        self.reporter = reporter
        self.total = total
        self.rounds = rounds
        """How often each target has its turn: to be checked, to be rendered."""
        self.done = 0
        self.problems: list[Problem] = []

    def expect(self, targets: int) -> None:
        """Take in how many targets there are."""
        self.total += self.rounds * targets

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
    targets: Iterable[Target] | None = (),
    options: Options | None = None,
    reporter: Reporter | None = None,
) -> Built:
    """Return the course and every problem that can be found without rendering.

    Args:
        folder: the course.
        targets: what is built; None: what the course says, or the default targets; empty: no
            target is checked, and rules for any target apply.
        options: what the targets may be told.
        reporter: receives the progress.
    """
    progress = _Progress(reporter or Silent(), 2)
    checked, severities, chosen = _checked(folder, targets, options or Options(), progress)
    looked_for = (*read.CODES, *_of_rules()) if checked.course is not None else ()
    return _ended(checked, severities, looked_for, chosen)


def build(
    folder: Path,
    targets: Iterable[Target] | None,
    options: Options | None = None,
    *,
    strict: bool = False,
    reporter: Reporter | None = None,
) -> Built:
    """Return the course compiled for each target: read, rules, then check, render, write.

    An error (under `strict` also a warning) stops it after the checks, with all problems in the
    result and nothing rendered; one that shows in rendering leaves `artifacts` empty.
    """
    options = options or Options()
    progress = _Progress(reporter or Silent(), 2, rounds=2)
    checked, severities, chosen = _checked(folder, targets, options, progress)
    if checked.course is None or has_errors(checked.problems, strict=strict):
        return checked
    rendered: dict[str, Rendered] = {}
    artifacts: dict[str, tuple[Artifact, ...]] = {}
    for target in chosen:
        progress.begin(target.name)
        own = target.options_from(options)
        try:
            made = target.render(checked.course, own)
        except TemplateFileError as error:
            made = Rendered((), (rules.template_problem(error),))
        rendered[target.name] = made
        artifacts[target.name] = target.write(made) if made.artifacts else ()
        found = located(made.problems, folder, options.templates)
        progress.end(target.name, severities.applied(found))
    looked_for = (*read.CODES, *_of_rules(), *(code for one in chosen for code in one.codes))
    leftovers = severities.leftovers(looked_for)
    problems = sort_problems((*progress.problems, *leftovers))
    sources = {**checked.sources, **template_sources(problems, folder)}
    if has_errors(problems, strict=strict):
        return Built(checked.course, problems, sources, rendered)
    report = report_of(checked.course, problems, artifacts, rendered)
    return Built(checked.course, problems, sources, rendered, artifacts, report)


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
    """Tell whether a folder contains a previous build, by its report."""
    try:
        report = json.loads((out / "report.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and isinstance(report.get("targets"), dict)


def write_file(path: Path, data: bytes) -> None:
    """Write one file next to the targets' folders atomically."""
    try:
        replace_file(path, data)
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror or error}"
        raise SurroundingsError(
            msg, hint="Is there room on the disk, and may you write?"
        ) from error


def _of_rules() -> tuple[Code, ...]:
    """Return the codes of all rules but the one that needs another text."""
    return tuple(code for family in rules.FAMILIES for code in family.CODES)


def _ended(
    checked: Built, severities: Severities, looked_for: Iterable[Code], chosen: tuple[Target, ...]
) -> Built:
    problems = sort_problems((*checked.problems, *severities.leftovers(looked_for)))
    return replace(checked, problems=problems)


def _checked(
    folder: Path, targets: Iterable[Target] | None, options: Options, progress: _Progress
) -> tuple[Built, Severities, tuple[Target, ...]]:
    progress.begin("read")
    result = read.read_course(folder)
    chosen, found = chosen_targets(result.course, targets)
    registry.check_settings(options.settings, chosen)
    progress.expect(len(chosen))
    severities = severities_of(result.course, result.sources, chosen)
    progress.end("read", severities.applied(result.problems))
    if result.course is not None:
        progress.begin("rules")
        found = (*found, *rules.apply(result.course, result.damage))
        found = (*found, *severities.faults(result.course.fields))
        if chosen:
            broken = template_problems(options.templates, result.course)
            found = (*found, *located(broken, folder, options.templates))
        progress.end("rules", severities.applied(found))
        for target in chosen:
            progress.begin(target.name)
            judged = target.check(result.course, target.options_from(options))
            kept = (one for one in judged if not rules.is_follow_on(one, result.damage))
            placed = located(kept, folder, options.templates)
            progress.end(target.name, severities.applied(placed))
    problems = sort_problems(progress.problems)
    sources = {**result.sources, **template_sources(problems, folder)}
    built = Built(result.course, problems, sources)
    return built, severities, chosen
