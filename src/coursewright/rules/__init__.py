"""Rules that hold for any course and any target: small functions that yield problems.

Each family of rules is a file with its codes beside the checks. `apply` runs them all.
"""

from collections.abc import Collection

from coursewright.model import Course
from coursewright.problems import Code, Problem, sort_problems

from . import (
    assessments,
    branch_paths,
    cross_references,
    day_order,
    digest_marks,
    duplicates,
    email_fields,
    email_identity,
    fact_use,
    feedback_given,
    heading_levels,
    ignore_comments,
    illustrations,
    lesson_links,
    link_hosts,
    media_kinds,
    objective_use,
    one_action,
    overlap,
    placement,
    plain_fields,
    prerequisites,
    question_keys,
    readiness_rules,
    recall_order,
    severities,
    target_choice,
    template_faults,
    track_use,
    unused,
    word_budgets,
)
from .cascades import is_follow_on, without_echoes
from .overlap import overlap_with
from .severities import Severities
from .target_choice import target_names
from .template_faults import (
    brand_problem,
    interface_text_problem,
    missing_text_problem,
    template_problem,
)

__all__ = [
    "CODES",
    "FAMILIES",
    "Severities",
    "apply",
    "brand_problem",
    "interface_text_problem",
    "is_follow_on",
    "missing_text_problem",
    "overlap",
    "overlap_with",
    "target_names",
    "template_problem",
    "without_echoes",
]

FAMILIES = (
    assessments,
    branch_paths,
    cross_references,
    day_order,
    digest_marks,
    duplicates,
    email_identity,
    email_fields,
    fact_use,
    feedback_given,
    heading_levels,
    ignore_comments,
    illustrations,
    lesson_links,
    link_hosts,
    media_kinds,
    objective_use,
    one_action,
    placement,
    plain_fields,
    prerequisites,
    question_keys,
    readiness_rules,
    recall_order,
    severities,
    target_choice,
    template_faults,
    track_use,
    unused,
    word_budgets,
)
"""The files of rules; each has its `CODES` and its `RULES`."""

CODES: tuple[Code, ...] = (
    *(code for family in FAMILIES for code in family.CODES),
    *overlap.CODES,
)
"""Every kind of fault that the rules find, and that of `overlap_with`."""


def apply(course: Course, damaged: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return everything that breaks a rule, in the order of places.

    Args:
        course: the course, as far as it could be read.
        damaged: paths of files that lost content, and `PATH#FIELD` for fields that lost their
            value; what may only seem missing because of them is not reported.
    """
    found = (problem for family in FAMILIES for rule in family.RULES for problem in rule(course))
    kept = (problem for problem in found if not is_follow_on(problem, damaged))
    return sort_problems(without_echoes(kept))
