"""What a person in the ledger will get, dated from where they stand."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.planning.learner_values import subject_for
from coursewright.delivery.schedule.plan_files import PlanLine, event_uid
from coursewright.delivery.schedule.timeline import agenda
from coursewright.sequence.wall_clock import zone

from .database import Ledger
from .next_step import EnrollmentState, standings, steps_of, where_of
from .privacy import find_contact
from .releases import Published, all_published
from .rows import PersonEnrollmentRow, fetch
from .states import EnrollmentStatus

__all__ = ["enrollments_of", "outlook"]


def enrollments_of(connection: sa.Connection, address: str, published: Published) -> list[int]:
    """Return the ids of a person's enrolments in a course."""
    who = {"id": find_contact(connection, address).id}
    rows = fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, who)
    return [row.id for row in rows if row.course_id == published.id]


def outlook(ledger: Ledger, address: str) -> list[PlanLine]:
    """Return the mails that are still to come, in all courses, as the plan shows them."""
    lines = []
    with ledger.write() as connection:  # the rows are read under their locks
        contact = find_contact(connection, address)
        attrs = json.loads(contact.attrs)
        who = {"id": contact.id}
        rows = {
            row.id: row
            for row in fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, who)
        }
        for published in all_published(ledger, connection):
            ids = [row.id for row in rows.values() if row.course_id == published.id]
            for enrollment in standings(connection, published, ids):
                if enrollment.state in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED):
                    row = rows[enrollment.id]
                    learner = (contact.name, attrs) if enrollment.learner is None else ("", {})
                    lines += _lines(published, enrollment, contact.address, row, learner)
    return lines


def _lines(
    published: Published,
    one: EnrollmentState,
    address: str,
    row: PersonEnrollmentRow,
    learner: tuple[str, Mapping[str, Any]],
) -> list[PlanLine]:
    release = published.release
    schedule = release.schedule(one.schedule)
    where = zone(where_of(release, one.tz, one.schedule))
    steps = steps_of(release, one)
    found = []
    for due in agenda(steps, schedule, where, one.place, one.done):
        if due.step.kind == "welcome":
            continue
        mail = release.message(one.track, due.step.key)
        found.append(
            PlanLine(
                who="",
                track=one.track,
                day=(due.on - one.start).days,
                at=due.at,
                zone=where,
                kind=due.step.kind,
                key=due.step.key,
                subject=(subject_for(release, one.track, *learner, mail) if mail else due.step.key),
                uid=event_uid(release.slug, one.track, address, due.step.key),
                sequence=row.plan_rev,
            )
        )
    if found and row.wake_at and published.keys.get(one.lesson_id or 0) == found[0].key:
        found[0] = replace(found[0], at=row.wake_at)  # what the window or a wish has made of it
    return found
