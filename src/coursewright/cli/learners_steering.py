"""`coursewright learners pause|resume|switch|pace|remove`: manage what people get."""

from typing import TYPE_CHECKING

import click

from coursewright.errors import UsageError

from .learners_selection import Who, steer, who_options, would
from .ledger_options import course_option, database_option, keyring_of, now, opened

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.releases import Published

__all__ = ["STEERING"]


@click.command("pause")
@who_options
@click.option("--all", "everybody", is_flag=True, help="The whole course: pause --all")
def pause(
    who: Who,
    course: str,
    database: str,
    dry_run: bool,
    everybody: bool,
) -> None:
    """Stop the emails of people, of a cohort, or of the whole course, until resumed.

    Example: coursewright learners pause ada@example.org
    """
    from coursewright.delivery.ledger import enrollment_actions as actions
    from coursewright.delivery.ledger.states import StateReason

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        if everybody:
            if dry_run:
                print("The course would be paused.")
                return
            done = actions.pause_course(ledger, published, now())
            print("The course is paused." if done else "The course was paused already.")
            return
        how = (now(), StateReason.OPERATOR)
        count = steer(ledger, published, who, actions.pause, *how, dry_run=dry_run)
    print(f"{count:,} {would('paused', dry_run=dry_run)}.")


@click.command("resume")
@who_options
@click.option("--all", "everybody", is_flag=True, help="The whole course: resume --all")
@click.option("--missed", is_flag=True, help="Everybody on hold after an outage: resume --missed")
@click.option("--absolute", is_flag=True, help="Keep the old dates, not moved by the pause.")
def resume(
    who: Who,
    course: str,
    database: str,
    dry_run: bool,
    everybody: bool,
    missed: bool,
    absolute: bool,
) -> None:
    """Resume people, a cohort, everybody on hold, or the whole course.

    The dates to come move by the length of the pause, unless --absolute. --missed is for learners
    who were put on hold because the sender was away too long; with --cohort for those of a cohort.

    Example: coursewright learners resume --missed --dry-run
    """
    from coursewright.delivery.ledger import enrollment_actions as actions

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        if everybody:
            _resume_course(ledger, published, dry_run=dry_run, absolute=absolute)
            return
        if missed:
            count = _resume_missed(
                ledger, published, who.cohort, dry_run=dry_run, absolute=absolute
            )
        else:
            count = steer(
                ledger, published, who, actions.resume, now(), absolute=absolute, dry_run=dry_run
            )
    print(f"{count:,} {would('resumed', dry_run=dry_run)}.")


def _resume_course(
    ledger: "Ledger", published: "Published", *, dry_run: bool, absolute: bool
) -> None:
    from coursewright.delivery.ledger.enrollment_actions import is_paused, resume_course
    from coursewright.delivery.ledger.selection import held_ids

    with ledger.read() as connection:
        paused = is_paused(connection, published)
        held = len(held_ids(connection, published))
    if not paused:
        print("The course is not paused.")
    elif dry_run:
        print("The course would go on.")
    else:
        resume_course(ledger, published, now(), absolute=absolute)
        print("The course goes on.")
    if held:
        print(
            f"{held:,} learners stay on hold because their lesson was missed. To resume them: "
            "coursewright learners resume --missed"
        )


def _resume_missed(
    ledger: "Ledger", published: "Published", cohort: str, *, dry_run: bool, absolute: bool
) -> int:
    from coursewright.delivery.ledger.enrollment_actions import resume as resume_these
    from coursewright.delivery.ledger.selection import for_each_batch, held_ids

    with ledger.trial(dry_run=dry_run) as connection:
        ids = held_ids(connection, published, cohort)
        return for_each_batch(
            ids,
            lambda batch: resume_these(connection, published, batch, now(), absolute=absolute),
        )


@click.command("switch")
@who_options
@click.option("--track", required=True, metavar="ID", help="The new track: --track expert")
def switch(who: Who, course: str, database: str, dry_run: bool, track: str) -> None:
    """Change the track of people or of a cohort; no lesson they had comes again.

    Example: coursewright learners switch ada@example.org --track expert
    """
    from coursewright.delivery.ledger import enrollment_actions as actions

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        count = steer(ledger, published, who, actions.switch, now(), track=track, dry_run=dry_run)
    print(f"{count:,} {would('switched', dry_run=dry_run)}.")


@click.command("pace")
@who_options
@click.option("--schedule", required=True, metavar="ID", help="The pace: --schedule express")
def pace(who: Who, course: str, database: str, dry_run: bool, schedule: str) -> None:
    """Change how quickly lessons follow one another.

    Example: coursewright learners pace ada@example.org --schedule express
    """
    from coursewright.delivery.ledger import enrollment_actions as actions

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        act = actions.switch
        count = steer(ledger, published, who, act, now(), schedule=schedule, dry_run=dry_run)
    print(f"{count:,} {would('changed', dry_run=dry_run)}.")


@click.command("remove")
@who_options
@click.option("--goodbye", is_flag=True, help="Send the course's goodbye.")
def remove(who: Who, course: str, database: str, dry_run: bool, goodbye: bool) -> None:
    """End enrollments; what was sent stays on record.

    `coursewright learners readmit` undoes it.

    Example: coursewright learners remove --cohort 2027-01 --dry-run
    """
    from coursewright.delivery.ledger import enrollment_actions as actions
    from coursewright.delivery.ledger.states import StateReason

    with opened(database, course, dry_run=dry_run) as (ledger, published):
        how = (now(), StateReason.REMOVED)
        act = actions.leave
        count = steer(ledger, published, who, act, *how, goodbye=goodbye, dry_run=dry_run)
    print(f"{count:,} {would('removed', dry_run=dry_run)}.")


@click.command("sponsor")
@click.argument("address")
@course_option
@database_option
@click.option(
    "--is", "sponsor", metavar="ADDRESS", help="Who gets the updates: --is boss@example.org"
)
@click.option("--none", "nobody", is_flag=True, help="Stop the updates.")
def sponsor(address: str, course: str, database: str, sponsor: str | None, nobody: bool) -> None:
    """Set who gets an update about a learner every two weeks.

    They get the first name and the cards of the lessons that the person has had: no answers, no
    scores. Ask the person first; they see it on their page of preferences, and can end it there.

    Example: coursewright learners sponsor ada@example.org --is boss@example.org
    """
    from coursewright.delivery.ledger.sponsor_digests import untell
    from coursewright.delivery.ledger.sponsors import name_sponsor
    from coursewright.delivery.ledger.states import StateReason

    if bool(sponsor) == nobody:
        raise UsageError("say who: --is ADDRESS, or --none")
    with opened(database, course) as (ledger, published):
        if sponsor:
            keyring = keyring_of(ledger)
            added = name_sponsor(ledger, published, keyring, address, sponsor, now())
            print(f"{sponsor} gets the updates." if added else "Nothing has changed.")
            return
        from coursewright.delivery.ledger.upcoming import enrollments_of

        with ledger.write() as connection:
            ids = enrollments_of(connection, address, published)
            count = sum(untell(connection, number, now(), StateReason.OPERATOR) for number in ids)
        print(f"{count} no longer notified.")


STEERING = (pause, resume, switch, pace, sponsor, remove)
