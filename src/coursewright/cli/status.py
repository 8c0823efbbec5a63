"""`coursewright status`: the state of the drip; and how doubts are ended by hand."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from coursewright.errors import UsageError

from .ledger_options import database_option, now, opened_ledger
from .wallclock_system import shown

if TYPE_CHECKING:
    from coursewright.delivery.ledger.status_report import Report

__all__ = ["status"]

_EXAMPLES = """\b
Examples:
  coursewright status
  coursewright status --format json
  coursewright status --sent 17        the mail in doubt of enrolment 17 did arrive
  coursewright status --resend 17      it did not: send it again, under the same Message-ID
"""


@click.command("status", epilog=_EXAMPLES)
@database_option
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="--format json"
)
@click.option("--sent", type=int, multiple=True, metavar="ENROLMENT", help="Doubt ends: it came.")
@click.option("--resend", type=int, multiple=True, metavar="ENROLMENT", help="It did not come.")
@click.pass_context
def status(
    ctx: click.Context, database: str, style: str, sent: tuple[int, ...], resend: tuple[int, ...]
) -> None:
    """Show what was sent, what is due, what waits for a person.

    Exit code 1 when something waits: a mail in doubt, a learner on hold because the sender was
    away for days.
    """
    from coursewright.delivery.ledger.doubts import doubts, settle
    from coursewright.delivery.ledger.status_report import report

    with opened_ledger(database) as ledger:
        rows = doubts(ledger) if sent or resend else []
        for one in sorted({*sent, *resend} - {row.enrolment_id for row in rows}):
            told = f"no mail of enrolment {one} is in doubt"
            raise UsageError(told, hint="`coursewright status` lists those that are.")
        for row in rows:
            if row.enrolment_id in (*sent, *resend):
                settle(ledger, row, now(), sent=row.enrolment_id in sent)
        found = report(ledger, now())
    if style == "json":
        print(json.dumps(found.values(), ensure_ascii=False, indent=1))
    else:
        _show(found)
    ctx.exit(int(found.wants_a_person))


def _show(found: "Report") -> None:
    for course, state in found.courses.items():
        print(f"{course}: {state}")
        print("".join(_counts(found, course)), end="")
    for one in found.latches:
        print(f"STOPPED: sending is {one['text']} Number {one['id']}: latch release")
    _show_due(found)
    if found.next_at is not None:
        print(f"Next: {shown(found.next_at)}")
    for one in found.limits:
        used = "" if one["used"] is None else f", {one['used']:,} used"
        print(f"Limit: {one['rate']}{used}")
    for reason, count in found.suppressed.items():
        print(f"Suppressed ({reason}): {count:,}")
    if found.held:
        print(f"WAITS FOR YOU: {found.held:,} on hold, their lesson was missed: learners resume")
    for row in found.in_doubt:
        print(
            f"WAITS FOR YOU: enrolment {row['enrolment']}, {row['lesson']} to {row['address']} is"
            " in doubt: status --sent or --resend"
        )
    if found.unaccounted:
        print(f"FAULT: enrolments that nothing wakes: {found.unaccounted}")


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
