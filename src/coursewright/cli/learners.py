"""`coursewright learners`: who is enrolled, and what may be done to an enrolment."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from coursewright.errors import UsageError

from .learners_dates import DATES
from .learners_restore import RESTORING
from .learners_steering import STEERING
from .ledger_options import (
    course_option,
    database_option,
    keyring_of,
    now,
    opened,
    opened_ledger,
)
from .roster_report import print_import, print_recognized

if TYPE_CHECKING:
    from coursewright.delivery.ledger.enrollment import ImportResult
    from coursewright.delivery.rosters.dates import DateOrder
    from coursewright.delivery.rosters.roster import Person, Roster, RosterFault, SkippedRow

__all__ = ["learners"]

_F = TypeVar("_F", bound=Callable[..., Any])
_P = TypeVar("_P", bound="Iterable[Person | RosterFault | SkippedRow]")
_EXAMPLES = """\b
Examples:
  coursewright learners import people.csv --dry-run
  coursewright learners add ada@example.org --track aspire --timezone Europe/Berlin
  coursewright learners show ada@example.org
  coursewright learners pause ada@example.org
  coursewright learners pause --all
  coursewright learners start --cohort 2027-01 --on 2027-01-18 --dry-run
  coursewright learners resume --missed --dry-run
  coursewright learners restore --since 2027-01-11 --dry-run
  coursewright learners switch ada@example.org --track expert
  coursewright learners erase ada@example.org
"""


@click.group("learners", epilog=_EXAMPLES)
def learners() -> None:
    """Enroll learners and manage their enrollments."""


for _command in (*STEERING, *DATES, *RESTORING):
    learners.add_command(_command)


def _intake_options(command: _F) -> _F:
    day = click.DateTime(["%Y-%m-%d"])
    for option in (
        click.option("--cohort", default="", metavar="NAME", help="A group: --cohort 2027-01"),
        click.option("--start", type=day, metavar="DATE", help="First lesson: --start 2027-01-11"),
        click.option("--late", is_flag=True, help="Accept a start date far in the past."),
        click.option("--schedule", default="", metavar="ID", help="Pace: --schedule express"),
        click.option("--track", default="", metavar="ID", help="Track: --track aspire"),
        course_option,
        database_option,
    ):
        command = option(command)
    return command


@learners.command("import")
@click.argument("file", type=click.File("rb"))
@_intake_options
@click.option("--dry-run", is_flag=True, help="Show how the file is read, change nothing.")
@click.option("--skip-faulty", is_flag=True, help="Enroll the rest when lines are faulty.")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    metavar="ORDER",
    help="Day or month first in 3/4/2027: --dates dmy",
)
@click.option("--encoding", default="", metavar="NAME", help="Of the file: --encoding cp1251")
@click.pass_context
def import_(
    ctx: click.Context,
    /,
    file: BinaryIO,
    database: str,
    course: str,
    dry_run: bool,
    skip_faulty: bool,
    dates: "DateOrder | None",
    encoding: str,
    **words: Any,
) -> None:
    """Enroll the people on a list (CSV or Excel).

    FILE is text separated by comma, semicolon, tab or pipe, or a workbook (.xlsx). The header
    names the columns: email (needed), name or first name and last name, track, schedule, start,
    timezone, locale, cohort, edition, sponsor (who gets an update every two weeks), also as common
    exports and other languages name them; other columns are kept as attributes. Rows that are
    marked as unsubscribed or bounced are not enrolled. The same file again changes nothing.
    --dry-run shows how the file was read.

    Example: coursewright learners import people.csv --track aspire --dry-run
    """
    from coursewright.delivery.rosters.roster import open_roster

    def read(language: str) -> "Roster":
        return open_roster(file, language=language, encoding=encoding, dates=dates or "")

    roster, result = _take_in(
        read, (database, course), words, dry_run=dry_run, skip_faulty=skip_faulty
    )
    if dry_run:
        print_recognized(roster)
    print_import(roster, result, dry_run=dry_run, skip_faulty=skip_faulty)
    ctx.exit(int(bool(result.faulty)))


@learners.command("add")
@click.argument("address")
@_intake_options
@click.option("--name", default="", help='What they are called: --name "Ada Lovelace"')
@click.option("--timezone", default="", metavar="ZONE", help="Their zone: --timezone Asia/Tokyo")
@click.option(
    "--sponsor",
    default="",
    metavar="ADDRESS",
    help="Who gets an update every two weeks: --sponsor boss@example.org",
)
def add(
    address: str,
    database: str,
    course: str,
    name: str,
    timezone: str,
    sponsor: str,
    **words: Any,
) -> None:
    """Enroll one person.

    Example: coursewright learners add ada@example.org --track aspire
    """
    from coursewright.delivery.rosters.roster import RosterFault, read_one

    person = read_one({"email": address, "name": name, "timezone": timezone, "sponsor": sponsor})
    if isinstance(person, RosterFault):
        raise UsageError(person.message)
    _, intake = _take_in(lambda language: [person], (database, course), words)
    for fault in intake.faults:
        raise UsageError(fault.message)
    if intake.suppressed:
        msg = f"{address} has left, bounced or was erased, and is not enrolled again"
        raise UsageError(msg, hint="They can sign up themselves: `coursewright serve`.")
    sponsored = f", {sponsor} gets an update every two weeks" if intake.sponsors else ""
    print(f"{address} is {'enrolled' if intake.added else 'enrolled already'}{sponsored}.")
    if intake.elsewhere:
        print("They are on another track, and stay there: see `coursewright learners switch`.")


def _take_in(
    read: "Callable[[str], _P]", place: tuple[str, str], words: dict[str, Any], **how: Any
) -> "tuple[_P, ImportResult]":
    """Enroll what `read` returns for the language of the course."""
    from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster

    database, course = place
    start: datetime | None = words["start"]
    defaults = EnrollmentDefaults(
        track=words["track"],
        schedule=words["schedule"],
        start=start.date() if start else None,
        cohort=words["cohort"],
        late=words["late"],
        source="operator",
    )
    with opened(database, course, dry_run=how.get("dry_run", False)) as (ledger, published):
        people = read(published.release.course.language)
        keyring = keyring_of(ledger, record=not how.get("dry_run"))
        return people, import_roster(ledger, published, keyring, people, now(), defaults, **how)


@learners.command("show")
@click.argument("address")
@database_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    show_default=True,
    help="How it is printed: --format ics",
)
def show(address: str, database: str, style: str) -> None:
    """Show a learner's enrollments and the emails to come.

    Example: coursewright learners show ada@example.org --format ics > ada.ics
    """
    from coursewright.delivery.ledger.privacy import export
    from coursewright.delivery.ledger.upcoming import outlook

    from .plan import print_plan

    with opened_ledger(database) as ledger:
        kept = export(ledger, address)
        lines = outlook(ledger, address)
    if style == "json":
        print(json.dumps(kept, ensure_ascii=False, indent=1))
    elif style == "ics":
        print_plan(lines, "ics", address)
    else:
        for one in kept["enrolments"]:
            what = (
                f"sponsor of enrolment {one['learner_id']}" if one["learner_id"] else one["track"]
            )
            print(f"{one['course']}: {one['state']}, {what}, since {one['start_on']}")
        for one in kept["sponsors"]:
            print(f"sponsor: {one['address']} ({one['state']})")
        if lines:
            print_plan(lines, "table", address)


@learners.command("erase")
@click.argument("address")
@database_option
@click.confirmation_option(prompt="Delete all that is kept of this person?")
def erase(address: str, database: str) -> None:
    """Delete all that is kept of a person; only a keyed hash stays, so that no import revives them.

    Backups and the mail server's log still hold their data: delete it there yourself.

    Example: coursewright learners erase ada@example.org --yes
    """
    from coursewright.delivery.ledger.privacy import erase as erase_person

    with opened_ledger(database) as ledger:
        erase_person(ledger, keyring_of(ledger), address, now())
    print("Erased.")


@learners.command("export")
@click.argument("address")
@database_option
def export(address: str, database: str) -> None:
    """Print all that is kept of a person, as JSON.

    Example: coursewright learners export ada@example.org > ada.json
    """
    from coursewright.delivery.ledger.privacy import export as export_person

    with opened_ledger(database) as ledger:
        print(json.dumps(export_person(ledger, address), ensure_ascii=False, indent=1))
