"""`coursewright push`: create and update the emails of a course in a mailer through its API."""

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import DecisionNeededError

if TYPE_CHECKING:
    from coursewright.export.push.comparing import Difference
    from coursewright.export.push.preparing import Prepared

__all__ = ["push"]

_EXAMPLES = """\b
Examples:
  coursewright push kit --dry-run
  coursewright push mautic --track aspire
  coursewright push listmonk --state push/listmonk-staging.json
  coursewright push buttondown --prune
"""
_PRODUCTS = ("buttondown", "customerio", "kit", "listmonk", "mailchimp", "mautic")


@click.command("push", epilog=_EXAMPLES)
@click.argument("product", type=click.Choice(_PRODUCTS), metavar="PRODUCT")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("build/email"),
    show_default=True,
    metavar="DIR",
    help="The compiled emails: --from build/email",
)
@click.option("--track", default="", metavar="ID", help="One track only: --track aspire")
@click.option(
    "--edition",
    type=click.Choice(["digest", "full"]),
    default="digest",
    show_default=True,
    help="Short emails that link to the site, or full lessons: --edition full",
)
@click.option(
    "--schedule",
    default="",
    metavar="ID",
    help="The schedule for the days; the first in course.yaml by default: --schedule express",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The record of earlier pushes, push/PRODUCT.json beside the build folder by default: "
    "--state push/kit.json",
)
@click.option("--dry-run", is_flag=True, help="Show the differences; change nothing.")
@click.option("--overwrite", is_flag=True, help="Replace what was edited in the mailer.")
@click.option("--prune", is_flag=True, help="Delete emails that the course no longer has.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.pass_context
def push(
    ctx: click.Context,
    /,
    product: str,
    folder: Path,
    track: str,
    edition: str,
    schedule: str,
    state: Path | None,
    *,
    dry_run: bool,
    overwrite: bool,
    prune: bool,
    as_json: bool,
) -> None:
    """Create and update the emails of a course in a mailer through its API.

    PRODUCT is buttondown, customerio, kit, listmonk, mailchimp or mautic. Shows the differences
    first. Run it as often as you like: only what changed is sent, and nothing is created twice.
    Keys are read from the environment: see the page of the mailer in docs/mailers.
    """
    from coursewright.export.push.preparing import prepare
    from coursewright.export.push.record import locked

    prepared = prepare(product, folder, state, track=track, edition=edition, schedule=schedule)
    with locked(prepared.path, write=not dry_run):
        ctx.exit(
            _push(prepared, dry_run=dry_run, overwrite=overwrite, prune=prune, as_json=as_json)
        )


def _push(
    prepared: "Prepared", *, dry_run: bool, overwrite: bool, prune: bool, as_json: bool
) -> int:
    """Show the differences and, unless it is a dry run, carry them out; return the exit code."""
    from coursewright.export.push.comparing import PushChange

    with prepared.connect(os.environ, time.sleep, read_only=dry_run) as run:
        differences = run.differences()
        _print(prepared, differences, as_json=as_json)
        edited = [one for one in differences if one.change is PushChange.EDITED]
        if not dry_run:
            if edited and not overwrite:
                msg = f"{len(edited)} objects were edited in the mailer; nothing was changed"
                raise DecisionNeededError(msg, hint="Replace them with --overwrite.")
            run.carry_out(differences, _reporter(as_json), prune=prune)
    return int(
        any(one.change is PushChange.MISSING for one in differences)
        or (bool(edited) and not overwrite)
        or (any(one.change is PushChange.VANISHED for one in differences) and not prune)
    )


def _reporter(as_json: bool) -> Any:
    def report(verb: str, one: "Difference") -> None:
        if not as_json:
            print(f"done: {verb} {one.label}", flush=True)

    return report


def _print(prepared: "Prepared", differences: "list[Difference]", *, as_json: bool) -> None:
    from coursewright.export.push.comparing import PushChange

    if as_json:
        rows = [
            {
                "change": one.change.value,
                "key": one.key,
                "label": one.label,
                "id": one.id,
                "fields": list(one.fields),
                "name": one.item.marker if one.item else "",
            }
            for one in differences
        ]
        out = {"warnings": list(prepared.warnings), "differences": rows}
        print(json.dumps(out, ensure_ascii=False, indent=1))
        return
    for warning in prepared.warnings:
        print(f"warning: {warning}")
    for one in differences:
        if one.change is not PushChange.SAME:
            print(_line(one))
    same = sum(one.change is PushChange.SAME for one in differences)
    print(f"{len(differences) - same} differences, {same} unchanged.", flush=True)


def _line(one: "Difference") -> str:
    from coursewright.export.push.comparing import PushChange

    match one.change:
        case PushChange.CREATE | PushChange.ADOPT | PushChange.SAME:
            return f"{one.change.value:<9} {one.label}"
        case PushChange.UPDATE:
            fields = ", ".join(one.fields)
            return f"{one.change.value:<9} {one.label}{f': {fields}' if fields else ''}"
        case PushChange.EDITED:
            return f"edited    {one.label}: changed in the mailer since the last push"
        case PushChange.MISSING:
            name = one.item.marker if one.item else ""
            return f"missing   {one.label}: create it by hand with a name that starts with {name}"
        case PushChange.VANISHED:
            return f"vanished  {one.label}: no longer in the course; remove it with --prune"
