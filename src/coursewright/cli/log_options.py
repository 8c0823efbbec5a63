"""`--accepted-log` and `--mta-log`: what the mail server says that it accepted."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from coursewright.delivery.ledger.doubts import Resolver

__all__ = ["log_options", "resolvers_of"]

_F = TypeVar("_F", bound=Callable[..., Any])


def log_options(command: _F) -> _F:
    """Add `--mta-log FILE`, which may be given more than once, and `--accepted-log FILE`."""
    mta = click.option(
        "--mta-log",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Postfix's log: --mta-log /var/log/mail.log",
    )
    accepted = click.option(
        "--accepted-log",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="A file of accepted Message-IDs, one on each line: --accepted-log accepted.log",
    )
    return mta(accepted(command))


def resolvers_of(accepted_log: Path | None, mta_log: Sequence[Path]) -> "list[Resolver]":
    """Return what reads the logs that the options name."""
    from coursewright.delivery.sender.doubt_resolvers import AcceptedLog, PostfixLog

    found: list[Resolver] = []
    if mta_log:
        found.append(PostfixLog(mta_log))
    if accepted_log:
        found.append(AcceptedLog(accepted_log))
    return found
