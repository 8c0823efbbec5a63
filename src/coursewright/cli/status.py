"""`coursewright status`: the state of the drip; and how doubts are ended by hand."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from .ledger_options import database_option, now, opened_ledger
from .status_doubts import doubt_options, settle_doubts
from .status_lists import print_items
from .wallclock_system import shown

if TYPE_CHECKING:
    from coursewright.delivery.ledger.status_report import Report

__all__ = ["status"]

_MOST_SHOWN = 10
_ON_HOLD = {
    "missed": ", their lesson was missed: status --held, learners resume --missed",
    "asked-to-leave": ", an unsigned email asks to unsubscribe them: status --held,"
    " then learners remove or learners resume",
    "smtputf8": ", the mail server does not offer SMTPUTF8: status --held; a run against one"
    " that does resumes them",
}

_EXAMPLES = """\b
Examples:
  coursewright status
  coursewright status --format json
  coursewright status --held           who is on hold, since when
  coursewright status --failed --format json
  coursewright status --sent 17        the email in doubt of enrollment 17 did arrive
  coursewright status --resend 17      it did not: send it again, under the same Message-ID
  coursewright status --resend --all --dry-run
  coursewright status --mta-log /var/log/mail.log
"""


@click.command("status", epilog=_EXAMPLES)
@database_option
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="--format json"
)
@click.option("--held", "which", flag_value="held", help="List the learners on hold, and why.")
@click.option("--failed", "which", flag_value="failed", help="List the emails that failed.")
@click.option("--stuck", "which", flag_value="stuck", help="List enrollments without a next time.")
@click.option("--doubts", "which", flag_value="doubts", help="List the emails in doubt.")
@doubt_options
@click.pass_context
def status(
    ctx: click.Context, /, database: str, style: str, which: str | None, dry_run: bool, **ends: Any
) -> None:
    """Show what was sent, what is due, and what needs attention.

    Exit code 1 when something needs attention: a latch stops sending (`coursewright latch`), an
    email is in doubt, a learner is on hold, or an enrollment is stuck. Resolve doubts with --sent
    or --resend, with --all for all of them, or with a log of what the mail server accepted.
    """
    from coursewright.delivery.ledger.status_report import report

    with opened_ledger(database, dry_run=dry_run) as ledger:
        settle_doubts(ledger, dry_run=dry_run, **ends)
        if which is not None:
            ctx.exit(int(print_items(ledger, which, style)))
        found = report(ledger, now())
    if style == "json":
        print(json.dumps(found.values(), ensure_ascii=False, indent=1))
    else:
        _show(found)
    ctx.exit(int(found.wants_a_person))


def _show(found: "Report") -> None:
    from coursewright.delivery.ledger.status_report import STUCK_SHOWN

    for course, state in found.courses.items():
        print(f"{course}: {state}")
        print("".join(_counts(found, course)), end="")
    for latch in found.latches:
        print(f"STOPPED: sending is {latch['text']} Number {latch['id']}: latch release")
    _show_due(found)
    if found.next_at is not None:
        print(f"Next: {shown(found.next_at)}")
    for rate in found.limits:
        used = "" if rate["used"] is None else f", {rate['used']:,} used"
        print(f"Limit: {rate['rate']}{used}")
    for reason, count in found.suppressed.items():
        print(f"Suppressed ({reason}): {count:,}")
    for why, count in found.held_by_reason.items():
        print(f"NEEDS ATTENTION: {count:,} on hold{_ON_HOLD[why]}")
    for row in found.in_doubt[:_MOST_SHOWN]:
        print(
            f"NEEDS ATTENTION: enrollment {row['enrolment']}, {row['lesson']} to {row['address']} "
            "is in doubt: status --sent or --resend"
        )
    if more := len(found.in_doubt[_MOST_SHOWN:]):
        print(f"NEEDS ATTENTION: {more:,} more are in doubt: status --doubts")
    if stuck := len(found.unaccounted):
        or_more = "or more " if stuck >= STUCK_SHOWN else ""
        print(
            f"STUCK: {stuck:,} {or_more}active enrollments have no time for their next email, so "
            "they get no more. This is a bug in Coursewright: please report it. See status --stuck"
        )


def _show_due(found: "Report") -> None:
    late = f", the oldest for {found.late_seconds // 60} min" if found.late_seconds > 60 else ""
    if found.due or not found.leased:
        held = ", held back by what stops sending" if found.due and found.latches else ""
        print(f"Due now: {found.due:,}{late}{held}")
    if found.leased:
        until = shown(found.leased_until or 0)
        print(f"Under way: {found.leased:,}, claimed by a sender until {until}")


def _counts(found: "Report", course: str) -> Iterator[str]:
    for row in found.enrolments:
        if row["course"] == course:
            why = f" ({row['why']})" if row["why"] else ""
            yield f"  {row['n']:>9,} {row['state']}{why}\n"
    for row in found.sponsors:
        if row["course"] == course:
            why = f" ({row['why']})" if row["why"] else ""
            yield f"  {row['n']:>9,} sponsors {row['state']}{why}\n"
    for row in found.waiting:
        if row["course"] == course:
            yield f"  {row['n']:>9,} wait for {row['lesson']}\n"
    for row in found.results:
        if row["course"] == course:
            yield f"  {row['n']:>9,} {row['state']}: {row['lesson']}\n"
