"""`coursewright doctor`: database, secret, mail server and the sending domain's DNS."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursewright.errors import CoursewrightError

from .ledger_options import (
    database_option,
    keyring_of,
    opened_ledger,
    read_keys,
    sequence_option,
)
from .sender_options import server_of, server_options, warn_if_plain

if TYPE_CHECKING:
    from coursewright.delivery.sender.transport import Server

__all__ = ["doctor"]


@click.command("doctor", epilog="\b\nExample:\n  coursewright doctor --smtp smtp://localhost")
@sequence_option
@database_option
@server_options
@click.option("--dkim", multiple=True, metavar="DOMAIN:SELECTOR:FILE", help="As given to send.")
@click.option("--no-dns", is_flag=True, help="Leave out what needs the network's DNS.")
@click.pass_context
def doctor(
    ctx: click.Context,
    /,
    sequence: Path,
    database: str,
    dkim: tuple[str, ...],
    no_dns: bool,
    **server: str | None,
) -> None:
    """Check the sending setup: database, secret, login over verified TLS, file modes, DNS.

    Exit code 1 if anything prevents sending.
    """
    from coursewright.delivery.sender import dns_checks as ask
    from coursewright.sequence.release import load_release

    bad = 0
    checks: list[tuple[str, Callable[[], str]]] = [
        ("sequence", lambda: f"{len(load_release(sequence).messages)} messages"),
        ("database", lambda: _database(database)),
        ("secret", lambda: _secret(database)),
        ("mail server", lambda: ask.reach(_server(server))),
    ]
    if not no_dns:
        checks += list(_dns(sequence, dkim))
    for name, check in checks:
        try:
            print(f"good  {name}: {check()}")
        except CoursewrightError as error:
            bad += 1
            print(f"BAD   {name}: {error}" + (f" ({error.hint})" if error.hint else ""))
    for path in _private(database, dkim):
        if (wrong := ask.too_open(path)) is not None:
            print(f"WARN  file mode: {wrong}")
    ctx.exit(int(bool(bad)))


def _server(words: dict[str, str | None]) -> "Server":
    server = server_of(words["url"], words["provider"], words["ehlo"])
    warn_if_plain(server)
    return replace(server, timeout=10.0)


def _private(database: str, dkim: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that hold secrets or people."""
    if database.startswith("sqlite:///"):
        name = Path(database.removeprefix("sqlite:///"))
        yield from (name, name.with_name(name.name + "-wal"))
    yield Path(os.environ.get("COURSEWRIGHT_SECRET_FILE", "coursewright.key"))
    yield from (Path(one.split(":", 2)[2]) for one in dkim if one.count(":") >= 2)


def _database(url: str) -> str:
    with opened_ledger(url) as ledger:
        return ledger.engine.dialect.name


def _secret(url: str) -> str:
    with opened_ledger(url) as ledger:
        keyring_of(ledger, record=False)
    return f"{len(read_keys())} of them, the ledger's"


def _dns(sequence: Path, dkim: tuple[str, ...]) -> Iterator[tuple[str, Callable[[], str]]]:
    from coursewright.delivery.sender import dns_checks as ask
    from coursewright.delivery.sender.signing import read_signer
    from coursewright.sequence.release import load_release

    def domain() -> str:
        return load_release(sequence).sequence.sender.address.rpartition("@")[2]

    yield "SPF", lambda: ask.spf(domain())
    yield "DMARC", lambda: ask.dmarc(domain())
    for one in dkim:
        yield f"DKIM {one.split(':')[1:2]}", lambda one=one: ask.published_key(read_signer(one))  # type: ignore[misc] # the loop's own value
