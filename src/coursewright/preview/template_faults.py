"""What is wrong with templates, brand and sample learners, before anybody opens a pane."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from coursewright import rules
from coursewright.errors import TemplateFileError
from coursewright.model import Course, walk
from coursewright.pipeline.template_paths import located, template_problems
from coursewright.presentation.templates import Templates
from coursewright.problems import Problem
from coursewright.target import Options, Target

from .sample_learners import read_learners

__all__ = ["faults_when_filled", "faults_when_parsed", "problem_of", "without_repeats"]

_MOST = 6  # lessons that templates are filled with
_FILLING = ("email", "site")  # the LMS targets fill the same templates as the site


def problem_of(error: TemplateFileError, course: Path, templates: tuple[Path, ...]) -> Problem:
    """Return the problem of a template, with the path to its file."""
    (found,) = located([rules.template_problem(error)], course, templates)
    return found


def faults_when_parsed(
    folder: Path, templates: tuple[Path, ...], course: Course | None = None
) -> list[Problem]:
    """Return what is wrong with the author's files, and with interface text, before any filling."""
    found = [*located(template_problems(templates, course), folder, templates)]
    errors = [*Templates("preview", templates).faults()] if templates else []
    try:
        read_learners(templates)
    except TemplateFileError as error:
        errors.append(error)
    return [*found, *(problem_of(error, folder, templates) for error in errors)]


def faults_when_filled(
    course: Course, targets: Iterable[Target], options: Options, folder: Path
) -> Iterator[Problem]:
    """Yield what goes wrong when the author's templates are filled with some lessons.

    A name that does not exist shows only then. The lessons are few, and have most kinds of blocks.
    """
    some = replace(options, only=_some_lessons(course))
    for target in targets:
        if target.name not in _FILLING:
            continue
        try:
            made = target.render(course, target.options_from(some)).problems
        except TemplateFileError as error:
            made = (rules.template_problem(error),)
        for one in located(made, folder, options.templates):
            if one.span.path.startswith("../"):
                yield one


def without_repeats(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems, with one for each line of a template: two targets may find the same."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in problems:
        place = (one.span.path, one.span.line)
        if not one.span.path.startswith("../"):
            kept.append(one)
        elif place not in seen:
            seen.add(place)
            kept.append(one)
    return tuple(kept)


def _some_lessons(course: Course) -> frozenset[str]:
    kinds: set[type] = set()
    found: list[str] = []
    for lesson in course.lessons:
        its = {type(block) for block in walk(lesson.body)}
        if its - kinds:
            found.append(lesson.id)
            kinds |= its
    return frozenset(found[:_MOST])
