"""`coursewright status --sent|--resend|--accepted-log|--mta-log`: how doubts are ended."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coursewright.errors import UsageError

from .ledger_options import dry_run_option, keyring_of, now
from .log_options import log_options, resolvers_of

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger

__all__ = ["doubt_options", "settle_doubts"]

_F = TypeVar("_F", bound=Callable[..., Any])
_ALL = -1


def _which(value: str | int) -> int:
    """Return the number of an enrollment; without one, with `--all`, all of them."""
    return int(value)


def doubt_options(command: _F) -> _F:
    """Add the options that end doubts."""

    def end(name: str, text: str) -> Callable[[_F], _F]:
        return click.option(
            name,
            type=_which,
            multiple=True,
            is_flag=False,
            flag_value=_ALL,
            metavar="[ENROLLMENT]",
            help=text,
        )

    for option in (
        dry_run_option,
        log_options,
        click.option("--all", "everything", is_flag=True, help="With --sent or --resend."),
        end("--resend", "It did not arrive: send it again."),
        end("--sent", "The email in doubt arrived."),
    ):
        command = option(command)
    return command


def settle_doubts(
    ledger: "Ledger",
    *,
    dry_run: bool,
    sent: Sequence[int],
    resend: Sequence[int],
    everything: bool,
    accepted_log: Path | None,
    mta_log: Sequence[Path],
) -> None:
    """End the doubts that the options name, or tell how many that would be."""
    if accepted_log or mta_log:
        _from_log(ledger, accepted_log, mta_log, dry_run=dry_run)
    if not (sent or resend or everything):
        return
    if everything == (_ALL not in (*sent, *resend)) or (sent and resend and everything):
        msg = "say which: --sent or --resend with an enrollment, or one of them with --all"
        raise UsageError(msg, hint="`coursewright status --doubts` lists the emails in doubt.")
    _by_hand(ledger, sent, resend, dry_run=dry_run)


def _by_hand(
    ledger: "Ledger", sent: Sequence[int], resend: Sequence[int], *, dry_run: bool
) -> None:
    from coursewright.delivery.ledger.doubts import doubts, settle_all

    rows = doubts(ledger, 10**9)
    known = {row.enrolment_id for row in rows}
    for one in sorted({*sent, *resend} - known - {_ALL}):
        msg = f"no email of enrollment {one} is in doubt"
        raise UsageError(msg, hint="`coursewright status --doubts` lists those that are.")
    for names, arrived in ((sent, True), (resend, False)):
        mine = [row for row in rows if row.enrolment_id in names or _ALL in names]
        if not names:
            continue
        if not dry_run:
            settle_all(ledger, mine, now(), sent=arrived)
        ends = "as sent" if arrived else "to be sent again"
        print(f"{len(mine):,} doubts {'would be' if dry_run else 'are'} settled {ends}.")


def _from_log(
    ledger: "Ledger", accepted_log: Path | None, mta_log: Sequence[Path], *, dry_run: bool
) -> None:
    from coursewright.delivery.ledger.doubts import settle_from_log

    keyring = keyring_of(ledger, record=not dry_run)
    resolvers = resolvers_of(accepted_log, mta_log)
    found = settle_from_log(ledger, keyring, resolvers, now(), dry_run=dry_run)
    verb = "would be" if dry_run else "are"
    print(
        f"{found.accepted:,} doubts {verb} settled as sent, {found.again:,} to be sent again; "
        f"the log says nothing of {found.held:,}."
    )
