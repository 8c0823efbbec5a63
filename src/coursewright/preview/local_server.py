"""The server of the preview, from the first reading to the last word."""

import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import uvicorn

from coursewright.errors import SurroundingsError

from .live_course import LiveCourse
from .local_guard import is_loopback
from .preview_app import Operator, preview_app

__all__ = ["bound_socket", "names_of", "serve_preview"]


def serve_preview(
    folder: Path,
    *,
    host: str,
    port: int,
    boot: str,
    today: Callable[[], date],
    templates: Iterable[Path] = (),
    ready: Callable[[str], None],
    operator: Operator | None = None,
) -> None:
    """Serve the preview of the course in `folder` until it is stopped.

    Args:
        folder: the course.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        boot: a name for this run.
        today: tells the date: plans begin on it.
        templates: folders with templates of the author.
        ready: called with the address once the server is up.
        operator: what the operator has set up: an editor, a ledger, a mail server.

    Raises:
        SurroundingsError: the address or the port cannot be had.
    """
    listener = bound_socket(host, port)
    port = listener.getsockname()[1]
    shop = LiveCourse(folder, templates)
    shop.refresh()
    hosts = [] if is_loopback(host) else names_of(host)
    app, hub = preview_app(shop, boot=boot, port=port, today=today, hosts=hosts, operator=operator)
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=1, lifespan="on"
    )

    class _Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: object) -> None:
            hub.close()  # open event streams would hold the server up
            super().handle_exit(sig, None)

    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{port}/")
    _Server(config).run(sockets=[listener])


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that has an address and a port.

    Raises:
        SurroundingsError: they cannot be had.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as undo:
            listener = undo.enter_context(socket.socket(family, socket.SOCK_STREAM))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)  # from now on whoever asks is kept waiting, not refused
            undo.pop_all()
    except (OSError, OverflowError, UnicodeError) as error:
        msg = f"cannot listen on {host}:{port}: {error}"
        hint = "Is another preview running? Try --port 8001."
        raise SurroundingsError(msg, hint=hint) from error
    return listener


def names_of(host: str) -> list[str]:
    """Return what others may call this machine: its name, and the address that was asked for."""
    name = socket.gethostname().lower()
    found = {host.lower(), name, f"{name}.local"}
    if host in {"0.0.0.0", "::"}:  # noqa: S104 -- asked for by name, with a warning
        found |= {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    return sorted(f"[{one}]" if ":" in one else one for one in found)
