"""`coursewright publish`: make a build what learners are sent from now on."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import UsageError

from .ledger_options import course_option, database_option, now, opened_ledger, sequence_option
from .release_text import change_line, impact_markdown, impact_text
from .wallclock_system import shown

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.decisions import Decisions
    from coursewright.delivery.ledger.release_impact import ReleaseImpact
    from coursewright.delivery.ledger.releases import Published
    from coursewright.sequence.release import Release

__all__ = ["print_changes", "print_impact", "print_impact_of", "publish"]

_EXAMPLES = """\b
Examples:
  coursewright publish --dry-run
  coursewright publish
  coursewright publish --retire old-lesson
  coursewright publish --move-track pilot=expert
  coursewright publish --back --dry-run
  coursewright publish --list
"""


@click.command("publish", epilog=_EXAMPLES)
@sequence_option
@database_option
@course_option
@click.option("--dry-run", is_flag=True, help="Show who will get what; change nothing.")
@click.option("--back", is_flag=True, help="Return to the release before the current one.")
@click.option("--list", "listing", is_flag=True, help="List the releases of the course.")
@click.option(
    "--retire", multiple=True, metavar="LESSON", help="Let a lesson vanish: --retire old-lesson"
)
@click.option(
    "--move-track",
    multiple=True,
    metavar="OLD=NEW",
    help="Move the learners of a track that vanishes: --move-track pilot=expert",
)
@click.option(
    "--end-track",
    multiple=True,
    metavar="TRACK",
    help="End the enrollments on a track that vanishes: --end-track pilot",
)
@click.option(
    "--backfill",
    multiple=True,
    metavar="LESSON",
    help="Send an inserted lesson to learners past it too: --backfill new-lesson",
)
@click.option("--new-course", is_flag=True, help="The course id is new because the course is.")
@click.option(
    "--rename-course",
    default="",
    metavar="OLD",
    help="Give a published course this new id: --rename-course field-notes",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the difference is printed: --format json",
)
@click.pass_context
def publish(
    ctx: click.Context,
    /,
    sequence: Path,
    database: str,
    course: str,
    dry_run: bool,
    back: bool,
    listing: bool,
    style: str,
    **words: Any,
) -> None:
    """Make a build what learners are sent from now on.

    Shows first who will get what: texts, lessons, dates, in numbers of learners. It stops, with
    exit code 1, when learners are under way on a lesson or a track that the build no longer has,
    and when the ledger has courses but none with this id. Nothing but this command changes what
    learners get.
    """
    from coursewright.delivery.ledger.database import NoLedgerError
    from coursewright.sequence.release import load_release

    try:
        ctx.exit(
            _publish(sequence, database, course, style, words, dry_run=dry_run, back=back)
            if not listing
            else _list(database, course)
        )
    except NoLedgerError:
        if back or listing:
            raise
        print(f"Nothing is published yet: {load_release(sequence).slug} would be the first.")


def _publish(
    sequence: Path,
    database: str,
    course: str,
    style: str,
    words: dict[str, Any],
    *,
    dry_run: bool,
    back: bool,
) -> int:
    """Show the difference and, unless it is a dry run, carry it out; return the exit code."""
    with opened_ledger(database, dry_run=dry_run) as ledger:
        decisions = _decisions(words)
        published, release = _pair(ledger, sequence, course, decisions, back=back)
        impact = _impact(ledger, published, release, decisions)
        if impact is not None:
            print_impact(impact, style)
            if impact.same or impact.undecided:
                return int(bool(impact.undecided))
        if dry_run:
            if published is None:
                print(f"{release.slug} would be published for the first time.")
            return 0
        _carry_out(ledger, published, release, sequence, decisions, back=back)
    if style == "text":
        print(f"Published {release.slug}.")
    return 0


def print_impact(impact: "ReleaseImpact", style: str) -> None:
    """Print the difference between two releases in one of three forms."""
    if style == "json":
        print(json.dumps(impact.values(), ensure_ascii=False, indent=1))
    else:
        print(impact_markdown(impact) if style == "markdown" else impact_text(impact))


def print_impact_of(sequence: Path, database: str, style: str) -> int:
    """Print what publishing a build would do; return the exit code. The ledger is only read."""
    from coursewright.delivery.ledger.database import NoLedgerError

    try:
        return _impact_of(sequence, database, style)
    except NoLedgerError:
        print("Nothing is published yet, so nobody gets anything else than before.")
        return 0


def _impact_of(sequence: Path, database: str, style: str) -> int:
    with opened_ledger(database, dry_run=True) as ledger:
        decisions = _decisions({})
        published, release = _pair(ledger, sequence, "", decisions, back=False)
        impact = _impact(ledger, published, release, decisions)
        if impact is None:
            print(f"{release.slug} is not published: the ledger has no learner of it.")
            return 0
    print_impact(impact, style)
    return int(bool(impact.undecided))


def print_changes(before: Path, after: Path, style: str) -> int:
    """Print what differs between two compiled courses, without any learner; return 0."""
    from coursewright.delivery.planning.release_changes import changes_between
    from coursewright.sequence.release import load_release

    changes = changes_between(load_release(before), load_release(after))
    if style == "json":
        print(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return 0
    bullet = "- " if style == "markdown" else ""
    for change in changes:
        print(f"{bullet}{change_line(change)}")
    if not changes:
        print("No learner gets anything else than before.")
    return 0


def _pair(
    ledger: "Ledger", sequence: Path, course: str, decisions: "Decisions", *, back: bool
) -> "tuple[Published | None, Release]":
    """Return the published course, if it is, and the release to compare with it."""
    from coursewright.delivery.ledger.course_identity import find_course
    from coursewright.delivery.ledger.release_history import release_before
    from coursewright.delivery.ledger.releases import find_published, load_published
    from coursewright.sequence.release import load_release

    with ledger.read() as connection:
        if back:
            published = find_published(ledger, connection, course)
            return published, release_before(connection, published.id)
        release = load_release(sequence)
        if course and course != release.slug:
            msg = f"{sequence} is a build of {release.slug}, not of {course[:64]}"
            raise UsageError(msg)
        row = find_course(connection, release, decisions)
        return load_published(ledger, connection, row) if row is not None else None, release


def _impact(
    ledger: "Ledger", published: "Published | None", release: "Release", decisions: "Decisions"
) -> "ReleaseImpact | None":
    """Return what publishing would do, or None: the course would be published as a new one."""
    from coursewright.delivery.ledger.release_impact import impact_of, impact_of_new_id

    if published is None:
        return impact_of_new_id(ledger, release, decisions)
    return impact_of(ledger, published, release, now(), decisions)


def _carry_out(
    ledger: "Ledger",
    published: "Published | None",
    release: "Release",
    sequence: Path,
    decisions: "Decisions",
    *,
    back: bool,
) -> None:
    from coursewright.delivery.ledger import publishing

    if back and published is not None:
        publishing.publish_back(ledger, published.id, now(), decisions)
        return
    seen = published.hash if published is not None else None
    publishing.publish(ledger, release, sequence.parent, now(), decisions, expected=seen)


def _decisions(words: dict[str, Any]) -> "Decisions":
    from coursewright.delivery.ledger.decisions import Decisions

    return Decisions(
        retire=frozenset(words.get("retire", ())),
        move=dict(_pairs(words.get("move_track", ()))),
        end=frozenset(words.get("end_track", ())),
        backfill=frozenset(words.get("backfill", ())),
        new_course=words.get("new_course", False),
        rename_course=words.get("rename_course", ""),
    )


def _pairs(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for pair in given:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            msg = f"--move-track takes OLD=NEW, not {pair[:80]!r}"
            raise UsageError(msg, hint="For example: --move-track pilot=expert")
        yield old, new


def _list(database: str, course: str) -> int:
    from coursewright.delivery.ledger.release_history import releases_of
    from coursewright.delivery.ledger.releases import find_published

    with opened_ledger(database, dry_run=True) as ledger, ledger.read() as connection:
        published = find_published(ledger, connection, course)
        for row in releases_of(connection, published.id):
            current = "  current" if row.current else ""
            when = shown(row.published_at) if row.published_at else "before releases were kept"
            print(f"{row.number:>4}  {when}  {row.hash[:12]}{current}")
    return 0
