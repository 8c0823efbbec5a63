"""`coursewright plan`: the dates of a course for one learner or a cohort."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from coursewright.errors import UsageError
from coursewright.output import write_folder

from .ledger_options import database_option, sequence_option

if TYPE_CHECKING:
    from coursewright.delivery.rosters.roster import Person
    from coursewright.delivery.schedule.plan_files import PlanLine

__all__ = ["plan", "print_plan"]

_MOST_PEOPLE = 20_000  # about twenty dated emails each are kept in memory
_FAULTS_SHOWN = 100

_EXAMPLES = """\b
Examples:
  coursewright plan --track aspire --start 2027-01-11 --timezone Europe/Berlin
  coursewright plan --track expert --start 2027-01-11 --schedule express
  coursewright plan --cohort people.csv --start 2027-01-11 --format csv > plan.csv
  coursewright plan --track aspire --start 2027-01-11 --format ics > course.ics
  coursewright plan --start 2027-01-11 --out build/schedule
  coursewright plan --diff
  coursewright plan --diff --against published/sequence.json --format markdown
"""


@click.command("plan", epilog=_EXAMPLES)
@sequence_option
@click.option("--track", default="", metavar="ID", help="The track: --track aspire")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the first lesson: --start 2027-01-11",
)
@click.option(
    "--timezone", default="", metavar="ZONE", help="The learner's time zone: --timezone Asia/Tokyo"
)
@click.option("--schedule", default="", metavar="ID", help="The pace: --schedule express")
@click.option(
    "--cohort",
    type=click.File("rb"),
    metavar="FILE",
    help="A CSV file with a line for each learner (email, track, start ...): --cohort people.csv",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "ics", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="Output format: --format ics",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write .ics, .csv and .json files for each track (or --track only): --out build/schedule",
)
@click.option(
    "--diff", is_flag=True, help="Show who gets what after publishing this build: plan --diff"
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="With --diff: compare with this sequence.json, without a ledger: --against old.json",
)
@database_option
@click.pass_context
def plan(
    ctx: click.Context,
    sequence: Path,
    track: str,
    start: datetime | None,
    timezone: str,
    schedule: str,
    cohort: BinaryIO | None,
    style: str,
    out: Path | None,
    diff: bool,
    against: Path | None,
    database: str,
) -> None:
    """Show when each email of a course is sent.

    Sends nothing and needs no database: the dates follow from the course's schedule, the start
    date and the time zone. With --diff, shows how many learners `coursewright publish` would
    affect, and only reads the ledger.
    """
    if diff or style == "markdown":
        ctx.exit(_diff(sequence, against, database, style, asked=diff))
    from coursewright.delivery.planning.course_plan import plan_cohort, plan_files, plan_one
    from coursewright.sequence.release import load_release

    release = load_release(sequence)
    begins = start.date() if start else None
    if cohort is None:
        if begins is None:
            msg = "Give --start, the day of the first lesson."
            raise click.UsageError(msg)
        if out is not None:
            files = plan_files(
                release, track=track, start=begins, timezone=timezone, schedule=schedule
            )
            write_folder(out, files)
            print(f"Wrote {len(files)} files into {out}.")
            return
        lines = plan_one(release, track=track, start=begins, timezone=timezone, schedule=schedule)
        print_plan(list(lines), style, release.course.title)
        return
    if out is not None:
        msg = "--out writes the plan of a track; for a cohort, use --format."
        raise click.UsageError(msg)
    people, faults = _people(cohort, release.course.language)
    lines = plan_cohort(release, people, start=begins, track=track)
    print_plan(list(lines), style, release.course.title)
    ctx.exit(int(bool(faults)))


def _people(cohort: BinaryIO, language: str) -> "tuple[list[Person], int]":
    """Return the people of a list, and how many lines are faulty; faults are printed.

    Raises:
        UsageError: they are too many for a plan.
    """
    from coursewright.delivery.rosters.roster import Person, RosterFault, open_roster

    people: list[Person] = []
    faults = 0
    roster = open_roster(cohort, need_email=False, language=language)
    for one in roster:
        if isinstance(one, RosterFault):
            faults += 1
            if faults <= _FAULTS_SHOWN:
                print(f"{roster.place_of(one)}: {one.message}", file=sys.stderr)
        elif isinstance(one, Person):
            people.append(one)
        if len(people) > _MOST_PEOPLE:
            msg = f"a cohort of more than {_MOST_PEOPLE:,} people"
            hint = "Split the file; `learners import` accepts any number of people."
            raise UsageError(msg, hint=hint)
    return people, faults


def _diff(sequence: Path, against: Path | None, database: str, style: str, *, asked: bool) -> int:
    from .publish import print_changes, print_impact_of

    if not asked:
        msg = "--format markdown goes with --diff."
        raise click.UsageError(msg)
    form = style if style in ("json", "markdown") else "text"
    if against is not None:
        return print_changes(against, sequence, form)
    return print_impact_of(sequence, database, form)


def print_plan(lines: "list[PlanLine]", style: str, title: str) -> None:
    """Print dated emails in one of the four formats."""
    from coursewright.delivery.planning.course_plan import plan_bytes
    from coursewright.delivery.schedule.plan_files import plan_table

    if style == "table":
        print(plan_table(lines))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(plan_bytes(lines, style, title))
