"""What the operator decides where publishing a release leaves a choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Decisions"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the operator chose where a release leaves a choice."""

    retire: frozenset[str] = frozenset()
    """Lessons that vanish, and that learners ahead of them never get."""
    move: Mapping[str, str] = field(default_factory=dict)
    """Tracks that vanish -> the track that takes over their learners."""
    end: frozenset[str] = frozenset()
    """Tracks that vanish, whose enrollments end."""
    backfill: frozenset[str] = frozenset()
    """Lessons inserted behind some learners, sent to them all the same."""
    new_course: bool = False
    """A course id that the ledger does not know is another course."""
    rename_course: str = ""
    """The id that the course has in the ledger; the release has its new id."""
