"""A course as the ledger holds it: the release that is sent from, and the numbers of its steps."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coursewright.errors import UsageError
from coursewright.problems import near
from coursewright.sequence.format import MessageKind
from coursewright.sequence.reader import load_message, read_message
from coursewright.sequence.release import Release, judge_release
from coursewright.sequence.upgrade import upgraded_sequence

from .database import Ledger
from .rows import CourseRow, fetch
from .statements import statement
from .states import CourseStatus

__all__ = ["Published", "all_published", "find_published", "publish"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """A course in the ledger."""

    id: int
    release: Release
    numbers: Mapping[str, int]
    """DeliveryStep key -> id of its row."""
    keys: Mapping[int, str]
    """The way back."""
    drawn: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Where learners who stand alike were pointed, in one second: worked out once."""


def publish(
    ledger: Ledger,
    release: Release,
    folder: Path,
    now: float,
    *,
    reschedule: Callable[[Ledger, Published, float], int],
) -> Published:
    """Make `release` what is sent from now on; return the course.

    Texts are copied into the ledger by hash, so a sender needs the database alone. When the steps
    or their dates have changed, all who wait are dated again.
    """
    with ledger.write() as connection:
        row = next(iter(fetch(connection, "course", CourseRow, {"slug": release.slug})), None)
        if row is not None and row.release_hash == release.hash:
            return _load(ledger, connection, row)
        before = _load(ledger, connection, row).release if row is not None else None
        _add_texts(connection, release, folder)
        text = {"hash": release.hash, "release": json.dumps(release.data)}
        if row is None:
            values = text | {"slug": release.slug}
            connection.execute(statement(connection, "add-course"), values)
        else:
            connection.execute(statement(connection, "change-course"), text | {"id": row.id})
        (row,) = fetch(connection, "course", CourseRow, {"slug": release.slug})
        _number_steps(connection, row.id, release)
        # Not kept: were this transaction taken back, its numbers would be another course's.
        published = _load(ledger, connection, row, keep=False)
        if before is not None:
            _skip_behind(connection, published, before, now)
    if before is not None and _shape(before) != _shape(release):
        moved = reschedule(ledger, published, now)
        _log.info("%s: the schedule has changed, %d learners were dated again", release.slug, moved)
    return published


def find_published(ledger: Ledger, connection: sa.Connection, slug: str = "") -> Published:
    """Return the course `slug`, or the only one.

    Raises:
        UsageError: there is no such course, or several and none is named.
    """
    rows = fetch(connection, "courses", CourseRow)
    if not slug and len(rows) == 1:
        return _load(ledger, connection, rows[0])
    for row in rows:
        if row.slug == slug:
            return _load(ledger, connection, row)
    names = [row.slug for row in rows]
    if not names:
        msg = "the ledger holds no course yet"
        raise UsageError(msg, hint="`coursewright build` first, or name its --sequence.")
    msg = f"no course {slug[:64]!r} in the ledger" if slug else "say which course"
    hint = near(slug, names) or f"It holds {', '.join(names)}."
    raise UsageError(msg, hint=hint)


def all_published(
    ledger: Ledger, connection: sa.Connection, *, active: bool = False
) -> list[Published]:
    """Return all courses, or those that are not paused."""
    rows = fetch(connection, "courses", CourseRow)
    return [
        _load(ledger, connection, row)
        for row in rows
        if not active or row.state is CourseStatus.ACTIVE
    ]


def _load(
    ledger: Ledger,
    connection: sa.Connection,
    row: CourseRow,
    *,
    keep: bool = True,
) -> Published:
    place = (row.id, row.release_hash)
    if place not in ledger.published or not keep:
        release = statement(connection, "course-release")
        text = connection.execute(release, {"id": row.id}).scalar_one()
        lessons = connection.execute(statement(connection, "lessons"), {"course": row.id}).all()
        numbers = {lesson.slug: lesson.id for lesson in lessons}
        keys = {lesson.id: lesson.slug for lesson in lessons}
        data = judge_release(upgraded_sequence(json.loads(text)))
        loaded = Published(row.id, data, numbers, keys)
        if not keep:
            return loaded
        ledger.published[place] = loaded
    found: Published = ledger.published[place]
    return found


def _add_texts(connection: sa.Connection, release: Release, folder: Path) -> None:
    wanted = {one.hash: one for one in release.messages}
    hashes = {"hashes": list(wanted)}
    known = set(connection.execute(statement(connection, "known-content"), hashes).scalars())
    texts = []
    for name, message in wanted.items():
        if name not in known:
            data = load_message(folder, message)
            read_message(data)  # a text that cannot be sent is refused here, not at night
            texts.append({"hash": name, "data": data})
    if texts:
        connection.execute(statement(connection, "add-content"), texts)


def _number_steps(connection: sa.Connection, course: int, release: Release) -> None:
    steps = {one.key: one.kind.value for one in release.messages}
    rows = [{"course": course, "slug": key, "kind": kind} for key, kind in steps.items()]
    connection.execute(statement(connection, "add-lesson"), rows)
    known = connection.execute(statement(connection, "lessons"), {"course": course}).all()
    gone = [{"id": row.id} for row in known if row.slug not in steps]
    if gone:
        connection.execute(statement(connection, "retire-lesson"), gone)


def _skip_behind(
    connection: sa.Connection, published: Published, before: Release, now: float
) -> None:
    old = {step.key for steps in before.steps.values() for step in steps}
    for track, steps in published.release.steps.items():
        keys = [step.key for step in steps if step.kind == MessageKind.LESSON]
        for place, key in enumerate(keys):
            after = keys[place + 1 :]
            if key not in old and after:
                values = {
                    "lesson": published.numbers[key],
                    "course": published.id,
                    "track": track,
                    "after": after,
                    "now": int(now),
                }
                connection.execute(statement(connection, "skip-new-behind"), values)


def _shape(release: Release) -> str:
    """Name what dates hang on: schedules, tracks, days; not the texts."""
    shape = (release.schedules, release.steps, release.digests)
    return hashlib.sha256(repr(shape).encode()).hexdigest()
