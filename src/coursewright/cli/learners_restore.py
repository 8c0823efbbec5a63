"""`coursewright learners restore|readmit`: undo a suppression by bounce, or a removal."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from coursewright.errors import UsageError

from .learners_selection import Who, steer, who_options, would
from .ledger_options import (
    TIME,
    database_option,
    dry_run_option,
    keyring_of,
    now,
    opened,
    opened_ledger,
    seconds_of,
)

if TYPE_CHECKING:
    from coursewright.delivery.ledger.reinstatement import Reinstated

__all__ = ["RESTORING"]


@click.command("restore")
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@database_option
@click.option("--since", type=TIME, metavar="TIME", help="From then on, UTC: --since 2027-01-11")
@click.option("--reply", default="", metavar="TEXT", help='What the server said: --reply "5.7.1"')
@click.option("--run", default="", metavar="ID", help="Suppressed by one run of the sender.")
@dry_run_option
def restore(
    addresses: Sequence[str],
    database: str,
    since: datetime | None,
    reply: str,
    run: str,
    dry_run: bool,
) -> None:
    """Undo suppressions by bounce, and put the learners back where they stood.

    Several options narrow the choice together. Learners who unsubscribed, complained or were
    erased are never restored. A lesson that was refused or returned is sent again; the dates to
    come move by the days in between.

    Example: coursewright learners restore --since 2027-01-11T09:00 --reply "5.7.1" --dry-run
    """
    from coursewright.delivery.ledger.restoration import BounceFilter
    from coursewright.delivery.ledger.restoration import restore as restore_these

    if not (addresses or since or reply or run):
        msg = "say who is meant: addresses, --since TIME, --reply TEXT or --run ID"
        raise UsageError(msg, hint="`coursewright status` counts who is suppressed, and why.")
    which = BounceFilter(addresses, seconds_of(since), reply, run)
    with opened_ledger(database, dry_run=dry_run) as ledger:
        keyring = keyring_of(ledger, record=not dry_run)
        with ledger.trial(dry_run=dry_run) as connection:
            found = restore_these(ledger, connection, keyring, which, now())
    _show(found, dry_run=dry_run)


def _show(found: "Reinstated", *, dry_run: bool) -> None:
    restored = would("restored", dry_run=dry_run)
    print(f"{found.people:,} people {restored}, {found.enrollments:,} enrollments go on.")
    if found.lessons_again:
        again = "would be sent again" if dry_run else "are sent again"
        print(f"{found.lessons_again:,} lessons that were refused or returned {again}.")
    for reason, count in sorted(found.left_alone.items()):
        why = "do not fit the other options" if reason == "otherwise" else f"stay {reason}"
        print(f"{count:,} people {why}.")


@click.command("readmit")
@who_options
def readmit(who: Who, course: str, database: str, dry_run: bool) -> None:
    """Put people whom you removed back where they stood.

    With --cohort everybody whom you removed from it; a learner who left by themselves only when
    you name the address. Suppressed people stay out: see `coursewright learners restore`.

    Example: coursewright learners readmit --cohort 2027-01 --dry-run
    """
    from coursewright.delivery.ledger.reinstatement import readmit as readmit_these

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        named = bool(who.addresses)
        count = steer(ledger, published, who, readmit_these, now(), named=named, dry_run=dry_run)
    print(f"{count:,} {would('readmitted', dry_run=dry_run)}.")


RESTORING = (restore, readmit)
