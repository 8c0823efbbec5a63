"""What a course decides about its own build: the targets, and the severities of problems."""

from collections.abc import Iterable, Mapping

from coursewright import registry, rules
from coursewright.model import Course, RuleLevels
from coursewright.problems import Problem
from coursewright.rules import Severities
from coursewright.source import Source
from coursewright.target import Target

__all__ = ["chosen_targets", "severities_of"]


def chosen_targets(
    course: Course | None, targets: Iterable[Target] | None
) -> tuple[tuple[Target, ...], tuple[Problem, ...]]:
    """Return the targets to build, and what is wrong with the course's choice.

    Args:
        course: the course, as far as it could be read.
        targets: those that somebody named; None: nobody did.
    """
    if targets is not None:
        return tuple(targets), ()
    if course is None:
        return registry.pick(), ()
    names, problems = rules.target_names(course, registry.default_names(), registry.names())
    return tuple(registry.load(name) for name in names), problems


def severities_of(
    course: Course | None, sources: Mapping[str, Source], targets: Iterable[Target]
) -> Severities:
    """Return what the course decided about severities."""
    levels = course.settings.rules if course is not None else RuleLevels()
    names = [target.name for target in targets]
    return Severities(levels, sources, registry.all_codes(), names)
