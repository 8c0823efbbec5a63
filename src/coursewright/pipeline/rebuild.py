"""Build into a folder, unless all that would be written lies there already.

Light at the top: when nothing has changed, only the stamp is read and the files are hashed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursewright.problems import Problem, Severity, has_errors
from coursewright.shipped import shipped
from coursewright.source import Source, Span

from .stamp import NAME, fingerprint, known_report, stamp_bytes

if TYPE_CHECKING:
    from .steps import Reporter

__all__ = ["Outcome", "rebuild"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    problems: tuple[Problem, ...]
    sources: Mapping[str, Source]
    """The files that problems point into."""
    report: Mapping[str, Any]
    """The content of `report.json`; empty when a problem stopped the build."""
    unchanged: bool
    """Whether nothing had to be done."""

    def stopped(self, *, strict: bool) -> bool:
        """Tell whether problems stopped the build."""
        return not self.report or has_errors(self.problems, strict=strict)


def rebuild(
    folder: Path,
    out: Path,
    targets: tuple[str, ...],
    *,
    templates: tuple[Path, ...] = (),
    settings: Mapping[str, Any] | None = None,
    strict: bool = False,
    reporter: "Reporter | None" = None,
) -> Outcome:
    """Build the course in `folder` into `out/<target>/` and `out/report.json`.

    A stamp beside the report tells the next call that there is nothing to do.

    Raises:
        UsageError: no such target, or a folder that must not be replaced.
        SurroundingsError: a broken plugin, a disk that refuses.
    """
    settings = settings or {}
    watched = (*templates, shipped("templates"))
    mark = fingerprint(folder, watched, targets, settings, leave_out=out)
    report = known_report(out, mark) if mark else None
    if report is not None:
        problems = tuple(_problem(value) for value in report["problems"])
        return Outcome(problems, _sources(folder, problems), report, unchanged=True)

    from coursewright import registry
    from coursewright.target import Options

    from .report import report_bytes
    from .steps import build, save, write_file

    chosen = registry.pick(targets) if targets else None
    if chosen is not None:
        registry.check_settings(settings, chosen)
    options = Options(templates=templates, settings=settings)
    built = build(folder, chosen, options, strict=strict, reporter=reporter)
    if built.report:
        save(built, out)
        if mark:
            write_file(out / NAME, stamp_bytes(mark, report_bytes(built.report)))
    return Outcome(built.problems, built.sources, built.report, unchanged=False)


def _problem(value: Mapping[str, Any]) -> Problem:
    place = [value[key] for key in ("path", "line", "column", "end_line", "end_column")]
    severity = Severity(value["severity"])
    return Problem(value["code"], severity, value["message"], Span(*place), value["hint"])


def _sources(folder: Path, problems: tuple[Problem, ...]) -> dict[str, Source]:
    """Return the files that the problems point into; they are as they were when it was built."""
    found: dict[str, Source] = {}
    for path in {problem.span.path for problem in problems}:
        file = folder / path
        if file.is_file():
            text = file.read_bytes().decode("utf-8-sig", "replace")
            found[path] = Source(path, text.replace("\r\n", "\n"))
    return found
