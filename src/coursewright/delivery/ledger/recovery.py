"""After a restore from a backup: what was sent meanwhile is marked, and learners move on.

The mail server's log names what it accepted by Message-ID, and ours are signed: whose email it
was, and which, follows from the name. Only what verifies under our secret is believed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from coursewright.delivery.schedule.timeline import due_of, rebase
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import DeliveryReference, read_reference
from coursewright.sequence.wall_clock import zone

from .database import Ledger
from .enrollment import first_day
from .enrollment_actions import note
from .guards import AcceptedEntry, unknown_references
from .next_step import EnrollmentState, point, standings, steps_of, where_of
from .releases import Published, all_published
from .results import moved_on
from .settings import COPIED_AT, LAST_ENROLLMENT, drop_setting, last_enrollment, write_setting
from .statements import batches, each, statement
from .states import DeliveryState, EnrollmentStatus, EventKind, StateReason

__all__ = ["Recovery", "recover"]

_Found = dict[int, list[tuple[str, int, float | None]]]
"""By enrollment: the keys of the steps that were sent, their generations, and when."""


@dataclass(slots=True)
class Recovery:
    """What a log told of a restored ledger."""

    read: int = 0
    """Message-IDs of ours in the log."""
    marked: int = 0
    """Emails that the ledger did not know to be sent."""
    learners: int = 0
    """Enrollments that moved on by them."""
    strangers: int = 0
    """Emails to people who were enrolled after the backup: enroll them again."""
    retired: int = 0
    """Emails of lessons that are not in the ledger: publish the newer build first."""


def recover(
    ledger: Ledger,
    connection: sa.Connection,
    keyring: Keyring,
    entries: Iterable[AcceptedEntry],
    since: float,
    now: float,
) -> Recovery:
    """Mark what a log says was sent, and move the learners on.

    Args:
        ledger: the restored ledger.
        connection: a transaction of it.
        keyring: its secrets.
        entries: what the mail server accepted; those that are dated before `since` are passed over.
        since: when the backup was made. An email without a date counts as sent when it was due.
        now: the instant.
    """
    times = _ours(keyring, entries, since)
    unknown, strangers = unknown_references(connection, list(times))
    result = Recovery(read=len(times), strangers=len(strangers))
    # A row that is on its way in the backup had its answer since.
    unknown += _under_way(connection, [time for time in times if time not in set(unknown)])
    for published in all_published(ledger, connection):
        _recover_course(connection, published, unknown, times, (since, now), result)
    result.retired = len(unknown) - result.marked
    highest = max((time.enrolment for time in times), default=0)
    if highest > last_enrollment(connection):  # its links and ids are out: nobody else gets them
        write_setting(connection, LAST_ENROLLMENT, str(highest))
        if not ledger.sqlite:
            connection.execute(statement(connection, "skip-enrollments"), {"last": highest})
    drop_setting(connection, COPIED_AT)
    said = {"marked": result.marked, "learners": result.learners, "strangers": result.strangers}
    note(connection, EventKind.LEDGER_RESTORED, None, now, **said)
    return result


def _ours(
    keyring: Keyring, entries: Iterable[AcceptedEntry], since: float
) -> dict[DeliveryReference, float | None]:
    found: dict[DeliveryReference, float | None] = {}
    for entry in entries:
        if entry.at is not None and entry.at < since:
            continue
        reference = read_reference(keyring, entry.message_id)
        if reference is not None:
            found[reference] = entry.at
    return found


def _under_way(
    connection: sa.Connection, references: Sequence[DeliveryReference]
) -> list[DeliveryReference]:
    found = set()
    for batch in batches(sorted({reference.enrolment for reference in references})):
        rows = connection.execute(statement(connection, "under-way"), {"ids": batch})
        found |= {(row.enrolment_id, row.lesson_id, row.gen) for row in rows}
    return [
        reference
        for reference in references
        if (reference.enrolment, reference.lesson, reference.gen) in found
    ]


def _recover_course(
    connection: sa.Connection,
    published: Published,
    unknown: Sequence[DeliveryReference],
    times: Mapping[DeliveryReference, float | None],
    span: tuple[float, float],
    result: Recovery,
) -> None:
    found: _Found = {}
    for name in unknown:
        if key := published.keys.get(name.lesson):
            found.setdefault(name.enrolment, []).append((key, name.gen, times[name]))
    for batch in batches(sorted(found)):
        moved = []
        for enrollment in standings(connection, published, batch):
            new, rows = _replayed(published, enrollment, found[enrollment.id], span)
            each(connection, "mark-found", rows)
            each(connection, "count-result", [_count(published, row) for row in rows])
            result.marked += len(rows)
            lessons = {row["lesson_id"] for row in rows}
            if enrollment.state is not EnrollmentStatus.STOPPED or enrollment.lesson_id in lessons:
                moved.append(new)  # who has left is owed the goodbye still
        point(connection, published, moved, span[1])
        result.learners += len(moved)


def _replayed(
    published: Published,
    one: EnrollmentState,
    items: Sequence[tuple[str, int, float | None]],
    span: tuple[float, float],
) -> tuple[EnrollmentState, list[dict[str, object]]]:
    """Return where a learner stands after what was sent, and the rows that say so."""
    release = published.release
    order = {step.key: place for place, step in enumerate(steps_of(release, one))}
    sure = sorted(items, key=lambda item: (item[2] or 0, order.get(item[0], len(order))))
    rows = []
    one = _awake(published, one, [item[0] for item in sure], span[0])
    for key, gen, at in sure:
        then = at if at is not None else _due(published, one, key, span)
        one = replace(one, done={*one.done, key})
        one = moved_on(published, one, key, then)
        message = release.message(one.track, key)
        place = {"id": one.id, "lesson_id": published.numbers[key], "gen": gen}
        text = message.hash if message else ""
        rows.append(place | {"date": int(then), "hash": text, "now": int(then)})
    return one, rows


def _awake(
    published: Published, one: EnrollmentState, keys: Sequence[str], since: float
) -> EnrollmentState:
    """Return a learner who was paused or not confirmed in the backup, and was sent to since."""
    release = published.release
    road = {step.key for step in steps_of(release, one)}
    if road.isdisjoint(keys):
        return one
    active = replace(one, state=EnrollmentStatus.ACTIVE, why=StateReason.NONE, paused=None)
    if one.state is EnrollmentStatus.PENDING:
        return replace(active, start=first_day(release, one.tz, one.schedule, since))
    if one.state is EnrollmentStatus.PAUSED:
        schedule = release.schedule(one.schedule)
        return replace(active, shift=rebase(steps_of(release, one), one.done, schedule, one.place))
    return one


def _due(published: Published, one: EnrollmentState, key: str, span: tuple[float, float]) -> float:
    """Return when a step was due, within the time that the log is about."""
    release = published.release
    step = next((step for step in steps_of(release, one) if step.key == key), None)
    if step is None:
        return span[0]
    schedule = release.schedule(one.schedule)
    due = due_of(step, schedule, zone(where_of(release, one.tz, one.schedule)), one.place)
    return min(max(due.at, span[0]), span[1])


def _count(published: Published, row: Mapping[str, object]) -> dict[str, object]:
    day = datetime.fromtimestamp(int(str(row["now"])), UTC).timestamp() // 86400
    return {
        "course_id": published.id,
        "lesson_id": row["lesson_id"],
        "day": int(day),
        "state": int(DeliveryState.SENT),
        "slot": 0,
        "n": 1,
    }
