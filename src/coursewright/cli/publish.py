"""`coursewright publish`: make a build what learners are sent from now on."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import UsageError

from .ledger_options import course_option, database_option, now, opened_ledger, sequence_option
from .release_text import impact_markdown, impact_text
from .wallclock_system import shown

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.publishing import Decisions
    from coursewright.delivery.ledger.release_impact import ReleaseImpact
    from coursewright.delivery.ledger.releases import Published
    from coursewright.sequence.release import Release

__all__ = ["print_impact", "publish"]

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
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the difference is printed: --format json",
)
def publish(
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
    exit code 1, when learners are under way on a lesson or a track that the build no longer has.
    Nothing but this command changes what learners get.
    """
    with opened_ledger(database) as ledger:
        if listing:
            _list(ledger, course)
            return
        published, release = _pair(ledger, sequence, course, back=back)
        decisions = _decisions(words)
        if published is not None:
            impact = _impact(ledger, published, release, decisions)
            print_impact(impact, style)
            if impact.same:
                return
            if impact.undecided:
                raise SystemExit(1)
        if dry_run:
            if published is None:
                print(f"This would be the first release of {release.slug}.")
            return
        _carry_out(ledger, published, release, sequence, decisions, back=back)
        if style == "text":
            print(f"Published {release.slug}.")


def print_impact(impact: "ReleaseImpact", style: str) -> None:
    """Print the difference between two releases in one of three forms."""
    if style == "json":
        print(json.dumps(impact.values(), ensure_ascii=False, indent=1))
    else:
        print(impact_markdown(impact) if style == "markdown" else impact_text(impact))


def _pair(
    ledger: "Ledger", sequence: Path, course: str, *, back: bool
) -> "tuple[Published | None, Release]":
    """Return the published course, if it is, and the release to compare with it."""
    from coursewright.delivery.ledger.release_history import release_before
    from coursewright.delivery.ledger.releases import all_published, find_published
    from coursewright.sequence.release import load_release

    with ledger.read() as connection:
        if back:
            published = find_published(ledger, connection, course)
            return published, release_before(connection, published.id)
        release = load_release(sequence)
        if course and course != release.slug:
            msg = f"{sequence} is a build of {release.slug}, not of {course[:64]}"
            raise UsageError(msg)
        found = [
            one for one in all_published(ledger, connection) if one.release.slug == release.slug
        ]
        return (found[0] if found else None), release


def _impact(
    ledger: "Ledger", published: "Published", release: "Release", decisions: "Decisions"
) -> "ReleaseImpact":
    from coursewright.delivery.ledger.release_impact import impact_of

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
    seen = published.release.hash if published is not None else None
    publishing.publish(ledger, release, sequence.parent, now(), decisions, expected=seen)


def _decisions(words: dict[str, Any]) -> "Decisions":
    from coursewright.delivery.ledger.publishing import Decisions

    return Decisions(
        retire=frozenset(words["retire"]),
        move=dict(_pairs(words["move_track"])),
        end=frozenset(words["end_track"]),
        backfill=frozenset(words["backfill"]),
    )


def _pairs(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for pair in given:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            msg = f"--move-track takes OLD=NEW, not {pair[:80]!r}"
            raise UsageError(msg, hint="For example: --move-track pilot=expert")
        yield old, new


def _list(ledger: "Ledger", course: str) -> None:
    from coursewright.delivery.ledger.release_history import releases_of
    from coursewright.delivery.ledger.releases import find_published

    with ledger.read() as connection:
        published = find_published(ledger, connection, course)
        for row in releases_of(connection, published.id):
            current = "  current" if row.current else ""
            when = shown(row.published_at) if row.published_at else "before releases were kept"
            print(f"{row.number:>4}  {when}  {row.hash[:12]}{current}")
