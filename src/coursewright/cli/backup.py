"""`coursewright backup`: copy the ledger and its key while everything runs."""

from datetime import UTC, datetime
from pathlib import Path

import click

from coursewright.errors import SurroundingsError

from .ledger_options import (
    database_option,
    keyring_of,
    now,
    opened_ledger,
    read_keys,
    write_private,
)

__all__ = ["backup"]

_EXAMPLES = """\b
Example:
  coursewright backup --to /var/backups/coursewright
"""


@click.command("backup", epilog=_EXAMPLES)
@database_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Where a folder for this backup is made: --to /var/backups/coursewright",
)
def backup(database: str, folder: Path) -> None:
    """Copy the ledger and its key into a new folder, while senders and the service run.

    For a ledger in SQLite. One in PostgreSQL is copied by pg_dump: keep coursewright.key with its
    file. Without the key a backup is of little use: links and suppressions depend on it.
    """
    from coursewright.delivery.ledger.backup import copy_ledger

    at = now()
    place = folder / datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ")
    with opened_ledger(database) as ledger:
        keyring_of(ledger, record=False)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place.mkdir(0o700)
        except OSError as error:
            msg = f"cannot make the folder {place}: {error.strerror or error}"
            raise SurroundingsError(msg) from error
        found = copy_ledger(ledger, place / "coursewright.db", at)
        write_private(place / "coursewright.key", "\n".join(read_keys()) + "\n")
    print(
        f"{place}: {found.contacts:,} contacts, {found.enrollments:,} enrollments, "
        f"{found.deliveries:,} deliveries, and the key."
    )
