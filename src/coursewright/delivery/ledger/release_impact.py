"""Who gets what after a release: the difference in people and dates, counted without a lock."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.planning.release_changes import (
    Change,
    changes_between,
    has_other_dates,
    renames_between,
)
from coursewright.delivery.schedule.timeline import rebase
from coursewright.sequence.format import MessageKind
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .course_identity import unknown_course
from .database import Ledger
from .decisions import Decisions
from .next_step import EnrollmentState, fold_history, owed, state_of, steps_of, wake_time, where_of
from .publishing import check_decisions, vanishing
from .releases import Published
from .rows import StandingRow, fetch
from .statements import statement
from .states import EnrollmentStatus

__all__ = ["ChangeReach", "Move", "ReleaseImpact", "impact_of", "impact_of_new_id"]

_PAGE = 5000
_DUE_AT = StandingRow._fields.index("due_at")  # and `wake_at` after it


@dataclass(frozen=True, slots=True)
class ChangeReach:
    """One difference, and how many learners under way it still reaches."""

    change: Change
    ahead: int
    """Have this email ahead of them."""
    behind: int
    """Are past it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Learners whose next email is another one, or has another date."""

    track: str
    key: str
    """What they wait for today."""
    on: date
    """Its date today."""
    new_key: str
    """What they wait for after the release; empty: they have had everything."""
    new_on: date | None
    learners: int


@dataclass(frozen=True, slots=True)
class ReleaseImpact:
    """What publishing a release would do."""

    course: str
    before: str
    """The hash of the current release; empty: this is the first one."""
    after: str
    changes: tuple[ChangeReach, ...] = ()
    moves: tuple[Move, ...] = ()
    under_way: int = 0
    """Learners who are active, paused, or have not confirmed yet."""
    undecided: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """What needs a decision -> how many learners it concerns.

    `("lesson" or "track", id)`: it vanishes; `("course", id)`: the release may be this course.
    """

    @property
    def same(self) -> bool:
        """Whether the release is the current one."""
        return self.before == self.after

    def values(self) -> dict[str, Any]:
        """Return the impact as plain JSON values."""
        return {
            "course": self.course,
            "before": self.before,
            "after": self.after,
            "under_way": self.under_way,
            "changes": [
                {
                    "kind": reach.change.kind,
                    "track": reach.change.track,
                    "key": reach.change.key,
                    "detail": reach.change.detail,
                    "ahead": reach.ahead,
                    "behind": reach.behind,
                }
                for reach in self.changes
            ],
            "moves": [
                {
                    "track": move.track,
                    "key": move.key,
                    "on": move.on.isoformat(),
                    "new_key": move.new_key,
                    "new_on": move.new_on.isoformat() if move.new_on else None,
                    "learners": move.learners,
                }
                for move in self.moves
            ],
            "undecided": [
                {"what": what, "id": name, "learners": learners}
                for (what, name), learners in self.undecided.items()
            ],
        }


def impact_of(
    ledger: Ledger,
    published: Published,
    release: Release,
    now: float,
    decisions: Decisions | None = None,
) -> ReleaseImpact:
    """Return what publishing `release` now would do. Nothing is written, nobody has to wait.

    Learners who stand alike are worked out once, so a million cost one pass over the ledger.

    Raises:
        UsageError: a decision names what neither release has.
    """
    decisions = decisions or Decisions()
    before = published.release
    if published.hash == release.hash:
        return ReleaseImpact(release.slug, published.hash, release.hash)
    check_decisions(published, release, decisions)
    with ledger.read() as connection:
        undecided = vanishing(connection, published, release, decisions)
        groups = _groups(connection, published)
    found = changes_between(before, release)
    return ReleaseImpact(
        course=release.slug,
        before=published.hash,
        after=release.hash,
        changes=tuple(_reach(change, published, groups) for change in found),
        moves=_moves(published, release, decisions, groups, now),
        under_way=sum(number for state, number in groups if state.learner is None),
        undecided=undecided,
    )


def impact_of_new_id(
    ledger: Ledger, release: Release, decisions: Decisions | None = None
) -> ReleaseImpact | None:
    """Return the impact of a release whose course the ledger lacks, if that needs a decision."""
    with ledger.read() as connection:
        courses = unknown_course(connection, release, decisions or Decisions())
    return ReleaseImpact(release.slug, "", release.hash, undecided=courses) if courses else None


_Groups = list[tuple[EnrollmentState, int]]


def _groups(connection: sa.Connection, published: Published) -> _Groups:
    """Return learners who stand alike, each group by one of them and its size."""
    found: dict[tuple[object, ...], EnrollmentState] = {}
    sizes: Counter[tuple[object, ...]] = Counter()
    for row, done, gens in _live(connection, published):
        waits = row.wake_at is not None
        steps = (frozenset(done), frozenset(gens.items()))
        # All columns but the id and the two instants: what the next step follows from.
        alike = (*row[1:_DUE_AT], waits, *row[_DUE_AT + 2 :], *steps)
        if alike not in found:
            found[alike] = state_of(row, steps[0], gens)
        sizes[alike] += 1
    return [(found[alike], number) for alike, number in sizes.items()]


def _live(
    connection: sa.Connection, published: Published
) -> Iterator[tuple[StandingRow, set[str], Mapping[str, int]]]:
    """Yield each learner under way, with the steps they have had and those owed again."""
    after = 0
    while True:
        values = {"course": published.id, "after": after, "most": _PAGE}
        rows = fetch(connection, "live-page", StandingRow, values)
        if not rows:
            return
        between = {"after": after, "last": rows[-1].id}
        history = connection.execute(statement(connection, "live-history"), between)
        done, gens = fold_history(published, [row.id for row in rows], history)
        for row in rows:
            yield row, done[row.id], gens.get(row.id, {})
        after = rows[-1].id


def _reach(change: Change, published: Published, groups: _Groups) -> ChangeReach:
    ahead = behind = 0
    for state, number in groups:
        if change.track not in ("", state.track) or state.learner is not None:
            continue
        steps = {step.key for step in steps_of(published.release, state)}
        if change.kind == "lesson-inserted":
            past = _is_past(published.release, state, change)
        elif change.key in steps:
            past = change.key in state.done
        elif change.kind in ("track-removed", "track-added", "schedule-changed"):
            past = change.kind == "schedule-changed" and change.key != _schedule(published, state)
        else:
            continue
        ahead, behind = (ahead, behind + number) if past else (ahead + number, behind)
    return ChangeReach(change, ahead, behind)


def _schedule(published: Published, state: EnrollmentState) -> str:
    return published.release.schedule(state.schedule).id


def _is_past(before: Release, state: EnrollmentState, change: Change) -> bool:
    """Tell whether a learner is past the place at which a lesson is inserted."""
    neighbor = change.detail.removeprefix("after ")
    keys = [step.key for step in steps_of(before, state) if step.kind == MessageKind.LESSON]
    following = keys[keys.index(neighbor) + 1 :] if neighbor in keys else keys
    return any(key in state.done for key in following)


def _moves(
    published: Published, release: Release, decisions: Decisions, groups: _Groups, now: float
) -> tuple[Move, ...]:
    before = published.release
    renames = renames_between(before, release)
    counts: Counter[tuple[str, str, date, str, date | None]] = Counter()
    for state, number in groups:
        if state.state is not EnrollmentStatus.ACTIVE or state.wake_at is None:
            continue
        if not has_other_dates(before, release, state.track):
            continue
        old = _next(before, state, now)
        changed = _after(state, published, release, decisions, renames)
        new = _next(release, changed, now) if changed is not None else ("", None)
        if old[1] is None or (renames.get(old[0], old[0]), old[1]) == new:
            continue
        counts[(state.track, old[0], old[1], *new)] += number
    return tuple(Move(*place, learners) for place, learners in sorted(counts.items(), key=_order))


def _order(item: tuple[tuple[str, str, date, str, date | None], int]) -> tuple[Any, ...]:
    (track, key, on, new_key, new_on), _ = item
    return (track, on, key, new_key, new_on or date.max)


def _next(release: Release, state: EnrollmentState, now: float) -> tuple[str, date | None]:
    due = owed(release, state)
    if due is None:
        return "", None
    at = state.override or wake_time(release, state, due, now)
    where = zone(where_of(release, state.tz, state.schedule))
    return due.step.key, local_date(at, where)


def _after(
    state: EnrollmentState,
    published: Published,
    release: Release,
    decisions: Decisions,
    renames: Mapping[str, str],
) -> EnrollmentState | None:
    """Return where a learner stands after the release; None: the enrollment has ended."""
    if state.track in decisions.end:
        return None
    done = {renames.get(key, key) for key in state.done}
    track = decisions.move.get(state.track, state.track)
    if track not in release.tracks:
        return state
    changed = replace(state, track=track, done=frozenset(done))
    if track != state.track:
        shift = rebase(release.steps[track], done, release.schedule(state.schedule), state.place)
        return replace(changed, shift=shift, override=None)
    new = _inserted_behind(published.release, release, track, done, decisions, renames)
    return replace(changed, done=frozenset(done | new))


def _inserted_behind(
    before: Release,
    after: Release,
    track: str,
    done: Collection[str],
    decisions: Decisions,
    renames: Mapping[str, str],
) -> set[str]:
    keys = [step.key for step in after.steps[track] if step.kind == MessageKind.LESSON]
    old = {message.key for message in before.messages} | set(renames.values())
    return {
        key
        for place, key in enumerate(keys)
        if key not in old
        and key not in decisions.backfill
        and any(later in done for later in keys[place + 1 :])
    }
