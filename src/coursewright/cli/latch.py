"""`coursewright latch`: what stops sending, and how it is ended."""

from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import UsageError

from .ledger_options import database_option, now, opened_ledger

if TYPE_CHECKING:
    from coursewright.delivery.ledger.latches import Latch

__all__ = ["latch"]

_BELIEVED = 30 * 86400
_EXAMPLES = """\b
Examples:
  coursewright latch list
  coursewright latch release               all that hold
  coursewright latch release 3             one of them
  coursewright latch release 3 --believe   what the servers said of these recipients is true
"""


@click.group("latch", epilog=_EXAMPLES)
def latch() -> None:
    """Show what stops sending, and release it.

    A latch is set when a mail server refuses the sender, when a quota is used up, when many
    recipients are refused alike, or when many emails in a row get no answer. It holds for every
    process that sends from the ledger.
    """


@latch.command("list")
@database_option
@click.pass_context
def list_latches(ctx: click.Context, database: str) -> None:
    """List what stops sending. Exit code 1 if anything does.

    Example: coursewright latch list
    """
    with opened_ledger(database) as ledger:
        found = _holding(ledger)
    for one in found:
        print(f"{one.id:>4}  {one}")
    if not found:
        print("Nothing stops sending.")
    ctx.exit(int(bool(found)))


@latch.command("release")
@click.argument("ids", nargs=-1, type=int)
@database_option
@click.option(
    "--believe",
    is_flag=True,
    help="The recipients are at fault: refusals like these trip no breaker for 30 days.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be released; change nothing.")
def release(ids: tuple[int, ...], database: str, *, believe: bool, dry_run: bool) -> None:
    """Let sending go on: all latches, or those whose numbers are given.

    Example: coursewright latch release 3 --dry-run
    """
    from coursewright.delivery.ledger.latches import believe as note_belief
    from coursewright.delivery.ledger.latches import release_latch

    with opened_ledger(database, dry_run=dry_run) as ledger:
        found = _holding(ledger)
        unknown = sorted(set(ids) - {one.id for one in found})
        if unknown:
            msg = f"no latch {unknown[0]} holds"
            raise UsageError(msg, hint="`coursewright latch list` shows those that do.")
        chosen = [one for one in found if not ids or one.id in ids]
        for one in chosen:
            print(f"{'Would release' if dry_run else 'Released'} {one.id}: it {one}")
            if not dry_run:
                with ledger.write() as connection:
                    release_latch(connection, one, now())
                    if believe and one.detail:
                        note_belief(connection, one.detail, now() + _BELIEVED)
    if not chosen:
        print("Nothing stops sending.")


def _holding(ledger: Any) -> "list[Latch]":
    from coursewright.delivery.ledger.latches import latches

    with ledger.read() as connection:
        return latches(connection, now())
