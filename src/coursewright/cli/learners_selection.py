"""Who a command of `learners` is about, and how it is carried out for them: shared options."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from .ledger_options import TIME, course_option, database_option, dry_run_option, seconds_of

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.releases import Published

__all__ = ["Who", "steer", "who_options", "would"]


@dataclass(frozen=True, slots=True)
class Who:
    """The people that a command line names."""

    addresses: Sequence[str]
    cohort: str
    added_since: float | None


def who_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add addresses, `--cohort`, `--added-since`; and `--course`, `--database`, `--dry-run`."""

    @wraps(command)
    def with_who(
        addresses: Sequence[str], cohort: str, added_since: datetime | None, **words: Any
    ) -> None:
        command(who=Who(addresses, cohort, seconds_of(added_since)), **words)

    found: Callable[..., None] = with_who
    added = "Everybody enrolled since then, UTC: --added-since 2027-01-11T09:00"
    for option in (
        dry_run_option,
        database_option,
        course_option,
        click.option("--added-since", type=TIME, metavar="TIME", help=added),
        click.option(
            "--cohort", default="", metavar="NAME", help="Everybody in a cohort: --cohort 2027-01"
        ),
        click.argument("addresses", metavar="[ADDRESS]...", nargs=-1),
    ):
        found = option(found)
    return found


def steer(
    ledger: "Ledger",
    published: "Published",
    who: Who,
    act: Callable[..., int],
    *how: Any,
    dry_run: bool,
    **more: Any,
) -> int:
    """Carry out an act for those who are meant, or try it out; return for how many."""
    from coursewright.delivery.ledger.selection import Selection, for_each_batch, selected_ids

    selection = Selection(who.addresses, who.cohort, who.added_since)
    with ledger.trial(dry_run=dry_run) as connection:
        ids = selected_ids(connection, published, selection)
        return for_each_batch(ids, lambda batch: act(connection, published, batch, *how, **more))


def would(verb: str, *, dry_run: bool) -> str:
    """Return how a result is told: `paused`, or of a dry run `would be paused`."""
    return f"would be {verb}" if dry_run else verb
