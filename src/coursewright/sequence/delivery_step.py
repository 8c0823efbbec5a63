"""One step of a track: an email that learners on it are owed, at its place in the order."""

from dataclasses import dataclass

__all__ = ["DeliveryStep"]


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One mail of the road: a lesson, or what stands before and after the lessons."""

    key: str
    """The stable key of the ledger: a lesson's id, or `recall:...` and the like."""
    kind: str
    """`welcome`, `lesson`, `completion` or `recall`."""
    day: int
    """Days after the start; of `completion` and `recall`, after the last lesson."""
    index: int = 0
    """Of a lesson: its place in the track, from 0."""
