"""Rate limits of the service, in memory: by sender of the request, by link, and for all."""

import hashlib
import os

from pyrate_limiter import Duration, InMemoryBucket, Limiter, Rate

__all__ = ["Throttle"]

_MOST = 20_000
_SPAN = Duration.MINUTE


class Throttle:
    """Says no to whoever asks too often. Keeps no address, only a hash that lasts this process."""

    def __init__(self, per_minute: int, total_per_second: int) -> None:
        self._rate = Rate(per_minute, _SPAN)
        self._total = Limiter(InMemoryBucket([Rate(total_per_second, Duration.SECOND)]))
        self._limiters: dict[bytes, Limiter] = {}
        self._salt = os.urandom(16)

    def allows(self, who: str) -> bool:
        """Count a request; tell whether it may go on."""
        key = hashlib.blake2b(who.encode("utf-8", "replace"), key=self._salt, digest_size=16)
        limiter = self._limiters.get(key.digest())
        if limiter is None:
            if len(self._limiters) >= _MOST:  # flat memory under a flood of senders
                self._limiters.clear()
            limiter = self._limiters[key.digest()] = Limiter(InMemoryBucket([self._rate]))
        mine = bool(limiter.try_acquire("request", blocking=False))
        return mine and bool(self._total.try_acquire("request", blocking=False))
