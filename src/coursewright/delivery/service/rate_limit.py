"""Rate limits of the service: one number for each key, bounded, without threads or files."""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["RequestLimits"]

_MOST = 20_000
_SPAN = 60.0


class RequestLimits:
    """Refuses requests that come too often, by person and purpose, and in all.

    For each key the instant is kept at which its allowance would be whole again (the generic cell
    rate algorithm): a key whose instant has passed is as good as absent, and is dropped first.
    Keys are kept as a hash that lasts this process.
    """

    def __init__(
        self, per_minute: int, total_per_second: int, monotonic: Callable[[], float]
    ) -> None:
        self._step = _SPAN / per_minute
        self._total_step = 1.0 / total_per_second
        self._monotonic = monotonic
        self._whole_at: OrderedDict[bytes, float] = OrderedDict()
        self._total_at = 0.0
        self._salt = os.urandom(16)
        self._turn = threading.Lock()  # requests are handled in a few threads

    def __len__(self) -> int:
        return len(self._whole_at)

    def allows(self, who: str, purpose: str) -> bool:
        """Count a request of a person for a purpose; return whether it may go on."""
        text = f"{purpose}\n{who}".encode("utf-8", "replace")
        key = hashlib.blake2b(text, key=self._salt, digest_size=16).digest()
        with self._turn:
            return self._allows(key, self._monotonic())

    def _allows(self, key: bytes, now: float) -> bool:
        mine = max(self._whole_at.pop(key, now), now) + self._step
        total = max(self._total_at, now) + self._total_step
        if mine - now > _SPAN + self._step / 2 or total - now > 1.0 + self._total_step / 2:
            self._keep(key, mine - self._step, now)
            return False
        self._total_at = total
        self._keep(key, mine, now)
        return True

    def _keep(self, key: bytes, whole_at: float, now: float) -> None:
        self._whole_at[key] = whole_at  # at the end: the oldest stand first
        while self._whole_at:
            oldest = next(iter(self._whole_at))
            if self._whole_at[oldest] > now and len(self._whole_at) <= _MOST:
                return
            del self._whole_at[oldest]
