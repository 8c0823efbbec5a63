"""`coursewright status --held|--failed|--doubts|--stuck`: who is behind the numbers."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursewright.delivery.ledger.attention import AttentionItem
    from coursewright.delivery.ledger.database import Ledger

__all__ = ["print_items"]

_NEXT = {
    "held": "Resume them: coursewright learners resume --missed, or resume ADDRESS",
    "failed": "Send them again: coursewright send --failed",
    "stuck": "Calculate their times again: coursewright learners pause, then resume",
    "doubts": "Settle them: coursewright status --sent, --resend (ENROLLMENT or --all), --mta-log",
}


def print_items(ledger: "Ledger", which: str, style: str) -> bool:
    """Print a list of those who need attention; return whether there are any."""
    from coursewright.delivery.ledger.attention import (
        doubted_items,
        failed_items,
        held_items,
        stuck_items,
    )

    lists: dict[str, Callable[[Ledger], list[AttentionItem]]] = {
        "held": held_items,
        "failed": failed_items,
        "doubts": doubted_items,
        "stuck": stuck_items,
    }
    items = lists[which](ledger)
    if style == "json":
        print(json.dumps([item._asdict() for item in items], ensure_ascii=False, indent=1))
        return bool(items)
    if not items:
        print("None.")
        return False
    names = ("address", "course", "lesson", "since", "why", "enrollment")
    rows = [names, *((*map(str, item),) for item in items)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(names))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print(f"{len(items):,} in all. {_NEXT[which]}")
    return True
