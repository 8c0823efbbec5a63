"""A server on this machine that holds packages, pages of an LMS, and what was committed."""

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["LmsServer", "serving"]

mimetypes.add_type("text/javascript", ".js")


@dataclass(slots=True)
class LmsServer:
    """What is served, and what came in."""

    files: dict[str, bytes]
    """By path, with the leading slash."""
    port: int = 0
    commits: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The newest data of each learner, by the path it was posted to."""
    missing: list[str] = field(default_factory=list)
    """Paths that were asked for and are not there."""

    def at(self, path: str, host: str = "localhost") -> str:
        """Return the address of a path; `127.0.0.1` is another origin than `localhost`."""
        return f"http://{host}:{self.port}{path}"


def _handler(world: LmsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            data = world.files.get(path)
            if data is None:
                if path != "/favicon.ico":  # the browser's own, for a file in a window of its own
                    world.missing.append(path)
                self.send_error(404)
                return
            self._answer(data, mimetypes.guess_type(path)[0] or "application/octet-stream")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            world.commits[self.path] = json.loads(body)
            self._answer(b'{"result": true, "errorCode": 0}', "application/json")

        def _answer(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name
            pass

    return Handler


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[LmsServer]:
    """Serve files on a free port of the loopback interface."""
    world = LmsServer(files)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(world)) as server:
        world.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield world
        server.shutdown()
        thread.join(timeout=10)
