"""Who a command of `learners` is about, and how it is carried out for them: shared options."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .ledger_options import course_option, database_option, dry_run_option

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.releases import Published

__all__ = ["cohort_option", "steer", "who_options", "would"]

_F = TypeVar("_F", bound=Callable[..., Any])


def cohort_option(command: _F) -> _F:
    """Add `--cohort NAME`."""
    text = "Everybody in a cohort: --cohort 2027-01"
    return click.option("--cohort", default="", metavar="NAME", help=text)(command)


def who_options(command: _F) -> _F:
    """Add addresses, `--cohort`, `--course`, `--database` and `--dry-run`."""
    addresses = click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
    for option in (dry_run_option, database_option, course_option, cohort_option, addresses):
        command = option(command)
    return command


def steer(
    ledger: "Ledger",
    published: "Published",
    who: tuple[Sequence[str], str],
    act: Callable[..., int],
    *how: Any,
    dry_run: bool,
    **more: Any,
) -> int:
    """Carry out an act for those who are meant, or try it out; return for how many."""
    from coursewright.delivery.ledger.selection import Selection, for_each_batch, selected_ids

    with ledger.trial(dry_run=dry_run) as connection:
        ids = selected_ids(connection, published, Selection(*who))
        return for_each_batch(ids, lambda batch: act(connection, published, batch, *how, **more))


def would(verb: str, *, dry_run: bool) -> str:
    """Return how a result is told: `paused`, or of a dry run `would be paused`."""
    return f"would be {verb}" if dry_run else verb
