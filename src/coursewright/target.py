"""What a target is: the small contract between the build and everything that it compiles to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from .errors import UsageError
from .model import Course
from .output import Artifact
from .problems import Code, Problem, near

__all__ = ["Options", "Rendered", "Target", "TargetOption"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a compile may be told beside the course itself. The same options give the same bytes."""

    templates: tuple[Path, ...] = ()
    """Folders searched for templates, the author's before ours."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """For the build: what `--set` says, as `{"outline.depth": "3"}`, and `lms` and `edition`.
    For a target: its own options by key, each with a value: `{"depth": 3}`."""
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


@dataclass(frozen=True, slots=True)
class TargetOption:
    """A setting of one target: `--set TARGET.KEY=VALUE`."""

    key: str
    """The word after the dot."""
    default: str | int | bool
    """The value when it is not set; its type is the option's type."""
    doc: str
    """What it does, in one line of `build --help`."""
    choices: tuple[str, ...] = ()
    """The words allowed, if they are few."""

    @property
    def shown_default(self) -> str:
        """The default as it would be written after `=`."""
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        return str(self.default)

    def value_of(self, text: str, name: str) -> str | int | bool:
        """Return the value of what was written after `name=`.

        Raises:
            UsageError: it is none that this option takes.
        """
        wanted = f"Write {name}={self.shown_default}, for example."
        if self.choices and text not in self.choices:
            hint = near(text, self.choices) or f"Choose one of {', '.join(self.choices)}."
            msg = f"{name} cannot be {text!r}"
            raise UsageError(msg, hint=hint)
        if isinstance(self.default, bool):
            if text not in _TRUTH:
                msg = f"{name} is yes or no, not {text!r}"
                raise UsageError(msg, hint=wanted)
            return _TRUTH[text]
        if isinstance(self.default, int):
            try:
                return int(text)
            except ValueError:
                msg = f"{name} is a whole number, not {text!r}"
                raise UsageError(msg, hint=wanted) from None
        return text


_TRUTH = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a course compiles to."""

    name: str
    """The word on the command line and the folder below the output: `scorm12`."""
    codes: tuple[Code, ...]
    """The kinds of fault this target can find."""
    check: Callable[[Course, Options], Iterable[Problem]]
    """Return what would break this target, from the course alone."""
    render: Callable[[Course, Options], Rendered]
    """Return the files in memory, as the pieces the target thinks in (pages, manifests)."""
    write: Callable[[Rendered], tuple[Artifact, ...]]
    """Return the files as they will lie in the output: packed where the target packs (zip)."""
    options: tuple[TargetOption, ...] = ()
    """What `--set` may say of it."""

    def options_from(self, options: Options) -> Options:
        """Return the options as this target gets them: its own settings, each with a value.

        Raises:
            UsageError: a setting names an option that this target does not have, or a value that
                the option does not take.
        """
        known = {option.key: option for option in self.options}
        values = {option.key: option.default for option in self.options}
        for name, text in options.settings.items():
            target, dot, key = name.rpartition(".")
            if dot and target != self.name:
                continue
            if key in known:
                values[key] = known[key].value_of(str(text), name)
            elif dot:
                msg = f"the target {target!r} has no option {key!r}"
                has = ", ".join(known) or "none"
                hint = near(key, known) or f"Its options: {has}."
                raise UsageError(msg, hint=hint)
        return replace(options, settings=values)
