"""A copy of a ledger in SQLite, taken while senders and the service are at work."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from coursewright.errors import SurroundingsError, UsageError

from .database import Ledger, create_private
from .settings import COPIED_AT

__all__ = ["BackupResult", "copy_ledger"]


@dataclass(frozen=True, slots=True)
class BackupResult:
    """What a copy holds."""

    contacts: int
    enrollments: int
    deliveries: int


def copy_ledger(ledger: Ledger, path: Path, now: float) -> BackupResult:
    """Copy the ledger into a new file, which carries the mark of a backup.

    A sender refuses a ledger with this mark: `coursewright restore` takes it away, once it has
    marked what was sent since.

    Raises:
        UsageError: the ledger is in PostgreSQL, which has tools of its own.
        SurroundingsError: the copy could not be written, or is damaged.
    """
    if not ledger.sqlite:
        msg = "backup copies a SQLite ledger; this one is in PostgreSQL"
        raise UsageError(msg, hint="Use pg_dump, and keep coursewright.key with its file.")
    create_private(path)
    try:
        copy = sqlite3.connect(path)
        try:
            with ledger.engine.connect() as connection:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)  # noqa: S101 -- see above
                source.backup(copy)
            with copy:
                copy.execute(
                    "INSERT INTO setting (name, value) VALUES (?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (COPIED_AT, str(int(now))),
                )
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
            counts = [
                copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 -- ours
                for table in ("contact", "enrolment", "delivery")
            ]
        finally:
            copy.close()
    except sqlite3.Error as error:
        msg = f"the backup {path} could not be written: {error}"
        raise SurroundingsError(msg) from error
    if state != "ok":
        msg = f"the backup {path} is damaged: {state}"
        raise SurroundingsError(msg, hint="Check the ledger: sqlite3 FILE 'PRAGMA integrity_check'")
    return BackupResult(*counts)
