"""What publishing this course would change: compiled whole in the background, when asked for."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from coursewright.errors import CoursewrightError
from coursewright.model import Course
from coursewright.problems import has_errors
from coursewright.registry import load
from coursewright.target import Options

from .live_course import LiveCourse

if TYPE_CHECKING:
    from coursewright.delivery.ledger.database import Ledger
    from coursewright.delivery.ledger.release_impact import ChangeReach, Move, ReleaseImpact
    from coursewright.sequence.release import Release

__all__ = ["Comparison", "MovedLearners", "ReleaseComparison", "StepChanges", "steps_changed"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The newest comparison that was asked for."""

    version: int
    """The version of the course that it is about."""
    done: bool = False
    impact: "ReleaseImpact | None" = None
    note: str = ""
    """Why there is no impact."""


@dataclass(frozen=True, slots=True)
class MovedLearners:
    """Learners who wait for the same email and whose next email changes alike."""

    learners: int
    new_key: str
    """What they get instead, or the same; empty: they have had everything."""
    old: tuple[date, date]
    new: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class StepChanges:
    """What changes about one lesson or other email on one track."""

    track: str
    key: str
    changes: "tuple[ChangeReach, ...]"
    moves: tuple[MovedLearners, ...]


class ReleaseComparison:
    """Compares with the published release, one version at a time; the ledger is only read."""

    def __init__(self, shop: LiveCourse, database: str, now: Callable[[], float]) -> None:
        self._shop = shop
        self._database = database
        self._now = now
        self._lock = threading.Lock()
        self._newest: Comparison | None = None

    @property
    def newest(self) -> Comparison | None:
        """The newest comparison, done or under way."""
        return self._newest

    def start(self, version: int) -> None:
        """Begin to compare, if `version` is the present one and nothing else is under way."""
        state = self._shop.state
        with self._lock:
            busy = self._newest is not None and not self._newest.done
            known = self._newest is not None and self._newest.version == version
            if busy or known or version != state.version or state.course is None:
                return
            self._newest = Comparison(version)
        work = threading.Thread(target=self._compare, args=(state.course, version), daemon=True)
        work.start()

    def _compare(self, course: Course, version: int) -> None:
        made = Comparison(version, done=True, note="The emails cannot be compiled.")
        try:
            made = self._compared(course, version)
        except CoursewrightError as error:
            made = replace(made, note=f"{error} {error.hint or ''}".strip())
        finally:
            self._newest = made

    def _compared(self, course: Course, version: int) -> Comparison:
        from coursewright.delivery.ledger.database import NoLedgerError, open_ledger

        try:
            ledger = open_ledger(self._database, dry_run=True)
        except NoLedgerError:
            return Comparison(version, done=True, note="Nothing is published yet.")
        try:
            release = _compiled(course, self._shop.options)
            if release is None:
                note = "Some emails cannot be compiled. Fix the errors first."
                return Comparison(version, done=True, note=note)
            impact = _impact(ledger, release, self._now())
        finally:
            ledger.close()
        note = "" if impact else f"The course {release.slug} is not published yet."
        return Comparison(version, done=True, impact=impact, note=note)


def steps_changed(impact: "ReleaseImpact") -> tuple[StepChanges, ...]:
    """Return the changes by lesson or email, in the order in which the impact names them."""
    places = [(one.change.track, one.change.key) for one in impact.changes]
    places += [(move.track, move.key) for move in impact.moves]
    return tuple(
        StepChanges(
            track,
            key,
            tuple(
                one for one in impact.changes if (one.change.track, one.change.key) == (track, key)
            ),
            _moved(move for move in impact.moves if (move.track, move.key) == (track, key)),
        )
        for track, key in dict.fromkeys(places)
    )


def _moved(moves: "Iterable[Move]") -> tuple[MovedLearners, ...]:
    """Return the moves, those by the same number of days to the same email as one."""
    groups: dict[tuple[str, int | None], list[Move]] = {}
    for move in moves:
        days = (move.new_on - move.on).days if move.new_on else None
        groups.setdefault((move.new_key, days), []).append(move)
    return tuple(
        MovedLearners(
            sum(move.learners for move in found),
            key,
            _ends([move.on for move in found]),
            _ends([move.new_on for move in found if move.new_on]) if days is not None else None,
        )
        for (key, days), found in groups.items()
    )


def _ends(days: list[date]) -> tuple[date, date]:
    return min(days), max(days)


def _compiled(course: Course, options: Options) -> "Release | None":
    """Return what `build` would compile and `publish` would read."""
    from coursewright.sequence.release import judge_release

    target = load("email")
    made = target.render(course, target.options_from(options))
    if has_errors(made.problems):
        return None
    files = {artifact.path: artifact.data for artifact in made.artifacts}
    return judge_release(json.loads(files["sequence.json"]))


def _impact(ledger: "Ledger", release: "Release", now: float) -> "ReleaseImpact | None":
    """Return what `publish --dry-run` would show, or None where the course would be a new one."""
    from coursewright.delivery.ledger.course_identity import find_course
    from coursewright.delivery.ledger.decisions import Decisions
    from coursewright.delivery.ledger.release_impact import impact_of, impact_of_new_id
    from coursewright.delivery.ledger.releases import load_published

    with ledger.read() as connection:
        row = find_course(connection, release, Decisions())
        published = load_published(ledger, connection, row) if row is not None else None
    if published is None:
        return impact_of_new_id(ledger, release)
    return impact_of(ledger, published, release, now)
