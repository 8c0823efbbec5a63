"""PUBLISH: a build becomes what everybody is sent from now on. Nothing else changes that."""

import json
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from coursewright.delivery.planning.release_changes import renames_between
from coursewright.errors import DecisionNeededError, UsageError
from coursewright.problems import near
from coursewright.sequence.format import MessageKind
from coursewright.sequence.reader import load_message, read_message
from coursewright.sequence.release import Release

from .course_identity import course_row, rename_to
from .database import Ledger
from .decisions import Decisions
from .redating import redate
from .release_history import release_before
from .releases import Published, load_published
from .rows import CourseRow, fetch
from .statements import statement

__all__ = [
    "check_decisions",
    "publish",
    "publish_back",
    "vanishing",
]


def publish(
    ledger: Ledger,
    release: Release,
    folder: Path | None,
    now: float,
    decisions: Decisions | None = None,
    *,
    expected: str | None = None,
) -> Published:
    """Make `release` what is sent from now on; return the course.

    Texts are copied into the ledger by hash, so a sender needs the database alone. Learners whose
    dates change are dated again in batches after the commit; a process that dies in between leaves
    a mark, and the next `redate` goes on from there.

    Args:
        ledger: the ledger.
        release: what to publish.
        folder: where its messages lie; None when the ledger has them from an earlier release.
        now: the instant.
        decisions: the operator's choices.
        expected: the hash of the release that the operator saw as current; None: whichever it is.

    Raises:
        DecisionNeededError: learners are on a lesson or a track that vanishes, the ledger has
            courses but none with this id, or another release was published meanwhile. Nothing was
            changed.
        UsageError: a choice names a lesson or a track that does not exist.
    """
    return _publish(ledger, release, folder, now, decisions or Decisions(), expected)


def publish_back(
    ledger: Ledger, course: int, now: float, decisions: Decisions | None = None
) -> Published:
    """Publish the release before the current one again.

    Raises:
        UsageError: there is none.
        DecisionNeededError: as `publish`.
    """
    with ledger.read() as connection:
        before = release_before(connection, course)
    return _publish(ledger, before, None, now, decisions or Decisions(), None, back_in=course)


def vanishing(
    connection: sa.Connection, published: Published, release: Release, decisions: Decisions
) -> dict[tuple[str, str], int]:
    """Return what vanishes under learners and was not decided.

    Returns:
        `("track", id)` or `("lesson", id)` -> how many learners under way it concerns.
    """
    before, found = published.release, {}
    for track in before.tracks:
        if track in release.tracks or track in decisions.move or track in decisions.end:
            continue
        values = {"course": published.id, "track": track}
        learners = connection.execute(statement(connection, "on-track"), values).scalar_one()
        if learners:
            found["track", track] = learners
    renames = renames_between(before, release)
    for key, tracks in _lessons_of(before).items():
        left = [track for track in tracks if track in release.tracks]
        new = renames.get(key, key)
        gone = [track for track in left if new not in _keys(release, track)]
        if not gone or key in decisions.retire:
            continue
        values = {"course": published.id, "tracks": gone, "lesson": published.numbers[key]}
        learners = connection.execute(statement(connection, "who-misses"), values).scalar_one()
        if learners:
            found["lesson", key] = learners
    return found


def _publish(
    ledger: Ledger,
    release: Release,
    folder: Path | None,
    now: float,
    decisions: Decisions,
    expected: str | None,
    *,
    back_in: int | None = None,
) -> Published:
    redate(ledger, now)  # what an earlier release began must not be forgotten
    with ledger.write() as connection:
        row = (
            course_row(connection, release, decisions)
            if back_in is None
            else _row_to_go_back(connection, back_in, release)
        )
        current = load_published(ledger, connection, row) if row is not None else None
        if current is not None:
            if current.hash == release.hash:
                return current
            _check(connection, current, release, decisions, expected)
        _add_texts(connection, release, folder)
        if row is None:
            values = {"slug": release.slug}
            connection.execute(statement(connection, "add-course"), values)
            (row,) = fetch(connection, "course", CourseRow, {"slug": release.slug})
        if current is not None:
            _rename(connection, current, release, now)
        _number_steps(connection, row.id, release)
        _add_release(connection, row, release, now, decisions, back=back_in is not None)
        (row,) = fetch(connection, "course", CourseRow, {"slug": release.slug})
        published = load_published(ledger, connection, row, keep=False)
        if current is not None:
            _skip_behind(connection, published, current.release, decisions, now)
    redate(ledger, now)
    return published


def _row_to_go_back(connection: sa.Connection, course: int, release: Release) -> CourseRow:
    """Return the row of a course; if its id was changed since a release, it changes back."""
    row = next(one for one in fetch(connection, "courses", CourseRow) if one.id == course)
    return row if row.slug == release.slug else rename_to(connection, row, release.slug)


def _check(
    connection: sa.Connection,
    current: Published,
    release: Release,
    decisions: Decisions,
    expected: str | None,
) -> None:
    if expected is not None and current.hash != expected:
        msg = "another release was published in the meantime"
        raise DecisionNeededError(msg, hint="Run the command again to see the new difference.")
    check_decisions(current, release, decisions)
    if open_ := vanishing(connection, current, release, decisions):
        what = ", ".join(f"{kind} {name} ({n:,} learners)" for (kind, name), n in open_.items())
        msg = f"learners are under way on what this build no longer has: {what}"
        hint = (
            "Name the old id in the new lesson's `was:`, or choose --retire LESSON,"
            " --move-track OLD=NEW or --end-track TRACK."
        )
        raise DecisionNeededError(msg, hint=hint)


def check_decisions(current: Published, release: Release, decisions: Decisions) -> None:
    """Refuse choices about lessons and tracks that neither release has.

    Raises:
        UsageError: a name is unknown.
    """
    _known(decisions.retire | decisions.backfill, {*current.keys.values(), *_all_keys(release)})
    _known({*decisions.move, *decisions.end}, current.release.tracks)
    _known(decisions.move.values(), release.tracks)


def _known(names: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            msg = f"there is no {name[:64]!r} to decide about"
            raise UsageError(msg, hint=near(name, known))


def _add_release(
    connection: sa.Connection,
    row: CourseRow,
    release: Release,
    now: float,
    decisions: Decisions,
    *,
    back: bool,
) -> None:
    parent = row.release_id
    if back:  # so that the next step back goes further, not forward again
        found = {
            r.id: r
            for r in connection.execute(statement(connection, "releases"), {"course": row.id})
        }
        parent = found[found[parent].parent_id].parent_id
    values = {
        "course": row.id,
        "parent": parent,
        "now": int(now),
        "hash": release.hash,
        "data": json.dumps(release.data),
        "decisions": json.dumps(
            {"move": dict(decisions.move), "end": sorted(decisions.end), "from": row.release_id},
            sort_keys=True,
        ),
        "redated_to": 0 if row.release_id is not None else None,
    }
    number = connection.execute(statement(connection, "add-release"), values).scalar_one()
    change = {"hash": release.hash, "release": number, "id": row.id}
    connection.execute(statement(connection, "change-course"), change)


def _add_texts(connection: sa.Connection, release: Release, folder: Path | None) -> None:
    wanted = {message.hash: message for message in release.messages}
    hashes = {"hashes": list(wanted)}
    known = set(connection.execute(statement(connection, "known-content"), hashes).scalars())
    texts = []
    for name, message in wanted.items():
        if name not in known:
            if folder is None:
                msg = f"the text of {message.id} is no longer in the ledger"
                raise UsageError(msg, hint="Check out that version, build it and publish it.")
            data = load_message(folder, message)
            read_message(data)  # a text that cannot be sent is refused here, not at night
            texts.append({"hash": name, "data": data})
    if texts:
        connection.execute(statement(connection, "add-content"), texts)


def _rename(connection: sa.Connection, current: Published, release: Release, now: float) -> None:
    """Let the row of a lesson bear its new id: what was sent under the old one counts."""
    for old, new in renames_between(current.release, release).items():
        if new in current.numbers:  # the new id was in use once: two rows, one lesson
            rows = {"old": current.numbers[old], "new": current.numbers[new], "now": int(now)}
            connection.execute(statement(connection, "had-under-another-name"), rows)
        else:
            names = {"course": current.id, "old": old, "new": new}
            connection.execute(statement(connection, "rename-lesson"), names)


def _number_steps(connection: sa.Connection, course: int, release: Release) -> None:
    steps = {message.key: message.kind for message in release.messages}
    rows = [{"course": course, "slug": key, "kind": kind} for key, kind in steps.items()]
    connection.execute(statement(connection, "add-lesson"), rows)
    known = connection.execute(statement(connection, "lessons"), {"course": course}).all()
    gone = [{"id": row.id} for row in known if row.slug not in steps]
    if gone:
        connection.execute(statement(connection, "retire-lesson"), gone)


def _skip_behind(
    connection: sa.Connection,
    published: Published,
    before: Release,
    decisions: Decisions,
    now: float,
) -> None:
    old = {*renames_between(before, published.release).values(), *_all_keys(before)}
    for track in published.release.tracks:
        keys = _keys(published.release, track)
        for place, key in enumerate(keys):
            after = keys[place + 1 :]
            if key not in old and key not in decisions.backfill and after:
                values = {
                    "lesson": published.numbers[key],
                    "course": published.id,
                    "track": track,
                    "after": after,
                    "now": int(now),
                }
                connection.execute(statement(connection, "skip-new-behind"), values)


def _lessons_of(release: Release) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for track in release.tracks:
        for key in _keys(release, track):
            found.setdefault(key, []).append(track)
    return found


def _keys(release: Release, track: str) -> list[str]:
    return [step.key for step in release.steps[track] if step.kind == MessageKind.LESSON]


def _all_keys(release: Release) -> set[str]:
    return set(_lessons_of(release))
