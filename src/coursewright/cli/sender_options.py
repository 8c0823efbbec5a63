"""Options of `send` that say where and how quickly, and what they come to."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .log_options import resolvers_of

if TYPE_CHECKING:
    from coursewright.delivery.ledger.limits import SendLimits
    from coursewright.delivery.sender.providers import Provider
    from coursewright.delivery.sender.transport import Server
    from coursewright.delivery.sender.worker import SenderSettings

__all__ = [
    "read_resolvers",
    "read_settings",
    "server_of",
    "server_options",
    "speed_options",
    "warn_if_plain",
]

_F = TypeVar("_F", bound=Callable[..., Any])
_CONNECTIONS = 16
_LOCAL = "smtp://localhost"


def server_options(command: _F) -> _F:
    """Add `--smtp`, `--provider` and `--ehlo`: where email is handed in."""
    for option in (
        click.option(
            "--ehlo",
            envvar="COURSEWRIGHT_EHLO",
            metavar="NAME",
            help="The name to greet with; default: this host's. --ehlo mail.example.org",
        ),
        click.option(
            "--provider",
            metavar="NAME",
            help="Host, port and limits of a known provider: --provider office365",
        ),
        click.option(
            "--smtp",
            "url",
            envvar="COURSEWRIGHT_SMTP",
            metavar="URL",
            help=f"Where email is handed in; default: {_LOCAL}. --smtp smtps://me@mail.example.org",
        ),
    ):
        command = option(command)
    return command


def speed_options(command: _F) -> _F:
    """Add `--connections`, `--rate` and `--domain-rate`."""
    for option in (
        click.option(
            "--domain-rate",
            multiple=True,
            metavar="N/UNIT",
            help="For each receiving domain; repeatable: --domain-rate 5000/d",
        ),
        click.option(
            "--rate",
            multiple=True,
            metavar="N/UNIT",
            help="At most so many in all; repeatable; `none` ends it: --rate 30/m --rate 10000/d",
        ),
        click.option(
            "--connections",
            type=click.IntRange(1, 256),
            metavar="N",
            help=f"Opens up to N connections; default: the provider's, else {_CONNECTIONS}.",
        ),
    ):
        command = option(command)
    return command


def server_of(url: str | None, provider: str | None, ehlo: str | None) -> "Server":
    """Return the mail server that the options name."""
    from coursewright.delivery.sender.transport import read_server
    from coursewright.errors import UsageError

    known = _provider(provider)
    if known and not known.url and not url:
        msg = f"the host of {known.name} differs by account or region"
        raise UsageError(msg, hint=f"Name it with --smtp. {known.remark}.")
    chosen = url or (known.url if known else _LOCAL)
    user = os.environ.get("COURSEWRIGHT_SMTP_USER", "")
    if known and not url and user:
        scheme, _, rest = chosen.partition("://")
        chosen = f"{scheme}://{_quoted(user)}@{rest}"
    password = os.environ.get("COURSEWRIGHT_SMTP_PASSWORD", "")
    return read_server(chosen, password, hello=ehlo)


def warn_if_plain(server: "Server") -> None:
    """Say that email to another host may go unencrypted."""
    if server.plain:
        click.echo(
            f"Email goes to {server.host}:{server.port} over smtp://, encrypted only if the server"
            " offers it: anyone on the way can read it. Use smtp+starttls:// or smtps://.",
            err=True,
        )


def read_settings(words: dict[str, Any], who: str, **more: Any) -> "SenderSettings":
    """Return the settings of a sender."""
    from coursewright.delivery.sender.worker import SenderSettings

    known = _provider(words["provider"])
    connections = words["connections"] or (known.connections if known else _CONNECTIONS)
    return SenderSettings(
        server_of(words["url"], words["provider"], words["ehlo"]),
        who=who,
        connections=connections,
        lease=float(words["lease"]),
        limits=_limits(words, known),
        **more,
    )


def _limits(words: dict[str, Any], known: "Provider | None") -> "SendLimits | None":
    """Return the limits that were named, or None: those that the ledger holds go on."""
    from coursewright.delivery.ledger.limits import SendLimits, read_rate

    def rates(texts: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(read_rate(text) for text in texts if text != "none")

    if not (words["rate"] or words["domain_rate"] or known):
        return None
    total = rates(words["rate"]) if words["rate"] else known.rates if known else ()
    return SendLimits(total, rates(words["domain_rate"]))


def _provider(name: str | None) -> "Provider | None":
    from coursewright.delivery.sender.providers import provider_of

    return provider_of(name) if name else None


def _quoted(user: str) -> str:
    from urllib.parse import quote

    return quote(user, safe="")


def read_resolvers(words: dict[str, Any]) -> tuple[list[Any], str]:
    """Return what resolves doubts, and the header by which the provider drops doubles."""
    from coursewright.delivery.sender.doubt_resolvers import IdempotencyKey

    header, _, remembers = (words["idempotency"] or "").partition(":")
    resolvers: list[Any] = list(resolvers_of(words["accepted_log"], words["mta_log"]))
    if header:
        if not remembers.isdecimal():
            msg = "--idempotency wants HEADER:SECONDS"
            raise click.UsageError(msg)
        resolvers.append(IdempotencyKey(float(remembers)))
    return resolvers, header
