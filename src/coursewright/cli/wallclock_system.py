"""The system's clock: handed to the sender and the service, which never ask for the time."""

import time

__all__ = ["SystemClock"]


class SystemClock:
    """Real time."""

    def now(self) -> float:
        """Return the UTC second."""
        return time.time()  # noqa: TID251 -- cli/ alone asks the clock

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
