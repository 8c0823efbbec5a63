"""`coursewright bounces`: what came back, and who gets no more email because of it."""

import json
from collections import Counter
from typing import TYPE_CHECKING

import click

from .ledger_options import database_option, keyring_of, now, opened_ledger
from .mailbox_options import stored_messages

if TYPE_CHECKING:
    from coursewright.delivery.bounces.remote_mailboxes import Handled
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.tokens.keyring import Keyring

__all__ = ["bounces"]

_EXAMPLES = """\b
Examples:
  coursewright bounces ~/Maildir
  coursewright bounces /var/mail/bounces
  coursewright bounces imaps://bounces@example.org@imap.example.org/INBOX --handled seen
  coursewright bounces pops://bounces@pop.example.org --handled delete
  cat returned.eml | coursewright bounces -

Run it from cron, on the mailbox that --return-path of `send` names, and on the one that replies
come to. A mailbox on a server takes its password from COURSEWRIGHT_MAILBOX_PASSWORD, or a token of
OAuth2 from COURSEWRIGHT_MAILBOX_TOKEN; with _FILE behind the name, from a file.
"""
_SAID = {
    "bounced": "addresses that take no mail: suppressed",
    "soft": "passing failures: noted",
    "complained": "complaints: suppressed",
    "unsubscribed": "requests to unsubscribe: suppressed",
    "held": "requests to unsubscribe without proof: learners on hold",
    "policy": "refused because of us: see `coursewright doctor`",
    "content": "refused for what is in the email: nobody suppressed",
    "unclear": "refused without a reason: nobody suppressed",
    "again": "read before",
    "unknown": "of no mail of ours",
    "no report": "no reports",
}
_NOT_OURS = {"held", "unknown", "no report"}


@click.command("bounces", epilog=_EXAMPLES)
@click.argument("places", nargs=-1, required=True)
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
    "--handled",
    type=click.Choice(["keep", "seen", "delete"]),
    default="keep",
    show_default=True,
    help="What to do with a message on a server afterwards: --handled delete",
)
@click.option(
    "--authserv-id",
    default="",
    metavar="NAME",
    help="Trust From where this mail server of yours verified it: --authserv-id mx.example.org",
)
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="--format json"
)
@click.pass_context
def bounces(
    ctx: click.Context,
    places: tuple[str, ...],
    database: str,
    soft: int,
    handled: "Handled",
    authserv_id: str,
    style: str,
) -> None:
    """Read bounces, complaints and requests to unsubscribe, and stop the email they end.

    PLACES are Maildirs, mboxes, messages, - for a pipe, or mailboxes on a server (imaps://, pops://).
    The same again changes nothing. Only what names an email of ours, signed, is believed. A request
    to unsubscribe that proves nothing puts its learner on hold. Exit code 1 when that happens, or
    when a receiver refuses us rather than the address: both wait for a person.
    """
    tally: Counter[str] = Counter()
    held: list[str] = []
    with opened_ledger(database) as ledger:
        keyring = keyring_of(ledger)
        for message in stored_messages(places, handled):
            outcome, sender = _take(ledger, keyring, message.data, soft, authserv_id)
            tally[outcome] += 1
            if outcome == "held":
                held.append(sender)
            message.done(outcome not in _NOT_OURS)
    if style == "json":
        print(json.dumps({name: tally[name] for name in _SAID} | {"on_hold": held}, indent=1))
    else:
        _print(tally, held)
    ctx.exit(int(bool(tally["policy"] or held)))


def _take(
    ledger: "Ledger", keyring: "Keyring", data: bytes, soft: int, authserv_id: str
) -> tuple[str, str]:
    """Act on one message; return what it came to, and who sent it."""
    from coursewright.delivery.bounces.leave_requests import read_leave_request
    from coursewright.delivery.bounces.reports import read_notice
    from coursewright.delivery.ledger.leave_requests import take_leave_request
    from coursewright.delivery.ledger.suppressions import take_notice

    if notice := read_notice(data):
        return take_notice(ledger, keyring, notice, now(), soft), ""
    if request := read_leave_request(data, authserv_id):
        return take_leave_request(ledger, keyring, request, now()), request.sender
    return "no report", ""


def _print(tally: Counter[str], held: list[str]) -> None:
    print(f"{tally.total():,} read.")
    for name, said in _SAID.items():
        if tally[name]:
            print(f"  {tally[name]:>9,} {said}")
    if held:
        print("On hold, because an email that anybody can have written asks to unsubscribe them:")
        for address in dict.fromkeys(held):
            print(f"  {address}")
        print(
            "If it was them: coursewright learners remove ADDRESS. If not: coursewright learners "
            "resume ADDRESS."
        )
