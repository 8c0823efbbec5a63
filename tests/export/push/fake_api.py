"""The frame of a fake API: a real HTTP server that is strict, and can be told to fail."""

import json
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

__all__ = ["FakeApi", "FakeError", "Request", "checked", "served"]


class FakeError(Exception):
    """Refuse a call with a status and a message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Request:
    """One call."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


Handler = Callable[[re.Match[str], Request], tuple[int, Any]]


@dataclass
class FakeApi(ABC):
    """What all fakes share. A subclass fills `routes` and `login`, and keeps its own objects."""

    url: str = ""
    calls: list[Request] = field(default_factory=list)
    fail: Callable[[Request, int], str] = lambda _, __: ""
    """Gets each call and its number; returns what happens: a status, `lost`, or nothing."""
    retry_after: str = ""
    next_id: int = 1

    login: tuple[str, str] = ("", "")
    routes: tuple[tuple[str, str, Handler], ...] = ()

    def id(self) -> int:
        self.next_id += 1
        return 100 + self.next_id

    @property
    def writes(self) -> list[Request]:
        return [call for call in self.calls if call.method != "GET"]

    def answer(self, headers: Mapping[str, str], request: Request) -> tuple[int, Any]:
        """Answer as the product does: first the login, then the route, then the fields."""
        name, value = self.login
        if headers.get(name) != value:
            return 401, {"message": "invalid credentials"}
        paths = [route for route in self.routes if re.fullmatch(route[1], request.path)]
        for method, path, handler in paths:
            match = re.fullmatch(path, request.path)
            if method == request.method and match:
                try:
                    return handler(match, request)
                except FakeError as error:
                    return error.status, {"message": str(error)}
        return (405 if paths else 404), {"message": "no such route"}

    @abstractmethod
    def snapshot(self) -> Any:
        """Return what the product has, without IDs: two pushes that agree give equal ones."""


def checked(body: Any, types: Mapping[str, type | tuple[type, ...]], *needed: str) -> Any:
    """Return a body whose fields are all known and of the right type.

    Raises:
        FakeError: one is not, or is missing.
    """
    if not isinstance(body, dict):
        raise FakeError(422, "no object")
    for name, value in body.items():
        if name not in types:
            raise FakeError(422, f"unknown field {name}")
        if not isinstance(value, types[name]):
            raise FakeError(422, f"{name} is a {type(value).__name__}")
    for name in needed:
        if body.get(name) in (None, ""):
            raise FakeError(422, f"{name} is missing")
    return body


@contextmanager
def served(api: FakeApi) -> Iterator[FakeApi]:
    """Run a fake on a port of its own."""

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            data = self.rfile.read(size) if size else b""
            parts = urlsplit(self.path)
            body = json.loads(data) if data else None
            if data and self.headers.get("Content-Type") != "application/json":
                raise AssertionError("a body that is not declared as JSON")
            request = Request(self.command, parts.path, dict(parse_qsl(parts.query)), body)
            api.calls.append(request)
            fault = api.fail(request, len(api.calls))
            if fault.isdecimal():
                self._send(int(fault), {"message": "as told"})
                return
            status, answer = api.answer(dict(self.headers), request)
            if fault == "lost":
                self.close_connection = True
                self.connection.close()
                return
            self._send(status, answer)

        def _send(self, status: int, answer: Any) -> None:
            data = b"" if status == 204 else json.dumps(answer).encode()
            self.send_response(status)
            if status in (429, 503) and api.retry_after:
                self.send_header("Retry-After", api.retry_after)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
