"""Options and surroundings of the commands that plan and send: sequence, database, key, clock."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from coursewright.errors import SurroundingsError

from .wallclock_system import SystemClock

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.releases import Published

__all__ = [
    "course_option",
    "database_option",
    "now",
    "opened",
    "opened_ledger",
    "read_keys",
    "sequence_option",
]

_F = TypeVar("_F", bound=Callable[..., Any])
_KEY_FILE = Path("coursewright.key")


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


def now() -> float:
    """Return the instant: the one place where the commands of the sender ask for it."""
    return SystemClock().now()


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
    database: str, sequence: Path | None = None, course: str = ""
) -> "Iterator[tuple[Ledger, Published]]":
    """Open the ledger, publish the sequence if one lies there, and find the course."""
    from coursewright.delivery.ledger.publishing import publish
    from coursewright.delivery.ledger.releases import find_published
    from coursewright.sequence.release import load_release

    with opened_ledger(database) as ledger:
        if sequence is not None and sequence.is_file():
            release = load_release(sequence)
            publish(ledger, release, sequence.parent, now())
            course = course or release.slug
        with ledger.read() as connection:
            published = find_published(ledger, connection, course)
        yield ledger, published


def read_keys(*, make: bool = True) -> list[str]:
    """Return the secrets, the one that signs first.

    From COURSEWRIGHT_SECRET, or the file that COURSEWRIGHT_SECRET_FILE names (a key on each line,
    the newest first), or `coursewright.key` in the working directory, which is made if missing.

    Raises:
        SurroundingsError: a key is too short, or the file cannot be read.
    """
    text = os.environ.get("COURSEWRIGHT_SECRET", "")
    path = Path(os.environ.get("COURSEWRIGHT_SECRET_FILE", _KEY_FILE))
    try:
        if not text and make and path == _KEY_FILE and not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32) + "\n")
        text = text or path.read_text("utf-8")
    except OSError as error:
        msg = f"cannot read the secret in {path}: {error.strerror or error}"
        raise SurroundingsError(msg, hint="Set COURSEWRIGHT_SECRET or _FILE.") from error
    keys = text.split()
    if not keys or any(len(key) < 16 for key in keys):
        raise SurroundingsError(
            "a secret must have 16 characters or more", hint="Make one: openssl rand -base64 32"
        )
    return keys
