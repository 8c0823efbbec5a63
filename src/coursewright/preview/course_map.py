"""The course map: modules, lessons, tracks with days, objectives and what assesses them, recall."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from coursewright.model import (
    Course,
    Lesson,
    Module,
    Objective,
    for_track,
    walk,
    words,
)
from coursewright.model.roles import Asked
from coursewright.problems import Problem, Severity

_WORDS_A_MINUTE = 220  # of silent reading for learning; studies find 175 to 300

__all__ = ["Goal", "Map", "MapLine", "Phase", "map_of"]


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective, and what assesses it."""

    objective: Objective
    items: tuple[str, ...]
    """Ids of items in lessons, then of pools."""

    @property
    def missing(self) -> bool:
        """Whether nothing assesses it, though something should."""
        return not self.items and not self.objective.supporting


@dataclass(frozen=True, slots=True)
class MapLine:
    """A lesson on the map."""

    lesson: Lesson
    words: int
    minutes: int
    """What the author says, or else the estimate."""
    estimate: int
    """Minutes to read these words."""
    declared: bool
    """Whether the author says how long it takes."""
    goals: tuple[Goal, ...]
    asks: tuple[tuple[str, str], ...]
    """What is asked again at its start: item, and the id of the lesson it comes from."""
    asked_by: tuple[tuple[str, str], ...]
    """Where what it teaches is asked again: item, and the id of that lesson."""
    faults: tuple[int, int]
    """Errors and warnings in its file."""

    @property
    def doubtful(self) -> bool:
        """Whether the author's minutes to read are far from what the words suggest."""
        said = self.lesson.front.minutes.read
        return said > 0 and abs(said - self.estimate) > max(2, said / 2)


@dataclass(frozen=True, slots=True)
class Phase:
    """A module on the map."""

    module: Module
    lines: tuple[MapLine, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The whole of it, for one track or all."""

    phases: tuple[Phase, ...]
    lessons: int
    minutes: int
    words: int
    missing: int
    """Objectives that nothing assesses."""


def map_of(course: Course, problems: tuple[Problem, ...], track: str) -> Map:
    """Return the map of a track's lessons; of all lessons when `track` is empty."""
    lessons = course.lessons_of(track) if track else course.lessons
    items = _items(course)
    faults = Counter((problem.span.path, problem.severity) for problem in problems)
    home = {item: lesson.id for lesson in course.lessons for item in lesson.front.supplies}
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for lesson in course.lessons:
        for item in _asked(lesson, track):
            if item in home:
                asked[home[item]].append((item, lesson.id))
    lines = {one.id: _line(one, track, items, faults, home, asked) for one in lessons}
    phases = tuple(
        Phase(module, its)
        for module in course.settings.modules
        if (its := tuple(lines[one.id] for one in lessons if one.front.module == module.id))
    )
    return Map(
        phases,
        len(lines),
        sum(line.minutes for line in lines.values()),
        sum(line.words for line in lines.values()),
        sum(goal.missing for line in lines.values() for goal in line.goals),
    )


def _line(
    lesson: Lesson,
    track: str,
    items: dict[str, list[str]],
    faults: Counter[tuple[str, Severity]],
    home: dict[str, str],
    asked: dict[str, list[tuple[str, str]]],
) -> MapLine:
    minutes = lesson.front.minutes.read + lesson.front.minutes.practice
    count = words(for_track(lesson.body, track) if track else lesson.body)
    estimate = max(1, round(count / _WORDS_A_MINUTE)) if count else 0
    return MapLine(
        lesson=lesson,
        words=count,
        minutes=minutes or estimate,
        estimate=estimate,
        declared=minutes > 0,
        goals=tuple(
            Goal(objective, tuple(items.get(objective.id, ())))
            for objective in lesson.front.objectives
        ),
        asks=tuple((item, home.get(item, "")) for item in _asked(lesson, track)),
        asked_by=tuple(dict.fromkeys(asked[lesson.id])),
        faults=(faults[lesson.path, Severity.ERROR], faults[lesson.path, Severity.WARNING]),
    )


def _asked(lesson: Lesson, track: str) -> tuple[str, ...]:
    wanted = [track] if track else list(lesson.front.recall)
    found = (item for one in wanted for item in lesson.front.recall.get(one, ()))
    return tuple(dict.fromkeys(found))


def _items(course: Course) -> dict[str, list[str]]:
    """Return the ids of items by the objective that they assess."""
    found: dict[str, list[str]] = defaultdict(list)
    for lesson in course.lessons:
        for block in walk(lesson.body):
            if isinstance(block, Asked) and block.objective:
                found[block.objective].append(block.id)
    for pool in course.pools.values():
        for item in pool.items:
            if item.objective:
                found[item.objective].append(item.id)
    return found
