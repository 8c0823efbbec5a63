"""A stand-in for the API of any mailer: keeps what is posted, answers with a number."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Call", "StandIn", "stand_in"]


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class StandIn:
    """The server's address, and what came."""

    url: str
    wrap: str
    """What the object with the number is called in an answer: `data`, `sequence`."""
    calls: list[Call] = field(default_factory=list)
    refuse: int = 0
    """A status to answer with instead."""


@contextmanager
def stand_in(wrap: str = "data") -> Iterator[StandIn]:
    """Run the server on a port of its own."""
    state = StandIn("", wrap)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.calls.append(Call(self.command, self.path, dict(self.headers), body))
            answer = {state.wrap: {"id": 40 + len(state.calls), "name": "x", "body": '{"id":1}'}}
            data = json.dumps(answer, separators=(",", ":")).encode()
            self.send_response(state.refuse or 200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_PUT = do_POST  # noqa: N815 -- the name is that of the method

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
