"""`coursewright serve`: the pages behind the links in the emails, and metrics beside them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursewright.errors import SurroundingsError

from .arguments import templates_option
from .ledger_options import database_option, keyring_of, opened_ledger
from .wallclock_system import SystemClock

if TYPE_CHECKING:
    import uvicorn

__all__ = ["serve"]

_EXAMPLES = """\b
Examples:
  coursewright serve
  coursewright serve --host 0.0.0.0 --port 8080 --behind-proxy 10.0.0.2

Put it behind a web server that speaks https, at the address that `links.service` names.
"""


@click.command("serve", epilog=_EXAMPLES)
@database_option
@templates_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen: --host 0.0.0.0",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8025, show_default=True, help="--port 8080"
)
@click.option("--root-path", default="", metavar="PATH", help="Where it is mounted: /course")
@click.option(
    "--behind-proxy",
    metavar="ADDRESS",
    help="Whose X-Forwarded-For is believed, for the rate limits: --behind-proxy 127.0.0.1",
)
@click.option(
    "--metrics-host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where /metrics and /health listen: --metrics-host 10.0.0.5",
)
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    default=8026,
    show_default=True,
    help="0: no metrics. --metrics-port 9100",
)
@click.option(
    "--most-pending",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Unconfirmed sign-ups of a course in a day: --most-pending 200",
)
def serve(
    database: str,
    templates: tuple[Path, ...],
    host: str,
    port: int,
    root_path: str,
    behind_proxy: str | None,
    metrics_host: str,
    metrics_port: int,
    most_pending: int,
) -> None:
    """Serve the pages behind the links in the emails.

    Unsubscribe, preferences, sign-up, answers and certificates. Following a link changes nothing:
    each page asks, and a button acts. /metrics and /health listen at an address of their own.
    """
    import uvicorn

    from coursewright.delivery.service.client_address import behind_proxy as believing
    from coursewright.delivery.service.endpoints import service
    from coursewright.delivery.service.monitoring import monitoring

    how: dict[str, Any] = {
        "access_log": False,  # addresses of the service hold tokens: no log may
        "proxy_headers": False,  # its own default would believe any program of this machine
        "server_header": False,
        "ws": "none",
    }
    with opened_ledger(database) as ledger, ExitStack() as stack:
        clock = SystemClock()
        app: Any = service(
            ledger,
            keyring_of(ledger),
            clock,
            templates=templates,
            most_pending=most_pending,
        )
        app = believing(app, behind_proxy) if behind_proxy else app
        pages = uvicorn.Server(uvicorn.Config(app, root_path=root_path, **how))
        public = stack.enter_context(_listening(host, port))
        if metrics_port:
            inner = stack.enter_context(_listening(metrics_host, metrics_port))
            stack.enter_context(_beside(uvicorn.Config(monitoring(ledger, clock), **how), inner))
        pages.run(sockets=[public])


def _listening(host: str, port: int) -> socket.socket:
    """Return a listening socket, or say why there is none.

    Raises:
        SurroundingsError: the address is taken, or not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        msg = f"cannot listen at {host} port {port}: {error.strerror or error}"
        raise SurroundingsError(
            msg, hint="Choose another with --port or --metrics-port."
        ) from error


@contextmanager
def _beside(config: "uvicorn.Config", listening: socket.socket) -> Iterator[None]:
    """Serve in a thread of its own until the pages end; signals are theirs."""
    import uvicorn

    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="metrics")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
