"""One step of a track: an email that learners on it are owed, at its place in the order."""

from dataclasses import dataclass

from .format import MessageKind

__all__ = ["DeliveryStep"]


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One email of a track: a lesson, or what comes before and after the lessons."""

    key: str
    """The stable key of the ledger: a lesson's id, or `recall:...` and the like."""
    kind: MessageKind
    """`welcome`, `lesson`, `completion` or `recall`; of a sponsor, `sponsor-digest`."""
    day: int
    """Days after the start; of `completion` and `recall`, after the last lesson."""
    index: int = 0
    """Of a lesson: its place in the track, from 0."""
