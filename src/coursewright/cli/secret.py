"""`coursewright secret`: check the secret of a ledger, or replace one that is lost."""

import secrets
from typing import TYPE_CHECKING

import click

from coursewright.errors import SurroundingsError, UsageError

from .ledger_options import (
    KEY_FILE,
    database_option,
    dry_run_option,
    has_keys,
    keyring_of,
    now,
    opened_ledger,
    read_keys,
)

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger

__all__ = ["secret"]

_EXAMPLES = """\b
Examples:
  coursewright secret
  coursewright secret --lost --dry-run
  coursewright secret --lost
"""


@click.command("secret", epilog=_EXAMPLES)
@database_option
@click.option("--lost", is_flag=True, help="Accept a new secret in place of one that is lost.")
@dry_run_option
def secret(database: str, lost: bool, dry_run: bool) -> None:
    """Check the secret of a ledger, or replace one that is lost.

    The secret signs the links in the emails and keeps the suppression list. To rotate it, put the
    new secret above the old one in coursewright.key, each on a line of its own. Replace it with
    --lost only when no backup has it: links in emails already sent stop working, and erased
    people are no longer recognized.
    """
    with opened_ledger(database, dry_run=dry_run) as ledger:
        if not lost:
            keyring_of(ledger, record=False)
            print(f"The secret fits this ledger. Secrets in use: {len(read_keys())}.")
            return
        _replace(ledger, dry_run=dry_run)


def _replace(ledger: "Ledger", *, dry_run: bool) -> None:
    from coursewright.delivery.ledger.secret_check import replace_secret, verify_secret
    from coursewright.delivery.tokens.keyring import Keyring

    try:
        keyring = Keyring(read_keys())
        verify_secret(ledger, keyring, now(), record=False)
    except SurroundingsError:
        keyring = Keyring(_keys(dry_run=dry_run))
    else:
        msg = "the secret is not lost: it fits this ledger"
        raise UsageError(msg, hint="To rotate it, put the new one above it in coursewright.key.")
    with ledger.trial(dry_run=dry_run) as connection:
        loss = replace_secret(connection, keyring, now())
    would = "would be" if dry_run else "are"
    print(f"{loss.carried:,} suppressed addresses {would} carried over to the new secret.")
    print(f"{loss.unrecognized:,} erased people {would} no longer recognized by an import.")
    print(f"{loss.learners:,} learners: the links in emails already sent stop working.")


def _keys(*, dry_run: bool) -> list[str]:
    """Return the keys that take the place of the lost ones: those that are set, or a new one."""
    if dry_run and not has_keys():
        return [secrets.token_urlsafe(32)]
    return read_keys(make=not KEY_FILE.exists())
