"""A progress line on a terminal, for work that takes longer than a second."""

import sys
from threading import Lock, Timer
from types import TracebackType
from typing import Self

from coursewright.problems import Problem

__all__ = ["Progress"]

_PATIENCE = 1.0  # seconds before the progress line appears


class Progress:
    """Shows the current step and how many are done; silent if quick, quiet or piped."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._show = not quiet and sys.stderr.isatty()
        self._late = False
        self._line = ""
        self._count = ""
        self._lock = Lock()
        self._timer = Timer(_PATIENCE, self._begin)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._show:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._late:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._late = self._show = False

    def started(self, step: str) -> None:
        """Name the step that runs now."""
        self._line = step
        self._draw()

    def progress(self, step: str, done: int, total: int) -> None:
        """Count the steps."""
        self._count = f"{done}/{total}"
        self._draw()

    def problem(self, problem: Problem) -> None:
        """Pass over problems: they are printed at the end, in order."""

    def finished(self, step: str) -> None:
        """Pass over the end of a step: the next one is named soon."""

    def _begin(self) -> None:
        self._late = True
        self._draw()

    def _draw(self) -> None:
        with self._lock:
            if self._show and self._late:
                text = f"\r\x1b[K  {self._count} {self._line} ..."
                print(text, end="", file=sys.stderr, flush=True)
