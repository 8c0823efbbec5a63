"""`coursewright doctor`: database, secret, mail server and the sending domain's DNS."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from coursewright.errors import CoursewrightError

from .ledger_options import database_option, opened_ledger, read_keys, sequence_option

__all__ = ["doctor"]


@click.command("doctor", epilog="\b\nExample:\n  coursewright doctor --smtp smtp://localhost")
@sequence_option
@database_option
@click.option(
    "--smtp",
    "url",
    envvar="COURSEWRIGHT_SMTP",
    default="smtp://localhost",
    metavar="URL",
    help="Where mails are handed in: --smtp smtp://localhost",
)
@click.option("--dkim", multiple=True, metavar="DOMAIN:SELECTOR:FILE", help="As given to send.")
@click.option("--no-dns", is_flag=True, help="Leave out what needs the network's DNS.")
@click.pass_context
def doctor(
    ctx: click.Context,
    sequence: Path,
    database: str,
    url: str,
    dkim: tuple[str, ...],
    no_dns: bool,
) -> None:
    """Say what stands in the way of sending. Exit code 1 if anything does."""
    from coursewright.delivery.sender import dns_checks as ask
    from coursewright.sequence.release import load_release

    bad = 0
    checks: list[tuple[str, Callable[[], str]]] = [
        ("sequence", lambda: f"{len(load_release(sequence).messages)} messages"),
        ("database", lambda: _database(database)),
        ("secret", lambda: f"{len(read_keys(make=False))} of them"),
        ("mail server", lambda: ask.greet(url)),
    ]
    if not no_dns:
        checks += list(_dns(sequence, dkim))
    for name, check in checks:
        try:
            print(f"good  {name}: {check()}")
        except CoursewrightError as error:
            bad += 1
            print(f"BAD   {name}: {error}" + (f" ({error.hint})" if error.hint else ""))
    ctx.exit(int(bool(bad)))


def _database(url: str) -> str:
    with opened_ledger(url) as ledger:
        return ledger.engine.dialect.name


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
