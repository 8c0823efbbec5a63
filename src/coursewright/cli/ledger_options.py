"""Options and surroundings of the commands that plan and send: sequence, database, key, clock."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from coursewright.errors import SurroundingsError

from .wallclock_system import SystemClock

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.releases import Published
    from coursewright.delivery.tokens.keyring import Keyring

__all__ = [
    "KEY_FILE",
    "TIME",
    "course_option",
    "database_option",
    "dry_run_option",
    "has_keys",
    "keyring_of",
    "now",
    "opened",
    "opened_ledger",
    "read_keys",
    "seconds_of",
    "sequence_option",
    "write_private",
]

_F = TypeVar("_F", bound=Callable[..., Any])
KEY_FILE = Path("coursewright.key")
_MISSING = (
    "Run the command in the folder that holds coursewright.key, or set COURSEWRIGHT_SECRET or "
    "COURSEWRIGHT_SECRET_FILE. If the secret is lost: `coursewright secret --lost`."
)


TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"])
"""An instant on the command line, in UTC."""


def seconds_of(at: datetime | None) -> float | None:
    """Return the UTC second of an instant that the command line names."""
    return at.replace(tzinfo=UTC).timestamp() if at else None


def sequence_option(command: _F) -> _F:
    """Add `--sequence FILE`: what the email target wrote."""
    return click.option(
        "--sequence",
        type=click.Path(path_type=Path),
        default=Path("build/email/sequence.json"),
        show_default=True,
        metavar="FILE",
        callback=_there,
        help="The compiled mails: --sequence build/email/sequence.json",
    )(command)


def _there(context: click.Context, parameter: click.Parameter, value: Path) -> Path:
    """Refuse a file that was named and is not there: the ledger's older mails would go instead."""
    named = context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    if named and not value.is_file():
        msg = f"there is no file {value}"
        raise SurroundingsError(msg, hint="`coursewright build --target email` makes one.")
    return value


def database_option(command: _F) -> _F:
    """Add `--database URL`: where the ledger is."""
    return click.option(
        "--database",
        envvar="COURSEWRIGHT_DATABASE",
        default="sqlite:///coursewright.db",
        show_default=True,
        metavar="URL",
        help="The ledger: --database postgresql://user@host/name",
    )(command)


def course_option(command: _F) -> _F:
    """Add `--course ID`: which course, where the ledger holds several."""
    return click.option(
        "--course", default="", metavar="ID", help="Which course, if there are several: --course x"
    )(command)


def dry_run_option(command: _F) -> _F:
    """Add `--dry-run`: show the numbers, change nothing."""
    text = "Show the numbers, change nothing."
    return click.option("--dry-run", is_flag=True, help=text)(command)


def now() -> float:
    """Return the instant: the one place where the commands of the sender ask for it."""
    return SystemClock().now()


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


@contextmanager
def opened_ledger(database: str, *, dry_run: bool = False) -> "Iterator[Ledger]":
    """Open the ledger, and close it at the end; in a dry run nothing that is written stays."""
    from coursewright.delivery.ledger.database import open_ledger

    ledger = open_ledger(database, dry_run=dry_run)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def opened(
    database: str, course: str = "", *, dry_run: bool = False
) -> "Iterator[tuple[Ledger, Published]]":
    """Open the ledger and find the course that `coursewright publish` put there."""
    from coursewright.delivery.ledger.releases import find_published

    with opened_ledger(database, dry_run=dry_run) as ledger:
        with ledger.read() as connection:
            published = find_published(ledger, connection, course)
        yield ledger, published


def keyring_of(ledger: "Ledger", *, record: bool = True) -> "Keyring":
    """Return the secrets of a ledger; one that holds nobody yet gets a new secret.

    A dry run (`record=False`) writes neither.

    Raises:
        SurroundingsError: the secret is missing, or it is not the ledger's.
    """
    from coursewright.delivery.ledger.secret_check import holds_secret, verify_secret
    from coursewright.delivery.tokens.keyring import Keyring

    fresh = not holds_secret(ledger)
    if fresh and not record and not has_keys():
        return Keyring([secrets.token_urlsafe(32)])
    keyring = Keyring(read_keys(make=fresh))
    verify_secret(ledger, keyring, now(), record=record)
    return keyring


def has_keys() -> bool:
    """Tell whether a secret is set, or lies in the working directory."""
    named = "COURSEWRIGHT_SECRET" in os.environ or "COURSEWRIGHT_SECRET_FILE" in os.environ
    return named or KEY_FILE.exists()


def read_keys(*, make: bool = False) -> list[str]:
    """Return the secrets, the one that signs first.

    From COURSEWRIGHT_SECRET, or the file that COURSEWRIGHT_SECRET_FILE names (a key on each line,
    the newest first), or `coursewright.key` in the working directory. Only there one is made, if
    it is missing and `make` allows it.

    Raises:
        SurroundingsError: a key is missing or too short, or the file cannot be read.
    """
    text = os.environ.get("COURSEWRIGHT_SECRET", "")
    path = Path(os.environ.get("COURSEWRIGHT_SECRET_FILE", KEY_FILE))
    try:
        if not text and make and path == KEY_FILE and not path.exists():
            write_private(path, secrets.token_urlsafe(32) + "\n")
            message = f"A new secret was written to {path.resolve()}. Back it up with the database."
            print(message, file=sys.stderr)
        text = text or path.read_text("utf-8")
    except FileNotFoundError as error:
        msg = f"the secret is missing: there is no file {path.resolve()}"
        raise SurroundingsError(msg, hint=_MISSING) from error
    except OSError as error:
        msg = f"cannot read the secret in {path}: {error.strerror or error}"
        raise SurroundingsError(msg, hint="Set COURSEWRIGHT_SECRET or _FILE.") from error
    keys = text.split()
    if not keys or any(len(key) < 16 for key in keys):
        raise SurroundingsError(
            "a secret must have 16 characters or more", hint="Make one: openssl rand -base64 32"
        )
    return keys
