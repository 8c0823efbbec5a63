"""Rows of the ledger as typed records; the fields are the columns of the query, in order."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from .statements import rows_of, statement
from .states import (
    ContactStatus,
    CourseStatus,
    DeliveryState,
    EnrollmentStatus,
    SuppressionReason,
)

__all__ = [
    "ContactRow",
    "CourseRow",
    "DeliveryRow",
    "DoubtRow",
    "DueRow",
    "EnrolledRow",
    "EnrollmentRow",
    "KnownContactRow",
    "KnownDeliveryRow",
    "PersonEnrollmentRow",
    "SponsorRow",
    "StandingRow",
    "SuppressionRow",
    "fetch",
    "fetch_for",
    "from_row",
]

R = TypeVar("R", bound=tuple[Any, ...])


class CourseRow(NamedTuple):
    """A course: `course`, `courses`."""

    id: int
    slug: str
    state: CourseStatus
    paused_at: int | None
    release_id: int | None
    release_hash: str


class ContactRow(NamedTuple):
    """A person: `contact`, `contact-by-key`."""

    id: int
    address: str
    address_key: str
    name: str
    tz: str
    locale: str
    domain: str
    status: ContactStatus
    soft_bounces: int
    attrs: str
    consent_source: str
    consent_at: int | None
    created_at: int


class KnownContactRow(NamedTuple):
    """A person whom an import names: `contacts-by-key`."""

    id: int
    address_key: str
    name: str
    tz: str
    locale: str
    status: ContactStatus
    attrs: str


class EnrolledRow(NamedTuple):
    """What an import finds of the people that it names: `enrolled`."""

    contact_id: int
    cohort: str
    track: str
    start_on: str


class EnrollmentRow(NamedTuple):
    """An enrollment with its person and course: `enrolment`."""

    id: int
    contact_id: int
    course_id: int
    cohort: str
    track: str
    schedule: str
    edition: str
    start_on: str
    state: EnrollmentStatus
    why: str
    last_on: str | None
    finished_on: str | None
    learner_id: int | None
    course: str
    address: str
    name: str
    tz: str
    status: ContactStatus
    address_key: str


class PersonEnrollmentRow(NamedTuple):
    """An enrollment of one person: `enrolments-of-contact`."""

    id: int
    contact_id: int
    course_id: int
    cohort: str
    track: str
    schedule: str
    edition: str
    start_on: str
    state: EnrollmentStatus
    why: str
    lesson_id: int | None
    gen: int
    due_at: int | None
    wake_at: int | None
    claim: str | None
    tries: int
    shift_days: int
    override_due: int | None
    plan_rev: int
    paused_on: str | None
    last_on: str | None
    finished_on: str | None
    seen_at: int | None
    created_at: int
    learner_id: int | None
    course: str
    lesson: str | None


class StandingRow(NamedTuple):
    """What the next step of an enrollment follows from: `standing`, `live-page`."""

    id: int
    course_id: int
    track: str
    schedule: str
    edition: str
    start_on: str
    state: EnrollmentStatus
    why: str
    lesson_id: int | None
    gen: int
    due_at: int | None
    wake_at: int | None
    shift_days: int
    override_due: int | None
    paused_on: str | None
    last_on: str | None
    finished_on: str | None
    created_at: int
    learner_id: int | None
    tz: str


class DueRow(NamedTuple):
    """An enrollment that is awake, with its person and the email's own row: `due-now`."""

    id: int
    course_id: int
    track: str
    schedule: str
    edition: str
    start_on: str
    state: EnrollmentStatus
    lesson_id: int
    gen: int
    due_at: int
    wake_at: int
    shift_days: int
    override_due: int | None
    last_on: str | None
    finished_on: str | None
    tries: int
    created_at: int
    seen_at: int | None
    address: str
    name: str
    tz: str
    status: ContactStatus
    domain: str
    attrs: str
    sent_state: DeliveryState | None
    date_hdr: int | None
    content_hash: str | None
    intents: int | None


class DeliveryRow(NamedTuple):
    """One delivery, and whose it is: `delivery`."""

    enrolment_id: int
    lesson_id: int
    gen: int
    state: DeliveryState
    contact_id: int
    course_id: int
    lesson: str


class KnownDeliveryRow(NamedTuple):
    """What the ledger knows of an email that a log names: `known-deliveries`."""

    enrolment_id: int
    lesson_id: int
    gen: int
    state: DeliveryState
    tries: int


class DoubtRow(NamedTuple):
    """An email in doubt: `doubts`."""

    enrolment_id: int
    lesson_id: int
    gen: int
    at: int
    course_id: int
    address: str
    lesson: str
    course: str


class SponsorRow(NamedTuple):
    """A sponsor of a learner: `sponsors-of`."""

    id: int
    learner_id: int
    contact_id: int
    state: EnrollmentStatus
    why: str
    address: str


class SuppressionRow(NamedTuple):
    """An entry of the suppression list: `suppressions`."""

    address_hash: str
    reason: SuppressionReason
    at: int
    source: str
    run: str
    detail: str


_Convert = tuple[int, Callable[[Any], Any]]


@cache
def _converters(kind: type[tuple[Any, ...]]) -> tuple[_Convert, ...]:
    """Return, for each field that holds an enum, its place and what makes the member of a value."""
    found = []
    for place, hint in enumerate(get_type_hints(kind).values()):
        choices = get_args(hint) if get_origin(hint) is UnionType else (hint,)
        for choice in choices:
            if issubclass(choice, DeliveryState | str) and choice is not str:
                members: dict[Any, Any] = {member.value: member for member in choice}
                if len(choices) > 1:
                    members[None] = None
                found.append((place, members.__getitem__))
    return tuple(found)


def from_row(kind: type[R], row: Sequence[Any]) -> R:
    """Return a row of a query as the record `kind`, its states as members of their enums."""
    values = list(row)
    for place, convert in _converters(kind):
        values[place] = convert(values[place])
    return tuple.__new__(kind, values)


def fetch(
    connection: sa.Connection, name: str, kind: type[R], values: Mapping[str, object] | None = None
) -> list[R]:
    """Return what the statement `name` finds, as records."""
    found = connection.execute(statement(connection, name), dict(values or {}))
    return [from_row(kind, row) for row in found]


def fetch_for(
    connection: sa.Connection, name: str, kind: type[R], values: Sequence[object]
) -> list[R]:
    """Return what a query with one list finds, as records; for what is done for every email."""
    return [from_row(kind, row) for row in rows_of(connection, name, values)]
