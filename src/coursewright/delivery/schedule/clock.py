"""Time, handed in: the sender and the service ask this, so a test or a simulation can be it."""

from typing import Protocol

__all__ = ["Clock"]


class Clock(Protocol):
    """A wall clock, and one that only ever goes forward."""

    def now(self) -> float:
        """Return the UTC second."""

    def monotonic(self) -> float:
        """Return seconds from any fixed point; they pass while the process is stopped, too."""

    def sleep(self, seconds: float) -> None:
        """Wait."""
