"""Which enrollments a command is about: people by address, a cohort, all who are on hold."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coursewright.errors import UsageError
from coursewright.problems import near

from .releases import Published
from .statements import batches, statement
from .upcoming import enrollments_of

__all__ = ["Selection", "for_each_batch", "held_ids", "selected_ids"]


@dataclass(frozen=True, slots=True)
class Selection:
    """People by address, a cohort, those who were added last; together they narrow the choice."""

    addresses: Sequence[str] = ()
    cohort: str = ""
    added_since: float | None = None
    """Only those who were enrolled from this instant on."""


def selected_ids(
    connection: sa.Connection, published: Published, selection: Selection
) -> list[int]:
    """Return the ids of the enrollments that a selection names.

    Raises:
        UsageError: it names nobody, or an address or a cohort that is not in the course.
    """
    if not (selection.addresses or selection.cohort or selection.added_since is not None):
        raise UsageError("say who is meant: an address, --cohort NAME or --added-since TIME")
    filters = []
    if selection.cohort:
        filters.append(_cohort_ids(connection, published, selection.cohort))
    if selection.added_since is not None:
        values = {"course": published.id, "since": int(selection.added_since)}
        filters.append(
            list(connection.execute(statement(connection, "added-ids"), values).scalars())
        )
    if selection.addresses:
        return _named_ids(connection, published, selection, [set(ids) for ids in filters])
    first, *others = filters
    return [one for one in first if all(one in ids for ids in map(set, others))]


def _named_ids(
    connection: sa.Connection,
    published: Published,
    selection: Selection,
    filters: Sequence[Container[int]],
) -> list[int]:
    found: list[int] = []
    for address in selection.addresses:
        ids = enrollments_of(connection, address, published)
        ids = [number for number in ids if all(number in some for some in filters)]
        if not ids:
            where = f"cohort {selection.cohort}" if selection.cohort else published.release.slug
            msg = f"{address} is not enrolled in {where}"
            raise UsageError(msg)
        found += ids
    return list(dict.fromkeys(found))


def held_ids(connection: sa.Connection, published: Published, cohort: str = "") -> list[int]:
    """Return the enrollments on hold because their lesson was missed, sponsors' among them."""
    if cohort:
        _cohort_ids(connection, published, cohort)  # a misspelt one is refused
    values = {"course": published.id, "cohort": cohort}
    return list(connection.execute(statement(connection, "held-ids"), values).scalars())


def for_each_batch(ids: Sequence[int], act: Callable[[Sequence[int]], int]) -> int:
    """Carry out an act for many enrollments, some at a time; return the sum."""
    return sum(act(batch) for batch in batches(ids))


def _cohort_ids(connection: sa.Connection, published: Published, cohort: str) -> list[int]:
    values = {"course": published.id, "cohort": cohort}
    ids = list(connection.execute(statement(connection, "cohort-ids"), values).scalars())
    if not ids:
        found = connection.execute(statement(connection, "cohorts"), {"course": published.id})
        names = [name for name in found.scalars() if name]
        msg = f"no learner is in the cohort {cohort[:64]!r}"
        known = f"There are {', '.join(names[:8])}." if names else "No learner has a cohort."
        raise UsageError(msg, hint=near(cohort, names) or known)
    return ids
