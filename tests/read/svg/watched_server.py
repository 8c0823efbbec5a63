"""A server that shows pictures in every way, and keeps what else is asked of it."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["WatchedServer", "watched_server"]


class WatchedServer:
    """Serves files by path; a request for anything else is one that a picture made."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.files: dict[str, tuple[str, bytes]] = {}
        self.unexpected: list[str] = []
        """What was asked for that is not there, or for a second time."""
        self._served: set[str] = set()

    @property
    def beacon(self) -> str:
        """An address that is watched."""
        return f"{self.address}/beacon"

    def watch(self) -> None:
        """Forget what was asked for so far."""
        self.unexpected.clear()
        self._served.clear()

    def find(self, path: str) -> tuple[str, bytes] | None:
        """Return type and contents of a file; note a request that nobody but a picture makes."""
        found = self.files.get(path)
        if (found is None and path != "/favicon.ico") or path in self._served:
            self.unexpected.append(path)
        self._served.add(path)
        return found

    def show(self, name: str, picture: bytes) -> Mapping[str, str]:
        """Serve a picture as a document, as an image, as an object, and within a page."""
        frame = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><body>%s</body>"
        files = {
            f"/{name}.svg": ("image/svg+xml", picture),
            f"/{name}-image.html": _page(frame % f"<img src='/{name}.svg' width=300 height=100>"),
            f"/{name}-object.html": _page(
                frame % f"<object type='image/svg+xml' data='/{name}.svg' width=300></object>"
            ),
            f"/{name}-inline.html": _page(frame % picture.decode("utf-8", "replace")),
        }
        self.files |= files
        return {
            "document": f"{self.address}/{name}.svg",
            "image": f"{self.address}/{name}-image.html",
            "object": f"{self.address}/{name}-object.html",
            "inline": f"{self.address}/{name}-inline.html",
        }


def _page(html: str) -> tuple[str, bytes]:
    return "text/html; charset=utf-8", html.encode("utf-8", "replace")


@contextmanager
def watched_server() -> Iterator[WatchedServer]:
    """Serve on a free port until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # no picture can make a browser send anything else unseen
            found = server.find(self.path)
            if found is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", found[0])
            self.send_header("Content-Length", str(len(found[1])))
            self.end_headers()
            self.wfile.write(found[1])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = WatchedServer(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield server
        http.shutdown()
        thread.join()
