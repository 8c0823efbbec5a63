"""The course as it stands now, and what was made of it: read at each save, made when looked at."""

import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from coursewright import read, rules
from coursewright.errors import CoursewrightError, TemplateFileError
from coursewright.model import Course
from coursewright.pipeline.choices import chosen_targets, severities_of
from coursewright.pipeline.template_paths import located
from coursewright.problems import Problem, Severity, has_errors, sort_problems
from coursewright.read.course_folder import walk_folder
from coursewright.source import Source
from coursewright.target import Options, Target

from .template_faults import (
    faults_when_filled,
    faults_when_parsed,
    problem_of,
    without_repeats,
)

__all__ = ["FaultyError", "LiveCourse", "Made", "State"]

_T = TypeVar("_T")
_KEPT = 96  # things made from an earlier state that can stand in for what cannot be made now


@dataclass(frozen=True, slots=True)
class State:
    """The course at one moment."""

    version: int
    """Grows by one with each change of content."""
    course: Course | None
    """What is shown: where a file cannot be read, as it was when it last could."""
    read: tuple[Problem, ...] = ()
    """What the reader found on disk just now."""
    judged: tuple[Problem, ...] = ()
    """What rules and targets found, perhaps a moment ago."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The files as they lie on disk."""
    damage: Mapping[str, str] = field(default_factory=dict)
    """What the reader could not read on disk just now."""
    stale: tuple[str, ...] = ()
    """Files of which an earlier text is shown."""
    settled: bool = False
    """Whether `judged` belongs to this version."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of their places."""
        return sort_problems((*self.read, *self.judged))


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was made from the course; `fault` tells why it is an older one, or none."""

    value: Any
    fault: str = ""
    problems: tuple[Problem, ...] = ()
    """The same with its places, where it has some: then the list of problems has them."""


class FaultyError(Exception):
    """Say that something cannot be made, with the problems that are the reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{one.span}: {one.message}" for one in problems))
        self.problems = problems


class LiveCourse:
    """Reads the folder again on request, and caches results until the next change."""

    def __init__(self, folder: Path, templates: Iterable[Path] = ()) -> None:
        self.folder = folder
        self.options = Options(templates=tuple(templates))
        self.state = State(0, None)
        self.looks = 0
        """Grows by one whenever a template may have changed."""
        self._cache = read.Cache()
        self._good_cache = read.Cache()
        self._good: dict[str, bytes] = {}
        self._reading = threading.Lock()
        self._making = threading.Lock()
        self._memo: dict[Hashable, Made] = {}
        self._dress: dict[Hashable, Any] = {}
        self._turns: dict[Hashable, threading.RLock] = {}
        self._last: OrderedDict[Hashable, Any] = OrderedDict()
        self._filled: tuple[int, tuple[Problem, ...]] = (0, ())
        """What went wrong when the templates of a count of `looks` were filled."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, each once: of the state, and of what was made of it."""
        with self._making:
            made = [one for each in self._memo.values() for one in each.problems]
            return without_repeats(sort_problems((*self.state.problems, *made)))

    def refresh(self, *, templates: bool = True) -> State:
        """Read the folder again; files that cannot be read are shown as they last could.

        Args:
            templates: whether templates may have changed, too: then what is made of them alone
                is made anew.
        """
        with self._reading:
            found, walked = walk_folder(self.folder)
            files = {path: _bytes(found, path) for path in found}
            result = read.read_files(files, cache=self._cache)
            broken = {
                problem.span.path
                for problem in result.problems
                if problem.severity is Severity.ERROR
            }
            shown, stale = result.course, tuple(sorted(broken & self._good.keys()))
            if stale:
                old = files | {path: self._good[path] for path in stale}
                shown = read.read_files(old, cache=self._good_cache).course or shown
            self._good = {
                path: data if path not in broken else self._good[path]
                for path, data in files.items()
                if path not in broken or path in self._good
            }
            before = self.state
            with self._making:
                self._memo.clear()
                self._turns.clear()
                if templates:
                    self._dress.clear()
                    self.looks += 1
                self.state = State(
                    before.version + 1,
                    shown or before.course,
                    sort_problems((*walked, *result.problems)),
                    before.judged,
                    result.sources,
                    result.damage,
                    stale,
                )
            return self.state

    def judge(self) -> State:
        """Apply rules and checks to the state, unless it has been done."""
        state = self.state
        if state.settled:
            return state
        found = self._judged(state)
        with self._making:
            if self.state.version == state.version:
                self.state = State(
                    state.version,
                    state.course,
                    state.read,
                    sort_problems(found),
                    state.sources,
                    state.damage,
                    state.stale,
                    settled=True,
                )
            return self.state

    def _judged(self, state: State) -> Iterable[Problem]:
        """Yield what is wrong with the course; of files that are shown as they were, nothing."""
        if state.course is None:
            return ()
        found: list[Problem] = []
        try:
            targets, chosen = chosen_targets(state.course, None)
            severities = severities_of(state.course, state.sources, targets)
            found += (*chosen, *rules.apply(state.course, state.damage))
            found += severities.faults(state.course.fields)
            found += self._templates_judged(state.course, targets)
            for target in targets:
                if self.state.version != state.version:
                    break  # there is a newer one: nobody waits for this any more
                checked = target.check(state.course, target.options_from(self.options))
                found += (one for one in checked if not rules.is_follow_on(one, state.damage))
            found = list(severities.applied(found))
        except Exception:  # a course that rules or targets did not expect; what was found stands
            traceback.print_exc()
        return [one for one in found if one.span.path not in state.stale]

    def _templates_judged(self, course: Course, targets: tuple[Target, ...]) -> tuple[Problem, ...]:
        templates, looks = self.options.templates, self.looks
        found = tuple(faults_when_parsed(self.folder, templates, course))
        if not templates or any(problem.severity is Severity.ERROR for problem in found):
            return found
        if self._filled[0] != looks:  # what a lesson's text changes, the panes find themselves
            filled = faults_when_filled(course, targets, self.options, self.folder)
            self._filled = (looks, tuple(filled))
        return (*found, *self._filled[1])

    def make(self, key: Hashable, work: Callable[[Course], _T]) -> Made:
        """Return what `work` makes of the course, from memory where it was made before.

        A course with faults can break what would build it whole; then the last one that came
        out stands in, and `fault` says why.
        """
        state = self.state
        if state.course is None:
            return Made(None, "The course cannot be read yet.")
        with self._making:
            turn = self._turns.setdefault((state.version, key), threading.RLock())
        with turn:  # a page and its frame ask for the same at once: it is made once
            with self._making:
                known = self._memo.get(key)
            return known or self._make(state, key, work)

    def dress(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """Return what `work` makes of the templates alone; it is kept until one changes."""
        with self._making:
            if key in self._dress:
                return cast("_T", self._dress[key])
        made = work()
        with self._making:
            self._dress[key] = made
        return made

    def _make(self, state: State, key: Hashable, work: Callable[[Course], _T]) -> Made:
        assert state.course is not None  # noqa: S101 -- the caller has seen to it
        try:
            made = Made(work(state.course))
        except TemplateFileError as error:
            problem = problem_of(error, self.folder, self.options.templates)
            made = Made(self._last.get(key), str(error), (problem,))
        except FaultyError as error:
            found = located(error.problems, self.folder, self.options.templates)
            made = Made(self._last.get(key), str(error), tuple(found))
        except CoursewrightError as error:
            made = Made(self._last.get(key), str(error))
        except Exception as error:  # the author sees it in the page, the terminal has the rest
            if not has_errors(state.problems):
                traceback.print_exc()
            made = Made(self._last.get(key), f"{type(error).__name__}: {error}")
        with self._making:
            if self.state.version == state.version:
                self._memo[key] = made
            if not made.fault:
                self._last[key] = made.value
                self._last.move_to_end(key)
                while len(self._last) > _KEPT:
                    self._last.popitem(last=False)
        return made


def _bytes(files: Mapping[str, bytes], path: str) -> bytes:
    try:
        return files[path]
    except OSError:
        return b""
