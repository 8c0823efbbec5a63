"""`coursewright bounces`: what came back, and who is not written to any more because of it."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from .ledger_options import database_option, keyring_of, now, opened_ledger

__all__ = ["bounces"]

_EXAMPLES = """\b
Examples:
  coursewright bounces ~/Maildir
  coursewright bounces /var/mail/bounces
  cat returned.eml | coursewright bounces -

Run it from cron, on the mailbox that --return-path of `send` names.
"""
_SAID = {
    "bounced": "addresses that take no mail: suppressed",
    "soft": "passing failures: noted",
    "complained": "complaints: suppressed",
    "unsubscribed": "wishes to leave: suppressed",
    "policy": "refused because of us: see `coursewright doctor`",
    "content": "refused for what is in the email: nobody suppressed",
    "unclear": "refused without a reason: nobody suppressed",
    "again": "read before",
    "unknown": "of no mail of ours",
    "no report": "no reports",
}


@click.command("bounces", epilog=_EXAMPLES)
@click.argument("places", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@database_option
@click.option(
    "--soft",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    metavar="N",
    help="So many passing failures within 30 days end it: --soft 5",
)
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="--format json"
)
@click.pass_context
def bounces(
    ctx: click.Context, places: tuple[Path, ...], database: str, soft: int, style: str
) -> None:
    """Read bounces and complaints, and stop the mail to who is gone or does not want it.

    PLACES are Maildirs, mboxes, messages, or - for a pipe. They are only read; the same again
    changes nothing. Only what names a mail of ours, signed, is believed. Exit code 1 when a
    receiver refuses us rather than the address: that waits for a person.
    """
    from coursewright.delivery.bounces.reports import read_notice
    from coursewright.delivery.ledger.suppressions import take_notice

    tally: Counter[str] = Counter()
    with opened_ledger(database) as ledger:
        keyring = keyring_of(ledger)
        for data in _messages(places):
            notice = read_notice(data)
            outcome = take_notice(ledger, keyring, notice, now(), soft) if notice else "no report"
            tally[outcome] += 1
    if style == "json":
        print(json.dumps({name: tally[name] for name in _SAID}, indent=1))
    else:
        print(f"{tally.total():,} read.")
        for name, said in _SAID.items():
            if tally[name]:
                print(f"  {tally[name]:>9,} {said}")
    ctx.exit(int(bool(tally["policy"])))


def _messages(places: tuple[Path, ...]) -> Iterator[bytes]:
    from coursewright.delivery.bounces.mailboxes import messages_at, messages_in

    for place in places:
        if str(place) == "-":
            yield from messages_in(sys.stdin.buffer)
        else:
            yield from messages_at(place)
