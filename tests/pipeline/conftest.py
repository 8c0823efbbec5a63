"""A small course and a target that needs no other room."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from coursewright import registry
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span
from coursewright.target import Options, Rendered, Target
from scenes.scene import BASE

HEAVY = Code("too-heavy", Severity.WARNING, "Heavy.", "It sinks.")
BROKEN = Code("too-broken", Severity.ERROR, "Broken.", "It falls.")


class Fake:
    """Writes the titles of the lessons; finds a fault where a title asks for it."""

    def __init__(self, name: str) -> None:
        self.rendered = 0
        self.target = Target(name, (HEAVY, BROKEN), self.check, self.render, self.write)

    def check(self, course: Course, options: Options) -> Iterable[Problem]:
        return self._found(course, "heavy", HEAVY)

    def render(self, course: Course, options: Options) -> Rendered:
        self.rendered += 1
        files = (Artifact(f"{one.id}.txt", one.title.encode()) for one in course.lessons)
        return Rendered(tuple(files), tuple(self._found(course, "broken", BROKEN)), {"made": 1})

    def write(self, rendered: Rendered) -> tuple[Artifact, ...]:
        return rendered.artifacts

    def _found(self, course: Course, word: str, code: Code) -> Iterator[Problem]:
        for lesson in course.lessons:
            if word in lesson.title:
                yield code.at(
                    Span.whole(lesson.path), f"The title says {word}.", hint="Lighten it."
                )


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The folder of a course without a fault."""
    return Path(shutil.copytree(BASE, tmp_path / "course"))


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Fake]:
    """Two targets, in the place of all others."""
    made = {name: Fake(name) for name in ("one", "two")}

    def pick(wanted: Iterable[str] = ()) -> tuple[Target, ...]:
        return tuple(made[name].target for name in tuple(wanted) or made)

    monkeypatch.setattr(registry, "pick", pick)
    return made


def retitle(course: Path, title: str) -> None:
    """Give the first lesson another title."""
    lesson = course / "1-basics" / "01-water.md"
    lesson.write_text(lesson.read_text().replace("title: Water first", f"title: {title}"))
