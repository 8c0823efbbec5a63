"""The number of connections in use: fewer when the server asks for fewer, more after a calm period.

A refused connection shows how many the server accepts: the number is halved. It grows by one after
a period of accepted emails, and more slowly near a number that was refused before.
"""

from coursewright.delivery.schedule.clock import Clock

__all__ = ["ConnectionLimit"]

_CALM = 15.0  # seconds without a refusal before it grows
_LONGEST = 900.0
_TAKEN = 10  # emails accepted on each connection before the number grows


class ConnectionLimit:
    """The number of connections that a sender may use."""

    def __init__(self, most: int, clock: Clock) -> None:
        self._most, self._clock = most, clock
        self.now = most
        """How many may be used."""
        self._taken = 0
        self._wait = _CALM
        self._until = 0.0
        self._refused_at = most + 1

    def shrink(self, open_now: int) -> None:
        """Use fewer connections: the server refused one while `open_now` were open."""
        moment = self._clock.monotonic()
        if moment < self._until - self._wait + 1.0:  # of the same burst: one refusal, one step
            return
        if open_now <= self._refused_at:
            self._wait = min(self._wait * 2, _LONGEST) if self._until else _CALM
        self._refused_at = min(open_now, self.now)
        self.now = max(1, min(self.now, open_now) // 2)
        self._taken, self._until = 0, moment + self._wait

    def taken(self) -> None:
        """Count an accepted email; after a calm period, allow one more connection."""
        if self.now >= self._most:
            return
        self._taken += 1
        if self._taken >= _TAKEN * self.now and self._clock.monotonic() >= self._until:
            self._taken = 0
            self.now += 1
