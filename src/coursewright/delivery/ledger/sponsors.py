"""Who names a sponsor: the roster, or the operator. The learner is to be asked first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from coursewright.delivery.rosters.roster import Person, RosterFault, read_one
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError

from .contacts import Contact, take_contacts
from .database import Ledger
from .privacy import NAMED, find_contact
from .releases import Published
from .sponsor_digests import appoint
from .statements import statement

__all__ = ["appoint_named", "name_sponsor"]


def name_sponsor(
    ledger: Ledger, published: Published, keyring: Keyring, learner: str, sponsor: str, now: float
) -> bool:
    """Let an address be told of a learner from now on; return whether that is new.

    Raises:
        UsageError: nobody has the learner's address, or the sponsor's is none.
    """
    found = read_one({"email": learner, "sponsor": sponsor})
    if isinstance(found, RosterFault):
        raise UsageError(found.message)
    with ledger.write() as connection:
        row = find_contact(connection, learner)
        ids = {"course": published.id, "ids": [row.id]}
        cohorts = connection.execute(statement(connection, "learners-of"), ids).all()
        contacts = {found.key: Contact(row.id, row.tz, moved=False)}
        place = (connection, published, keyring, [found], contacts, now)
        return sum(appoint_named(*place, cohort.cohort) for cohort in cohorts) > 0


def appoint_named(
    connection: sa.Connection,
    published: Published,
    keyring: Keyring,
    people: Sequence[Person],
    contacts: Mapping[str, Contact],
    now: float,
    cohort: str,
) -> int:
    """Let the sponsors that a roster names be told of its learners; return how many are new."""
    named = {
        (contacts[person.key].id, person.cohort or cohort): person
        for person in people
        if person.sponsor
    }
    if not named:
        return 0
    wanted = {one.sponsor.key: one.sponsor for one in named.values() if one.sponsor}
    hashes = {key: keyring.address_hashes(key) for key in wanted}
    every = {"hashes": [name for names in hashes.values() for name in names]}
    barred = set(connection.execute(statement(connection, "suppressed"), every).scalars())
    zones = {one.sponsor.key: contacts[one.key].tz for one in named.values() if one.sponsor}
    free = [
        replace(one, timezone=zones[key])  # as a guess, they work where the learner does
        for key, one in wanted.items()
        if barred.isdisjoint(hashes[key])
    ]
    # Who is here already keeps their name and zone, and nobody has agreed to anything yet.
    bosses = take_contacts(connection, free, now, NAMED, agreed=False)
    ids = {"course": published.id, "ids": sorted({contact for contact, _ in named})}
    rows = connection.execute(statement(connection, "learners-of"), ids).all()
    places = {row.id: named.get((row.contact_id, row.cohort)) for row in rows}
    appointed = {
        number: bosses[one.sponsor.key].id
        for number, one in places.items()
        if one and one.sponsor and one.sponsor.key in bosses
    }
    return appoint(connection, published, appointed, now)
