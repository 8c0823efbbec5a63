"""`coursewright learners pause|resume|switch|pace|remove`: steer what a person gets."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import UsageError

from .ledger_options import course_option, database_option, keyring_of, now, opened

if TYPE_CHECKING:
    pass

__all__ = ["STEERING"]


@click.command("pause")
@click.argument("address", required=False)
@course_option
@database_option
@click.option("--all", "everybody", is_flag=True, help="The whole course: pause --all")
def pause(address: str | None, course: str, database: str, everybody: bool) -> None:
    """Stop the mails of a person, or of the whole course, until resumed.

    Example: coursewright learners pause ada@example.org
    """
    from coursewright.delivery.ledger import enrollment_actions as steering

    with opened(database, None, course) as (ledger, published):
        if everybody:
            done = steering.pause_course(ledger, published, now())
            print("The course is paused." if done else "The course was paused already.")
            return
        count = _steer(ledger, address, steering.pause, published, now(), "operator")
    print(f"{count} paused.")


@click.command("resume")
@click.argument("address", required=False)
@course_option
@database_option
@click.option("--all", "everybody", is_flag=True, help="The whole course: resume --all")
@click.option("--absolute", is_flag=True, help="On the old dates, not moved by the pause.")
def resume(
    address: str | None,
    course: str,
    database: str,
    everybody: bool,
    absolute: bool,
) -> None:
    """Let a person, or the whole course, go on.

    The dates to come move by the length of the pause, unless --absolute.

    Example: coursewright learners resume ada@example.org
    """
    from coursewright.delivery.ledger import enrollment_actions as steering

    with opened(database, None, course) as (ledger, published):
        if everybody:
            steering.resume_course(ledger, published, now(), absolute=absolute)
            print("The course goes on.")
            return
        count = _steer(ledger, address, steering.resume, published, now(), absolute=absolute)
    print(f"{count} resumed.")


@click.command("switch")
@click.argument("address")
@course_option
@database_option
@click.option("--track", required=True, metavar="ID", help="The new track: --track expert")
def switch(address: str, course: str, database: str, track: str) -> None:
    """Change the track of a person; no lesson they had comes again.

    Example: coursewright learners switch ada@example.org --track expert
    """
    from coursewright.delivery.ledger import enrollment_actions as steering

    with opened(database, None, course) as (ledger, published):
        count = _steer(ledger, address, steering.switch, published, now(), track=track)
    print(f"{count} switched.")


@click.command("pace")
@click.argument("address")
@course_option
@database_option
@click.option("--schedule", required=True, metavar="ID", help="The pace: --schedule express")
def pace(address: str, course: str, database: str, schedule: str) -> None:
    """Change how quickly lessons follow one another.

    Example: coursewright learners pace ada@example.org --schedule express
    """
    from coursewright.delivery.ledger import enrollment_actions as steering

    with opened(database, None, course) as (ledger, published):
        count = _steer(ledger, address, steering.switch, published, now(), schedule=schedule)
    print(f"{count} changed.")


@click.command("remove")
@click.argument("address")
@course_option
@database_option
@click.option("--goodbye", is_flag=True, help="Send the course's goodbye.")
def remove(address: str, course: str, database: str, goodbye: bool) -> None:
    """End a person's enrolment; what was sent stays on record.

    Example: coursewright learners remove ada@example.org
    """
    from coursewright.delivery.ledger import enrollment_actions as steering

    with opened(database, None, course) as (ledger, published):
        count = _steer(
            ledger, address, steering.leave, published, now(), "removed", goodbye=goodbye
        )
    print(f"{count} removed.")


@click.command("sponsor")
@click.argument("address")
@course_option
@database_option
@click.option("--is", "sponsor", metavar="ADDRESS", help="Who is told: --is boss@example.org")
@click.option("--none", "nobody", is_flag=True, help="Nobody is told any more.")
def sponsor(address: str, course: str, database: str, sponsor: str | None, nobody: bool) -> None:
    """Say who is told every two weeks what a person works on.

    They get the first name and the cards of the lessons that the person has had: no answers, no
    scores. Ask the person first; they see it on their page of preferences, and can end it there.

    Example: coursewright learners sponsor ada@example.org --is boss@example.org
    """
    from coursewright.delivery.ledger.sponsor_digests import untell
    from coursewright.delivery.ledger.sponsors import name_sponsor

    if bool(sponsor) == nobody:
        raise UsageError("say who: --is ADDRESS, or --none")
    with opened(database, None, course) as (ledger, published):
        if sponsor:
            keyring = keyring_of(ledger)
            told = name_sponsor(ledger, published, keyring, address, sponsor, now())
            print(f"{sponsor} is told." if told else "Nothing has changed.")
            return
        from coursewright.delivery.ledger.upcoming import enrollments_of

        with ledger.write() as connection:
            ids = enrollments_of(connection, address, published)
            count = sum(untell(connection, one, now(), "operator") for one in ids)
        print(f"{count} told no more.")


def _steer(
    ledger: Any,
    address: str | None,
    act: Callable[..., int],
    published: Any,
    *how: Any,
    **more: Any,
) -> int:
    from coursewright.delivery.ledger.upcoming import enrollments_of

    if not address:
        raise UsageError("say whose: an address, or --all for the whole course")
    with ledger.write() as connection:
        ids = enrollments_of(connection, address, published)
        return act(connection, published, ids, *how, **more)


STEERING = (pause, resume, switch, pace, sponsor, remove)
