"""What a target is: the small contract between the road and everything that it can compile to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from .model import Course
from .output import Artifact
from .problems import Code, Problem

__all__ = ["Options", "Rendered", "Target"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a compile may be told beside the course itself. The same options give the same bytes."""

    templates: tuple[Path, ...] = ()
    """Folders searched for templates, the author's before ours."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of single targets by name, for example `{"lms": "moodle"}`."""
    only: frozenset[str] = frozenset()
    """Lesson ids to render, for the preview; empty means all."""
    start: datetime | None = None
    """The start date for plans; None leaves dates out. No target asks the clock."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a target made in memory: files to write, problems found on the way, facts to report."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    """Sizes, hashes and counts for `report.json`: plain JSON values."""


class Target(Protocol):
    """One thing a course compiles to. Each is a folder with `check.py`, `render.py`, `write.py`."""

    @property
    def name(self) -> str:
        """The word on the command line and the folder below the output: `scorm12`."""

    @property
    def codes(self) -> tuple[Code, ...]:
        """The kinds of fault this target can find."""

    def check(self, course: Course, options: Options) -> Iterable[Problem]:
        """Return what would break this target, from the course alone."""

    def render(self, course: Course, options: Options) -> Rendered:
        """Return the files in memory, as the pieces the target thinks in (pages, manifests)."""

    def write(self, rendered: Rendered) -> tuple[Artifact, ...]:
        """Return the files as they will lie in the output: packed where the target packs (zip)."""
