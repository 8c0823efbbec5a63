"""Sees a save, has the course read again, tells the browsers; judges it when they have had time."""

import asyncio
from functools import partial
from pathlib import Path
from time import monotonic

from anyio.to_thread import run_sync
from watchfiles import DefaultFilter, awatch

from coursewright.shipped import shipped

from .live_course import LiveCourse, State
from .live_events import Hub

__all__ = ["Watch"]

_STEP = 10  # milliseconds of quiet that end a batch of changes
_MOST = 60  # milliseconds after which a batch ends all the same
_PATIENCE = 0.35  # seconds in which browsers ask again for what they show
_LONGEST = 3.0  # seconds that problems keep people waiting at most


class Watch:
    """The tasks behind a preview: one sees changes, the other judges what was read."""

    def __init__(self, shop: LiveCourse, hub: Hub, boot: str) -> None:
        self._shop = shop
        self._hub = hub
        self._boot = boot
        self._fresh = asyncio.Event()
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; the first state is read already."""
        self._announce(self._shop.state)
        self._fresh.set()
        self._tasks = [asyncio.create_task(self._see()), asyncio.create_task(self._judge())]

    async def stop(self) -> None:
        """End both tasks."""
        self._stop.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _see(self) -> None:
        folders = [self._shop.folder.resolve(), *self._shop.options.templates, shipped("templates")]
        watched = _Visible()
        changes = awatch(
            *folders, watch_filter=watched, step=_STEP, debounce=_MOST, stop_event=self._stop
        )
        # What was saved between the first reading and the first watch is seen by this look.
        await self._again()
        dress = [folder.resolve() for folder in folders[1:]]
        async for batch in changes:
            touched = any(Path(path).is_relative_to(one) for _, path in batch for one in dress)
            await self._again(templates=touched)

    async def _again(self, *, templates: bool = True) -> None:
        try:
            state = await run_sync(partial(self._shop.refresh, templates=templates))
        except Exception as error:
            self._hub.tell(boot=self._boot, version=self._shop.state.version, lost=str(error))
            return
        self._announce(state)
        self._fresh.set()

    async def _judge(self) -> None:
        patience = _PATIENCE
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            await asyncio.sleep(patience)
            if self._fresh.is_set():
                continue
            began = monotonic()
            self._announce(await run_sync(self._shop.judge))
            # What takes long waits longer, so that a writer who saves often is not slowed down.
            patience = max(_PATIENCE, min(monotonic() - began, _LONGEST))

    def _announce(self, state: State) -> None:
        self._hub.tell(
            boot=self._boot,
            version=state.version,
            settled=state.settled,
            looks=f"{self._boot} {self._shop.looks}",
        )


class _Visible(DefaultFilter):
    """Passes over hidden files, and what editors leave beside a file while they save it."""

    def __call__(self, change: object, path: str) -> bool:
        name = Path(path).name
        return not (name.startswith(".") or name.endswith(("~", ".swp", ".tmp")))
