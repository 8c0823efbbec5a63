"""The system clock, passed to the sender and the service, which never read the time themselves."""

import time
from datetime import UTC, datetime

__all__ = ["SystemClock", "shown"]


def shown(at: float) -> str:
    """Return an instant as operators read it."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


class SystemClock:
    """Real time."""

    def now(self) -> float:
        """Return the UTC second."""
        return time.time()  # noqa: TID251 -- cli/ alone asks the clock

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
