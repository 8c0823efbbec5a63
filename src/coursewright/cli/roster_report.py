"""What `learners import` prints: how a list was read, and what came of it."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursewright.delivery.ledger.enrollment import ImportResult
    from coursewright.delivery.rosters.roster import Roster

__all__ = ["print_import", "print_recognized"]

_SKIPPED = {
    "unsubscribed": "marked as unsubscribed",
    "not subscribed": "marked as not subscribed",
    "bounced": "marked as bounced or cleaned",
    "complained": "marked as complained",
    "not confirmed": "marked as not confirmed",
    "deleted": "marked as deleted or suspended",
    "repeated": "repeat an earlier row",
}
_SHOWN = {
    "opted_out": "who is not enrolled (yes or no)",
    "opted_out_at": "who is not enrolled (since when)",
    "opted_in": "who is enrolled (yes or no)",
    "status": "who is not enrolled (status)",
}
_ORDER = {"dmy": "day first", "mdy": "month first", "": ""}


def print_recognized(roster: "Roster") -> None:
    """Show how a list is written and what its columns hold."""
    print(f"Read as: {roster.described}; the header is line {roster.header_line}.")
    for number, name, field in roster.columns.known:
        same = "" if name.lower() == field else f" from {name!r}"
        print(f"  column {number}: {_SHOWN.get(field, field)}{same}")
    if roster.columns.kept:
        print(f"  kept as attributes: {', '.join(roster.columns.kept)}")
    if order := _ORDER[roster.dates.order]:
        why = roster.dates.why or "--dates"
        print(f"  dates such as 3/4/2027: {order} ({why})")


def print_import(
    roster: "Roster", result: "ImportResult", *, dry_run: bool, skip_faulty: bool
) -> None:
    """Print the faults and the counts of an import."""
    for fault in result.faults:
        print(f"{roster.place_of(fault)}: {fault.message}", file=sys.stderr)
    if result.faulty > len(result.faults):
        print(f"... and {result.faulty - len(result.faults)} more.", file=sys.stderr)
    stopped = bool(result.faulty) and not skip_faulty
    only = dry_run or stopped
    print(
        f"{result.added:,} {'would be enrolled' if only else 'enrolled'}, {result.known:,} known, "
        f"{result.suppressed:,} suppressed, {result.faulty:,} faulty lines."
    )
    for why, count in sorted(result.skipped.items()):
        print(f"{count:,} not enrolled: {_SKIPPED.get(why, why)}.")
    if result.other_start:
        print(
            f"{result.other_start:,} of those known have another start date than their line names, "
            "and keep it. To change it: coursewright learners start ADDRESS --on DATE"
        )
    if result.elsewhere:
        print(
            f"{result.elsewhere:,} of those known are on another track than their line names, and "
            "stay there. To move one: coursewright learners switch ADDRESS --track ID"
        )
    if result.sponsors:
        print(f"{result.sponsors:,} sponsors {'would get' if only else 'get'} updates.")
    if result.smtputf8_count:
        print(
            f"{result.smtputf8_count:,} need a mail server with SMTPUTF8, for example "
            f"{', '.join(result.smtputf8)}. Send through one that offers it."
        )
    if stopped and not dry_run:
        print("Nothing was changed. Correct the lines, or use --skip-faulty.")
