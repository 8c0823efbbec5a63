"""`coursewright learners start|move`: change when a course begins, or move what is to come."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from .learners_selection import Who, steer, who_options, would
from .ledger_options import now, opened

if TYPE_CHECKING:
    from coursewright.delivery.ledger.start_dates import DateChange

__all__ = ["DATES"]

_LATE = click.option(
    "--late", is_flag=True, help="Accept a first lesson that is late: it goes out at once."
)


@click.command("start")
@who_options
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="The day of the first lesson: --on 2027-01-18",
)
@_LATE
def start(who: Who, course: str, database: str, dry_run: bool, on: datetime, late: bool) -> None:
    """Set the start date of people or of a cohort, before their first lesson.

    Learners who have had a lesson keep their dates: `coursewright learners move` moves what is
    still to come. Learners on hold because a wrong date made them miss the first lesson go on.

    Example: coursewright learners start --cohort 2027-01 --on 2027-01-18 --dry-run
    """
    from coursewright.delivery.ledger.start_dates import start_on

    found = _change(who, course, database, dry_run, start_on, on.date(), late=late)
    print(f"{found.changed:,} {would('changed', dry_run=dry_run)}: start on {on.date()}.")
    if found.begun:
        print(f"{found.begun:,} have had a lesson and keep their dates: see `learners move`.")
    _print_over(found)


@click.command("move")
@who_options
@click.option("--days", type=int, required=True, metavar="N", help="Later, or earlier: --days -2")
@_LATE
def move(who: Who, course: str, database: str, dry_run: bool, days: int, late: bool) -> None:
    """Move all lessons that are still to come by some days.

    Example: coursewright learners move --cohort 2027-01 --days 7 --dry-run
    """
    from coursewright.delivery.ledger.start_dates import move_by

    found = _change(who, course, database, dry_run, move_by, days, late=late)
    print(f"{found.changed:,} {would('moved', dry_run=dry_run)} by {days} days.")
    _print_over(found)


def _change(
    who: Who,
    course: str,
    database: str,
    dry_run: bool,
    act: Callable[..., int],
    value: object,
    **more: Any,
) -> "DateChange":
    from coursewright.delivery.ledger.start_dates import DateChange

    found = DateChange()
    with opened(database, course, dry_run=dry_run) as (ledger, published):
        steer(ledger, published, who, act, now(), value, found, dry_run=dry_run, **more)
    return found


def _print_over(found: "DateChange") -> None:
    if found.over:
        print(f"{found.over:,} have completed the course or left it.")


DATES: Sequence[click.Command] = (start, move)
