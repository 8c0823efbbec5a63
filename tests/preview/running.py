"""A preview that runs: the server in a thread, and a client that needs none."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import uvicorn
from httpx import Response
from playwright.sync_api import BrowserContext, Page
from starlette.types import ASGIApp

from apart import apart
from coursewright.preview.live_course import LiveCourse
from coursewright.preview.local_server import bound_socket
from coursewright.preview.preview_app import Operator, preview_app

__all__ = ["LESSON", "Client", "Preview", "running", "watched"]

BASE = "http://127.0.0.1:8000"
LESSON = "1-stall/01-clean-hands.md"


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that runs, and the course that it shows."""

    folder: Path
    url: str
    shop: LiveCourse

    @property
    def lesson(self) -> Path:
        """The file of the first lesson."""
        return self.folder / LESSON

    def save(self, path: str, change: Callable[[str], str]) -> None:
        """Save a file as an editor does."""
        file = self.folder / path
        file.write_text(change(file.read_text("utf-8")), "utf-8")

    def settle(self, version: int) -> None:
        """Wait until a later version than this one has been judged."""
        until = time.monotonic() + 20
        while not (self.shop.state.version > version and self.shop.state.settled):
            assert time.monotonic() < until, "no new version"
            time.sleep(0.02)


@contextmanager
def running(folder: Path, *templates: Path, operator: Operator | None = None) -> Iterator[Preview]:
    """Serve the preview of a folder on a free port."""
    listener = bound_socket("127.0.0.1", 0)
    port = listener.getsockname()[1]
    shop = LiveCourse(folder, templates)
    shop.refresh()
    app, hub = preview_app(
        shop, boot="test", port=port, today=lambda: date(2027, 1, 11), operator=operator
    )
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    while not server.started:
        time.sleep(0.01)
    yield Preview(folder, url, shop)
    server.should_exit = True
    hub.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


@contextmanager
def watched(context: BrowserContext, preview: Preview) -> Iterator[Page]:
    """A tab that fails the test for a script's error, or a request to another machine."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((f"{preview.url}/", "data:", "about:", f"blob:{preview.url}/"))
            else wrong.append(asked.url)
        ),
    )
    yield page
    assert wrong == []


class Client:
    """Asks an application without a network."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def request(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        data: dict[str, str] | None = None,
    ) -> Response:
        """Return the answer to a request."""

        async def ask() -> Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                return await client.request(method, path, headers=headers, data=data)

        return apart(ask)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Response:
        """Return the answer to a GET."""
        return self.request("GET", path, headers)
