"""`coursewright restore`: complete a ledger that was restored from a backup."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursewright.errors import UsageError

from .ledger_options import (
    TIME,
    database_option,
    dry_run_option,
    keyring_of,
    now,
    opened_ledger,
    seconds_of,
)
from .log_options import log_options, resolvers_of

if TYPE_CHECKING:
    from coursewright.delivery.ledger.guards import AcceptedEntry
    from coursewright.delivery.ledger.recovery import Recovery

__all__ = ["restore"]

_EXAMPLES = """\b
Examples:
  coursewright restore --since 2027-01-11T02:00 --accepted-log accepted.log --dry-run
  coursewright restore --since 2027-01-11T02:00 --mta-log /var/log/mail.log.1 --mta-log mail.log
  coursewright restore --since 2027-01-11T02:00 --nothing-sent
"""


@click.command("restore", epilog=_EXAMPLES)
@database_option
@click.option(
    "--since", type=TIME, required=True, metavar="TIME", help="When the backup was made, UTC."
)
@log_options
@click.option("--nothing-sent", is_flag=True, help="No email was sent since: there is no log.")
@dry_run_option
def restore(
    database: str,
    since: datetime,
    accepted_log: Path | None,
    mta_log: Sequence[Path],
    nothing_sent: bool,
    dry_run: bool,
) -> None:
    """Mark what was sent after a backup was made, before the restored ledger sends again.

    Put the database and the key back first. The log of the mail server tells which emails it
    accepted; nobody gets those again, and the learners move on. Also give the rotated logs, up to
    the time of the backup. Then run `coursewright bounces` again; it reads the mailbox from the
    start.
    """
    from coursewright.delivery.ledger.recovery import recover

    sources = resolvers_of(accepted_log, mta_log)
    if bool(sources) == nothing_sent:
        msg = "say what was sent since: --accepted-log FILE, --mta-log FILE, or --nothing-sent"
        raise UsageError(msg)

    def entries() -> "Iterator[AcceptedEntry]":
        for source in sources:
            yield from source.entries(now())

    with opened_ledger(database, dry_run=dry_run) as ledger:
        keyring = keyring_of(ledger, record=not dry_run)
        with ledger.trial(dry_run=dry_run) as connection:
            start = seconds_of(since) or 0.0
            found = recover(ledger, connection, keyring, entries(), start, now())
    _show(found, dry_run=dry_run)


def _show(found: "Recovery", *, dry_run: bool) -> None:
    verb = "would be" if dry_run else "are"
    print(f"{found.read:,} emails of ours since then in the log.")
    print(f"{found.marked:,} of them were unknown and {verb} marked as sent.")
    print(f"{found.learners:,} learners {'would move' if dry_run else 'have moved'} on.")
    if found.strangers:
        print(
            f"{found.strangers:,} went to people who were enrolled after the backup: "
            "enroll them again."
        )
    if found.retired:
        print(
            f"{found.retired:,} are of lessons that this ledger does not hold: publish the newer "
            "build, then run this command again."
        )
