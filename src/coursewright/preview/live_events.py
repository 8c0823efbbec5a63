"""Notify browsers of changes: a queue of length one for each of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

__all__ = ["Hub"]

_BEAT = 15.0  # seconds; a comment that lets both ends see that the line stands


class Hub:
    """Tells every listener the newest news; who is slow misses what is old, never the last."""

    def __init__(self) -> None:
        self._news: dict[str, Any] = {}
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    def tell(self, **news: Any) -> None:
        """Tell everybody."""
        self._news = news
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        """Let all listeners go, so that the server can stop."""
        self._closed = True
        self.tell(**self._news)

    async def listen(self) -> AsyncIterator[str]:
        """Yield the news as lines of an event stream, the present ones first."""
        event = asyncio.Event()
        event.set()
        self._waiting.add(event)
        try:
            yield "retry: 400\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(event.wait(), _BEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                event.clear()
                if not self._closed:
                    yield f"data: {json.dumps(self._news)}\n\n"
        finally:
            self._waiting.discard(event)
