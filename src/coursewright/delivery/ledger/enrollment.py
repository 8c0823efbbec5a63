"""Putting people on the roll: one at a time, or a whole roster in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.planning.course_plan import track_of
from coursewright.delivery.rosters.roster import Person, RosterFault
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .contacts import Contact, take_contacts
from .database import Ledger
from .next_step import EnrollmentState, owed, point, standings, where_of
from .releases import Published
from .sponsors import appoint_named
from .statements import statement

__all__ = ["EnrollmentDefaults", "ImportResult", "enroll", "first_day", "import_roster"]

_BATCH = 1000
_FAULTS_KEPT = 100


@dataclass
class ImportResult:
    """What came of an import."""

    added: int = 0
    known: int = 0
    """Were enrolled already; name, zone and the like are brought up to date."""
    elsewhere: int = 0
    """Of those known: are on another track than their line names, and stay there."""
    suppressed: int = 0
    """Have left, bounced, or were erased: not enrolled again."""
    faults: list[RosterFault] = field(default_factory=list)
    """The first hundred."""
    faulty: int = 0
    sponsors: int = 0
    """Are told of a learner from now on."""


@dataclass(frozen=True, slots=True)
class EnrollmentDefaults:
    """What holds for all people of one intake, where their own line says nothing."""

    track: str = ""
    schedule: str = ""
    start: date | None = None
    cohort: str = ""
    edition: str = "digest"
    source: str = "import"
    """Where their consent comes from, for the record."""
    state: str = "active"
    """`pending`: only a confirmation is sent until they say yes."""


class _Undo(Exception):  # noqa: N818 -- no error: the way out of a dry run's transaction
    pass


def import_roster(
    ledger: Ledger,
    published: Published,
    keyring: Keyring,
    people: Iterable[Person | RosterFault],
    now: float,
    defaults: EnrollmentDefaults,
    *,
    dry_run: bool = False,
    skip_faulty: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> ImportResult:
    """Enrol a roster: all of it or, when a line is faulty, none, unless `skip_faulty`.

    The same roster again changes nothing. A dry run does all of it, and takes it back.
    """
    intake = ImportResult()
    try:
        with ledger.write() as connection:
            count = 0
            for batch in _batches(_sound(people, intake)):
                enroll(connection, published, keyring, batch, now, defaults, intake)
                count += len(batch)
                progress(count)
            _keep(keep=not dry_run and (skip_faulty or not intake.faulty))
    except _Undo:
        pass
    return intake


def enroll(
    connection: sa.Connection,
    published: Published,
    keyring: Keyring,
    people: Sequence[Person],
    now: float,
    defaults: EnrollmentDefaults,
    intake: ImportResult,
) -> None:
    """Enrol some people within a transaction; count and faults go into `intake`."""
    people = _once(people, defaults, intake)
    hashes = {one.key: keyring.address_hashes(one.key) for one in people}
    every = {"hashes": [one for many in hashes.values() for one in many]}
    barred = set(connection.execute(statement(connection, "suppressed"), every).scalars())
    if defaults.state != "pending":  # who signs up anew is asked, and asked alone
        free = [one for one in people if barred.isdisjoint(hashes[one.key])]
        intake.suppressed += len(people) - len(free)
        people = free
    agreed = defaults.state != "pending"
    contacts = take_contacts(connection, people, now, defaults.source, agreed=agreed)
    rows = []
    for person in people:
        try:
            rows.append(_row(published, person, contacts[person.key], now, defaults))
        except UsageError as error:
            _fault(intake, RosterFault(person.line, f"{error} ({error.hint})"))
    if rows:
        added = connection.execute(statement(connection, "add-enrolment"), rows).rowcount
        intake.added += added
        intake.known += len(rows) - added
        if added < len(rows):
            intake.elsewhere += _elsewhere(connection, published, rows)
        if agreed:
            place = (connection, published, keyring, people, contacts, now)
            intake.sponsors += appoint_named(*place, defaults.cohort)
        _redate(connection, published, contacts.values(), now)


def _elsewhere(
    connection: sa.Connection, published: Published, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Return how many are enrolled on another track than asked for: a list moves nobody."""
    given = {"course": published.id, "contacts": [row["contact_id"] for row in rows]}
    found = connection.execute(statement(connection, "tracks-of"), given)
    on = {(one.contact_id, one.cohort): one.track for one in found}
    return sum(on[row["contact_id"], row["cohort"]] != row["track"] for row in rows)


def _keep(*, keep: bool) -> None:
    if not keep:
        raise _Undo


def _sound(people: Iterable[Person | RosterFault], intake: ImportResult) -> Iterator[Person]:
    for one in people:
        if isinstance(one, RosterFault):
            _fault(intake, one)
        else:
            yield one


def _fault(intake: ImportResult, fault: RosterFault) -> None:
    intake.faulty += 1
    if len(intake.faults) < _FAULTS_KEPT:
        intake.faults.append(fault)


def _batches(people: Iterator[Person]) -> Iterator[list[Person]]:
    while batch := list(islice(people, _BATCH)):
        yield batch


def _once(
    people: Sequence[Person], defaults: EnrollmentDefaults, intake: ImportResult
) -> list[Person]:
    found = {(one.key, one.cohort or defaults.cohort): one for one in people}
    intake.known += len(people) - len(found)
    return list(found.values())


def _row(
    published: Published, person: Person, contact: Contact, now: float, defaults: EnrollmentDefaults
) -> Mapping[str, Any]:
    release = published.release
    schedule = person.schedule or defaults.schedule
    if schedule and schedule not in release.schedules:
        msg = f"no schedule {schedule[:40]!r}"
        raise UsageError(msg, hint=f"The course has {', '.join(release.schedules)}.")
    track = track_of(release, person.track or defaults.track)
    start = person.start or defaults.start or first_day(release, contact.tz, schedule, now)
    standing = EnrollmentState(
        id=0,
        track=track,
        schedule=schedule,
        state=defaults.state,
        start=start,
        shift=0,
        last=None,
        finished=None,
        paused=None,
        tz=contact.tz,
        created_at=int(now),
        lesson_id=None,
        gen=0,
        wake_at=None,
        override=None,
        done=(),
    )
    due = owed(release, standing)
    return {
        "contact_id": contact.id,
        "course_id": published.id,
        "cohort": person.cohort or defaults.cohort,
        "track": track,
        "schedule": schedule,
        "edition": person.edition or defaults.edition,
        "start_on": start.isoformat(),
        "state": defaults.state,
        "lesson_id": published.numbers[due.step.key] if due else None,
        "due_at": due.at if due else None,
        "wake_at": due.at if due else None,
        "now": int(now),
    }


def first_day(release: Release, tz: str, schedule: str, now: float) -> date:
    """Return the day on which a course begins for who joins now: the next one that mails go."""
    calendar = release.schedule(schedule)
    today = local_date(now, zone(where_of(release, tz, schedule)))
    return calendar.next_allowed(today + timedelta(days=1))


def _redate(
    connection: sa.Connection, published: Published, contacts: Iterable[Contact], now: float
) -> None:
    """Date again those whose zone has changed: their nine o'clock is another instant now."""
    for contact in contacts:
        if contact.moved:
            rows = connection.execute(
                statement(connection, "enrolments-of-contact"), {"id": contact.id}
            )
            ids = [row.id for row in rows if row.course_id == published.id]
            found = [one for one in standings(connection, published, ids) if one.wake_at]
            point(connection, published, found, now)
